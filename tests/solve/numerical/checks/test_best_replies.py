"""Branch and bound, against peaks that no grid sees."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.evidence.evidence import Status
from lsec_models.solve.numerical.checks import best_replies

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


f = decisions("f", within=(0, 10))


def with_efforts(draw: float, cost: float, pull: float) -> sp.Expr:
    drawn = sp.exp(sp.Rational(str(draw)) - p + sp.Rational(str(pull)) * (sp.sqrt(1 + e) + sp.log(1 + f)))
    return (p - sp.Rational(str(cost))) * drawn / (1 + drawn) - (e**2 + f**2) / 5


def test_what_a_search_settles_in_three_decisions_no_random_decision_beats() -> None:
    game = Game(players=[Player("shop", decides=[p, e, f], payoff=with_efforts(1.5, 0.9, 0.4))])
    found = solve(game, at={}).only()
    assert found.kind == "equilibrium"
    prices, one, other = np.random.default_rng(1).uniform(0, 10, (3, 400_000))
    drawn = np.exp(1.5 - prices + 0.4 * (np.sqrt(1 + one) + np.log(1 + other)))
    earned = (prices - 0.9) * drawn / (1 + drawn) - (one**2 + other**2) / 5
    assert earned.max() < float(found["shop"])
    assert earned.max() > 0.98 * float(found["shop"])


def test_a_search_that_gets_on_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game(players=[Player("shop", decides=[p, e, f], payoff=with_efforts(1.5, 0.9, 0.4))])
    monkeypatch.setattr(best_replies, "EVERY", 3)
    assert statuses(game) == {"shop": Status.CHECKED}


def test_of_two_peaks_that_are_alike_neither_is_verified() -> None:
    twins = sum(sp.exp(-((p - top) ** 2) - (e - top) ** 2) for top in (3, 7))
    found = solve(Game(players=[Player("shop", decides=[p, e], payoff=twins)]), at={})
    assert all(one.kind == "candidate" for one in found)
