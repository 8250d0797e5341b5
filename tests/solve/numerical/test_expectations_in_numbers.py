"""Expectations that come true where demand is logit: stable or not, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.games.evidence.evidence import About, Status

k, t = parameters("k t", positive=True)
p = decisions("p", within=(0, 40))
N = decisions("N", real=True)
SHARE = 1 / (1 + sp.exp(p - k * N + t))
NETWORK = Game(players=[Player("shop", decides=[p], payoff=p * SHARE)], expectations={N: SHARE})
SHARES = np.linspace(1e-6, 0.97, 30_001)


def fulfilled(pull: float, cost: float) -> np.ndarray:
    """Return the shares that come true: a shop that takes them as given has the price 1 / (1 - share)."""
    missed = pull * SHARES - np.log(SHARES / (1 - SHARES)) - 1 / (1 - SHARES) - cost
    return SHARES[np.flatnonzero(np.diff(np.sign(missed)))]


@settings(max_examples=10)
@example(pull=9, cost=2)  # Three.
@example(pull=6, cost=0.05)  # The share moves as much as it is expected to at two points where it is another one.
@given(pull=st.integers(1, 12), cost=st.integers(1, 80).map(lambda n: n / 20 + 1 / 300))
def test_one_that_comes_true_is_found_and_none_that_does_not(pull: int, cost: float) -> None:
    found = solve(NETWORK, at={"k": pull, "t": cost})
    shares, true = sorted(float(one["N"]) for one in found.quantities), fulfilled(pull, cost)
    assert all(np.abs(true - share).min() < 1e-4 for share in shares)
    assert len(shares) == len(true) or len(shares) > 1
    for one in found.quantities:
        assert float(one["p"]) == pytest.approx(1 / (1 - float(one["N"])), rel=1e-9)
    assert found.evidence.status(About.EXISTS) is Status.VERIFIED


@pytest.mark.parametrize(("pull", "cost"), [(14.606, 3.86), (9.367, 2.618), (9, 2)])
def test_one_that_is_not_stable_is_found_between_two_that_are(pull: float, cost: float) -> None:
    shares = sorted(float(one["N"]) for one in solve(NETWORK, at={"k": pull, "t": cost}).quantities)
    assert len(shares) == 3
    assert shares == pytest.approx(fulfilled(pull, cost), abs=1e-4)


def test_a_sweep_tells_where_several_come_true() -> None:
    data = sweep(NETWORK, over={"t": (0.05, 4, 201)}, at={"k": 9})
    several = [len(fulfilled(9, float(cost))) > 1 for cost in data["t"].values]
    assert data["p"].isnull().values.tolist() == several


def test_an_expectation_that_answers_decisions_comes_true() -> None:
    # The shop foresees that at each price the share is what is expected.
    game = Game(players=NETWORK.players, order=["shop", N], expectations=NETWORK.expectations)
    found = solve(game, at={"k": 2, "t": 1})
    prices = 2 * SHARES - np.log(SHARES / (1 - SHARES)) - 1
    best = np.argmax(prices * SHARES)
    assert float(found.only()["p"]) == pytest.approx(prices[best], abs=1e-3)
    assert float(found.only()["shop"]) == pytest.approx((prices * SHARES)[best], rel=1e-6)
