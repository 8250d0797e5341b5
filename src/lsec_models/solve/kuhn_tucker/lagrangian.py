"""The game in which first movers maximise their Lagrangians at given multipliers, and nothing binds them any more.

Where a first mover's decision maximises the Lagrangian, later answers inserted, is feasible and leaves every priced
limit without slack, it is a global optimum of the constrained problem: no feasible decision has a payoff above its own
Lagrangian (weak duality). So what is known of the optima of this game is known of the constrained one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import Bound
from lsec_models.games.static.game import Game
from lsec_models.solve.kuhn_tucker.first_mover_constraints import FirstMoverConstraint
from lsec_models.solve.kuhn_tucker.stationary_points import KuhnTuckerPoint

# A reported quantity that keeps all parameters in the game.
_ALL = "sum of all parameters"


@dataclass(frozen=True, eq=False, kw_only=True)
class LagrangianGame:
    """First movers' Lagrangians as payoffs.

    Attributes
    ----------
    game : Game
    transfers : tuple of symbols
        Decisions of the first stage in which no Lagrangian of their owner changes, and no later answer: lump sums. The
        game has the closed form in their place.
    level : tuple of symbols
        Those in which the Lagrangian does not change once later answers are inserted, which do change.
    """

    game: Game
    transfers: tuple[sp.Symbol, ...]
    level: tuple[sp.Symbol, ...]

    @property
    def fixed(self) -> tuple[sp.Symbol, ...]:
        """The decisions that the game has closed forms for."""
        return (*self.transfers, *self.level)


def lagrangian_game(
    game: Game, answers: Mapping[sp.Symbol, Ratio], binding: Sequence[FirstMoverConstraint], point: KuhnTuckerPoint
) -> LagrangianGame:
    """Return the game in which limits that bind are priced.

    Parameters
    ----------
    game : Game
    answers : mapping from later decision to Ratio
        In parameters and the decisions of the first stage.
    binding : sequence of FirstMoverConstraint
    point : KuhnTuckerPoint
    """
    lagrangians = _lagrangians(game, binding, point)
    transfers, level = _without_effect(game, answers, lagrangians)
    fixed = {decision: point.decisions[decision] for decision in (*transfers, *level)}
    payoffs = {player.name: lagrangians.get(player.name, game.ratios[player.name]) for player in game.players}
    slots = [tuple(d for d in stage.decisions if d not in fixed) for stage in game.stages]
    priced = replace(
        game,
        players=tuple(
            replace(
                player,
                decides=tuple(d for d in player.decides if d not in fixed),
                payoff=payoffs[player.name].substitute(fixed).expression(),
            )
            for player in game.players
        ),
        order=tuple(slot for slot in slots if slot),
        report=Frozen({_ALL: sp.Add(*game.parameters)}),
        constraints=_of_later_movers(game),
    )
    return LagrangianGame(game=priced, transfers=transfers, level=level)


def _lagrangians(game: Game, binding: Sequence[FirstMoverConstraint], point: KuhnTuckerPoint) -> dict[str, Ratio]:
    found = {move.player: game.ratios[move.player] for move in game.stages[0].moves}
    for limit, multiplier in zip(binding, point.multipliers, strict=True):
        found[limit.player] = found[limit.player] + multiplier * limit.declared
    return found


def _without_effect(
    game: Game, answers: Mapping[sp.Symbol, Ratio], lagrangians: Mapping[str, Ratio]
) -> tuple[tuple[sp.Symbol, ...], tuple[sp.Symbol, ...]]:
    later = [
        game.ratios[move.player].derivative(decision)
        for stage in game.stages[1:]
        for move in stage.moves
        for decision in move.decisions
    ]
    later += [bound.function for bound in game.bounds if bound.stage > 1]
    transfers, level = [], []
    for move in game.stages[0].moves:
        lagrangian = lagrangians[move.player]
        for decision in move.decisions:
            if not any(function.depends_on(decision) for function in (lagrangian, *later)):
                transfers.append(decision)
            elif not lagrangian.substitute(answers).depends_on(decision):
                level.append(decision)
    return tuple(transfers), tuple(level)


def _of_later_movers(game: Game) -> Sequence[sp.Basic] | Mapping[str, Sequence[sp.Basic]]:
    """Return the constraints of later movers, as a game takes them."""
    ends = sum(_count_of_ends(decision) for decision in game.decisions)
    later = [bound for bound in game.bounds[ends:] if bound.stage > 1]
    if any(len(bound.players) > 1 for bound in later):
        return tuple(map(_relation, later))
    owners = dict.fromkeys(bound.players[0] for bound in later)
    return {name: tuple(_relation(bound) for bound in later if bound.players == (name,)) for name in owners}


def _count_of_ends(decision: sp.Symbol) -> int:
    low, high = decision.within
    return (low is not None and not (low == 0 and decision.is_nonnegative)) + (high is not None)


def _relation(bound: Bound) -> sp.Basic:
    value = bound.function.expression()
    return value > 0 if bound.strict else value >= 0
