"""Which stable path is best from which state, and the thresholds between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lsec_models.errors import NotConverged
from lsec_models.solve.one_state.canonical_system import CanonicalSystem, Floats
from lsec_models.solve.one_state.saddle_paths import StablePath
from lsec_models.solve.one_state.steady_states import SteadyState

_SAME_CONTROL = 1e-6
_CONTINUOUS = 1e-6
_BESIDE = 100.0


class ThresholdKind(Enum):
    """What happens at a threshold between the basins of two steady states."""

    INDIFFERENCE = "indifference (Skiba, DNSS) point"
    CONTINUOUS = "unstable steady state with a continuous policy"


@dataclass(frozen=True, kw_only=True)
class SkibaPoint:
    """A state below which the best path leads to one steady state, and above which to another.

    Attributes
    ----------
    state : float
    kind : ThresholdKind
        At an indifference point two different controls are equally good; at a continuous threshold staying is best.
    below, above : SteadyState
        Where the best path leads from slightly lower and slightly higher states.
    controls : tuple of float
        The best controls slightly below and slightly above.
    value : float
        What the problem is worth there.
    uncertainty : float
        By how much `state` moved when all paths were followed with steps a thousand times as inaccurate.
    """

    state: float
    kind: ThresholdKind
    below: SteadyState
    above: SteadyState
    controls: tuple[float, float]
    value: float
    uncertainty: float = math.nan


@dataclass(frozen=True, kw_only=True)
class Basin:
    """An interval of states from which one branch is best.

    Attributes
    ----------
    low, high : float
    target : SteadyState
        Where the best path leads.
    branch : StablePath
        The best path.
    """

    low: float
    high: float
    target: SteadyState
    branch: StablePath


def best_branches(system: CanonicalSystem, branches: Sequence[StablePath]) -> tuple[Basin, ...]:
    """Return the upper envelope of the branches' values, as intervals from left to right.

    1. Evaluate every branch along its integration steps, and read all of them off at all these states.
    2. Where the best changes from one state to the next, find the crossing of the two values by bisection
       (Brent's method), each value computed from the paths themselves.

    Parameters
    ----------
    system : CanonicalSystem
    branches : sequence of StablePath

    Returns
    -------
    tuple of Basin
        Neighbours that share an end are separated by a change of branch; a gap is covered by none.
    """
    tables = []
    for branch in branches:
        states, costates = branch.sampled()
        order = np.argsort(states, kind="stable")
        values = np.array([system.value(x, p) for x, p in zip(states[order], costates[order], strict=True)])
        tables.append((states[order], values))
    grid = np.unique(np.concatenate([np.array([b.low, b.high]) for b in branches] + [states for states, _ in tables]))
    worth = np.stack(
        [
            np.where((grid >= branch.low) & (grid <= branch.high), np.interp(grid, *table), -np.inf)
            for branch, table in zip(branches, tables, strict=True)
        ]
    )
    best = np.where(np.isfinite(worth).any(axis=0), np.nan_to_num(worth, nan=-np.inf).argmax(axis=0), -1)
    return _joined(_pieces(system, grid, best, branches))


def _pieces(
    system: CanonicalSystem, grid: Floats, best: NDArray[np.intp], branches: Sequence[StablePath]
) -> list[Basin]:
    """Cut the line where the best branch changes."""
    cuts = [0, *(np.flatnonzero(np.diff(best)) + 1), len(grid)]
    basins: list[Basin] = []
    start = float(grid[0])
    for first, last in pairwise(cuts):
        branch = branches[best[first]] if best[first] >= 0 else None
        if last == len(grid):
            end = following = float(grid[-1])
        else:
            after = branches[best[last]] if best[last] >= 0 else None
            end, following = _change(system, branch, after, (float(grid[last - 1]), float(grid[last])))
        if branch is not None and end > start:
            basins.append(Basin(low=start, high=end, target=branch.target, branch=branch))
        start = following
    return basins


def _change(
    system: CanonicalSystem, before: StablePath | None, after: StablePath | None, between: tuple[float, float]
) -> tuple[float, float]:
    """Return where one branch stops being best, and where the next begins."""
    from scipy.optimize import brentq

    low, high = between
    if before is None or after is None:
        return (high, high) if before is None else (low, low)
    left, right = max(low, after.low), min(high, before.high)
    if left > right:
        return right, left

    def lead(state: float) -> float:
        return before.value(state) - after.value(state)

    # The table is exact at its own states only: the crossing may be a little beside the two that it points to.
    while (lead(left) > 0) == (lead(right) > 0):
        wider = max(2 * left - right, before.low, after.low), min(2 * right - left, before.high, after.high)
        if wider == (left, right) or wider[1] - wider[0] > _BESIDE * (high - low):
            return _touching(system, before, after, min(high, before.high))
        left, right = wider
    crossing = float(brentq(lead, left, right, xtol=1e-14, rtol=8.9e-16))
    return crossing, crossing


def _touching(system: CanonicalSystem, before: StablePath, after: StablePath, end: float) -> tuple[float, float]:
    """Return where two branches meet that do not cross."""
    jump = abs(before.value(end) - after.value(max(end, after.low)))
    if jump > _CONTINUOUS * (1 + abs(before.value(end))):
        raise NotConverged(
            f"at {system.problem.state} = {end:.6g} the best value found jumps by {jump:.2g}, although the value of "
            "such a problem is continuous: a stable path could not be followed far enough; widen between=, or look at "
            "less extreme parameters"
        )
    return end, end


def _joined(basins: list[Basin]) -> tuple[Basin, ...]:
    """Leave out pieces of no width that rounding produces where branches of one path meet."""
    kept: list[Basin] = []
    for basin in basins:
        if kept and kept[-1].branch is basin.branch and kept[-1].high == basin.low:
            basin = Basin(low=kept.pop().low, high=basin.high, target=basin.target, branch=basin.branch)
        kept.append(basin)
    return tuple(kept)


def thresholds_between(system: CanonicalSystem, basins: Sequence[Basin]) -> tuple[SkibaPoint, ...]:
    """Return the states at which the best steady state changes.

    Parameters
    ----------
    system : CanonicalSystem
    basins : sequence of Basin

    Returns
    -------
    tuple of SkibaPoint
        From left to right. Between basins that do not touch there is none.
    """
    found = []
    for one, other in pairwise(basins):
        if one.target is other.target or one.high != other.low:
            continue
        state = one.high
        costates = one.branch.costate(state), other.branch.costate(state)
        controls = system.control(state, costates[0]), system.control(state, costates[1])
        jump = abs(controls[0] - controls[1])
        same = jump <= _SAME_CONTROL * (1 + max(map(abs, controls)))
        found.append(
            SkibaPoint(
                state=state,
                kind=ThresholdKind.CONTINUOUS if same else ThresholdKind.INDIFFERENCE,
                below=one.target,
                above=other.target,
                controls=controls,
                value=one.branch.value(state),
            )
        )
    return tuple(found)
