"""Newton's method on a square system, from many starts or at many points at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, starmap
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.derivative_graph import DerivativeGraph, Place, Values
from lsec_models.solve.numerical.stacked_conditions import StageConditions

Numbers: TypeAlias = NDArray[np.float64]

STEPS = 40
CLIMBING_STEPS = 60
LONGEST_STEP = 1.0
LONGER = 1.5
# Uphill, where steps go on in the same direction and get hardly shorter, each is taken so many times as often.
FASTER, AS_LONG = 2.0, 0.6
# After a climb Newton's steps shrink fast, or lead nowhere: a start is given up where so many in a row are longer than
# half the shortest one before. Small ones are not counted: where digits are lost, the last steps are small by chance.
PATIENCE, SHORTER = 8, 0.5
SMALLEST_STEP = 1e-12
NEAR = 1e-3
FLAT = 1e-12
NOTHING = 1e-300


Hurry: TypeAlias = Callable[[Numbers], Numbers]
Step: TypeAlias = "Callable[[System, Numbers, Numbers, Numbers, Hurry], Numbers]"


@dataclass(frozen=True, kw_only=True)
class System:
    """A square system with its Jacobian, compiled.

    Attributes
    ----------
    unknowns : tuple of str
    known : tuple of str
        The other symbols.
    values : callable
        From the values of unknowns, then of known symbols, to those of the conditions and of the Jacobian's entries.
    rows, columns : tuple of int
        Where the entries belong; all others are zero.
    in_logarithms : array of bool
        Which unknowns are positive, so that steps are relative.
    movers : tuple of slice
        Where the decisions of each mover of the system's first stage stand; they come before all other unknowns.
    """

    unknowns: tuple[str, ...]
    known: tuple[str, ...]
    values: Values
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    in_logarithms: NDArray[np.bool_]
    movers: tuple[slice, ...]

    @property
    def own(self) -> int:
        """The number of decisions of the system's first stage."""
        return self.movers[-1].stop if self.movers else 0

    def evaluated(self, x: Numbers, known: Sequence[Any]) -> tuple[Numbers, Numbers]:
        """Return conditions, of shape (unknowns, points), and Jacobians, (points, unknowns, unknowns)."""
        size, points = x.shape
        found = self.values([*x, *known])
        conditions = np.empty((size, points))
        for row, value in enumerate(found[:size]):
            conditions[row] = value
        jacobian = np.zeros((points, size, size))
        for row, column, value in zip(self.rows, self.columns, found[size:], strict=True):
            jacobian[:, row, column] = value
        return conditions, jacobian


def system_of(
    graph: DerivativeGraph, stage: StageConditions, known: Sequence[str], positive: Collection[str]
) -> System:
    """Return the system of a stage and all later ones, compiled."""
    slopes = jacobian_entries(graph, stage)
    ends = [0, *accumulate(len(move.decisions) for move in stage.moves)]
    return System(
        unknowns=stage.unknowns,
        known=tuple(known),
        values=graph.compiled([*stage.unknowns, *known], [*stage.conditions, *slopes.values()]),
        rows=tuple(row for row, _ in slopes),
        columns=tuple(column for _, column in slopes),
        in_logarithms=np.array([name in positive for name in stage.unknowns], dtype=bool),
        movers=tuple(starmap(slice, pairwise(ends))),
    )


def jacobian_entries(graph: DerivativeGraph, stage: StageConditions) -> dict[tuple[int, int], Place]:
    """Return the places of the derivatives of a stage's conditions that are not always zero, by row and column."""
    return {
        (row, column): slope
        for row, condition in enumerate(stage.conditions)
        for column, name in enumerate(stage.unknowns)
        if (slope := graph.derivative(condition, name)) != graph.zero
    }


def climbed(system: System, start: Numbers, known: Sequence[Any]) -> Numbers:
    """Return where each mover of the first stage goes by steps uphill, later movers answering.

    A Newton step looks for a zero of the marginal payoff, which may be a minimum, or lie at infinity. Here the second
    derivative of each mover's payoff, with all that answers it, is taken with the sign of a maximum: the Schur
    complement of the Jacobian, its eigenvalues made negative. Near a maximum the step is Newton's.

    Parameters
    ----------
    system : System
    start : array of shape (unknowns, points)
    known : sequence of numbers or arrays of shape (points,)
    """
    return _iterated(system, start, known, _uphill, CLIMBING_STEPS, NEAR, CLIMBING_STEPS)[0]


