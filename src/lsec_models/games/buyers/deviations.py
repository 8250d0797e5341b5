"""Whether somebody gains by a decision that leads buyers into another case: the claim that nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.buyers.case import DemandCase, inserted
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player


def no_gain(cases: Iterable[DemandCase], game: Callable[[DemandCase], Game], equilibrium: Any) -> sp.Basic:
    """Return the claim that nobody gains by a deviation, whichever case it leads to; hand it to `prove`.

    In it, the decisions of the one who deviates are free, and all others decide as in the equilibrium. A counterexample
    is a deviation that pays. Prices at which options tie for every buyer at once are in no case, and not asked about.

    Parameters
    ----------
    cases : iterable of DemandCase
        All cases of the buyers.
    game : function from DemandCase to Game
        The game as long as a case holds; all players move at once.
    equilibrium : Equilibrium or PointEquilibrium
        Of the game of one case. At a point, its numbers are those of the parameters.

    Raises
    ------
    DeclarationError
        If players move one after the other.
    """
    claims = []
    for case in cases:
        declared = game(case)
        if len(declared.stages) > 1:
            raise DeclarationError(
                f"{declared.label}: after a deviation those who move later answer, maybe in another case; ask this of "
                "the last stage, with earlier decisions declared as parameters"
            )
        decided = {decision: equilibrium[decision.name] for decision in declared.decisions}
        for player in declared.players:
            claims.append(_claim(player, case, decided, equilibrium))
    return sp.And(*claims)


def _claim(player: Player, case: DemandCase, decided: Mapping[Decision, sp.Expr], equilibrium: Any) -> sp.Basic:
    others = {decision: value for decision, value in decided.items() if decision not in player.decides}
    within = (*case.conditions, *(bound for decision in player.decides for bound in _ends(decision)))
    *met, gained = inserted((*within, player.payoff), others, equilibrium)
    return sp.Implies(sp.And(*met), sp.Le(gained, equilibrium[player.name]))


def _ends(decision: Decision) -> Iterator[sp.Basic]:
    low, high = decision.within
    if low is not None:
        yield sp.Ge(decision, low)
    if high is not None:
        yield sp.Le(decision, high)
