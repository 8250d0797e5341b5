"""One-state problems by dynamic programming on a grid: slower and coarser than stable paths, and independent of them.

Nothing here knows of costates, steady states or first-order conditions: the best control in each state is found by
comparing payoffs, so that agreement with the path method (`solve`) is evidence for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.errors import DeclarationError, NotConverged, OutsideDomain
from lsec_models.evaluate.compiled import Floats, compiled
from lsec_models.games.one_state import OneStateProblem

_ROUNDS = 200
_ZOOMS = 3
_FINER = np.linspace(-1, 1, 9)
_DOUBLINGS = 30
_JUMP = 0.02
_ROUNDING = 1e-9

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class GridSolution:
    """Value and policy on a grid of states.

    Attributes
    ----------
    states : array
        The grid.
    values, policy : array
        What the problem is worth in each state, and the best control there.
    destinations : array
        Where the policy leads in the long run.
    step : float
        The time for which a control is kept.
    rounds : int
        How often the policy was improved.
    """

    states: Floats
    values: Floats
    policy: Floats
    destinations: Floats
    step: float
    rounds: int

    @property
    def thresholds(self) -> tuple[tuple[float, float], ...]:
        """The pairs of neighbouring states between which the destination jumps."""
        jumps = np.abs(np.diff(self.destinations)) > _JUMP * (self.states[-1] - self.states[0])
        return tuple((float(a), float(b)) for (a, b), jump in zip(pairwise(self.states), jumps, strict=True) if jump)

    def value(self, state: float | Floats) -> Floats:
        """Return the value between grid points, linearly interpolated.

        Raises
        ------
        OutsideDomain
            If a state is outside the grid.
        """
        states = np.asarray(state, dtype=float)
        if not ((states >= self.states[0]) & (states <= self.states[-1])).all():
            raise OutsideDomain(
                f"the grid reaches from {self.states[0]:g} to {self.states[-1]:g}; states outside it have no value here"
            )
        return np.asarray(np.interp(states, self.states, self.values))


def value_iteration(
    problem: OneStateProblem,
    at: Mapping[str | sp.Symbol, object],
    *,
    controls: tuple[float, float],
    states: int = 2001,
    choices: int = 201,
    step: float = 0.05,
    tolerance: float = 1e-9,
) -> GridSolution:
    """Solve a one-state problem on a grid.

    The control is kept for a short time; payoffs and dynamics over that time follow the midpoint rule, the value
    between grid points is interpolated linearly. The error is of order ``step**2 + spacing**2 / step``. A step that
    would leave the interval of states is not admissible: a stock that is used up gives nothing more. Only where every
    control leaves it, the step ends at the end of the interval.

    1. Evaluate the current policy exactly: one sparse linear system (Howard 1960).
    2. Improve it: in every state compare all controls on a grid, then finer and finer ones around the best.
    3. Repeat until the value stops rising.

    Parameters
    ----------
    problem : OneStateProblem
    at : mapping
        A number for every parameter, by name or symbol.
    controls : tuple of float
        The smallest and the largest control that are tried, within the problem's own bounds.
    states, choices : int
        How many states, and how many controls in the first comparison.
    step : float
        For how long a control is kept.
    tolerance : float
        By how much, relative to the largest value, the value may still rise in the last round.

    Returns
    -------
    GridSolution

    Raises
    ------
    DeclarationError
        If a range is empty, the controls go beyond the problem's bounds, or a payoff is undefined in some state.
    NotConverged
        If 200 rounds do not suffice.
    UnknownName, OutsideDomain
        If the point is not one of the problem's parameters.

    References
    ----------
    Howard (1960), Dynamic Programming and Markov Processes, MIT Press. Falcone & Ferretti (2013), Semi-Lagrangian
    Approximation Schemes, SIAM.

    Examples
    --------
    >>> from lsec_models import decisions, parameters
    >>> r = parameters("r", positive=True)
    >>> x, u = sp.Symbol("x"), decisions("u", real=True)
    >>> problem = OneStateProblem(state=x, control=u, payoff=-(u**2) / 2 - (x**2 - 1) ** 2 / 4, dynamics=u,
    ...                           discount=r, between=(-2, 2))
    >>> value_iteration(problem, {"r": 0.05}, controls=(-4, 4), states=402).thresholds
    ((-0.00498..., 0.00498...),)
    """
    fixed = problem.at(at)
    _check_sizes(states, choices, step)
    low, high = _control_range(fixed, controls)
    grid = np.linspace(float(fixed.between[0]), float(fixed.between[1]), states)
    move = _mover(fixed, grid, step)
    discount = float(np.exp(-float(fixed.discount) * step))
    tried = np.linspace(low, high, choices)
    payoffs, places, leaves = move(grid[:, None], tried[None, :])
    forced = np.asarray(leaves.all(axis=1))
    payoffs = np.where(leaves & ~forced[:, None], -np.inf, payoffs)
    _check_payoffs(payoffs, grid)

    values: Floats = np.zeros(states)
    for count in range(1, _ROUNDS + 1):
        policy = _improved(values, grid, discount, move, tried, payoffs, places, forced)
        before, values = values, _evaluated(policy, grid, discount, move)
        if count > 1 and np.max(np.abs(values - before)) <= tolerance * max(1.0, float(np.max(np.abs(values)))):
            _, after, _ = move(grid, policy)
            destinations = _destinations(after, grid)
            return GridSolution(
                states=grid, values=values, policy=policy, destinations=destinations, step=step, rounds=count
            )
    raise NotConverged(
        f"after {_ROUNDS} rounds the value still moves by {np.max(np.abs(values - before)):.1e}; raise tolerance=, or "
        "check that the problem has a finite value"
    )


Move = Callable[[Floats, Floats], tuple[Floats, Floats, Flags]]


def _check_sizes(states: int, choices: int, step: float) -> None:
    if states < 3 or choices < 3 or not 0 < step < np.inf:
        raise DeclarationError(
            f"states = {states}, choices = {choices}, step = {step}: a grid needs at least 3 states, 3 controls and "
            "a positive time step"
        )


def _control_range(problem: OneStateProblem, controls: tuple[float, float]) -> tuple[float, float]:
    low, high = (float(exact_number(end, "an end of controls")) for end in controls)
    bounds = problem.control_ends
    beyond = (bounds[0] is not None and low < float(bounds[0])) or (bounds[1] is not None and high > float(bounds[1]))
    if not low < high or beyond:
        raise DeclarationError(
            f"controls: from {low:g} to {high:g} is empty or goes beyond the bounds of {problem.control} "
            f"({bounds[0]}, {bounds[1]}); give (lowest, highest) within them"
        )
    return low, high


def _mover(problem: OneStateProblem, grid: Floats, step: float) -> Move:
    """Return the function from states and controls to the payoff over one step, the state after it, and who leaves.

    Whoever would be outside the interval after the step leaves it, and is put at its end.
    """
    evaluate = compiled([problem.state, problem.control], [problem.payoff, problem.dynamics])
    rate = float(problem.discount)
    weight = -np.expm1(-rate * step) / rate

    rounding = _ROUNDING * float(grid[-1] - grid[0])

    def move(states: Floats, controls: Floats) -> tuple[Floats, Floats, Flags]:
        _, slope = evaluate([states, controls])
        middle = np.clip(states + step / 2 * slope, grid[0], grid[-1])
        payoff, slope = evaluate([middle, controls])
        shape = np.broadcast_shapes(np.shape(states), np.shape(controls))
        target = np.broadcast_to(states + step * slope, shape)
        leaves = (target < grid[0] - rounding) | (target > grid[-1] + rounding)
        return np.broadcast_to(weight * payoff, shape), np.clip(target, grid[0], grid[-1]), leaves

    return move


def _check_payoffs(payoffs: Floats, grid: Floats) -> None:
    usable = np.isfinite(payoffs).any(axis=1)
    if not usable.all():
        raise DeclarationError(
            f"in state {grid[int(np.argmin(usable))]:g} the payoff is finite for none of the controls tried; change "
            "between= or controls="
        )


def _improved(
    values: Floats,
    grid: Floats,
    discount: float,
    move: Move,
    tried: Floats,
    payoffs: Floats,
    places: Floats,
    forced: Flags,
) -> Floats:
    """Return the best control in every state: the best on the grid of controls, then on finer ones around it."""
    best = tried[np.argmax(_worth(payoffs, places, values, grid, discount), axis=1)]
    radius = tried[1] - tried[0]
    for _ in range(_ZOOMS):
        near = np.clip(best[:, None] + radius * _FINER, tried[0], tried[-1])
        earned, after, leaves = move(grid[:, None], near)
        earned = np.where(leaves & ~forced[:, None], -np.inf, earned)
        worth = _worth(earned, after, values, grid, discount)
        best = near[np.arange(len(grid)), np.argmax(worth, axis=1)]
        radius = radius * (_FINER[1] - _FINER[0])
    return np.asarray(best)


def _worth(payoffs: Floats, places: Floats, values: Floats, grid: Floats, discount: float) -> Floats:
    worth = payoffs + discount * np.interp(places, grid, values)
    return np.where(np.isnan(worth), -np.inf, worth)


def _evaluated(policy: Floats, grid: Floats, discount: float, move: Move) -> Floats:
    """Return the value of keeping to a policy for ever."""
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import spsolve

    payoffs, places, _ = move(grid, policy)
    size = len(grid)
    left = np.clip(np.searchsorted(grid, places, side="right") - 1, 0, size - 2)
    share = (places - grid[left]) / (grid[left + 1] - grid[left])
    rows = np.arange(size)
    moves = csc_array(
        (np.concatenate([1 - share, share]), (np.concatenate([rows, rows]), np.concatenate([left, left + 1]))),
        shape=(size, size),
    )
    return np.asarray(spsolve((eye_array(size) - discount * moves).tocsc(), payoffs))


def _destinations(after: Floats, grid: Floats) -> Floats:
    """Return where the policy leads, by composing the map of one step with itself again and again."""
    for _ in range(_DOUBLINGS):
        after = np.interp(after, grid, after)
    return after
