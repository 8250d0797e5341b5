"""One player in one stage, and what its payoff is when it departs from its equilibrium decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.audits.first_order.continuation import Continuation, ContinuationStatus, continuation_of
from lsec_models.evaluate.compiled import Compiled, Floats, compiled
from lsec_models.evaluate.precision import GrossMagnitudes, measured, rows_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move, Stage

_ZERO = 1e-9


@dataclass(frozen=True, kw_only=True)
class Deviator:
    """One player in one stage; :func:`deviators` returns all of a game.

    Points are arrays with one row for each parameter and decision of the game and one column for each point.

    Attributes
    ----------
    stage : Stage
        When it moves.
    move : Move
        Who moves, and which decisions it makes.
    rows : list of int
        The rows of these decisions.
    lowest : array, (decisions, 1)
        The smallest values they may take: zero where declared nonnegative, else minus infinity.
    """

    stage: Stage
    move: Move
    rows: list[int]
    lowest: Floats
    _payoff: Compiled
    _measured: GrossMagnitudes
    _later: Continuation
    _bounds_before: _Bounds
    _bounds_after: _Bounds

    def payoffs(self, points: Floats, sizes: Floats) -> tuple[Floats, NDArray[np.int8], NDArray[np.bool_]]:
        """Return the player's payoff when later stages are solved anew.

        Parameters
        ----------
        points : array, (symbols, points)
            Parameters, decisions up to this stage, and a start for those of later stages.
        sizes : array, (symbols, points)
            Typical magnitude of each.

        Returns
        -------
        payoffs : array, (points,)
            Minus infinity where later stages cannot be solved, or the payoff has no finite value.
        status : array of int, (points,)
            A :class:`ContinuationStatus` of the later stages.
        allowed : array of bool, (points,)
            Whether the constraints of the game hold: all of them, or, where later stages cannot be solved, those that
            speak of decisions made before.
        """
        after, status = self._later.solved(points, sizes)
        solved = status == ContinuationStatus.SOLVED
        payoff = rows_of(self._payoff, after)[0]
        allowed = self._bounds_before.hold(points) & (self._bounds_after.hold(after) | ~solved)
        return np.where(solved & np.isfinite(payoff), payoff, -np.inf), status, allowed

    def gross(self, points: Floats) -> Floats:
        """Return the gross magnitude of the player's payoff; see :class:`GrossMagnitudes`."""
        return np.asarray(self._measured.at(points)[1][0])

    def held_at_zero(self, point: Floats, sizes: Floats, choices: Floats) -> tuple[str, ...]:
        """Return the decisions of later stages that are zero after a deviation, but not without it.

        Parameters
        ----------
        point : array, (symbols, 1)
            Parameters and decisions without deviation.
        sizes : array, (symbols, 1)
            Typical magnitude of each.
        choices : array, (decisions,)
            What the player chooses instead.
        """
        deviated = point.copy()
        deviated[self.rows, 0] = choices
        (after, status), (before, _) = self._later.solved(deviated, sizes), self._later.solved(point, sizes)
        if status[0] != ContinuationStatus.SOLVED:
            return ()
        zero = _ZERO * sizes[:, 0]
        vanished = (np.abs(after[:, 0]) <= zero) & (np.abs(before[:, 0]) > zero)
        return tuple(
            s.name
            for s, gone in zip(self._later.symbols, vanished, strict=True)
            if gone and s not in self.move.decisions
        )


def deviators(game: Game, *, corners: bool) -> list[Deviator]:
    """Return every player in every stage in which it moves.

    Parameters
    ----------
    game : Game
        Only its declared payoffs and constraints are used.
    corners : bool
        Whether decisions of later stages that are declared nonnegative are held at zero where need be.

    Returns
    -------
    list of Deviator
        In the order of the stages.
    """
    symbols = [*game.parameters, *game.decisions]
    payoffs = {player.name: player.payoff for player in game.players}
    found = []
    for number, stage in enumerate(game.stages):
        later = continuation_of(game, game.stages[number + 1 :], corners=corners)
        before, after = _bounds(game, symbols, game.stages[number + 1 :])
        found += [
            Deviator(
                stage=stage,
                move=move,
                rows=[symbols.index(decision) for decision in move.decisions],
                lowest=np.array([[0.0 if decision.is_nonnegative else -np.inf] for decision in move.decisions]),
                _payoff=compiled(symbols, [payoffs[move.player]]),
                _measured=measured(symbols, [payoffs[move.player]]),
                _later=later,
                _bounds_before=before,
                _bounds_after=after,
            )
            for move in stage.moves
        ]
    return found


@dataclass(frozen=True)
class _Bounds:
    """Some constraints of a game; each function must be positive, or at least zero where not strict."""

    functions: Compiled
    strict: tuple[bool, ...]

    def hold(self, points: Floats) -> NDArray[np.bool_]:
        holds = np.ones(points.shape[1], dtype=bool)
        for value, strict in zip(self.functions(list(points)), self.strict, strict=True):
            holds &= value > 0 if strict else value >= 0
        return holds


def _bounds(game: Game, symbols: list[sp.Symbol], later: Sequence[Stage]) -> tuple[_Bounds, _Bounds]:
    """Return the constraints that decisions up to a stage settle, and the others."""
    open_decisions = [decision for stage in later for decision in stage.decisions]
    before: list[tuple[Ratio, bool]] = []
    after: list[tuple[Ratio, bool]] = []
    for bound in game.bounds:
        group = after if any(bound.function.depends_on(decision) for decision in open_decisions) else before
        group.append((bound.function, bound.strict))
    return _compiled_bounds(symbols, before), _compiled_bounds(symbols, after)


def _compiled_bounds(symbols: list[sp.Symbol], bounds: list[tuple[Ratio, bool]]) -> _Bounds:
    functions = compiled(symbols, [function.expression() for function, _ in bounds])
    return _Bounds(functions, tuple(strict for _, strict in bounds))
