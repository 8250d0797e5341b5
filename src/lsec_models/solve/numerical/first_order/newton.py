"""Newton's method on a square system, from many starts or at many points at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, starmap
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.paces import BLIND_STEP, MOST_BLIND, NEAR, NOTHING, Paces, sizes_of
from lsec_models.solve.numerical.first_order.small_matrices import diagonalised, linear_solutions, products, rows_of
from lsec_models.solve.numerical.first_order.stacked_conditions import StageConditions
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues, Numbers
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph
from lsec_models.solve.numerical.graph.written_code import Place

STEPS = 40
CLIMBING_STEPS = 60
# After a climb Newton's steps shrink fast, or lead nowhere: a start is given up where so many in a row do not shrink.
PATIENCE = 8
SMALLEST_STEP = 1e-12
FLAT = 1e-12
# At so many points numbers of Python are faster than arrays, and beyond so many arrays leave the nearest memory.
FEW, MANY = 16, 2048


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
    values : CompiledValues
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
    values: CompiledValues
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    in_logarithms: NDArray[np.bool_]
    movers: tuple[slice, ...]

    @property
    def own(self) -> int:
        """The number of decisions of the system's first stage."""
        return self.movers[-1].stop if self.movers else 0

    @cached_property
    def logarithms(self) -> NDArray[np.intp]:
        """The places of positive unknowns."""
        return np.flatnonzero(self.in_logarithms)

    @cached_property
    def own_logarithms(self) -> Numbers:
        """Where the first decisions' logarithms stand on the diagonal of their second derivatives: 1, else 0."""
        return np.diag(self.in_logarithms[: self.own].astype(float))[..., None]

    @cached_property
    def _entries(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return np.array(self.rows, dtype=np.intp), np.array(self.columns, dtype=np.intp)

    def evaluated(self, x: Numbers, known: Sequence[Any] | Numbers) -> tuple[Numbers, Numbers]:
        """Return conditions, of shape (unknowns, points), and Jacobians, (unknowns, unknowns, points)."""
        size, points = x.shape
        jacobian = np.zeros((size, size, points))
        given = np.concatenate([x, rows_of(known, points)])
        if points <= FEW:
            few = self.values.at_few(given)
            jacobian[self._entries] = few[size:]
            return few[:size], jacobian
        conditions, found = np.empty((size, points)), self.values([*given])
        for row, value in enumerate(found[:size]):
            conditions[row] = value
        for row, column, value in zip(self.rows, self.columns, found[size:], strict=True):
            jacobian[row, column] = value
        return conditions, jacobian

    def scales(self, x: Numbers) -> Numbers:
        """Return what steps of unknowns are relative to: themselves where they are positive, else at least one."""
        if len(self.logarithms) == len(x):
            return x
        scales = np.maximum(1.0, np.abs(x))
        scales[self.logarithms] = x[self.logarithms]
        return scales

    def moved(self, x: Numbers, steps: Numbers, scales: Numbers) -> Numbers:
        """Return where steps lead, those of positive unknowns in their logarithms."""
        if len(self.logarithms) == len(x):
            return np.asarray(x * np.exp(steps))
        moved = x + steps * scales
        if len(self.logarithms):
            moved[self.logarithms] = x[self.logarithms] * np.exp(steps[self.logarithms])
        return moved


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


def climbed_step_by_step(
    system: System, start: Numbers, known: Sequence[Any], answered: Callable[[Numbers], Numbers]
) -> Numbers:
    """Return where each mover of the first stage goes by steps uphill, after each of which later movers answer anew.

    A step that is long for those who answer, as where their margins are small beside their prices, leads them astray if
    they follow it by their slopes alone.

    Parameters
    ----------
    system : System
    start : array of shape (unknowns, points)
    known : sequence of numbers or arrays of shape (points,)
    answered : callable
        From unknowns of shape (unknowns, points) to the same with the answers, and multipliers, after the first
        decisions.
    """
    here, points = np.array(start, dtype=float), start.shape[1]
    given, paces = rows_of(known, points), Paces(system.own, points)
    with np.errstate(all="ignore"):
        for _ in range(CLIMBING_STEPS):
            size = _moved(system, here, given, _uphill, paces)
            here = answered(here)
            if not (size >= NEAR).any():
                break
    return here


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
    given = rows_of(known, x.shape[1])
    with np.errstate(all="ignore"):
        return np.concatenate([_curvatures(system, x[:, some], given[:, some]) for some in _blocks(x.shape[1])], axis=1)


def orientations(system: System, x: Numbers, known: Sequence[Any]) -> Numbers:
    """Return the sign of the determinant of how marginal payoffs fall in the first decisions, later movers answering.

    It is that of the whole system's Jacobian where one player moves at a time, and 1 at a strict maximum. Of several
    players who move at once, and whose marginal payoffs point inside at all ends, it is 1 at an equilibrium that is the
    only one, and adds up to 1 over all of them; it turns where two of them meet. Of shape (points,); NaN where it is
    not known.

    References
    ----------
    Vives, X. (1999). Oligopoly Pricing: Old Ideas and New Tools, section 2.5. MIT Press.
    """
    with np.errstate(all="ignore"):
        reduced = _reduced(system, x, rows_of(known, x.shape[1]))
    signs, able = np.full(x.shape[1], np.nan), np.isfinite(reduced).all(axis=(0, 1))
    signs[able] = np.linalg.slogdet(-reduced[..., able].transpose(2, 0, 1))[0]
    return signs


def _curvatures(system: System, x: Numbers, known: Numbers) -> Numbers:
    reduced = _reduced(system, x, known)
    return np.array([diagonalised(reduced[block, block])[0].max(axis=0) for block in system.movers])


def _reduced(system: System, x: Numbers, known: Numbers) -> Numbers:
    """Return second derivatives in the first decisions, later movers answering, in units of decisions."""
    _, jacobian = system.evaluated(x, known)
    jacobian *= system.scales(x)
    own = system.own
    reduced = jacobian[:own, :own] + products(jacobian[:own, own:], _answering(jacobian, own))
    reduced *= system.scales(x)[:own, None]
    return reduced


def _blocks(points: int) -> list[slice]:
    return [slice(start, start + MANY) for start in range(0, max(points, 1), MANY)]


def _iterated(
    system: System, start: Numbers, known: Sequence[Any], step_of: Step, steps: int, smallest: float, patience: int
) -> tuple[Numbers, NDArray[np.bool_]]:
    x = np.array(start, dtype=float)
    points = x.shape[1]
    done = np.zeros(points, dtype=bool)
    active, here, paces = np.arange(points), x.copy(), Paces(system.own, points)
    given = rows_of(known, points)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            size = _moved(system, here, given, step_of, paces)
            stays = size >= smallest
            if patience < steps:
                stays &= paces.waited(size) < patience
            if (size >= BLIND_STEP).any():
                here[:, paces.blind(size) >= MOST_BLIND] = np.nan
            if not np.isfinite(here).all():
                stays &= np.isfinite(here).all(axis=0)
            if not stays.all():
                x[:, active[~stays]], done[active[size < smallest]] = here[:, ~stays], True
                left = np.flatnonzero(stays)
                active, here, given = active[left], here.take(left, axis=1), given.take(left, axis=1)
                paces.only(left)
            if not active.size:
                break
    x[:, active] = here
    return x, done & np.isfinite(x).all(axis=0)


def _moved(system: System, here: Numbers, given: Numbers, step_of: Step, paces: Paces) -> Numbers:
    """Move all points by one step, in blocks; return how long steps were before they were shortened."""
    points = here.shape[1]
    if points <= MANY:
        return _moved_at_once(system, here, given, step_of, paces)
    blocks = _blocks(points)
    return np.concatenate([_moved_at_once(system, here[:, i], given[:, i], step_of, paces.part(i)) for i in blocks])


def _moved_at_once(system: System, here: Numbers, given: Numbers, step_of: Step, paces: Paces) -> Numbers:
    scales = system.scales(here)
    conditions, jacobian = system.evaluated(here, given)
    jacobian *= scales
    step = step_of(system, conditions, jacobian, scales, paces.hurried)
    size = sizes_of(step)
    here[:] = system.moved(here, paces.shortened(step, size), scales)
    return size


def _newton(system: System, conditions: Numbers, jacobian: Numbers, scales: Numbers, hurry: Hurry) -> Numbers:  # noqa: ARG001
    heaviest = np.abs(jacobian).max(axis=1)
    return linear_solutions(jacobian / heaviest[:, None], (-conditions / heaviest)[:, None])[:, 0]


def _uphill(system: System, conditions: Numbers, jacobian: Numbers, scales: Numbers, hurry: Hurry) -> Numbers:
    own = system.own
    if own == len(system.unknowns):
        return hurry(_ascents(system, conditions, jacobian, scales))
    inner = _answering(jacobian, own, conditions[own:, None])
    along = products(jacobian[:own, own:], inner)
    climbing = _ascents(system, conditions[:own] + along[:, own], jacobian[:own, :own] + along[:, :own], scales)
    climbing = hurry(climbing)
    return np.concatenate([climbing, inner[:, own] + (inner[:, :own] * climbing).sum(axis=1)])


def _ascents(system: System, slopes: Numbers, reduced: Numbers, scales: Numbers) -> Numbers:
    """Return the steps of the first decisions, from the slopes and second derivatives of their movers' payoffs."""
    own = system.own
    # In logarithms a decision's slope is part of its curvature.
    slopes, reduced = slopes * scales[:own], reduced * scales[:own, None]
    reduced += slopes[:, None] * system.own_logarithms
    wrong = ~np.isfinite(reduced)
    if wrong.any():
        slopes[:, wrong.any(axis=(0, 1))] = np.nan
    return np.concatenate([_ascent(reduced[block, block], slopes[block]) for block in system.movers])


def _ascent(curvatures: Numbers, slopes: Numbers) -> Numbers:
    """Return Newton's steps to a maximum, every curvature taken as if it were one."""
    if len(slopes) == 1:
        return np.asarray(slopes / np.maximum(np.abs(curvatures[0]), NOTHING))
    if len(slopes) == 2:
        return _ascent_of_two(curvatures, slopes)
    values, vectors = diagonalised(curvatures)
    sizes = np.abs(values)
    along = (vectors * slopes[:, None]).sum(axis=0) / np.maximum(sizes, FLAT * sizes.max(axis=0) + NOTHING)
    return np.asarray((vectors * along).sum(axis=1))


def _ascent_of_two(curvatures: Numbers, slopes: Numbers) -> Numbers:
    """Return the same steps of two decisions: slopes are split by the eigenvectors, without these."""
    across = (curvatures[0, 1] + curvatures[1, 0]) / 2
    middle, apart = (curvatures[0, 0] + curvatures[1, 1]) / 2, (curvatures[0, 0] - curvatures[1, 1]) / 2
    radius, size = np.hypot(apart, across), np.abs(middle)
    largest = size + radius
    smallest = np.maximum(np.abs(size - radius), FLAT * largest + NOTHING)
    largest = np.maximum(largest, NOTHING)
    turn = np.copysign(1 / np.maximum(radius, NOTHING), middle)
    apart, across = apart * turn, across * turn
    turned = np.array([apart * slopes[0] + across * slopes[1], across * slopes[0] - apart * slopes[1]])
    return np.asarray((slopes + turned) / (2 * largest) + (slopes - turned) / (2 * smallest))


def _answering(jacobian: Numbers, own: int, conditions: Numbers | None = None) -> Numbers:
    """Return how all other unknowns answer the first decisions, and, in a last column, the step that settles them."""
    sides = -jacobian[own:, :own]
    if conditions is not None:
        sides = np.concatenate([sides, -conditions], axis=1)
    return linear_solutions(jacobian[own:, own:], sides) if own < len(jacobian) else sides
