"""The paths that lead into a saddle of a canonical system, followed backwards in time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lsec_models.solve.one_state.canonical_system import CanonicalSystem, Floats
from lsec_models.solve.one_state.steady_states import SteadyState, SteadyStateType, stable_direction

_LENGTH = 200.0
_EVALUATIONS = 40_000
_RETRIES = np.array([1.0, 10.0, 100.0])
_STUCK = 10.0
_ARRIVED = 1e-7
_EXPLODED = 1e30
_SAMPLES = 6


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """How carefully paths are followed.

    Attributes
    ----------
    tolerance : float
        Relative tolerance of each integration step.
    offset : float
        How far from the saddle the integration starts, as a share of the interval of states.
    """

    tolerance: float
    offset: float


@dataclass(frozen=True, kw_only=True)
class StablePath:
    """A stable path of a saddle, on one side of it, as far as the state only rises or only falls.

    Attributes
    ----------
    target : SteadyState
        The saddle into which it leads.
    low, high : float
        The states that it covers.
    """

    target: SteadyState
    low: float
    high: float
    _system: CanonicalSystem
    _solution: Any
    _end: tuple[float, float] | None

    def costate(self, state: float) -> float:
        """Return the costate at a state that the branch covers."""
        near, far = self._knots[0], self._knots[-1]
        if min(near[0], far[0]) <= state <= max(near[0], far[0]):
            return float(self._solution(self._arc_at(state))[1])
        # Beside the saddle, and beside where the path comes from, it is straight.
        begin, end = ((self.target.state, self.target.costate), near)
        if self._end is not None and abs(state - self._end[0]) < abs(state - self.target.state):
            begin, end = self._end, far
        share = (state - begin[0]) / (end[0] - begin[0]) if end[0] != begin[0] else 0.0
        return begin[1] + share * (end[1] - begin[1])

    def value(self, state: float) -> float:
        """Return what the path is worth from a state that the branch covers."""
        return self._system.value(state, self.costate(state))

    def sampled(self) -> tuple[Floats, Floats]:
        """Return states and costates along the branch, as dense as the integration steps ask for."""
        knots = self._solution.ts
        share = np.arange(_SAMPLES) / _SAMPLES
        arcs = np.append((knots[:-1, None] + share * np.diff(knots)[:, None]).ravel(), knots[-1:])
        states, costates, _ = self._solution(arcs)
        head = [(self.target.state, self.target.costate)]
        tail = np.array([] if self._end is None else [self._end]).reshape(-1, 2)
        return np.concatenate([[head[0][0]], states, tail[:, 0]]), np.concatenate([[head[0][1]], costates, tail[:, 1]])

    def travel(self, state: float, times: Floats) -> tuple[Floats, Floats]:
        """Return states and costates at times after the start in a state that the branch covers."""
        elapsed = self._solution(self._solution.ts)[2]
        remaining = float(self._solution(self._arc_at(state))[2]) - times
        centre, begin = (self.target.state, self.target.costate), self._knots[0]
        rate = self.target.eigenvalues[0].real
        states, costates = np.empty(times.shape), np.empty(times.shape)
        for i, left in np.ndenumerate(remaining):
            if left > 0:
                place = int(np.clip(np.searchsorted(elapsed, left), 1, len(elapsed) - 1))
                arc = self._root(2, float(left), *self._solution.ts[place - 1 : place + 1])
                states[i], costates[i], _ = self._solution(arc)
            else:
                decay = math.exp(-rate * float(left))
                states[i] = centre[0] + (begin[0] - centre[0]) * decay
                costates[i] = centre[1] + (begin[1] - centre[1]) * decay
        return states, costates

    @cached_property
    def _knots(self) -> list[tuple[float, float]]:
        states, costates, _ = self._solution(self._solution.ts)
        return list(zip(states.tolist(), costates.tolist(), strict=True))

    def _arc_at(self, state: float) -> float:
        """Return where on the path a state is; beside its ends, the nearer end."""
        return self._root(0, state, self._solution.ts[0], self._solution.ts[-1])

    def _root(self, part: int, wanted: float, low: float, high: float) -> float:
        from scipy.optimize import brentq

        def gap(arc: float) -> float:
            return float(self._solution(arc)[part]) - wanted

        below, above = gap(low), gap(high)
        if below == 0 or above == 0 or (below > 0) == (above > 0):
            return low if abs(below) <= abs(above) else high
        return float(brentq(gap, low, high, xtol=1e-15, rtol=8.9e-16))


def stable_branches(
    system: CanonicalSystem, rests: Sequence[SteadyState], accuracy: Accuracy
) -> tuple[list[StablePath], list[str]]:
    """Return the stable paths of all saddles up to where the state turns round, and why each of them ended.

    1. Start a small step from the saddle along its stable eigenvector, to either side.
    2. Follow the canonical system backwards in time with an explicit Runge-Kutta method of order 8 and its interpolant
       of order 7 (DOP853). Its variable is arc length in the scaled plane of state and costate, in which large costates
       count by their logarithm. Errors in the direction across the path die out backwards in time.
    3. Stop where the path leaves the interval of states, arrives at another steady state, explodes, or turns round.
       What comes before a turn (later, backwards in time) is worth less than what has been followed: H is convex in p
       with ``dH/dp = x'``, so that of two pieces that meet in a turn the one nearer to the saddle is worth more at
       every state that both cover; at the saddle's own state, where H is smallest in p, the other would be worth more,
       so that it ends before it comes there (Wagener 2003).

    Parameters
    ----------
    system : CanonicalSystem
    rests : sequence of SteadyState
        All steady states.
    accuracy : Accuracy

    Returns
    -------
    list of StablePath
    list of str
        One line, for messages, for each path.
    """
    branches: list[StablePath] = []
    endings: list[str] = []
    for saddle in rests:
        if saddle.stability is not SteadyStateType.SADDLE:
            continue
        direction = stable_direction(system, saddle)
        for side in (-1.0, 1.0):
            found, ending = _follow(system, rests, saddle, side * direction, accuracy)
            branches.extend(found)
            if ending:
                endings.append(f"the path into {system.problem.state} = {saddle.state:.6g} {ending}")
    return branches, endings


def _follow(
    system: CanonicalSystem, rests: Sequence[SteadyState], saddle: SteadyState, direction: Floats, accuracy: Accuracy
) -> tuple[list[StablePath], str]:
    from scipy.integrate import solve_ivp

    low, high = system.states
    if direction[0] == 0:
        return [], "stays at that state"
    scale = _scale(system, saddle, direction)
    others = [rest for rest in rests if rest is not saddle]
    events = _events(system, others, scale)
    for offset in accuracy.offset * _RETRIES:
        begin = np.array([saddle.state, saddle.costate]) + offset * (high - low) / abs(direction[0]) * direction
        if not low <= begin[0] <= high:
            return [], ""
        with np.errstate(all="ignore"):
            run = solve_ivp(
                _backwards(system, scale),
                (0.0, _LENGTH),
                np.array([*begin, 0.0]),
                method="DOP853",
                rtol=accuracy.tolerance,
                atol=accuracy.tolerance * 0.1 * np.array([*scale, 1.0]),
                dense_output=True,
                events=events,
                max_step=0.1,
            )
        # So near to the saddle rounding can hide the direction of the field; farther off it does not.
        if run.status != -1 or abs(run.y[0, -1] - saddle.state) > _STUCK * offset * (high - low):
            break
    ending, end = _ending(run, others, events, scale, system.states)
    solution = _usable(run.sol)
    if solution is None:
        return [], ending
    covered = [
        saddle.state,
        *(float(solution(arc)[0]) for arc in solution.ts[[0, -1]]),
        *(() if end is None else end[:1]),
    ]
    branch = StablePath(
        target=saddle,
        low=max(min(covered), low),
        high=min(max(covered), high),
        _system=system,
        _solution=solution,
        _end=end,
    )
    return [branch], ending


def _usable(solution: Any) -> Any:
    """Return an interpolated solution without last steps in which the field was undefined; None if nothing is left."""
    from scipy.integrate import OdeSolution

    knots, pieces = solution.ts, list(solution.interpolants)
    while pieces and not np.isfinite(pieces[-1]((knots[len(pieces) - 1] + knots[len(pieces)]) / 2)).all():
        pieces.pop()
    return OdeSolution(knots[: len(pieces) + 1], pieces) if pieces else None


def _scale(system: CanonicalSystem, saddle: SteadyState, direction: Floats) -> Floats:
    """Return units in which states and costates are of comparable size."""
    width = system.states[1] - system.states[0]
    slope = abs(direction[1] / direction[0]) * width
    return np.array([width, max(abs(saddle.costate), min(slope, width))])


def _backwards(system: CanonicalSystem, scale: Floats) -> Any:
    left = iter(range(_EVALUATIONS))

    def slope(_: float, point: Floats) -> tuple[float, float, float]:
        if next(left, None) is None:
            return math.nan, math.nan, math.nan
        rate, force = system.velocity(float(point[0]), float(point[1]))
        speed = math.hypot(rate / scale[0], force / math.hypot(scale[1], point[1]))
        if not speed > 0:
            return math.nan, math.nan, math.nan
        return -rate / speed, -force / speed, 1 / speed

    return slope


def _events(system: CanonicalSystem, others: Sequence[SteadyState], scale: Floats) -> list[Any]:
    low, high = system.states

    def turns(_: float, point: Floats) -> float:
        return system.velocity(float(point[0]), float(point[1]))[0]

    def leaves(_: float, point: Floats) -> float:
        return float(min(point[0] - low, high - point[0]))

    def explodes(_: float, point: Floats) -> float:
        return float(_EXPLODED * scale[1] - abs(point[1]))

    def arrives(_: float, point: Floats) -> float:
        gaps = [_gap(rest, point, scale) for rest in others]
        return min(gaps, default=1.0) - _ARRIVED

    for event in (leaves, explodes, arrives):
        event.direction = -1  # type: ignore[attr-defined]
    for event in (turns, leaves, explodes, arrives):
        event.terminal = True  # type: ignore[attr-defined]
    return [turns, leaves, explodes, arrives]


def _ending(
    run: Any, others: Sequence[SteadyState], events: Sequence[Any], scale: Floats, states: tuple[float, float]
) -> tuple[str, tuple[float, float] | None]:
    """Say why a path ended, and at which point, if that is known better than the integration shows it."""
    reached = [event.__name__ for event, times in zip(events, run.t_events, strict=True) if len(times)]
    x, p = float(run.y[0, -1]), float(run.y[1, -1])
    if "arrives" in reached:
        origin = min(others, key=lambda rest: _gap(rest, run.y[:, -1], scale))
        return f"comes from the steady state {origin.state:.6g}", (origin.state, origin.costate)
    if "leaves" in reached:
        bound = min(states, key=lambda end: abs(end - x))
        return "comes from outside the interval of states", (bound, p)
    if "explodes" in reached:
        return f"explodes: its costate passes {p:.3g} at {x:.6g}", None
    if "turns" in reached:
        return f"turns round at {x:.6g}", None
    return f"cannot be followed beyond {x:.6g}, where no control maximises the Hamiltonian, or it gets too stiff", None


def _gap(rest: SteadyState, point: Floats, scale: Floats) -> float:
    """Return how far a point is from a steady state, in the scaled plane."""
    gap: float = math.hypot(
        (rest.state - point[0]) / scale[0], (rest.costate - point[1]) / math.hypot(scale[1], rest.costate)
    )
    return gap
