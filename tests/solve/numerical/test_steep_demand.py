"""Exponential demand, however steep beside costs: of k sellers one after the other each adds 1 / b to the cost."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.games.evidence.evidence import About, Status

b, c = parameters("b c", positive=True)
PRICES = decisions("w m p")
MOST = 600


def sellers(count: int, shift: int = 0) -> Game:
    prices = PRICES[-count:]
    demand = sp.exp(shift - b * prices[-1])
    players = [
        Player(f"seller {i}", decides=[price], payoff=(price - cost) * demand)
        for i, (cost, price) in enumerate(zip((c, *prices), prices, strict=False))
    ]
    return Game(players=players, order=[player.name for player in players])


@settings(max_examples=6)
@example(count=3, steepness=MOST, unit=1)
@example(count=2, steepness=MOST, unit=100)
@example(count=2, steepness=1e-3, unit=1)
@given(
    count=st.integers(1, 3), steepness=st.floats(-3, 2.778).map(lambda x: 10**x), unit=st.sampled_from([0.01, 1, 100])
)
def test_margins_are_those_that_are_known(count: int, steepness: float, unit: float) -> None:
    found = solve(sellers(count), at={"b": 1 / unit, "c": steepness * unit}).only()
    assert found.evidence.status(About.EXISTS) is Status.VERIFIED
    for place, price in enumerate(PRICES[-count:], 1):
        margin = float(found[price.name]) / unit - steepness
        assert margin == pytest.approx(place, abs=1e-12 * (steepness + count))


def test_a_sweep_finds_them_too() -> None:
    costs = np.array([0.5, 40, 250, MOST])
    data = sweep(sellers(2), over={"c": costs}, at={"b": 1})
    assert data["p"].values == pytest.approx(costs + 2, rel=1e-12)


def test_where_numbers_have_no_digits_left_this_is_said_and_its_way_out_is_one() -> None:
    for count in (1, 2):
        reason = solve(sellers(count), at={"b": 1, "c": 720}).reason
        assert "a payoff is less than 1e-300, where numbers have no digits left" in reason
        assert "a number, such as 350, is added inside exp" in reason
        found = solve(sellers(count, 350), at={"b": 1, "c": 720}).only()
        assert float(found["p"]) == pytest.approx(720 + count, rel=1e-12)