def settled(
    system: System, start: Numbers, known: Sequence[Any], *, has_climbed: bool = True
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return where Newton's method leads from each start, and whether it settles there.

    Parameters
    ----------
    system : System
    start : array of shape (unknowns, points)
    known : sequence of numbers or arrays of shape (points,)
    has_climbed : bool
        Whether starts are where a climb ended: those whose steps do not shrink are given up then.
    """
    return _iterated(system, start, known, _newton, STEPS, SMALLEST_STEP, PATIENCE if has_climbed else STEPS)


def reduced_curvatures(system: System, x: Numbers, known: Sequence[Any]) -> Numbers:
    """Return the greatest eigenvalue of each first mover's second derivatives, later movers answering.

    Scaled by decisions, so that it compares with payoffs; of shape (movers, points).
    """
    with np.errstate(all="ignore"):
        _, jacobian = system.evaluated(x, known)
        jacobian *= _scales(system, x).T[:, None, :]
        own = system.own
        reduced = jacobian[:, :own, :own] + jacobian[:, :own, own:] @ _answering(jacobian, own)
        reduced *= _scales(system, x).T[:, :own, None]
        return np.array([_greatest_eigenvalue(reduced[:, block, block]) for block in system.movers])


def linear_solutions(matrices: Numbers, sides: Numbers) -> Numbers:
    """Return solutions of linear systems, of shape (points, unknowns, sides); NaN where there is no only one."""
    right = np.asarray(np.isfinite(matrices).all(axis=(1, 2)) & np.isfinite(sides).all(axis=(1, 2)))
    found = np.full(sides.shape, np.nan)
    try:
        if right.all():
            return np.asarray(np.linalg.solve(matrices, sides))
        found[right] = np.linalg.solve(matrices[right], sides[right])
    except np.linalg.LinAlgError:
        right[right] = np.linalg.slogdet(matrices[right])[0] != 0
        found[right] = np.linalg.solve(matrices[right], sides[right])
    return found


class _Paces:
    """How each of many starts has moved so far."""

    def __init__(self, own: int, points: int) -> None:
        self._before, self._longest = np.zeros((own, points)), np.full(points, LONGEST_STEP)
        self._last, self._times = np.full(points, np.inf), np.ones(points)
        self._shortest, self._waited = np.full(points, LONGEST_STEP), np.zeros(points, dtype=int)

    def only(self, stays: NDArray[np.bool_]) -> None:
        """Forget all other starts."""
        for name, value in vars(self).items():
            setattr(self, name, value[..., stays])

    def hurried(self, steps: Numbers) -> Numbers:
        """Return steps of the first decisions, of shape (points, own), longer where they creep, and none too long."""
        sizes = np.abs(steps).max(axis=1)
        most = LONGEST_STEP / np.maximum(sizes, NOTHING)
        creeps = (sizes >= AS_LONG * self._last) & ((steps.T * self._before).sum(axis=0) > 0)
        self._last, self._times = sizes, np.where(creeps, np.minimum(self._times * FASTER, most), 1.0)
        return np.asarray(steps * np.minimum(np.maximum(self._times, 1.0), most)[:, None])

    def shortened(self, steps: Numbers, sizes: Numbers) -> Numbers:
        """Return steps of all unknowns, of shape (unknowns, points), shorter where they turned."""
        own = len(self._before)
        turned = (steps[:own] * self._before).sum(axis=0) < 0
        longest = np.minimum(self._longest * LONGER, LONGEST_STEP)
        self._longest = np.where(turned, np.minimum(self._longest, sizes) / 2, longest)
        steps = steps * np.minimum(1.0, self._longest / np.maximum(sizes, self._longest))
        self._before = steps[:own]
        return steps

    def waited(self, sizes: Numbers) -> NDArray[np.int64]:
        """Return how many steps in a row were longer than half the shortest one before."""
        is_shorter = sizes < np.maximum(SHORTER * self._shortest, NEAR)
        self._shortest = np.where(is_shorter, np.minimum(sizes, self._shortest), self._shortest)
        self._waited = np.where(is_shorter, 0, self._waited + 1)
        return self._waited


def _iterated(
    system: System, start: Numbers, known: Sequence[Any], step_of: Step, steps: int, smallest: float, patience: int
) -> tuple[Numbers, NDArray[np.bool_]]:
    x = np.array(start, dtype=float)
    done = np.zeros(x.shape[1], dtype=bool)
    active, here, given, paces = np.arange(x.shape[1]), x.copy(), list(known), _Paces(system.own, x.shape[1])
    logarithms = system.in_logarithms
    with np.errstate(all="ignore"):
        for _ in range(steps):
            scale = _scales(system, here)
            conditions, jacobian = system.evaluated(here, given)
            step = step_of(system, conditions.T, jacobian * scale.T[:, None, :], scale.T, paces.hurried).T
            size = np.abs(step).max(axis=0)
            step = paces.shortened(step, size)
            here[logarithms] *= np.exp(step[logarithms])
            here[~logarithms] += (step * scale)[~logarithms]
            stays = (size >= smallest) & np.isfinite(here).all(axis=0) & (paces.waited(size) < patience)
            if not stays.all():
                x[:, active[~stays]], done[active[size < smallest]] = here[:, ~stays], True
                active, here = active[stays], here[:, stays]
                paces.only(stays)
                given = [_at(value, stays) for value in given]
            if not active.size:
                break
    x[:, active] = here
    return x, done & np.isfinite(x).all(axis=0)


def _newton(system: System, conditions: Numbers, jacobian: Numbers, scale: Numbers, hurry: Hurry) -> Numbers:  # noqa: ARG001
    heaviest = np.abs(jacobian).max(axis=2)
    return linear_solutions(jacobian / heaviest[:, :, None], (-conditions / heaviest)[..., None])[..., 0]


def _uphill(system: System, conditions: Numbers, jacobian: Numbers, scale: Numbers, hurry: Hurry) -> Numbers:
    own = system.own
    if own == len(system.unknowns):
        return hurry(_moved(system, conditions, jacobian, scale))
    inner = _answering(jacobian, own, conditions[:, own:, None])
    reduced = jacobian[:, :own, :own] + jacobian[:, :own, own:] @ inner[:, :, :own]
    slopes = conditions[:, :own] + (jacobian[:, :own, own:] @ inner[:, :, own:])[..., 0]
    moved = hurry(_moved(system, slopes, reduced, scale))
    return np.concatenate([moved, inner[:, :, own] + (inner[:, :, :own] @ moved[..., None])[..., 0]], axis=1)


def _moved(system: System, slopes: Numbers, reduced: Numbers, scale: Numbers) -> Numbers:
    """Return the steps of the first decisions, from the slopes and second derivatives of their movers' payoffs."""
    own = system.own
    # In logarithms a decision's slope is part of its curvature.
    slopes, reduced = slopes * scale[:, :own], reduced * scale[:, :own, None]
    places = np.flatnonzero(system.in_logarithms[:own])
    reduced[:, places, places] += slopes[:, places]
    moved = np.full_like(slopes, np.nan)
    right = np.isfinite(reduced).all(axis=(1, 2)) & np.isfinite(slopes).all(axis=1)
    if not right.all():
        slopes, reduced = slopes[right], reduced[right]
    for block in system.movers:
        moved[right, block] = _ascent(reduced[:, block, block], slopes[:, block])
    return moved


def _ascent(curvatures: Numbers, slopes: Numbers) -> Numbers:
    """Return Newton's steps to a maximum, every curvature taken as if it were one."""
    if slopes.shape[1] == 1:
        return np.asarray(slopes / np.maximum(np.abs(curvatures[:, 0]), NOTHING))
    values, vectors = np.linalg.eigh((curvatures + curvatures.mT) / 2)
    sizes = np.abs(values)
    least = FLAT * sizes.max(axis=1, keepdims=True) + NOTHING
    along = (vectors.mT @ slopes[..., None])[..., 0] / np.maximum(sizes, least)
    return np.asarray((vectors @ along[..., None])[..., 0])


def _answering(jacobian: Numbers, own: int, conditions: Numbers | None = None) -> Numbers:
    """Return how all other unknowns answer the first decisions, and, in a last column, the step that settles them."""
    sides = -jacobian[:, own:, :own]
    if conditions is not None:
        sides = np.concatenate([sides, -conditions], axis=2)
    return linear_solutions(jacobian[:, own:, own:], sides) if own < jacobian.shape[1] else sides


def _scales(system: System, x: Numbers) -> Numbers:
    return np.where(system.in_logarithms[:, None], x, np.maximum(1.0, np.abs(x)))


def _greatest_eigenvalue(matrices: Numbers) -> Numbers:
    found = np.full(len(matrices), np.nan)
    right = np.isfinite(matrices).all(axis=(1, 2))
    symmetric = (matrices[right] + matrices[right].mT) / 2
    found[right] = np.linalg.eigvalsh(symmetric)[:, -1]
    return found


def _at(value: Any, places: NDArray[np.bool_]) -> Any:
    return value[places] if isinstance(value, np.ndarray) and value.ndim else value
