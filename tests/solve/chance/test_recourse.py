"""Decisions that are made when a normal or an exponential number is known, against grids of all decisions and draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

import lsec_models as lsec
from lsec_models import Game, Player, decisions, exponential, normal, parameters, random, solve, uniform
from lsec_models.audits import Simulation
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.chance.recourse import best_answer

Floats = NDArray[np.float64]
q, x, w = decisions("q x w")
c = parameters("c", positive=True)
_LEVELS = (np.arange(4000) + 0.5) / 4000
_LAWS: dict[str, tuple[Any, Any]] = {
    "normal": (normal(50, 400), stats.norm(50, 20)),
    "exponential": (exponential(40), stats.expon(scale=40)),
}


def _best_answers(own: Callable[[Floats, Floats], Floats], answers: Floats, draws: Floats) -> Floats:
    """Return the best of some answers to each draw."""
    worth = own(answers[:, None], draws[None, :])
    return np.asarray(answers[np.argmax(worth, axis=0)])


@pytest.mark.parametrize("kind", sorted(_LAWS))
def test_a_second_order_when_demand_is_seen(kind: str) -> None:
    """What is short costs c_2 - c, what is over c - s: the first order is the quantile at their ratio."""
    law, drawn = _LAWS[kind]
    demand = random("D", law)
    payoff = 10 * sp.Min(demand, q + x) - 4 * q - 6 * x + sp.Max(0, q + x - demand)
    game = Game(players=[Player("brand", decides=[q, x], payoff=payoff)], order=[q, demand, x])
    found = solve(game, at={})
    only = found.only()
    assert float(only["q"]) == pytest.approx(drawn.ppf(2 / 5), rel=1e-12)
    assert list(only.decisions) == ["q"]
    assert found.complete
    assert found.evidence.established
    draws = drawn.ppf(_LEVELS)
    second = np.maximum(0, draws - float(only["q"]))
    stock = float(only["q"]) + second
    earned = 10 * np.minimum(draws, stock) - 4 * float(only["q"]) - 6 * second + np.maximum(0, stock - draws)
    assert float(only["brand"]) == pytest.approx(float(np.mean(earned)), rel=1e-3)
    simulated = lsec.audit(found).audits[0]
    assert isinstance(simulated, Simulation)
    assert simulated.passed()
    assert [move.decisions for move in simulated.moves] == [("q",), ("x",)]


def test_a_second_order_up_to_a_capacity() -> None:
    demand, late = random("D", normal(6, 4)), decisions("x", within=(0, 3))
    payoff = 10 * sp.Min(demand, q + late) - 4 * q - 6 * late + sp.Max(0, q + late - demand)
    found = solve(Game(players=[Player("brand", decides=[q, late], payoff=payoff)], order=[q, demand, late]), at={})
    draws, grid = stats.norm(6, 2).ppf(_LEVELS), np.linspace(0, 10, 501)
    means = []
    for order in grid:
        more = np.clip(draws - order, 0, 3)
        earned = 10 * np.minimum(draws, order + more) - 4 * order - 6 * more + np.maximum(0, order + more - draws)
        means.append(float(np.mean(earned)))
    assert float(found.only()["q"]) == pytest.approx(grid[int(np.argmax(means))], abs=0.04)
    assert float(found.only()["brand"]) == pytest.approx(max(means), rel=1e-4)
    assert found.complete


def test_it_is_swept() -> None:
    """What is decided late is a function of what is drawn, and no column."""
    demand = random("D", exponential(40))
    brand = Player("brand", decides=[q, x], payoff=10 * sp.Min(demand, q + x) - c * q - 6 * x)
    data = lsec.sweep(Game(players=[brand], order=[q, demand, x]), over={"c": [2, 4]})
    assert data["q"].values == pytest.approx(stats.expon(scale=40).ppf([2 / 3, 1 / 3]))
    assert "x" not in data


@pytest.mark.slow
@settings(max_examples=3)
@given(st.sampled_from(sorted(_LAWS)), st.integers(1, 4), st.integers(1, 4), st.sampled_from([0, 0, 12]))
def test_an_order_when_demand_is_seen(kind: str, bends: int, tax: int, most: int) -> None:
    """Who posts a price foresees an order for each demand, perhaps up to a capacity; grids know no answers."""
    law, drawn = _LAWS[kind]
    demand, order = random("D", law), decisions("q", within=(0, most)) if most else q
    shop = Player("shop", decides=[order], payoff=(demand - bends * order / 2 - w) * order)
    maker = Player("maker", decides=[w], payoff=w * order - sp.Rational(tax, 40) * w**2)
    found = solve(Game(players=[maker, shop], order=["maker", demand, "shop"]), at={})
    draws = drawn.ppf((np.arange(500) + 0.5) / 500)
    answers = np.linspace(0, most or float(draws.max()), 500)

    def mean(price: float) -> float:
        def own(bought: Floats, known: Floats) -> Floats:
            return np.asarray((known - bends * bought / 2 - price) * bought)

        return price * float(_best_answers(own, answers, draws).mean()) - tax / 40 * price**2

    grid = np.linspace(0, 100, 51)
    values = [mean(price) for price in grid]
    only = found.only()
    assert float(only["maker"]) == pytest.approx(max(values), rel=1e-2)
    assert mean(float(only["w"])) == pytest.approx(max(values), rel=1e-2)


def test_a_price_is_the_mean_of_exponential_demand() -> None:
    """The order (D - w)/2 where that is positive has the mean m exp(-w/m)/2."""
    demand = random("D", exponential(c))
    shop = Player("shop", decides=[q], payoff=(demand - q - w) * q)
    game = Game(players=[Player("maker", decides=[w], payoff=w * q), shop], order=["maker", demand, "shop"])
    found = solve(game, at={"c": 50})
    assert float(found.only()["w"]) == pytest.approx(50, rel=1e-9)
    assert float(found.only()["maker"]) == pytest.approx(1250 / np.e, rel=1e-9)
    assert found.evidence.status(About.EXISTS) is Status.VERIFIED


ENDS, side = decisions("y", within=(0, 3)), parameters("side", real=True)
BOX = Game(players=[Player("one", decides=[w], payoff=-(w**2))], report={"all": c * side}).domain


@pytest.mark.parametrize(
    ("payoff", "best"), [(-sp.Max(0, ENDS - 1) - ENDS, 0), (sp.Max(0, ENDS - 1) + ENDS, 3)], ids=["falls", "rises"]
)
def test_a_payoff_that_falls_or_rises_throughout_is_best_at_an_end(payoff: sp.Expr, best: int) -> None:
    assert best_answer(payoff, ENDS, BOX) == best


@pytest.mark.parametrize(
    ("payoff", "words"),
    [
        (-(x**3), r"-x\*\*3 is not quadratic in it"),
        (sp.Max(0, side * x - 1) - 2 * x, "the sign of side is not known"),
        (-sp.Max(0, x - 1) - sp.Max(0, x - c), "the payoff has kinks at 1 and c"),
    ],
    ids=["cubic", "open sign", "two kinks"],
)
def test_answers_without_a_closed_form_say_why(payoff: sp.Expr, words: str) -> None:
    with pytest.raises(DeclarationError, match=f"no closed form for all draws: .*{words}; add to assuming="):
        best_answer(payoff, x, BOX)


@pytest.mark.slow
def test_a_new_price_after_half_of_the_show() -> None:
    """What was sold in the first half stays away in the second; the market of the second half is a gamble."""
    first, second = decisions("p_1 p_2")
    shock = random("z", normal(0, 9))
    later = second * sp.Max(0, 10 + shock - (10 - first) / 2 - second)
    seller = Player(
        "seller", decides=[first, second], payoff=first * (10 - first) + second * (5 + first / 2 + shock - second)
    )
    found = solve(Game(players=[seller], order=[first, shock, second]), at={})
    draws = stats.norm(0, 3).ppf(_LEVELS)
    grid = np.linspace(0, 12, 1201)
    means = [price * (10 - price) + np.mean(np.maximum(0, 5 + price / 2 + draws) ** 2) / 4 for price in grid]
    assert float(found.only()["p_1"]) == pytest.approx(grid[int(np.argmax(means))], abs=0.01)
    assert float(found.only()["seller"]) == pytest.approx(max(means), rel=1e-4)
    other = Player("seller", decides=[first, second], payoff=first * (10 - first) + later)
    with pytest.raises(DeclarationError, match="p_2 is decided when something random is known"):
        solve(Game(players=[other], order=[first, shock, second]), at={})


@pytest.mark.slow
def test_what_is_known_may_have_no_closed_form() -> None:
    """Lognormal demand that is seen before a second order: the first one is the same quantile of the logarithm."""
    normal_one = random("z", normal(0, 1))
    demand = sp.exp(normal_one)
    payoff = 10 * sp.Min(demand, q + x) - 4 * q - 6 * x + sp.Max(0, q + x - demand)
    found = solve(Game(players=[Player("brand", decides=[q, x], payoff=payoff)], order=[q, normal_one, x]), at={})
    assert float(found.only()["q"]) == pytest.approx(float(np.exp(stats.norm.ppf(2 / 5))), rel=1e-8)
    assert found.evidence.established
    assert found.complete


def test_several_draws_become_known_one_after_the_other() -> None:
    """The later shock moves the second answer alone; what is expected then is quadratic in the first."""
    one, two = random("y", normal(0, 1)), random("z", normal(0, 1))
    real = decisions("a b", real=True)
    payoff = q - q**2 + real[0] * (q + one) - real[0] ** 2 + real[1] * (real[0] + two) - real[1] ** 2
    order = [q, one, real[0], two, real[1]]
    found = solve(Game(players=[Player("I", decides=[q, *real], payoff=payoff)], order=order))
    # E b-part = (a^2 + 1)/4, so that a maximises a (q + y) - 3 a^2/4, and q maximises q - q^2 + q^2/3.
    assert found["q"] == sp.Rational(3, 4)
    assert found["I"] == sp.Rational(3, 8) + sp.Rational(1, 3) + sp.Rational(1, 4)


def test_uniform_laws_are_as_they_were() -> None:
    demand = random("D", uniform(0, 100))
    payoff = 10 * sp.Min(demand, q + x) - 4 * q - 6 * x + sp.Max(0, q + x - demand)
    game = Game(players=[Player("brand", decides=[q, x], payoff=payoff)], order=[q, demand, x])
    assert solve(game, at={}).only()["q"] == 40
