"""Are the best of all stable paths optimal? The Hamilton-Jacobi-Bellman equation is looked at state by state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from lsec_models.games.evidence.evidence import Finding, Status, found
from lsec_models.games.one_state import OneStateProblem, required_of_one_state
from lsec_models.solve.one_state.canonical_system import CanonicalSystem, Floats
from lsec_models.solve.one_state.skiba_points import Basin, SkibaPoint, ThresholdKind

_CELLS = 60
_CLOSE = 1e-3
_LEAD = 1e-7
_REACH = np.geomspace(1e-3, 1e6, 90)
_SHARES = np.linspace(0.0, 1.0, 201)
_VERIFIED = "the best paths' value solves the Hamilton-Jacobi-Bellman equation (verification theorem)"


@dataclass(frozen=True, kw_only=True)
class _Verification:
    """Whether the value of the best paths solves the Hamilton-Jacobi-Bellman equation.

    Attributes
    ----------
    reason : str
        Why that is not so, in words; empty if it is.
    points : int
        At how many states it was looked at.
    slope : float
        How far the value's rise is from what its slope says, relative to all its rises and falls.
    """

    reason: str
    points: int
    slope: float


def findings_of(
    system: CanonicalSystem, basins: Sequence[Basin], thresholds: Sequence[SkibaPoint], endings: Sequence[str]
) -> tuple[Finding, ...]:
    """Return what is established of the best stable paths.

    A continuous function V of the state that is bounded, and for which ``r V >= payoff + V' dynamics`` for every
    admissible control wherever V has a slope, is at least what any path that stays in the interval earns: V changes
    along such a path as its slope says, and at a kink of V a path can only rest. Paths that earn V are then optimal,
    from every state, whether they cross indifference points or not. So this is looked at:

    1. The basins cover the interval of states, and their values meet.
    2. The costates are the slopes of the value: its rise over each of many cells is their integral (Simpson's rule).
    3. The control that was chosen maximises the Hamiltonian among all controls: in ten thousands of comparisons.

    Nothing is enclosed, so that the status is `checked`. Paths that leave the interval are not spoken of, unless no
    control lets them.

    References
    ----------
    Clarke, F. (2013). Functional Analysis, Calculus of Variations and Optimal Control, section 19.2. Springer.
    """
    exists, best, off_path, growth, settles, complete, accurate = required_of_one_state(system.problem)
    seen = _verified(system, basins, endings)
    status, points = Status.OPEN if seen.reason else Status.CHECKED, seen.points
    means, among = ("", seen.reason) if seen.reason else (_VERIFIED, _among(system.problem))
    unique, anyhow = means and _unique(thresholds), seen.reason or f"{among}, whatever their controls depend on"
    slopes = means and "costates are the slopes of the value"
    rests = "each best path comes to rest, so that its discounted costate vanishes"
    return (
        found(exists, status, means, detail=among, points=points),
        found(best, status, means, detail=among, points=points),
        found(off_path, status, means, detail=seen.reason or "from every state of the interval", points=points),
        found(growth, Status.CHECKED, rests, detail="against paths on which the state stays in the interval"),
        found(settles, Status.CHECKED, "each best path ends in a saddle"),
        found(complete, status, unique, detail=anyhow, points=points),
        found(accurate, status, slopes, detail=_error(seen, thresholds), points=points),
    )


def _among(problem: OneStateProblem) -> str:
    """Return among which paths, in words."""
    low, high = problem.between
    if _stays(problem):
        return f"among all paths: no control makes {problem.state} leave the interval from {low} to {high}"
    return f"among all paths on which {problem.state} stays between {low} and {high}"


def _stays(problem: OneStateProblem) -> bool:
    """Whether no admissible control makes the state leave its interval: exact, where dynamics are affine in it."""
    controls = problem.control_ends
    if None in controls or sp.diff(problem.dynamics, problem.control, 2) != 0:
        return False
    return all(
        bool(inward * problem.dynamics.subs({problem.state: end, problem.control: control}) >= 0)
        for end, inward in zip(problem.between, (1, -1), strict=True)
        for control in controls
    )


def _unique(thresholds: Sequence[SkibaPoint]) -> str:
    twice = [f"{t.state:.6g}" for t in thresholds if t.kind is ThresholdKind.INDIFFERENCE]
    return "the value function is unique" + (f"; from {', '.join(twice)} two paths are best" if twice else "")


def _error(seen: _Verification, thresholds: Sequence[SkibaPoint]) -> str:
    rises = f"the value rises as its slope says to {seen.slope:.1g} of all its rises and falls"
    moved = "".join(f"; the threshold {t.state:.6g} is certain to {t.uncertainty:.1g}" for t in thresholds)
    return seen.reason or rises + moved


def _verified(system: CanonicalSystem, basins: Sequence[Basin], endings: Sequence[str]) -> _Verification:
    gap = _uncovered(system, basins)
    if gap:
        return _Verification(reason=f"{gap}{_from(endings)}", points=0, slope=math.nan)
    missed, size, points = 0.0, 0.0, 0
    for basin in basins:
        states = np.linspace(basin.low, basin.high, 2 * _CELLS + 1)
        # The value may end in a vertical slope at the very ends of the interval.
        states[[0, -1]] += np.array([_LEAD, -_LEAD]) * (basin.high - basin.low)
        costates = np.array([basin.branch.costate(float(x)) for x in states])
        values = np.array([system.value(float(x), float(p)) for x, p in zip(states, costates, strict=True)])
        better = _better(system, states, costates)
        if better:
            return _Verification(reason=better, points=points, slope=math.nan)
        rises = np.diff(values[::2])
        said = np.diff(states[::2]) * (costates[:-2:2] + 4 * costates[1::2] + costates[2::2]) / 6
        missed, size, points = missed + np.abs(rises - said).sum(), size + np.abs(rises).sum(), points + len(states)
    slope = float(missed / size) if size else 0.0
    reason = "" if slope <= _CLOSE else f"the value's rises and its slopes are {slope:.1g} apart"
    return _Verification(reason=reason, points=points, slope=slope)


def _uncovered(system: CanonicalSystem, basins: Sequence[Basin]) -> str:
    """Return, in words, from which states no path is known; empty where the basins cover the interval."""
    low, high = system.states
    begun, ended = [basin.low for basin in basins], [basin.high for basin in basins]
    holes = zip([low, *ended], [*begun, high], strict=True)
    missing = [f"{end:.6g} to {begin:.6g}" for end, begin in holes if begin - end > _LEAD * (high - low)]
    return f"from {system.problem.state} = {', '.join(missing)} no path to a saddle was found" if missing else ""


def _from(endings: Sequence[str]) -> str:
    return f" ({'; '.join(endings)})" if endings else ""


def _better(system: CanonicalSystem, states: Floats, costates: Floats) -> str:
    """Return, in words, where another control does better than the one that was chosen; empty if nowhere."""
    problem = system.problem
    earned = sp.lambdify(
        [problem.state, problem.control, costate := sp.Dummy("costate")],
        problem.payoff + costate * problem.dynamics,
        modules="numpy",
    )
    chosen = np.array([system.control(float(x), float(p)) for x, p in zip(states, costates, strict=True)])
    tried = _controls(system, chosen)
    with np.errstate(all="ignore"):
        kept = np.asarray(earned(states, chosen, costates) + 0.0 * states)
        rivals = np.asarray(earned(states[:, None], tried, costates[:, None]) + 0.0 * tried)
    leads = np.where(np.isfinite(rivals), rivals, -np.inf).max(axis=1) - kept
    worst = int(np.argmax(np.where(np.isnan(leads), np.inf, leads)))
    if not np.isfinite(kept).all() or leads[worst] > _LEAD * (1 + np.abs(kept).max()):
        return f"at {problem.state} = {states[worst]:.6g} another {problem.control} gives a larger Hamiltonian"
    return ""


def _controls(system: CanonicalSystem, chosen: Floats) -> Floats:
    """Return controls to compare with, one row a state: the whole of a bounded range, far out on an open side."""
    low, high = system.controls
    if math.isfinite(low) and math.isfinite(high):
        return np.broadcast_to(low + (high - low) * _SHARES, (len(chosen), len(_SHARES)))
    size = 1 + np.abs(chosen).max()
    steps = size * np.concatenate([-_REACH, _REACH])
    return np.asarray(np.clip(chosen[:, None] + steps, low, high))
