"""Demand that is scaled by a decision to nothing: where an expected value is a quotient that is not defined.

Of Min(q, e*xi) the expected value is a quotient with e below. At e = 0 it is continued by its limit. To solvers the
payoff is undefined there: nobody decides so, and a best payoff may seem to be approached only.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from lsec_models.games.evidence.evidence import About, Row, Status, found
from lsec_models.games.static.chance.expected_game import expected_game
from lsec_models.games.static.chance.known_signs import known_domain, sign_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.solutions import Solutions


def without_vanishing_slopes(solutions: Solutions) -> Solutions:
    """Return equilibria at a point with no more said than holds where a slope of what is random may vanish.

    That there is none is then open; so is that there is no other one, where kinks are answered after the slope.
    """
    game = solutions.game
    if not isinstance(game, RepresentativeGame) or not game.declared.random or solutions.status == "open":
        return solutions
    slope = _vanishing_slope(game)
    if slope is None:
        return solutions
    detail = (
        f"what is random is scaled by {slope}, and where that is zero payoffs are not examined; exclude it by "
        f"constraints=[{slope} > 0], or with the other sign"
    )
    if solutions.is_none:
        row = found(Row(about=About.EXISTS), Status.OPEN, detail=detail)
        return replace(solutions, is_none=False, reason=detail, findings=(row,))
    if not game.kinks:
        return solutions
    kept = (finding for finding in solutions.findings if finding.about is not About.COMPLETE)
    return replace(solutions, findings=(*kept, found(Row(about=About.COMPLETE), Status.OPEN, detail=detail)))


def _vanishing_slope(game: RepresentativeGame) -> sp.Expr | None:
    """Return a divisor of expected payoffs that is declared by nobody, and may be zero."""
    declared, domain = game.declared, known_domain(game.declared)
    game_of_means, _ = expected_game(declared)
    for divisor in sorted(_divisors(game_of_means) - _divisors(declared), key=str):
        is_known = sign_of(divisor, domain).is_nonzero
        if divisor.free_symbols & {*declared.decisions} and not is_known:
            return divisor
    return None


def _divisors(game: Game) -> set[sp.Expr]:
    """Return the factors of the denominators of payoffs."""
    denominators = (sp.denom(sp.together(player.payoff)) for player in game.players)
    return {factor for denominator in denominators for factor, _ in sp.factor_list(denominator)[1]}
