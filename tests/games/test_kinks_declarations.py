"""Kinks that no rule settles are refused where the game is declared, with what to write instead."""

from __future__ import annotations

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters
from lsec_models.errors import DeclarationError

a, c = parameters("a c", positive=True)
p = decisions("p")


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (sp.Piecewise((0, sp.Eq(p, 1)), (p, True)), "is not an inequality; write one"),
        (sp.Piecewise((1, p < 1), (2, True)), "jumps where p < 1 changes; payoffs with kinks are continuous"),
        (sp.Piecewise((1, p < 1), (sp.exp(p - 1), True)), "it is not seen whether the payoff jumps"),
        (
            sp.Piecewise((p, p < 2), (2, p < 1), (2, True), evaluate=False),
            "it is not seen that each case lies within the next one's condition",
        ),
    ],
    ids=["no inequality", "jump", "exp", "not nested"],
)
def test_cases_that_are_no_continuous_kinks_are_refused(cost, words):
    with pytest.raises(DeclarationError, match=words):
        _ = Game(players=[Player("shop", decides=[p], payoff=p * (a - p) - c * cost)]).representative


@pytest.mark.parametrize("low", [0, 1])
def test_continuous_cases_are_positive_parts(low):
    cost = sp.Piecewise((low, p < 1), (low + p - 1, True))
    game = Game(players=[Player("shop", decides=[p], payoff=p * (a - p) - c * cost)])
    (part,) = game.representative.kinks
    payoff = game.representative.players[0].payoff
    assert sp.expand(payoff.xreplace({part: 1 - p}) - (p * (a - p) - c * low)) == 0
    assert sp.expand(payoff.xreplace({part: 0}) - (p * (a - p) - c * (low + p - 1))) == 0
