"""Newton's method on a square system, from many starts or at many points at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.ascents import ascent
from lsec_models.solve.numerical.first_order.paces import (
    BLIND_STEP,
    CLIMBING_STEPS,
    MOST_BLIND,
    NEAR,
    PATIENCE,
    SMALLEST_STEP,
    STEPS,
    Paces,
    sizes_of,
)
from lsec_models.solve.numerical.first_order.small_matrices import diagonalised, linear_solutions, products, rows_of
from lsec_models.solve.numerical.first_order.system import System
from lsec_models.solve.numerical.graph.compiled_values import Numbers

# Beyond so many points arrays leave the nearest memory.
MANY = 2048
# So few starts, of one unknown, are moved one after the other in Python's numbers: arrays cost more; of several fewer.
FEWEST = 6


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
    return _iterated(system, start, known, CLIMBING_STEPS, CLIMBING_STEPS, is_uphill=True)[0]


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
    size, points = start.shape
    states, paces = np.concatenate([start, rows_of(known, points)]), Paces(system.own, points)
    with np.errstate(all="ignore"):
        for _ in range(CLIMBING_STEPS):
            lengths = _moved(system, states, paces, is_uphill=True)
            states[:size] = answered(states[:size])
            if not (lengths >= NEAR).any():
                break
    return states[:size]


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
    return _iterated(system, start, known, STEPS, PATIENCE if has_climbed else STEPS, is_uphill=False)


def reduced_curvatures(system: System, x: Numbers, known: Sequence[Any]) -> Numbers:
    """Return the greatest eigenvalue of each first mover's second derivatives, later movers answering.

    Scaled by decisions, so that it compares with payoffs; of shape (movers, points).
    """
    given = rows_of(known, x.shape[1])
    if _are_few(x):
        alone = [system.in_python.curvatures(state) for state in np.concatenate([x, given]).T.tolist()]
        if None not in alone:
            return np.array(alone).T
    with np.errstate(all="ignore"):
        return np.concatenate([_curvatures(system, x[:, some], given[:, some]) for some in _blocks(x.shape[1])], axis=1)


@np.errstate(all="ignore")
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
    system: System, start: Numbers, known: Sequence[Any], steps: int, patience: int, *, is_uphill: bool
) -> tuple[Numbers, NDArray[np.bool_]]:
    x = np.array(start, dtype=float)
    size, points = x.shape
    done, smallest, in_arrays = np.zeros(points, dtype=bool), NEAR if is_uphill else SMALLEST_STEP, False
    active, states, paces = np.arange(points), np.concatenate([x, rows_of(known, points)]), Paces(system.own, points)
    with np.errstate(all="ignore"):
        for step in range(steps):
            if not in_arrays and _are_few(states[:size]):
                in_arrays, alone, left_over = True, system.in_python.iterated, steps - step
                ends = [
                    alone(states[:, place].tolist(), paces.of(place), is_uphill, left_over, patience)
                    for place in range(active.size)
                ]
                for place, end in zip(active, ends, strict=True):
                    if end:
                        x[:, place], done[place] = end
                left = np.flatnonzero([end is None for end in ends])
                active, states = active[left], states.take(left, axis=1)
                paces.only(left)
            if not active.size:
                break
            here = states[:size]
            lengths = _moved(system, states, paces, is_uphill=is_uphill)
            stays = lengths >= smallest
            if patience < steps:
                stays &= paces.waited(lengths) < patience
            # A sum is not finite where one of its terms is not.
            if not (lengths.max() < BLIND_STEP and isfinite(here.sum())):
                here[:, paces.blind(lengths) >= MOST_BLIND] = np.nan
                stays &= np.isfinite(here).all(axis=0)
            if not stays.all():
                x[:, active[~stays]], done[active[lengths < smallest]] = here[:, ~stays], True
                left = np.flatnonzero(stays)
                active, states = active[left], states.take(left, axis=1)
                paces.only(left)
    x[:, active] = states[:size]
    return x, done & np.isfinite(x).all(axis=0)


def _are_few(x: Numbers) -> bool:
    """Whether unknowns, of shape (unknowns, points), are computed with point by point."""
    return bool(0 < x.shape[1] <= FEWEST // len(x) + 1)


def _moved(system: System, states: Numbers, paces: Paces, *, is_uphill: bool) -> Numbers:
    """Move all points by one step, in blocks; return how long steps were before they were shortened."""
    points = states.shape[1]
    if points <= MANY:
        return _moved_at_once(system, states, paces, is_uphill=is_uphill)
    blocks = _blocks(points)
    return np.concatenate([_moved_at_once(system, states[:, i], paces.part(i), is_uphill=is_uphill) for i in blocks])


def _moved_at_once(system: System, states: Numbers, paces: Paces, *, is_uphill: bool) -> Numbers:
    here = states[: len(system.unknowns)]
    scales = system.scales(here)
    conditions, jacobian = system.evaluated_in(states)
    jacobian *= scales
    step = _uphill(system, conditions, jacobian, scales, paces) if is_uphill else _newton(conditions, jacobian)
    size = sizes_of(step)
    here[:] = system.moved(here, paces.shortened(step, size), scales)
    return size


def _newton(conditions: Numbers, jacobian: Numbers) -> Numbers:
    heaviest = np.abs(jacobian).max(axis=1)
    return linear_solutions(jacobian / heaviest[:, None], (-conditions / heaviest)[:, None])[:, 0]


def _uphill(system: System, conditions: Numbers, jacobian: Numbers, scales: Numbers, paces: Paces) -> Numbers:
    own = system.own
    if own == len(system.unknowns):
        return paces.hurried(_ascents(system, conditions, jacobian, scales))
    inner = _answering(jacobian, own, conditions[own:, None])
    along = products(jacobian[:own, own:], inner)
    climbing = _ascents(system, conditions[:own] + along[:, own], jacobian[:own, :own] + along[:, :own], scales)
    climbing = paces.hurried(climbing)
    return np.concatenate([climbing, inner[:, own] + (inner[:, :own] * climbing).sum(axis=1)])


def _ascents(system: System, slopes: Numbers, reduced: Numbers, scales: Numbers) -> Numbers:
    """Return the steps of the first decisions, from the slopes and second derivatives of their movers' payoffs."""
    own = system.own
    # In logarithms a decision's slope is part of its curvature.
    slopes, reduced = slopes * scales[:own], reduced * scales[:own, None]
    reduced += slopes[:, None] * system.own_logarithms
    if not isfinite(reduced.sum()):
        slopes[:, ~np.isfinite(reduced).all(axis=(0, 1))] = np.nan
    return np.concatenate([ascent(reduced[block, block], slopes[block]) for block in system.movers])


def _answering(jacobian: Numbers, own: int, conditions: Numbers | None = None) -> Numbers:
    """Return how all other unknowns answer the first decisions, and, in a last column, the step that settles them."""
    sides = -jacobian[own:, :own]
    if conditions is not None:
        sides = np.concatenate([sides, -conditions], axis=1)
    return linear_solutions(jacobian[own:, own:], sides) if own < len(jacobian) else sides
