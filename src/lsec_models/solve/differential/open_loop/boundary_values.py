"""Boundary-value problems of open-loop games: from the start of the stocks to the end of the game, or to rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint
import numpy as np
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball, balls
from lsec_models.errors import NoStabilisingSolution, NotConverged
from lsec_models.solve.differential.open_loop.canonical_system import OpenLoopSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Ends = Callable[[Array, Array], Array]

_TOLERANCE = 1e-8
_RELAXATIONS = 18.0
_NODES = 60
_NEWTON_STEPS = 60
_MOST_NODES = 20_000
_BITS = 2048
_LONGER = (1.0, 3.0, 10.0, 30.0, 100.0)
_SETTLED = 0.1


@dataclass(frozen=True, kw_only=True)
class SolvedPath:
    """States and costates over time.

    Attributes
    ----------
    system : OpenLoopSystem
    until : float
        The last time.
    solution : object
        What SciPy returns.
    """

    system: OpenLoopSystem
    until: float
    solution: Any

    def __call__(self, times: Array) -> Array:
        """Return the quantities of the system at times, one row each."""
        found = self.system.quantities(self.solution.sol(np.ravel(times)))
        return found.reshape(len(found), *np.shape(times))

    @property
    def nodes(self) -> tuple[Array, Array]:
        """The times of the grid, and the quantities there."""
        return self.solution.x, self.system.quantities(self.solution.y)

    def end(self, index: int) -> float:
        """Return a state or costate at the last time."""
        return float(self.solution.y[index, -1])


def path_until(label: str, system: OpenLoopSystem, horizon: float, near: SolvedPath | None = None) -> SolvedPath:
    """Return the path over a finite horizon.

    Parameters
    ----------
    label : str
        Of the game, for errors.
    system : OpenLoopSystem
    horizon : float
    near : SolvedPath, optional
        A path to begin the iteration with.

    Raises
    ------
    NotConverged
        If the boundary-value solver fails.
    """
    places, values = _begin(system)
    last = list(system.vanishing)

    def ends(first: Array, final: Array) -> Array:
        return np.concatenate([first[places] - values, final[last]])

    return _solved(label, system, horizon, ends, None if near is None else _Guess.of(near))


def path_to_rest(label: str, system: OpenLoopSystem, near: SolvedPath | None = None) -> SolvedPath:
    """Return the path into the steady state.

    The distance that is left in the end is annihilated by the left eigenvectors of all unstable eigenvalues.

    Raises
    ------
    NoStabilisingSolution
        If there is no steady state, or it has too few or too many stable directions.
    NotConverged
        If the boundary-value solver fails.
    """
    guess = np.zeros(system.size) if near is None else near.solution.y[:, -1].copy()
    places, values = _begin(system)
    if near is None:
        guess[places] = values
    rest, begun = _steady_state(system, guess), None if near is None else _Guess.of(near)
    if rest is None and near is None:
        rest, begun = _turnpike(label, system)
    if rest is None:
        raise NoStabilisingSolution(
            f"{label}: no steady state of states and costates was found; set a horizon, or other parameters"
        )
    eigenvalues, left = np.linalg.eig(np.asarray(system.jacobian(rest), dtype=float).T)
    unstable = eigenvalues.real > 0
    if int((~unstable).sum()) != len(places):
        raise NoStabilisingSolution(
            f"{label}: the steady state has {int((~unstable).sum())} stable direction(s) for {len(places)} "
            "state(s), so that no path, or more than one, leads there"
        )
    # Conjugate eigenvectors span the same plane as their real and imaginary parts.
    rows = np.concatenate([left[:, unstable].real.T, left[:, unstable].imag.T])
    basis = np.linalg.svd(rows)[2][: system.size - len(places)]
    until = _RELAXATIONS / float(np.abs(eigenvalues[~unstable].real).min())

    def ends(first: Array, last: Array) -> Array:
        return np.concatenate([first[places] - values, basis @ (last - rest)])

    return _solved(label, system, until, ends, begun)


def has_one_path(system: OpenLoopSystem, horizon: Fraction | None) -> bool:
    """Return whether the boundary conditions of a linear system are known to have exactly one solution, by intervals.

    Over a finite horizon what they leave of the exponential of the motion must be regular. Over an infinite one, there
    must be as many stable directions as given values at time 0, and those values must tell them apart.

    Parameters
    ----------
    system : OpenLoopSystem
        False is returned where it is not linear, or decisions may rest at bounds.
    horizon : Fraction or None
    """
    motion = sp.Matrix(list(system.moves)).jacobian(list(system.symbols))
    moved_by = {symbol for move in system.moves for symbol in move.free_symbols}
    if motion.free_symbols or not moved_by <= set(system.symbols):
        return False
    begun = list(system.begins)
    with flint.ctx.workprec(_BITS):
        matrix = balls(motion)
        if horizon is not None:
            free = [i for i in range(system.size) if i not in begun]
            moved = (matrix * ball(horizon)).exp().tolist()
            left = flint.arb_mat([[moved[i][j] for j in free] for i in system.vanishing])
            return bool(left.det() != 0)
        try:
            values, right = flint.acb_mat(matrix).eig(right=True)
        except ValueError:
            return False
        stable = [j for j, value in enumerate(values) if value.real < 0]
        if len(stable) != len(begun) or not all(value.real < 0 or value.real > 0 for value in values):
            return False
        rows = right.tolist()
        return not flint.acb_mat([[rows[i][j] for j in stable] for i in begun]).det().contains(0)


def _begin(system: OpenLoopSystem) -> tuple[list[int], Array]:
    return list(system.begins), np.array(list(system.begins.values()))


def _steady_state(system: OpenLoopSystem, rest: Array) -> Array | None:
    """Find where states and costates rest, by Newton's method; at once where they move linearly."""
    for _ in range(_NEWTON_STEPS):
        with np.errstate(all="ignore"):
            matrix, speeds = np.asarray(system.jacobian(rest), dtype=float), system.speeds(rest[:, None])[:, 0]
        if not (np.isfinite(matrix).all() and np.isfinite(speeds).all()):
            return None
        try:
            step = np.linalg.solve(matrix, speeds)
        except np.linalg.LinAlgError:
            return None
        rest = rest - step
        if np.abs(step).max() <= 1e-12 * max(1.0, float(np.abs(rest).max())):
            return rest
    return None


