"""The first-order conditions of the last stages of a game as one square system, with its exact Jacobian.

From the last stage back, each mover's Lagrangian is its payoff plus multipliers times the conditions of all later
stages. Its derivatives in the mover's decisions, and in all that answers them, are appended to the system; so no answer
is ever solved for in symbols, and several movers of one stage cost nothing more. Of 2, 3 and 4 stages with two
decisions each there are 6, 14 and 30 unknowns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from lsec_models.games.static.bounds import Bound
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.games.static.representative import who_expects
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph
from lsec_models.solve.numerical.graph.written_code import Place


@dataclass(frozen=True, kw_only=True)
class Brink:
    """A decision of the last stage that stays at an end, where it is about to leave it, because an earlier mover stops.

    Attributes
    ----------
    decision : str
    stage : int
        The place of the stage in which the earlier mover moves.
    player : str
        The earlier mover.
    """

    decision: str
    stage: int
    player: str


@dataclass(frozen=True, kw_only=True)
class Binding:
    """Constraints on later answers that leave the first mover nothing over.

    Attributes
    ----------
    bounds : tuple of Bound
    stage : int
        The place of the stage in which that player moves.
    player : str
    """

    bounds: tuple[Bound, ...]
    stage: int
    player: str


def multiplier_of_bound(bound: Bound) -> str:
    """Return the name of what it is worth to a first mover that a constraint binds."""
    return f"multiplier of {bound.words}"


def multiplier_of_brink(decision: str) -> str:
    """Return the name of what it is worth to an earlier mover that a marginal payoff is zero at an end."""
    return f"multiplier brink {decision}"


@dataclass(frozen=True, kw_only=True)
class MoveConditions:
    """What one move adds to a system.

    Attributes
    ----------
    player : str
    decisions : tuple of str
        Those of the mover's decisions that are free.
    multipliers : tuple of str
        One for each condition of all later stages, and for that of a brink.
    lagrangian : int, or None
        The place of its Lagrangian; none where nobody moves.
    marginals : tuple of int
        The places of its Lagrangian's derivatives in its decisions, or of what is to vanish where nobody moves.
    answered : tuple of int
        The places of its Lagrangian's derivatives in all unknowns of later stages, which are linear in multipliers, and
        of what has to vanish at a brink.
    """

    player: str
    decisions: tuple[str, ...]
    multipliers: tuple[str, ...]
    lagrangian: Place | None
    marginals: tuple[Place, ...]
    answered: tuple[Place, ...]

    @property
    def is_expectation(self) -> bool:
        """Whether nobody moves: what is expected is to come true, whatever else that changes; nothing is maximised."""
        return self.lagrangian is None

    def gradient(self, unknown: str) -> tuple[Place, str] | None:
        """Return of what, and in which unknown, a condition is the derivative; nothing where nobody moves."""
        return None if self.lagrangian is None else (self.lagrangian, unknown)


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
    gradients : tuple of pairs of int and str
        Of which Lagrangian each condition is the derivative in which unknown; none of what has to vanish at a brink, or
        of an expectation.
    """

    moves: tuple[MoveConditions, ...]
    unknowns: tuple[str, ...]
    conditions: tuple[Place, ...]
    gradients: tuple[tuple[Place, str] | None, ...]


def jacobian_entries(graph: DerivativeGraph, stage: StageConditions) -> dict[tuple[int, int], Place]:
    """Return the places of the derivatives of a stage's conditions that are not always zero, by row and column.

    Second derivatives of a Lagrangian in two unknowns are the same in either order, and are computed in one of them.
    """
    rows = {gradient: row for row, gradient in enumerate(stage.gradients) if gradient}
    columns = {name: column for column, name in enumerate(stage.unknowns)}
    found: dict[tuple[int, int], Place] = {}
    for row, (condition, gradient) in reversed(list(enumerate(zip(stage.conditions, stage.gradients, strict=True)))):
        for name, column in columns.items():
            twin = rows.get((gradient[0], name), row) if gradient else row
            if gradient and twin > row:
                slope = found.get((twin, columns[gradient[1]]), graph.zero)
            else:
                slope = graph.derivative(condition, name)
            if slope != graph.zero:
                found[row, column] = slope
    return dict(sorted(found.items()))


