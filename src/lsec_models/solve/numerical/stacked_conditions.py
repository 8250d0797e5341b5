"""The first-order conditions of the last stages of a game as one square system, with its exact Jacobian.

From the last stage back, each mover's Lagrangian is its payoff plus multipliers times the conditions of all later
stages. Its derivatives in the mover's decisions, and in all that answers them, are appended to the system; so no answer
is ever solved for in symbols, and several movers of one stage cost nothing more. Of 2, 3 and 4 stages with two
decisions each there are 6, 14 and 30 unknowns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.solve.numerical.derivative_graph import DerivativeGraph, Place


@dataclass(frozen=True, kw_only=True)
class MoveConditions:
    """What one move adds to a system.

    Attributes
    ----------
    player : str
    decisions : tuple of str
        Those of the mover's decisions that are free.
    multipliers : tuple of str
        One for each condition of all later stages.
    marginals : tuple of int
        The places of its Lagrangian's derivatives in its decisions.
    answered : tuple of int
        The places of its Lagrangian's derivatives in all unknowns of later stages: they are linear in multipliers.
    """

    player: str
    decisions: tuple[str, ...]
    multipliers: tuple[str, ...]
    marginals: tuple[Place, ...]
    answered: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class StageConditions:
    """The system of one stage and all later ones.

    Attributes
    ----------
    moves : tuple of MoveConditions
        Those of this stage in which something is free.
    unknowns : tuple of str
        Free decisions of the stage, multipliers of its movers, then the unknowns of later stages.
    conditions : tuple of int
        The places of as many functions, all zero at a solution; number i belongs to unknown i.
    """

    moves: tuple[MoveConditions, ...]
    unknowns: tuple[str, ...]
    conditions: tuple[Place, ...]


def stacked_conditions(game: Game, graph: DerivativeGraph, held: Collection[str] = ()) -> list[StageConditions]:
    """Return the systems of a game's stages, each with all later ones, the first stage first.

    Parameters
    ----------
    game : Game
    graph : DerivativeGraph
        Gets what it lacks.
    held : collection of str
        Decisions that stay at an end: whoever moves before takes them as given.

    Raises
    ------
    NotSmooth
        If a payoff has no derivatives to compute with.
    """
    payoffs = {player.name: graph.place_of(player.payoff) for player in game.players}
    systems: list[StageConditions] = []
    unknowns: tuple[str, ...] = ()
    conditions: tuple[Place, ...] = ()
    for stage in reversed(game.stages):
        moves = [
            _of_move(graph, move, free, payoffs[move.player], f"{stage.number} {number}", unknowns, conditions)
            for number, move in enumerate(stage.moves)
            if (free := tuple(decision.name for decision in move.decisions if decision.name not in held))
        ]
        own = [name for move in moves for name in move.decisions]
        multipliers = [name for move in moves for name in move.multipliers]
        marginals = [place for move in moves for place in move.marginals]
        answered = [place for move in moves for place in move.answered]
        unknowns, conditions = (*own, *multipliers, *unknowns), (*marginals, *answered, *conditions)
        systems.append(StageConditions(moves=tuple(moves), unknowns=unknowns, conditions=conditions))
    return systems[::-1]


def _of_move(
    graph: DerivativeGraph,
    move: Move,
    free: tuple[str, ...],
    payoff: Place,
    words: str,
    later: Sequence[str],
    conditions: Sequence[Place],
) -> MoveConditions:
    multipliers = tuple(f"multiplier {words} {i}" for i in range(len(conditions)))
    terms = [graph.product(graph.symbol(m), c) for m, c in zip(multipliers, conditions, strict=True)]
    lagrangian = graph.total([payoff, *terms])
    return MoveConditions(
        player=move.player,
        decisions=free,
        multipliers=multipliers,
        marginals=tuple(graph.derivative(lagrangian, name) for name in free),
        answered=tuple(graph.derivative(lagrangian, name) for name in later),
    )
