"""Each equilibrium in terms of a root is audited by nested search, which knows nothing of the root."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lsec_models import audit, solve
from lsec_models.games.evidence import About, Status
from lsec_models.games.frozen import Frozen
from parametric_commissions import CLOSED, POINTS, twelve_games

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