def stacked_conditions(
    game: Game, graph: DerivativeGraph, held: Collection[str] = (), stop: Brink | Binding | None = None
) -> list[StageConditions]:
    """Return the systems of a game's stages, each with all later ones, the first stage first.

    Parameters
    ----------
    game : Game
    graph : DerivativeGraph
        Gets what it lacks.
    held : collection of str
        Decisions that stay at an end: whoever moves before takes them as given.
    stop : Brink or Binding, optional
        A held decision whose owner's marginal payoff in it is to vanish, or constraints that are to bind: these have
        multipliers of their own, which are the last ones of the earlier mover's.

    Raises
    ------
    NotSmooth
        If a payoff has no derivatives to compute with.
    """
    payoffs = {player.name: graph.per_unit(graph.place_of(player.payoff), player.name) for player in game.players}
    expecting = {who_expects(name): name for name in game.expected}
    missed = {
        player.name: graph.per_unit(graph.place_of(_missed(player.payoff)), expecting[player.name])
        for player in game.players
        if player.name in expecting
    }
    systems: list[StageConditions] = []
    unknowns: tuple[str, ...] = ()
    conditions: tuple[Place, ...] = ()
    gradients: tuple[tuple[Place, str] | None, ...] = ()
    for place, stage in reversed(list(enumerate(game.stages))):
        moves = [
            MoveConditions(
                player=move.player,
                decisions=free,
                multipliers=(),
                lagrangian=None,
                marginals=(missed[move.player],),
                answered=(),
            )
            if move.player in missed
            else _of_move(
                graph,
                move,
                free,
                payoffs[move.player],
                f"{stage.number} {number}",
                unknowns,
                conditions,
                _leaving(game, graph, payoffs, stop, place, move),
            )
            for number, move in enumerate(stage.moves)
            if (free := tuple(decision.name for decision in move.decisions if decision.name not in held))
        ]
        own = [name for move in moves for name in move.decisions]
        multipliers = [name for move in moves for name in move.multipliers]
        marginals = [place for move in moves for place in move.marginals]
        answered = [place for move in moves for place in move.answered]
        own_slopes = [move.gradient(name) for move in moves for name in move.decisions]
        slopes = [
            move.gradient(unknowns[i]) if i < len(unknowns) else None
            for move in moves
            for i in range(len(move.answered))
        ]
        unknowns, conditions = (*own, *multipliers, *unknowns), (*marginals, *answered, *conditions)
        gradients = (*own_slopes, *slopes, *gradients)
        systems.append(
            StageConditions(moves=tuple(moves), unknowns=unknowns, conditions=conditions, gradients=gradients)
        )
    return systems[::-1]


def _of_move(
    graph: DerivativeGraph,
    move: Move,
    free: tuple[str, ...],
    payoff: Place,
    words: str,
    later: Sequence[str],
    conditions: Sequence[Place],
    leaving: Mapping[str, Place],
) -> MoveConditions:
    multipliers = (*(f"multiplier {words} {i}" for i in range(len(conditions))), *leaving)
    constraints = [*conditions, *leaving.values()]
    terms = [graph.product(graph.symbol(m), c) for m, c in zip(multipliers, constraints, strict=True)]
    lagrangian = graph.total([payoff, *terms])
    return MoveConditions(
        player=move.player,
        decisions=free,
        multipliers=multipliers,
        lagrangian=lagrangian,
        marginals=tuple(graph.derivative(lagrangian, name) for name in free),
        answered=(*(graph.derivative(lagrangian, name) for name in later), *leaving.values()),
    )


def _missed(payoff: sp.Expr) -> sp.Expr:
    """Return by how much an expectation falls short, from the square that who stands for it loses.

    That square has stationary points too where nothing comes true: where what is expected moves as it is expected.
    """
    factors = [factor.as_base_exp() for factor in sp.Mul.make_args(payoff) if not factor.is_number]
    return -sp.Mul(*(base ** (exponent / 2) for base, exponent in factors))


def _leaving(
    game: Game,
    graph: DerivativeGraph,
    payoffs: Mapping[str, Place],
    stop: Brink | Binding | None,
    place: int,
    move: Move,
) -> dict[str, Place]:
    """Return, by its multiplier, what has to vanish where a mover stops; nothing for all other movers."""
    if stop is None or (stop.stage, stop.player) != (place, move.player):
        return {}
    if isinstance(stop, Binding):
        return {
            multiplier_of_bound(one): graph.per_unit(graph.place_of(one.function.expression()), one.words)
            for one in stop.bounds
        }
    [owner] = [m.player for m in game.stages[-1].moves if stop.decision in {d.name for d in m.decisions}]
    return {multiplier_of_brink(stop.decision): graph.derivative(payoffs[owner], stop.decision)}
