from __future__ import annotations

import pytest
import sympy as sp

from lsec_models import load, parameters, prove, solve, thresholds
from lsec_models.errors import ClaimError

a, b, c = sp.symbols("a b c", positive=True)
x = sp.Symbol("x", real=True)
n = parameters("n", integer=True)


@pytest.mark.parametrize(
    ("function", "symbol", "given", "expected"),
    [
        ((3 * a - 5 * c) * (a + c), c, [c < a], ["c = 3*a/5 (+ to -)"]),
        (a - c, c, [c < a], []),
        ((a - c) ** 2, c, [], []),
        ((c - a) ** 3 / (a + c), c, [], ["c = a (- to +)"]),
        (c - 2 * a + b, c, [c < a], ["c = 2*a - b (- to +) where 2*a > b, b > a"]),
        (1 / (c - a), c, [], ["c = a (- to +)"]),
        (x**2 - a, x, [], ["x = -sqrt(a) (+ to -)", "x = sqrt(a) (- to +)"]),
        (c**2 - a, c, [], ["c = sqrt(a) (- to +)"]),
        (x**2 + a, x, [], []),
    ],
)
def test_where_the_sign_turns(function: sp.Expr, symbol: sp.Symbol, given: list[sp.Basic], expected: list[str]) -> None:
    assert sorted(map(str, thresholds(function, symbol, given))) == sorted(expected)


@pytest.mark.parametrize(
    ("function", "given", "expected"),
    [
        (n * a - b, [], ["n = b/a (- to +) where b >= a"]),
        (n**2 - 2, [], ["n = sqrt(2) (- to +)"]),
        (2 * n - 1, [], []),
        (n - 1, [], []),
        (n - 2, [], ["n = 2 (- to +)"]),
        (n - sp.Rational(7, 2), [n <= 3], []),
    ],
)
def test_a_number_of_players_may_turn_a_sign_between_two(
    function: sp.Expr, given: list[sp.Basic], expected: list[str]
) -> None:
    assert list(map(str, thresholds(function, n, given))) == expected


@pytest.mark.slow
def test_entry_ends_where_a_firm_no_longer_earns_its_fixed_cost() -> None:
    (found,) = thresholds(a**2 / (n + 1) ** 2 - b, n)
    assert sp.simplify(found.value - (a / sp.sqrt(b) - 1)) == 0
    assert found.turns == "+ to -"


@pytest.mark.slow
def test_a_domain_too_thin_to_be_met_is_not_said_to_have_no_threshold() -> None:
    thin = [a**2 + c**2 <= 1, a + c >= sp.Rational(1414213562, 10**9)]
    with pytest.raises(ClaimError, match=r"whether .* turns is open: .* empty or very thin"):
        thresholds(c - a, c, thin)
    assert prove(c - a > 0, given=thin).status != "proved"


def test_higher_degrees_come_as_equations() -> None:
    (found,) = thresholds(c**3 - a * c**2 - b, c, [])
    assert found.value is None
    assert found.equation == sp.Eq(c**3 - a * c**2 - b, 0) or found.equation == sp.Eq(a * c**2 + b - c**3, 0)


@pytest.mark.slow
def test_a_threshold_that_no_random_point_meets_is_not_dropped() -> None:
    """It exists where b is between 1e-7 and 1e-6, and turns the sign there."""
    million = sp.Integer(10) ** 6
    found = thresholds((c - a) ** 2 + b - 1 / million, c, [b > 1 / (10 * million)])
    assert [one.example for one in found] == [None, None]
    assert str(found[0]).endswith("; whether it lies in the domain is open")
    small = {a: 1, b: sp.Rational(1, 2 * million)}
    assert all(one.value.subs(small) > 0 for one in found)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (c**2 - 3 * c * a + a**2, "c = a*(3 - sqrt(5))/2 (+ to -)"),
        (a * c**2 - (a + b) * c + b - a, "c = (a + b - sqrt(5*a**2 - 2*a*b + b**2))/(2*a) (+ to -)"),
    ],
)
def test_a_root_is_written_over_one_denominator(function: sp.Expr, expected: str) -> None:
    assert str(thresholds(function, c, [])[0]) == expected


def test_the_sign_does_turn_at_the_example() -> None:
    function = (c - 2 * a + b) * (a + b)
    (found,) = thresholds(function, c, [c < a])
    others = {sp.Symbol(name, positive=True): sp.Rational(str(value)) for name, value in found.example.items()}
    point = found.value.subs(others)
    step = sp.Rational(1, 10**9)
    assert 0 < point < others[a]
    assert function.subs(others).subs(c, point - step) < 0 < function.subs(others).subs(c, point + step)


@pytest.mark.slow
def test_who_should_follow() -> None:
    games = [
        load("power_structures_bilateral", order=order)
        for order in (["manufacturer", "streamer"], ["streamer", "manufacturer"])
    ]
    led, followed = map(solve, games)
    gamma = next(s for s in led.ring.symbols if s.name == "gamma")
    (found,) = thresholds(led["q"] - followed["q"], gamma, [led, followed])
    assert str(found) == "gamma = sqrt(k)*mu/sqrt(eta) (+ to -)"


def test_unknown_parameters_are_refused() -> None:
    with pytest.raises(ClaimError, match="c is not a parameter here"):
        thresholds(a - b, c, [a > b])
