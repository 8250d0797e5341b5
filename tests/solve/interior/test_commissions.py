"""A commission that somebody chooses: every game solved at points, every equilibrium put to a search."""

from __future__ import annotations

import pytest
import sympy as sp

from equilibrium_brute_force import check_point
from families.commissions import commission_games
from lsec_models import audit, solve
from lsec_models.games.evidence.evidence import About, Status

GAMES = commission_games()


@pytest.mark.slow
@pytest.mark.parametrize("words", GAMES)
def test_each_game_is_solved_and_nothing_gains(words):
    commission = GAMES[words]
    for point in commission.points(2, seed=7):
        found = solve(commission.game, at=point)
        assert found.status == "found", found.reason
        assert found.evidence.established
        assert audit(found).audits[-1].passed()
        for one in found:
            decided = {name: float(value) for name, value in one.decisions.items()}
            assert not check_point(commission.declared(point), decided).refuted, (point, decided)


def test_a_streamer_who_names_the_commission_first_solves_a_cubic():
    game = GAMES["streamer, before the price, without effort"].game
    only = solve(game, at={"a": 10, "c": 2}).only()
    kept = 1 - only["lam"]
    assert 100 * kept**3 == 4 * (2 - kept)
    assert only["p"] == 5 + 1 / kept


def test_a_manufacturer_who_names_it_pays_only_for_effort():
    idle = solve(GAMES["manufacturer, before the price, without effort"].game, at={"a": 10, "c": 2}).only()
    assert (idle["lam"], idle["p"]) == (0, 6)
    with_effort = GAMES["manufacturer, before the price, with effort"].game
    paying = solve(with_effort, at={"a": 10, "c": 2, "k": "1/2"}).only()
    assert 0 < float(paying["lam"]) < 1
    assert paying["manufacturer"] > sp.Integer(16)
    # At k = 1 only what is kept of the price matters, (1 - lam) p = 6, so that equilibria fill a curve.
    tied = solve(with_effort, at={"a": 10, "c": 2, "k": 1})
    assert all(sp.expand((1 - one["lam"]) * one["p"]) == 6 for one in tied)
    assert tied.evidence.status(About.COMPLETE) is Status.OPEN


def test_after_the_price_all_revenue_is_taken():
    found = solve(GAMES["streamer, after the price, with effort"].game, at={"a": 10, "c": 2, "k": 4})
    assert found.only()["lam"] == 1
    tied = solve(GAMES["streamer, after the price, without effort"].game, at={"a": 10, "c": 2})
    # Nothing is sold, so that the streamer does not care: one end of an interval is listed, or both.
    assert {one["p"] for one in tied} == {10}
    assert tied.evidence.status(About.COMPLETE) is Status.OPEN
