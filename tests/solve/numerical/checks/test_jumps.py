"""A leader's payoff that rises up to a jump of its follower's answer, against brute force."""

from __future__ import annotations

import re

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, solve

w, p = decisions("w p")
PRICES = np.geomspace(1e-2, 10, 4_001)
NUMBERS = re.compile(
    r"the payoff of maker rises to (\S+) near w = (\S+), p = (\S+), and falls to (\S+) where seller, who earns the "
    r"same there, goes over to p = (\S+): checked by halving"
)


def demand(price: np.ndarray | sp.Expr, steep: float, few: float, exp=sp.exp) -> np.ndarray | sp.Expr:
    return exp(-steep * price) + few * exp(-price)


def chain(steep: float, few: float) -> Game:
    sold = demand(p, sp.Rational(str(steep)), sp.Rational(str(few)))
    maker = Player("maker", decides=[w], payoff=w * sold)
    return Game(players=[maker, Player("seller", decides=[p], payoff=(p - w) * sold)], order=["maker", "seller"])


def answered(cost: float, steep: float, few: float) -> float:
    return float(PRICES[np.argmax((PRICES - cost) * demand(PRICES, steep, few, np.exp))])


@settings(max_examples=4)
@example(steep=8, few=0.1)
@given(steep=st.integers(7, 12), few=st.integers(4, 14).map(lambda n: n / 100))
def test_where_the_follower_jumps_is_where_it_earns_the_same_twice(steep: int, few: float) -> None:
    found = solve(chain(steep, few), at={})
    numbers = NUMBERS.search(found.reason or "")
    if numbers is None:
        return
    earned, cost, price, left, other = (float(number.rstrip(",")) for number in numbers.groups())
    # Just before the jump the best price is the low one, just after it the high one.
    assert answered(cost * 0.995, steep, few) == pytest.approx(price, rel=0.01)
    assert answered(cost * 1.005, steep, few) == pytest.approx(other, rel=0.01)
    assert earned == pytest.approx(cost * demand(price, steep, few, np.exp), rel=2e-3)
    assert left == pytest.approx(cost * demand(other, steep, few, np.exp), rel=2e-3)
    costs = np.geomspace(1e-2, 5, 60)
    best = max(cost * demand(answered(cost, steep, few), steep, few, np.exp) for cost in costs)
    assert earned >= best * 0.99


def test_the_jump_is_told_beside_what_refutes_all_candidates() -> None:
    found = solve(chain(8, 0.1), at={})
    assert found.status == "open"
    assert NUMBERS.search(found.reason)
    assert "only if seller decides in its favour, which is not looked for" in found.reason


def test_a_gain_that_is_no_jump_is_told_without_one() -> None:
    # Both are refuted by lower prices, at which both sell, and nobody jumps.
    players = [
        Player(name, decides=[own], payoff=own * sp.exp(-own - 3 * other) - own * sp.Rational(3, 10))
        for name, own, other in (("one", w, p), ("two", p, w))
    ]
    found = solve(Game(players=players), at={})
    assert "goes over to" not in (found.reason or "")