def _turnpike(label: str, system: OpenLoopSystem) -> tuple[Array | None, _Guess | None]:
    """Return a steady state at which a path over a long horizon spends its middle, and that path up to there."""
    near = None
    for horizon in _LONGER:
        try:
            near = path_until(label, system, horizon, near)
        except NotConverged:
            break
        middle = near.solution.sol(horizon / 2)
        rest = _steady_state(system, middle)
        if rest is not None and np.abs(rest - middle).max() <= _SETTLED * (1 + np.abs(middle).max()):
            times = np.linspace(0.0, 1.0, _NODES)
            return rest, _Guess(times=times, values=near.solution.sol(times * horizon / 2))
    return None, None


@dataclass(frozen=True, kw_only=True)
class _Guess:
    """What an iteration begins with: states and costates at shares of the time."""

    times: Array
    values: Array

    @classmethod
    def of(cls, path: SolvedPath) -> _Guess:
        """Return a path that is known."""
        return cls(times=path.solution.x / path.until, values=path.solution.y)


def _solved(label: str, system: OpenLoopSystem, until: float, ends: Ends, guess: _Guess | None) -> SolvedPath:
    from scipy.integrate import solve_bvp

    if guess is None:
        values = np.zeros((system.size, _NODES))
        places, begun = _begin(system)
        values[places] = begun[:, None]
        guess = _Guess(times=np.expm1(3 * np.linspace(0, 1, _NODES)) / np.expm1(3), values=values)

    def slopes(_: Array, y: Array) -> Array:
        return system.speeds(y)

    found = solve_bvp(slopes, ends, until * guess.times, guess.values, tol=_TOLERANCE, max_nodes=_MOST_NODES)
    if not found.success:
        raise NotConverged(f"{label}: the boundary-value problem of the open-loop equilibrium: {found.message}")
    return SolvedPath(system=system, until=until, solution=found)


def discounted(path: SolvedPath, flows: Mapping[str, int], rates: Mapping[str, float], *, for_ever: bool) -> Any:
    """Integrate discounted flows by Gauss and Legendre's rule between the nodes.

    Parameters
    ----------
    path : SolvedPath
    flows : mapping from player to int
        Which of the quantities is each player's payoff flow.
    rates : mapping from player to float
    for_ever : bool
        Whether the last flow goes on.

    Returns
    -------
    dict from str to float
    """
    nodes, weights = np.polynomial.legendre.leggauss(5)
    half = np.diff(path.solution.x) / 2
    times = (path.solution.x[:-1] + half)[:, None] + half[:, None] * nodes
    values, last = path(times.ravel()), path(np.array([path.until]))
    payoffs = {}
    for player, i in flows.items():
        rate = rates[player]
        flow = np.exp(-rate * times) * values[i].reshape(times.shape)
        payoffs[player] = float((flow * weights * half[:, None]).sum())
        if for_ever:
            payoffs[player] += float(np.exp(-rate * path.until) * last[i, 0] / rate)
    return payoffs
