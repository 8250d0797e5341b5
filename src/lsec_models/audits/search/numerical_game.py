"""A game at one parameter point as plain numerical functions: payoffs, and the constraints of each move.

Nothing here, nor in the other modules whose name begins with ``nested``, uses a solver, a derivative or a closed form
of the package: only what the game declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.evaluate.compiled import Compiled, Floats, compiled
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game, require_only_stages
from lsec_models.games.static.order import Move, Stage

_PROBES = 8
_AFFINE = 1e-9

# From payoffs, (players, histories), to what a mover maximises in place of its declared payoff, (histories,).
Objective = Callable[[Floats], Floats]


@dataclass(frozen=True, kw_only=True)
class MoveConstraint:
    """A constraint that a move must respect: the function must be at least zero.

    Attributes
    ----------
    row : int
        Which of :meth:`GameAtPoint.limits`.
    words : str
        The constraint as declared.
    stage : int
        The number of the stage in which it must be respected.
    players : tuple of str
        Who must respect it.
    strict : bool
        Whether zero is excluded.
    slopes : array, (decisions,), or None
        Its derivative by each decision where it is affine in all of them jointly; None where it is not, or later movers
        decide something in it, whose answers are looked at after each trial.
    constant : float
        Its value where all decisions are zero.
    """

    row: int
    words: str
    stage: int
    players: tuple[str, ...]
    strict: bool
    slopes: Floats | None
    constant: float


class CompiledGame:
    """A game, compiled once, to be played at many parameter points.

    Parameters
    ----------
    game : Game
        Only its declared payoffs, order, signs of decisions and constraints are used.
    """

    def __init__(self, game: Game) -> None:
        require_only_stages(game, "nested optimisation")
        self.game = game
        symbols = [*game.parameters, *game.decisions]
        self.payoffs = compiled(symbols, [player.payoff for player in game.players])
        self.bounds = compiled(symbols, [bound.function.expression() for bound in game.bounds])

    @cached_property
    def moved_last(self) -> Compiled:
        """Of each payoff the terms that the last stage's decisions move."""
        last = set(self.game.stages[-1].decisions)
        moved = [
            sp.Add(*(term for term in sp.Add.make_args(sp.sympify(player.payoff)) if term.free_symbols & last))
            for player in self.game.players
        ]
        return compiled([*self.game.parameters, *self.game.decisions], moved)

    def at(
        self, parameters: Mapping[str | sp.Symbol, object], objectives: Mapping[str, Objective] = Frozen({})
    ) -> GameAtPoint:
        """Return the game at one point.

        Parameters
        ----------
        parameters : mapping
            A number for every parameter, by name or symbol.
        objectives : mapping from player to Objective
            What some maximise there in place of their declared payoffs.

        Raises
        ------
        UnknownName, DeclarationError
            If a parameter is unknown, has no value, or one that is not a finite number.
        """
        return GameAtPoint(self, parameters, objectives)


class GameAtPoint:
    """A game at one parameter point; :meth:`CompiledGame.at` returns it.

    Decisions are arrays with one row for each of `Game.decisions` and one column for each history.

    Parameters
    ----------
    table : CompiledGame
    parameters : mapping
    objectives : mapping from player to Objective
    """

    def __init__(
        self,
        table: CompiledGame,
        parameters: Mapping[str | sp.Symbol, object],
        objectives: Mapping[str, Objective] = Frozen({}),
    ) -> None:
        self.game = table.game
        self.objectives = objectives
        point = point_of(self.game.domain.ring, parameters)
        self.parameters = np.array([float(point[symbol]) for symbol in self.game.parameters])
        self.stages: tuple[Stage, ...] = self.game.stages
        self._table, self._payoffs, self._bounds = table, table.payoffs, table.bounds
        self._players = [player.name for player in self.game.players]
        self._places = {decision: row for row, decision in enumerate(self.game.decisions)}

    def payoffs(self, choices: Floats) -> Floats:
        """Return payoffs, (players, histories), at decisions, (decisions, histories)."""
        declared = self._rows(self._payoffs, choices)
        maximised = {self.player(name): objective(declared) for name, objective in self.objectives.items()}
        for row, values in maximised.items():
            declared[row] = values
        return declared

    def payoff(self, player: str, choices: Floats) -> Floats:
        """Return one player's payoff, (histories,); minus infinity where it has no finite value."""
        value = self.payoffs(choices)[self._players.index(player)]
        return np.where(np.isfinite(value), value, -np.inf)

    def moved_last(self, choices: Floats) -> Floats:
        """Return payoffs, (players, histories), less the terms that the last stage's decisions do not move.

        Differences by these decisions are the same, and lose no digits to a fee that is many times as large.
        """
        return self._rows(self._table.moved_last, choices)

    def player(self, name: str) -> int:
        """Return a player's row in :meth:`payoffs`."""
        return self._players.index(name)

    def rows(self, move: Move | Stage) -> list[int]:
        """Return the rows of the decisions of a move or stage."""
        return [self._places[decision] for decision in move.decisions]

    def values(self, limits: Sequence[MoveConstraint], choices: Floats) -> Floats:
        """Return the values of some constraints, (limits, histories); they must be at least zero."""
        if not limits:
            return np.zeros((0, choices.shape[1]))
        every = np.concatenate([self._rows(self._bounds, choices), choices])
        return every[[limit.row for limit in limits]]

    @cached_property
    def limits(self) -> tuple[MoveConstraint, ...]:
        """The constraints of the game, and zero as a lower bound of each decision that is declared nonnegative."""
        declared = [
            self._limit(row, bound.words, bound.stage, bound.players, strict=bound.strict, foresees=bound.foresees)
            for row, bound in enumerate(self.game.bounds)
        ]
        owners = {
            d: (stage.number, move.player) for stage in self.stages for move in stage.moves for d in move.decisions
        }
        signs = [
            self._limit(
                len(declared) + row,
                f"{decision} >= 0",
                owners[decision][0],
                (owners[decision][1],),
                strict=False,
                foresees=False,
            )
            for decision, row in self._places.items()
            if decision.is_nonnegative
        ]
        return (*declared, *signs)

    def _limit(
        self, row: int, words: str, stage: int, players: tuple[str, ...], *, strict: bool, foresees: bool
    ) -> MoveConstraint:
        size = len(self._places)
        bare = MoveConstraint(
            row=row, words=words, stage=stage, players=players, strict=strict, slopes=None, constant=0.0
        )
        if foresees:
            return bare
        probes = np.random.default_rng(row).normal(size=(size, _PROBES))
        corners = np.concatenate([np.zeros((size, 1)), np.eye(size), probes], axis=1)
        found = self.values([bare], corners)[0]
        constant, slopes = found[0], found[1 : size + 1] - found[0]
        predicted = constant + slopes @ probes
        unit = 1e-300 + np.abs(constant) + np.abs(slopes).sum()
        if not np.all(np.abs(predicted - found[size + 1 :]) <= _AFFINE * unit):
            return bare
        slopes = np.where(np.abs(slopes) <= 1e-13 * unit, 0.0, slopes)
        return MoveConstraint(
            row=row, words=words, stage=stage, players=players, strict=strict, slopes=slopes, constant=float(constant)
        )

    def _rows(self, function: Compiled, choices: Floats) -> Floats:
        values = function([*self.parameters, *choices])
        rows = np.empty((len(values), choices.shape[1]))
        for row, value in zip(rows, values, strict=True):
            row[:] = value
        return rows
