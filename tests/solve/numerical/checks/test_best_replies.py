"""Branch and bound, against peaks that no grid sees."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.evidence.evidence import Status

a, b = parameters("a b", positive=True)
w = decisions("w")
p, e = decisions("p e", within=(0, 10))


def statuses(game: Game, **at: object) -> dict[str, Status]:
    found = solve(game, at=at).evidence.findings
    return {row.player: row.status for row in found if row.player}


def shop(payoff: sp.Expr) -> Game:
    return Game(players=[Player("shop", decides=[p], payoff=payoff)])


@pytest.mark.slow
def test_a_peak_that_no_grid_sees_leaves_the_lower_one_unverified() -> None:
    wide, narrow = sp.exp(-((p - 2) ** 2)), 2 * sp.exp(-(10**6) * (p - sp.Rational(22, 7)) ** 2)
    assert statuses(shop(wide)) == {"shop": Status.VERIFIED}
    game = shop(wide + narrow)
    if float(solve(game, at={}).only()["p"]) == pytest.approx(2, abs=1e-3):
        assert statuses(game) == {"shop": Status.CHECKED}


@pytest.mark.slow
@settings(max_examples=8)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(5, 30).map(lambda n: n / 10))
def test_what_is_verified_is_the_best_of_a_fine_grid(first: int, second: int, height: float) -> None:
    hills = sp.exp(-((p - first) ** 2)) + a * sp.exp(-2 * (p - second) ** 2) - p / 100
    found = solve(shop(hills), at={"a": height})
    prices = np.linspace(0, 10, 100_001)
    earned = np.exp(-((prices - first) ** 2)) + height * np.exp(-2 * (prices - second) ** 2) - prices / 100
    if statuses(shop(hills), a=height) == {"shop": Status.VERIFIED}:
        assert all(float(one["shop"]) >= earned.max() - 1e-9 for one in found)


def test_who_moves_last_is_verified_and_who_moves_before_checked() -> None:
    # Without an end the maker asks so much that the seller loses at its own.
    sold = sp.exp(2 - p) / (1 + sp.exp(2 - p))
    c = decisions("c", within=(0, 10))
    players = [Player("maker", decides=[c], payoff=c * sold), Player("seller", decides=[p], payoff=(p - c) * sold)]
    chain = Game(players=players, order=["maker", "seller"])
    assert statuses(chain) == {"maker": Status.CHECKED, "seller": Status.VERIFIED}
    assert solve(chain, at={}).only().kind == "candidate"


def test_two_decisions_with_ends_are_verified_together() -> None:
    payoff = (p - 1) * sp.exp(-p / 2) * (1 + e / 5) - e**2 / 10
    game = Game(players=[Player("shop", decides=[p, e], payoff=payoff)])
    assert statuses(game) == {"shop": Status.VERIFIED}


def test_without_an_end_nothing_is_verified() -> None:
    game = Game(players=[Player("shop", decides=[w], payoff=w * sp.exp(-w))])
    assert statuses(game) == {"shop": Status.CHECKED}


def test_a_rim_that_earns_more_is_not_verified() -> None:
    # Inside the ends all conditions hold near p = 1; at p = 10 more is earned.
    found = solve(shop(p * sp.exp(-p) + sp.exp(5 * (p - 10))), at={})
    assert [float(one["p"]) for one in found] == [10]
    assert all(row.status is not Status.VERIFIED for row in found.evidence.findings)
