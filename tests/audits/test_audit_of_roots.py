"""Equilibria in terms of a root, and what is solved at a point, are audited by nested search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from families.parametric_commissions import CLOSED, POINTS, twelve_games
from families.static import families
from lsec_models import Game, Player, audit, decisions, solve
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.frozen import Frozen

GAMES = twelve_games()


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words, one in GAMES.items() if one.answer != POINTS])
def test_nobody_gains(words):
    audited = audit(solve(GAMES[words].game), draws=3)
    assert max(move.relative_gain for move in audited.audits[-1].moves) < 1e-6
    optimal = audited.evidence.status(About.OPTIMAL)
    assert optimal is (Status.CHECKED if GAMES[words].answer == CLOSED else Status.PROVED)


def test_a_root_that_is_none_is_refuted():
    found = solve(GAMES["streamer, before the price"].game)
    halved = {name: value * value for name, value in found.exact.items() if name == "lam"}
    forged = replace(found, exact=Frozen({**found.exact, **halved}))
    assert audit(forged, draws=3).evidence.status(About.OPTIMAL) is Status.REFUTED


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words, one in GAMES.items() if one.answer == POINTS])
def test_what_is_solved_at_a_point_is_audited_there(words):
    for point in GAMES[words].points(2, seed=2):
        audited = audit(solve(GAMES[words].game, at=point))
        assert len(audited.audits) == 1
        assert audited.evidence.established
        assert max(move.relative_gain for move in audited.audits[-1].moves) < 1e-6


def test_a_point_that_is_none_is_refuted():
    found = solve(GAMES["streamer, before the price"].game, at={"a": 10, "c": 2})
    (values,) = found.quantities
    forged = replace(found, quantities=(Frozen({**values, "lam": values["lam"] / 2}),))
    assert audit(forged).evidence.status(About.OPTIMAL) is Status.REFUTED


def test_nothing_to_audit():
    free = GAMES["streamer, before the price"].game
    with pytest.raises(DeclarationError, match="there is no equilibrium to audit"):
        audit(solve(replace(free, constraints=()), at={"a": 10, "c": 2}))


def test_an_equilibrium_that_later_movers_keep_to_is_not_followed():
    x, y, z = decisions("x y z")
    players = [
        Player("A", decides=[x], payoff=y - (x - 1) ** 2),
        Player("B", decides=[y], payoff=y * (3 - y / 2 - 2 * z)),
        Player("C", decides=[z], payoff=z * (3 - z / 2 - 2 * y)),
    ]
    found = solve(Game(players=players, order=["A", ("B", "C")]), at={})
    with pytest.raises(DeclarationError, match="keep to one of several equilibria"):
        audit(found)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["two_stages", "three_stages_ABC", "quartic", "cubic", "simultaneous"])
def test_exact_equilibria_of_random_games_are_not_refuted(family):
    audited = 0
    for seed in range(5):
        found = solve(families()[family](seed).game(), at={})
        if found.status == "found" and found.evidence.established and not any(found.selections):
            audited += 1
            assert audit(found).evidence.established, seed
    assert audited
