"""Expected values of random expressions with kinks, against means over many draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lsec_models import Game, Player, decisions, discrete, exponential, normal, parameters, random, sample, uniform
from lsec_models.errors import DeclarationError
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.games.static.chance.expected_values.piecewise_linear import PiecewiseLinear

q, p = decisions("q p")
a, B = parameters("a B", positive=True)
D = random("D", uniform(1, 5))
_DRAWS = 1 + 4 * (np.arange(20_000) + 0.5) / 20_000
_small = st.integers(-3, 3)


@st.composite
def _kinked(draw: Any) -> sp.Expr:
    """A polynomial in q, D and kinks, also in products of several."""
    total = draw(_small) * q * D + draw(_small) * D**2
    for _ in range(draw(st.integers(1, 2))):
        product = (draw(_small) + draw(_small) * D) * sp.S.One
        for _ in range(draw(st.integers(1, 3))):
            slope = draw(st.sampled_from([-2, -1, 1, 2]))
            inner = draw(_small) + draw(_small) * q + slope * D
            kink = draw(st.sampled_from([sp.Max, sp.Min]))(draw(st.sampled_from([0, q, 2])), inner)
            product *= kink ** draw(st.integers(1, 2))
        total += product
    return total


@pytest.mark.slow
@settings(max_examples=10)
@given(_kinked(), st.integers(0, 24))
def test_kinks_under_a_uniform_law(expression: sp.Expr, quarters: int) -> None:
    at = sp.Rational(quarters, 4)
    drawn = np.broadcast_to(sp.lambdify((q, D), expression, "numpy")(quarters / 4, _DRAWS), _DRAWS.shape)
    size = float(np.mean(np.abs(drawn)))
    assert float(expected(expression, [D]).subs(q, at)) == pytest.approx(float(np.mean(drawn)), abs=1e-4 + 1e-5 * size)


@pytest.mark.parametrize("law", [normal(3, 4), exponential(2), uniform(1, 5)])
@pytest.mark.parametrize(
    "product",
    [
        lambda x: sp.Max(0, x - q) * sp.Min(5, 2 * x),
        lambda x: sp.Min(q, x) ** 2,
        lambda x: sp.Max(0, 4 - x) * sp.Max(0, 6 - x),
        lambda x: sp.Min(q, x) * sp.Max(0, q - x) * x,
        lambda x: sp.Max(0, 4 - x) * sp.Max(0, x - q) ** 2 * sp.Max(1, x / 2),
    ],
)
def test_products_of_kinks(law: Any, product: Any) -> None:
    """Also where the places of kinks change their order, or one of them is outside of the law."""
    x = random("x", law)
    expression = product(x)
    value = expected(expression, [x], rational=False)
    levels = (np.arange(40_000) + 0.5) / 40_000
    quantiles = {
        "normal": stats.norm(3, 2).ppf,
        "exponential": stats.expon(scale=2).ppf,
        "uniform": stats.uniform(1, 4).ppf,
    }[type(law).__name__.lower()](levels)
    function = sp.lambdify((q, x), expression, "numpy")
    for at in (0, 1.5, 3, 4.5, 7):
        drawn = function(at, quantiles)
        near = 1e-4 + 2e-3 * float(np.mean(np.abs(drawn)))
        assert float(value.subs(q, sp.Rational(str(at)))) == pytest.approx(float(np.mean(drawn)), abs=near)


def test_what_is_sold_and_what_is_left_have_one_kink_between_them() -> None:
    order, demand = decisions("Q", within=(0, B)), random("D", uniform(0, B))
    left = order - sp.Min(order, demand)
    payoff = a * sp.Min(order, demand) * left + left**2
    game = Game(players=[Player("shop", decides=[order], payoff=payoff)])
    assert sp.expand(game.representative.players[0].payoff) == sp.expand(a * order**3 / (6 * B) + order**3 / (3 * B))


def test_products_whose_slopes_have_no_known_sign() -> None:
    with pytest.raises(DeclarationError, match="with a slope of known sign where several are multiplied"):
        expected(sp.Max(0, (p - q) * D - 1) * sp.Max(0, D - q), [D])


def test_demand_that_is_scaled_by_a_decision() -> None:
    xi = random("xi", uniform(0, 1))
    sold = expected(sp.Min(q, (10 - p) * xi), [xi])
    draws = (np.arange(20_000) + 0.5) / 20_000
    for order, price in ((1, 2), (9, 3), (5, 9)):
        assert float(sold.subs({q: order, p: price})) == pytest.approx(
            float(np.mean(np.minimum(order, (10 - price) * draws))), abs=1e-6
        )


def test_two_draws_one_after_the_other() -> None:
    x, y = random("x", uniform(0, 1)), random("y", uniform(0, 2))
    value = expected(sp.Max(0, x + y - q), [x, y]).subs(q, 1)
    middles = (np.arange(1000) + 0.5) / 1000
    assert float(value) == pytest.approx(float(np.mean(np.maximum(0, middles[:, None] + 2 * middles - 1))), abs=1e-5)


_bent = st.tuples(st.integers(-3, 3), st.sampled_from([-2, -1, 1, 3]), st.integers(-4, 4))


@settings(max_examples=40)
@given(st.integers(-4, 4), st.integers(-3, 3), st.lists(_bent, max_size=4), st.integers(-12, 12))
def test_positive_parts_of_what_is_linear_between_places(
    constant: int, slope: int, kinks: list[tuple[int, int, int]], halves: int
) -> None:
    def at(function: PiecewiseLinear, u: sp.Rational) -> sp.Expr:
        return function.constant + function.slope * u + sum(rise * max(0, u - place) for place, rise in function.bends)

    u = sp.Rational(halves, 2)
    value = constant + slope * u + sum(weight * max(0, rise * (u - place)) for weight, rise, place in kinks)
    exact = [tuple(map(sp.Integer, kink)) for kink in kinks]
    function = PiecewiseLinear.of(sp.Integer(constant), sp.Integer(slope), exact)
    assert at(function, u) == value
    assert at(function.positive_part(), u) == max(0, value)


def test_kinks_in_kinks_whose_places_differ_by_numbers() -> None:
    """What is sold of an order and a second one up to 2, when demand is seen."""
    second = sp.Min(2, sp.Max(0, D - q))
    sold = expected(sp.Min(D, q + second), [D])
    for order in (0, 1, 2.5, 4, 6):
        stock = order + np.clip(_DRAWS - order, 0, 2)
        mean = float(np.mean(np.minimum(_DRAWS, stock)))
        assert float(sold.subs(q, sp.Rational(str(order)))) == pytest.approx(mean, abs=1e-4)


def test_listed_values_are_inserted_where_there_is_no_polynomial() -> None:
    coin = random("x", discrete({1: "1/3", 4: "2/3"}))
    assert expected(q / coin + p / (coin + 1), [coin]) == q / 2 + sp.Rational(3, 10) * p
    assert expected(1 / random("y", sample([1, 2, 2])), [random("y", sample([1, 2, 2]))]) == sp.Rational(2, 3)
    with pytest.raises(DeclarationError, match="is not a polynomial in D"):
        expected(q / D, [D])


def test_other_laws() -> None:
    coin = random("x", discrete({0: "1/3", 6: "2/3"}))
    assert expected(sp.Min(q, coin), [coin]).subs(q, 3) == 2
    data = random("x", sample([1, 2, 6]))
    assert expected(sp.Max(0, data - q), [data]).subs(q, 2) == sp.Rational(4, 3)
    gain = random("x", normal(1, 4))
    assert expected(q * gain**2, [gain]) == 5 * q


def test_a_kink_in_a_kink() -> None:
    leftover = sp.Max(0, D - q)
    assert sp.expand(expected(sp.Min(D, q + leftover), [D])) == 3
    with pytest.raises(DeclarationError, match="where each kink is linear in D"):
        expected(sp.Max(0, 2 - sp.Max(D, q)), [D])
    for squared in (leftover * D, leftover**2):
        with pytest.raises(DeclarationError, match="where each kink is linear in D"):
            expected(sp.Max(0, squared - 1), [D])


def test_kinks_in_kinks_of_one_place_with_weights_that_are_parameters() -> None:
    """Beside what is fixed before the draw, which is not a kink in D."""
    bonus = sp.Max(0, p - 1)
    value = expected(bonus + sp.Max(0, a * sp.Max(0, q - D) - B * (q - D)), [D])
    for order, sale, steep, less in ((2, 3, 2, 1), (3, 0, 1, 3), (0, 2, 1, 2)):
        away = order - _DRAWS
        mean = max(0, sale - 1) + np.mean(np.maximum(0, steep * np.maximum(0, away) - less * away))
        assert float(value.subs({q: order, p: sale, a: steep, B: less})) == pytest.approx(float(mean), abs=1e-4)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (sp.Min(q, random("x", exponential(1))), "no rational expected value; solve the game at a point"),
        (sp.Min(q, random("x", normal(0, 1))), "no rational expected value"),
        (q / D, "not a polynomial in D"),
        (sp.Min(q, D**2), "where each kink is linear in D"),
        (sp.Min(q, random("x", sample(range(100)))), "100 different values"),
    ],
)
def test_what_has_no_closed_form(expression: sp.Expr, words: str) -> None:
    drawn = [s for s in expression.free_symbols if hasattr(s, "law")]
    with pytest.raises(DeclarationError, match=words):
        expected(expression, drawn)


def test_a_kink_of_a_normal_number_rises_or_falls() -> None:
    gain, slope = random("x", normal(0, 1)), decisions("r", real=True)
    with pytest.raises(DeclarationError, match="with a slope of known sign where several are multiplied"):
        expected(sp.Max(0, slope * gain - 1), [gain], rational=False)


def test_what_is_known_of_signs_leaves_kinks_out() -> None:
    order, demand = decisions("Q", within=(0, B)), random("D", uniform(0, B))
    game = Game(players=[Player("shop", decides=[order], payoff=a * sp.Min(order, demand) - order)])
    assert game.representative.kinks == {}
    assert not game.representative.players[0].payoff.has(sp.Max, sp.Min)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: random("D", uniform(-1, 1), nonnegative=True), "not seen to be never negative"),
        (lambda: random("D", normal(10, 1), nonnegative=True), "not seen to be never negative"),
        (lambda: random("D", 3), "not a law"),
        (lambda: random("", uniform(0, 1)), "non-empty string"),
        (lambda: random("D", uniform(0, q)), "depends on q, which is not a parameter"),
        (lambda: _shop(order=[(q, D)]), "give it a slot of its own"),
        (lambda: _shop(constraints=[q <= D]), "constraints: .* which is random"),
        (lambda: _shop(report={"D": q}), "is a reported quantity and random"),
        (lambda: _shop(payoff=D * q - random("D", uniform(0, 1))), "random, with another law, and random"),
        (lambda: _shop(expectations={decisions("N", real=True): D}), "expectations: D depends on D"),
    ],
)
def test_named_errors(wrong: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        wrong()


def _shop(payoff: sp.Expr = D * q - q**2, **more: Any) -> Game:
    return Game(players=[Player("shop", decides=[q], payoff=payoff)], **more)


def test_numbers_reach_the_law() -> None:
    demand = random("D", uniform(0, B))
    game = Game(players=[Player("shop", decides=[q], payoff=a * sp.Min(q, demand) - q)], order=[q, demand])
    assert game.parameters == (B, a)
    numbers = game.with_values(B=6)
    assert numbers.parameters == (a,)
    assert str(numbers.random[0].law) == "uniform(0, 6)"
    assert "random: D has the law uniform(0, 6)" in str(numbers)


def test_discrete_laws_are_the_same_in_any_order() -> None:
    one, other = discrete({3: "1/4", 1: "1/2", -2: "1/4"}), discrete({-2: "1/4", 3: "1/4", 1: "1/2"})
    assert (one, hash(one), str(one)) == (other, hash(other), str(other))
    assert random("D", one) == random("D", other)
