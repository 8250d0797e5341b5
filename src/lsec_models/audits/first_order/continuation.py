"""How a game goes on after given decisions: later stages solved numerically, at many points at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.audits.first_order.stacked_conditions import MoveBlock, StackedSystem, stacked_system
from lsec_models.audits.stacked_linear_algebra import negative_definite, solve_each
from lsec_models.evaluate.compiled import Compiled, Floats, compiled
from lsec_models.evaluate.precision import EPSILON, rows_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage

_ITERATIONS = 40
_TOLERANCE = 1e-9
_SENSITIVITY = 1e-8
_FLOATS_AT_ONCE = 4_000_000


class ContinuationStatus(IntEnum):
    """What became of solving the later stages at one point."""

    SOLVED = 0
    NOT_CONVERGED = 1
    NOT_A_MAXIMUM = 2
    CORNERS_UNSETTLED = 3
    TOO_SENSITIVE = 4

    @property
    def words(self) -> str:
        """What happened, as a clause."""
        return _WORDS[self]


_WORDS = {
    ContinuationStatus.SOLVED: "solved",
    ContinuationStatus.NOT_CONVERGED: "Newton's method did not converge",
    ContinuationStatus.NOT_A_MAXIMUM: "a stationary point is not a maximum",
    ContinuationStatus.CORNERS_UNSETTLED: "which decisions stay at zero is not settled",
    ContinuationStatus.TOO_SENSITIVE: "rounding moves the solution too far",
}


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows of the working array: parameters and decisions, multipliers, switches.

    `places` are the places of decisions among the unknowns, `decisions` their rows, `switched` the rows of those
    decisions that have a switch and `switches` the rows of the switches.
    """

    count: int
    unknowns: NDArray[np.intp]
    places: list[int]
    decisions: list[int]
    switched: list[int]
    switches: list[int]
    switch_of: dict[int, int]


