"""Points at which a claim about games that nobody has solved fails or holds: are they equilibria?

First- and second-order conditions hold at every regular interior equilibrium, and elsewhere: where a better decision is
far away. What is proved where they hold is true of equilibria; what fails there need not fail at one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import sympy as sp

from lsec_models.errors import LsecError
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.games.summary.summary import shown_point
from lsec_models.prove.results.verdicts import Mixed, Point, Proved, Refuted, Undecided, Verdict
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.statement import Statement
from lsec_models.work import Effort


def at_equilibria(
    verdict: Verdict, games: Sequence[Game], decide: Callable[[Statement], Verdict], effort: Effort
) -> Verdict:
    """Return what a verdict says of equilibria: points that are not shown to be one show nothing.

    Parameters
    ----------
    verdict : Verdict
        Of a claim that is about all points at which conditions of these games hold.
    games : sequence of Game
    decide : callable
        Decides whether a decision is the best one.
    effort : str or float
        For the words of an undecided verdict.
    """
    if not games or not isinstance(verdict, Refuted | Mixed):
        return verdict
    if not _is_equilibrium(verdict.counterexample, games, decide):
        if isinstance(verdict, Refuted) and verdict.opposite is not None:
            return replace(verdict, counterexample={})
        words = (
            f"the claim fails at {shown_point(verdict.counterexample)}, where first- and second-order conditions hold, "
            "but that nobody gains by moving far from there is not shown"
        )
        return Undecided(claim=verdict.claim, tried=(words,), points=0, effort=effort)
    if isinstance(verdict, Mixed) and not _is_equilibrium(verdict.witness, games, decide):
        return Refuted(claim=verdict.claim, counterexample=verdict.counterexample, opposite=None)
    return verdict


def _is_equilibrium(point: Point, games: Iterable[Game], decide: Callable[[Statement], Verdict]) -> bool:
    return all(_is_best(player, game, point, decide) for game in games for player in game.players if player.decides)


def _is_best(player: Player, game: Game, point: Point, decide: Callable[[Statement], Verdict]) -> bool:
    """Whether it is proved that no other decision of a player is better, all others as they are."""
    values = {symbol: point[symbol.name] for symbol in game.ring.symbols if symbol.name in point}
    others = {symbol: value for symbol, value in values.items() if symbol not in player.decides}
    payoff = game.ratios[player.name].expression().xreplace(others)
    gain = sp.together(payoff - payoff.xreplace(values))
    ends = [bound.function.expression().xreplace(others) for bound in game.bounds if player.name in bound.players]
    allowed = [sp.Ge(end, 0, evaluate=False) for end in ends if end.free_symbols <= set(player.decides)]
    if not gain.free_symbols <= set(player.decides):
        return False
    try:
        return isinstance(decide(statement(sp.Le(gain, 0, evaluate=False), allowed)), Proved)
    except LsecError:
        return False
