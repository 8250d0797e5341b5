"""Who moves before stops just where a later decision is about to leave its end: against brute force."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.games.evidence.evidence import About, Status

w, e, q, h, p = decisions("w e q h p")
begins, harm = parameters("begins harm", positive=True)


def maker_and_worker(gain: sp.Expr) -> Game:
    """Return a game in which a worker works from a wage on, which its maker may like or not."""
    maker = Player("maker", decides=[w], payoff=gain)
    worker = Player("worker", decides=[e], payoff=(w - begins) * e - e**2 / 2)
    return Game(players=[maker, worker], order=["maker", "worker"])


LIKES_WAGES = maker_and_worker(w - sp.exp(w) / 20 - harm * e)


@pytest.mark.slow
@settings(max_examples=6)
@given(begins_at=st.integers(2, 40).map(lambda n: n / 10), harms=st.integers(0, 30).map(lambda n: n / 10))
def test_a_leader_stops_where_brute_force_does(begins_at: float, harms: float) -> None:
    wages = np.linspace(0, 6, 600_001)
    earned = wages - np.exp(wages) / 20 - (harms + 1e-3) * np.maximum(wages - begins_at, 0)
    best = wages[np.argmax(earned)]
    found = solve(LIKES_WAGES, at={"begins": begins_at, "harm": harms + 1e-3})
    assert [float(one["w"]) for one in found] == pytest.approx([best], abs=3e-5)
    is_brink = best == pytest.approx(begins_at, abs=1e-9)
    assert (found.only().regime == "e = 0 (brink)") == is_brink


def test_where_a_leader_stops_is_exact_and_only_checked() -> None:
    found = solve(LIKES_WAGES, at={"begins": 1, "harm": 10}).only()
    assert float(found["w"]) == pytest.approx(1, rel=1e-14)
    assert float(found["e"]) == 0
    assert found.evidence.status(About.EXISTS) is Status.CHECKED
    [row] = [row for row in found.evidence.findings if row.about is About.EXISTS]
    assert "steps to either side" in row.means


def test_a_trough_where_a_follower_begins_is_no_candidate() -> None:
    # What is earned falls up to a wage of 1, and rises from there on, up to 2.
    found = solve(maker_and_worker(-w / 2 + 2 * e - sp.exp(4 * (w - 2)) / 4), at={"begins": 1})
    assert [one.regime for one in found] != ["e = 0 (brink)"]
    for one in found:
        assert float(one["w"]) == pytest.approx(2 + np.log(1.5) / 4, rel=1e-9)


@pytest.mark.slow
def test_with_two_decisions_a_leader_goes_along_the_brink() -> None:
    maker = Player("maker", decides=[w, q], payoff=w - sp.exp(w) / 20 - 10 * e - (q - w / 2) ** 2 + q / 3)
    worker = Player("worker", decides=[e], payoff=(w + q / 2 - 1) * e - e**2 / 2)
    found = solve(Game(players=[maker, worker], order=["maker", "worker"]), at={}).only()
    assert found.regime == "e = 0 (brink)"
    second = np.linspace(0, 2, 200_001)
    first = 1 - second / 2
    best = np.argmax(first - np.exp(first) / 20 - (second - first / 2) ** 2 + second / 3)
    assert float(found["q"]) == pytest.approx(second[best], abs=2e-5)
    assert float(found["w"]) == pytest.approx(first[best], abs=2e-5)


@pytest.mark.slow
def test_who_moves_before_both_knows_where_they_stop() -> None:
    host = Player("host", decides=[h], payoff=2 * w * sp.exp(-h) + 3 * h - h**2)
    maker = Player("maker", decides=[w], payoff=w - sp.exp(w) / 20 - 10 * e)
    worker = Player("worker", decides=[e], payoff=(w - 1 - h / 4) * e - e**2 / 2)
    found = solve(Game(players=[host, maker, worker], order=["host", "maker", "worker"]), at={}).only()
    pays = np.linspace(0, 3, 300_001)
    best = pays[np.argmax(2 * (1 + pays / 4) * np.exp(-pays) + 3 * pays - pays**2)]
    assert float(found["h"]) == pytest.approx(best, abs=2e-5)
    assert float(found["w"]) == pytest.approx(1 + best / 4, abs=2e-5)


def test_a_kink_of_a_payoff_is_a_brink() -> None:
    capped = Game(players=[Player("shop", decides=[p], payoff=sp.Min(p, 1) - sp.exp(p) / 20)])
    found = solve(capped, at={}).only()
    assert float(found["p"]) == pytest.approx(1, rel=1e-12)


def test_a_sweep_stops_there_too() -> None:
    data = sweep(LIKES_WAGES, over={"begins": [1.0, 2.0, 4.0]}, at={"harm": 10})
    assert data["w"].values == pytest.approx([1, 2, np.log(20)], rel=1e-12)
    assert data["e"].values.tolist() == [0, 0, 0]