@dataclass(frozen=True, kw_only=True)
class Continuation:
    """The last stages of a game, to be solved at given parameters and earlier decisions.

    Get one with :func:`continuation_of`. A batch of points is an array with one row for each of `symbols` and one
    column for each point.

    Attributes
    ----------
    symbols : tuple of sympy.Symbol
        Parameters, then decisions, of the game.
    corners : bool
        Whether decisions declared nonnegative are held at zero where their player would like them to be negative.
    """

    symbols: tuple[sp.Symbol, ...]
    corners: bool
    _system: StackedSystem
    _equations: Compiled
    _jacobian: Compiled
    _entries: NDArray[np.intp]
    _marginals: Compiled
    _rows: _Rows

    def solved(self, points: Floats, sizes: Floats) -> tuple[Floats, NDArray[np.int8]]:
        """Return the points with the decisions of these stages replaced by what the players choose.

        1. Newton's method on the stacked first-order conditions, started from the decisions in `points`.
        2. Hold at zero each decision that came out negative, release each held one whose marginal payoff is positive,
           and solve again, until nothing changes (a primal-dual active-set method).
        3. Check that every player's payoff, later stages answering, is strictly concave in its own decisions there.

        Parameters
        ----------
        points : array, (symbols, points)
            Parameters, earlier decisions, and a start for those of these stages.
        sizes : array, (symbols, points)
            Typical magnitude of each, by which steps are judged.

        Returns
        -------
        points : array, (symbols, points)
            Meaningless in the columns that are not solved.
        status : array of int, (points,)
            A :class:`ContinuationStatus` for each point.
        """
        width = max(1, _FLOATS_AT_ONCE // max(1, len(self._system.unknowns)) ** 2)
        parts = [slice(i, i + width) for i in range(0, points.shape[1], width)]
        with np.errstate(all="ignore"):
            done = [self._solved(points[:, part], sizes[:, part]) for part in parts]
        return np.concatenate([p for p, _ in done], axis=1), np.concatenate([status for _, status in done])

    def _solved(self, points: Floats, sizes: Floats) -> tuple[Floats, NDArray[np.int8]]:
        work = np.zeros((self._rows.count, points.shape[1]), dtype=np.longdouble)
        work[: len(points)] = points
        status = np.zeros(points.shape[1], dtype=np.int8)
        todo = np.arange(points.shape[1])
        for _ in range(2 * len(self._rows.switches) + 2):
            part = work[:, todo]
            status[todo] = self._newton(part, sizes[:, todo])
            wrong = self._wrongly_held(part, sizes[:, todo]) & (status[todo] != ContinuationStatus.NOT_CONVERGED)
            part[self._rows.switches] = part[self._rows.switches] != wrong
            work[:, todo] = part
            todo = todo[wrong.any(axis=0)]
            if not todo.size:
                break
            status[todo] = ContinuationStatus.CORNERS_UNSETTLED
        return work[: len(points)], status

    def _newton(self, work: Floats, sizes: Floats) -> NDArray[np.int8]:
        """Solve for the unknowns, in place, and return what became of it."""
        status = np.full(work.shape[1], ContinuationStatus.NOT_CONVERGED, dtype=np.int8)
        todo = np.arange(work.shape[1])
        for iteration in range(_ITERATIONS):
            part, size = work[:, todo], sizes[:, todo]
            jacobian = self._jacobian_at(part)
            step = solve_each(jacobian, -rows_of(self._equations, part).T[:, :, None].astype(float))[:, :, 0].T
            work[self._rows.unknowns[:, None], todo] += step
            arrived = self._is_small(step, part, size) & (iteration > 0)
            if arrived.any():
                status[todo[arrived]] = self._judged(jacobian[arrived], part[:, arrived], size[:, arrived])
            todo = todo[~arrived & np.isfinite(step).all(axis=0)]
            if not todo.size:
                break
        return status

    def _judged(self, jacobian: Floats, work: Floats, sizes: Floats) -> NDArray[np.int8]:
        """Return the status of stationary points."""
        status = np.where(
            self._is_concave(jacobian, work, sizes), ContinuationStatus.SOLVED, ContinuationStatus.NOT_A_MAXIMUM
        )
        return np.where(self._is_sensitive(jacobian, work, sizes), ContinuationStatus.TOO_SENSITIVE, status).astype(
            np.int8
        )

    def _is_sensitive(self, jacobian: Floats, work: Floats, sizes: Floats) -> NDArray[np.bool_]:
        """Return where rounding in the conditions shifts decisions too far, by the componentwise condition number."""
        identity = np.broadcast_to(np.eye(jacobian.shape[1]), jacobian.shape)
        terms = np.abs(jacobian) @ np.abs(work[self._rows.unknowns]).T[:, :, None].astype(float)
        shift = EPSILON * (np.abs(solve_each(jacobian, identity)) @ terms)[:, self._rows.places, 0].T
        return np.asarray(~(shift <= _SENSITIVITY * self._magnitudes(work, sizes)).all(axis=0))

    def _jacobian_at(self, work: Floats) -> Floats:
        size = len(self._rows.unknowns)
        matrices = np.zeros((work.shape[1], size, size))
        matrices[:, self._entries[0], self._entries[1]] = rows_of(self._jacobian, work).T
        return matrices

    def _is_small(self, step: Floats, work: Floats, sizes: Floats) -> NDArray[np.bool_]:
        allowed = _TOLERANCE * self._magnitudes(work, sizes)
        return np.asarray((np.abs(step[self._rows.places]) <= allowed).all(axis=0))

    def _magnitudes(self, work: Floats, sizes: Floats) -> Floats:
        return np.abs(work[self._rows.decisions]) + sizes[self._rows.decisions]

    def _wrongly_held(self, work: Floats, sizes: Floats) -> NDArray[np.bool_]:
        """Return, for each decision with a switch, where the switch must be turned."""
        held = work[self._rows.switches] == 1
        rows = self._rows.switched
        negative = work[rows] < -_TOLERANCE * sizes[rows]
        return np.where(held, rows_of(self._marginals, work) > 0, negative)

    def _is_concave(self, jacobian: Floats, work: Floats, sizes: Floats) -> NDArray[np.bool_]:
        concave = np.ones(len(jacobian), dtype=bool)
        for block in self._system.blocks:
            hessian = _own_hessian(jacobian, block)
            rows = [self._rows.unknowns[i] for i in block.own]
            hessian *= sizes[rows].T[:, :, None] * sizes[rows].T[:, None, :]
            self._without_held(hessian, block, work)
            concave &= negative_definite(hessian)
        return concave

    def _without_held(self, hessian: Floats, block: MoveBlock, work: Floats) -> None:
        """Put minus one in the place of decisions that are held at zero, so that they do not count."""
        for i, place in enumerate(block.own):
            if place in self._rows.switch_of:
                held = work[self._rows.switch_of[place]] == 1
                hessian[held, i, :] = hessian[held, :, i] = 0.0
                hessian[held, i, i] = -1.0


def continuation_of(game: Game, stages: Sequence[Stage], *, corners: bool = True) -> Continuation:
    """Return the continuation of a game through its last stages.

    Parameters
    ----------
    game : Game
        Only its declared payoffs are used, differentiated by SymPy.
    stages : sequence of Stage
        Some last stages of it; with none, the continuation leaves every point as it is.
    corners : bool
        Whether decisions declared nonnegative stay so, at zero if need be; else first-order conditions decide, whatever
        the sign.

    Returns
    -------
    Continuation

    Examples
    --------
    >>> from lsec_models import Player, decisions, parameters
    >>> a = parameters("a", positive=True)
    >>> p = decisions("p")
    >>> game = Game(players=[Player("monopolist", decides=[p], payoff=p * (a - p))])
    >>> continuation = continuation_of(game, game.stages)
    >>> points, status = continuation.solved(np.array([[4.0, 6.0], [1.0, 1.0]]), np.ones((2, 2)))
    >>> points[1].astype(float), status
    (array([2., 3.]), array([0, 0], dtype=int8))
    """
    symbols = (*game.parameters, *game.decisions)
    system = stacked_system(game, stages)
    multipliers = [unknown for unknown in system.unknowns if unknown not in symbols]
    arguments = [*symbols, *multipliers, *system.switches.values()]
    entries, derivatives = _jacobian(system)
    return Continuation(
        symbols=symbols,
        corners=corners,
        _system=system,
        _equations=compiled(arguments, system.equations),
        _jacobian=compiled(arguments, derivatives),
        _entries=entries,
        _marginals=compiled(arguments, [system.marginals[place] for place in system.switches] if corners else []),
        _rows=_rows(system, arguments, corners=corners),
    )


def _jacobian(system: StackedSystem) -> tuple[NDArray[np.intp], list[sp.Expr]]:
    entries = {
        (i, j): sp.diff(equation, unknown)
        for i, equation in enumerate(system.equations)
        for j, unknown in enumerate(system.unknowns)
        if equation.has(unknown)
    }
    return np.array(list(entries), dtype=np.intp).reshape(-1, 2).T, list(entries.values())


def _rows(system: StackedSystem, arguments: list[sp.Symbol], *, corners: bool) -> _Rows:
    row = {symbol: i for i, symbol in enumerate(arguments)}
    switches = system.switches if corners else {}
    return _Rows(
        count=len(arguments),
        unknowns=np.array([row[unknown] for unknown in system.unknowns], dtype=np.intp),
        places=list(system.marginals),
        decisions=[row[system.unknowns[place]] for place in system.marginals],
        switched=[row[system.unknowns[place]] for place in switches],
        switches=[row[switch] for switch in switches.values()],
        switch_of={place: row[switch] for place, switch in switches.items()},
    )


def _own_hessian(jacobian: Floats, block: MoveBlock) -> Floats:
    """Return the second derivatives of a payoff in its player's decisions, with later stages answering."""
    own, inner = list(block.own), list(block.inner)
    direct = _part(jacobian, own, own)
    if not inner:
        return direct
    answers = solve_each(_part(jacobian, inner, inner), _part(jacobian, inner, own))
    return direct - _part(jacobian, own, inner) @ answers


def _part(jacobian: Floats, rows: list[int], columns: list[int]) -> Floats:
    return jacobian[:, rows][:, :, columns]
