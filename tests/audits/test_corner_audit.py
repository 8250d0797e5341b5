"""Audits of piecewise equilibria."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lsec_models import Game, Player, audit, decisions, parameters, solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

a, c = parameters("a c", positive=True)
x, y = decisions("x y")


@pytest.fixture(scope="module")
def entry() -> PiecewiseEquilibrium:
    price = a - x - y
    firms = [Player("leader", decides=[x], payoff=price * x), Player("entrant", decides=[y], payoff=(price - c) * y)]
    return solve(Game(players=firms, order=["leader", "entrant"], assuming=[a > c]), corners=True)


@pytest.mark.slow
def test_nobody_gains_in_any_regime(entry: PiecewiseEquilibrium) -> None:
    audited = audit(entry, draws=9)
    assert {finding.status for finding in audited.evidence.rows if finding.about is not About.ACCURATE} == {
        finding.status for finding in entry.evidence.rows
    }
    assert audited.evidence.status(About.ACCURATE) is Status.CHECKED
    found = audited.audits[-1]
    assert found.passed()
    assert found.draws == 9
    assert found.unresolved == 0
    assert {(move.player, move.stage) for move in found.moves} == {("leader", 1), ("entrant", 2)}


def test_an_interior_solution_that_ignores_deterrence_is_caught(entry: PiecewiseEquilibrium) -> None:
    interior, limit, *_ = entry.regimes
    # The interior closed form where the leader would rather deter.
    wrong = replace(interior, pieces=tuple(replace(interior.pieces[0], conditions=p.conditions) for p in limit.pieces))
    audited = audit(replace(entry, regimes=(wrong,)), draws=6)
    assert audited.evidence.status(About.OPTIMAL) is Status.REFUTED
    found = audited.audits[-1]
    assert not found.passed()
    assert found.largest_relative_gain > 1e-3
