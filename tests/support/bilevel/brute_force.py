"""The optimistic value of a linear-quadratic bilevel problem, by SciPy alone and by trying every active set.

The follower's objective is convex in its own decisions, so a reply is best exactly where multipliers exist, and those
that are not zero may be taken at constraints whose gradients are linearly independent. For each such set of constraints
the multipliers are affine in all decisions: what remains is a polyhedron of them, over which the leader's objective is
minimised. The least of these minima is the value. Nothing is shared with the solver of the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import sympy as sp
from scipy.linalg import null_space
from scipy.optimize import linprog, minimize

from bilevel.problem import BilevelProblem, read

_ZERO = 1e-9
_FEASIBLE = 1e-7
# Decisions without bounds are searched this far out; a minimum out there means that there is none.
_FAR = 1e5


@dataclass(frozen=True)
class Quadratic:
    """The function z' H z / 2 + g' z + c."""

    H: np.ndarray
    g: np.ndarray
    c: float

    def __call__(self, z: np.ndarray) -> float:
        return float(z @ self.H @ z / 2 + self.g @ z + self.c)

    def along(self, origin: np.ndarray, basis: np.ndarray) -> Quadratic:
        """The same function of t at origin + basis t."""
        return Quadratic(basis.T @ self.H @ basis, basis.T @ (self.H @ origin + self.g), self(origin))


@dataclass(frozen=True)
class Numbers:
    """A bilevel problem in floating point; constraints are A z <= b, the leader's decisions come first in z.

    Attributes
    ----------
    names : tuple of str
    leaders : int
        How many of the decisions are the leader's.
    leader, follower : Quadratic
    fixed : pair of arrays
        Constraints of the leader, and those of the follower in which it decides nothing.
    own : pair of arrays
        The other constraints of the follower.
    """

    names: tuple[str, ...]
    leaders: int
    leader: Quadratic
    follower: Quadratic
    fixed: tuple[np.ndarray, np.ndarray]
    own: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Found:
    """The least value of the leader's objective, and decisions with that value, by name."""

    value: float
    point: dict[str, float]


@lru_cache(None)
def numbers(problem: BilevelProblem) -> Numbers:
    """Return a problem in floating point."""
    names = (*problem.leader.split(), *problem.follower.split())
    # Real symbols, so that SymPy settles no sign on its own.
    symbols = {name: sp.Symbol(name, real=True) for name in names}
    z, leaders = list(symbols.values()), len(problem.leader.split())
    nonnegative = [name for name in names if name not in problem.real.split()]
    rows: dict[str, list[tuple[list[float], float]]] = {"leader": [], "follower": []}
    for owner, texts, own in (
        ("leader", problem.leader_constraints, names[:leaders]),
        ("follower", problem.follower_constraints, names[leaders:]),
    ):
        for relation in (*texts, *(f"{name} >= 0" for name in own if name in nonnegative)):
            parsed = read(relation, symbols)
            difference = sp.Poly(parsed.lts - parsed.gts, *z)
            if difference.total_degree() > 1:
                raise ValueError(f"{problem.name}: {relation} is not linear")
            row = [float(difference.coeff_monomial(symbol)) for symbol in z]
            in_it = any(row[leaders:])
            rows["follower" if owner == "follower" and in_it else "leader"].append(
                (row, -float(difference.coeff_monomial(1)))
            )
    follower = _quadratic(problem.follower_minimises, symbols)
    if np.linalg.eigvalsh(follower.H[leaders:, leaders:]).min() < -_ZERO:
        raise ValueError(f"{problem.name}: the follower's objective is not convex")
    return Numbers(
        names,
        leaders,
        _quadratic(problem.leader_minimises, symbols),
        follower,
        _matrix(rows["leader"], len(z)),
        _matrix(rows["follower"], len(z)),
    )


def optimistic(problem: BilevelProblem) -> Found:
    """Return the best that the leader can reach, if the follower breaks ties in its favour.

    Raises
    ------
    ValueError
        If no decisions are feasible, or the leader's objective has no minimum near enough to zero.
    """
    n = numbers(problem)
    best, where = np.inf, None
    for equal, inequal in _replies(n):
        z = _minimum(n.leader, equal, inequal)
        if z is not None and n.leader(z) < best - 1e-12:
            best, where = n.leader(z), z
    if where is None:
        raise ValueError(f"{problem.name}: nothing is feasible")
    if np.abs(where).max() > _FAR / 2:
        raise ValueError(f"{problem.name}: the leader's objective has no minimum nearby, {best} at {where}")
    return Found(best, dict(zip(n.names, where.tolist(), strict=True)))


def regret(problem: BilevelProblem, point: dict[str, float]) -> float:
    """Return how much the follower could gain at a point by another reply, by SciPy's own optimisers."""
    n = numbers(problem)
    z = np.array([point[name] for name in n.names])
    x, y = z[: n.leaders], z[n.leaders :]
    A, b = n.own
    within, room = A[:, n.leaders :], b - A[:, : n.leaders] @ x
    embedded = np.vstack([np.zeros((n.leaders, len(y))), np.eye(len(y))])
    own = n.follower.along(np.concatenate([x, np.zeros(len(y))]), embedded)
    if not own.H.any():
        answer = linprog(own.g, A_ub=within, b_ub=room + _FEASIBLE, bounds=(None, None), method="highs")
        assert answer.status == 0, answer.message
        return own(y) - (answer.fun + own.c)
    answer = minimize(
        own,
        y,
        jac=lambda t: own.H @ t + own.g,
        constraints={"type": "ineq", "fun": lambda t: room - within @ t, "jac": lambda _t: -within},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    return own(y) - float(answer.fun)


def infeasibility(problem: BilevelProblem, point: dict[str, float]) -> float:
    """Return by how much a point violates the constraint that it violates most; at most zero if it is feasible."""
    n = numbers(problem)
    z = np.array([point[name] for name in n.names])
    return max((float((A @ z - b).max()) for A, b in (n.fixed, n.own) if len(b)), default=0.0)


def _quadratic(text: str, symbols: dict[str, sp.Symbol]) -> Quadratic:
    z = list(symbols.values())
    expression = read(text, symbols)
    if sp.Poly(expression, *z).total_degree() > 2:
        raise ValueError(f"{text} is not quadratic")
    origin = dict.fromkeys(z, 0)
    gradient = [sp.diff(expression, symbol) for symbol in z]
    H = [[float(sp.diff(slope, symbol)) for symbol in z] for slope in gradient]
    return Quadratic(
        np.array(H), np.array([float(slope.subs(origin)) for slope in gradient]), float(expression.subs(origin))
    )


def _matrix(rows: list[tuple[list[float], float]], width: int) -> tuple[np.ndarray, np.ndarray]:
    return np.array([row for row, _ in rows]).reshape(len(rows), width), np.array([right for _, right in rows])


def _replies(n: Numbers) -> Iterator[tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]]:
    """Yield the polyhedra, as equations and inequalities, that the follower's best replies consist of."""
    A, b = n.own
    H, g = n.follower.H[n.leaders :], n.follower.g[n.leaders :]
    mine = A[:, n.leaders :]
    for size in range(H.shape[0] + 1):
        for chosen in map(list, combinations(range(len(b)), size)):
            active = mine[chosen]
            if size and np.linalg.matrix_rank(active, tol=_ZERO) < size:
                continue
            free = null_space(active, rcond=1e-12).T if size else np.eye(H.shape[0])
            # H z + g + active' multipliers = 0: its part along `free` has no multipliers in it.
            to_multipliers = -np.linalg.pinv(active.T) if size else np.zeros((0, H.shape[0]))
            yield (
                (np.vstack([A[chosen], free @ H]), np.concatenate([b[chosen], -free @ g])),
                (
                    np.vstack([A, n.fixed[0], -to_multipliers @ H]),
                    np.concatenate([b, n.fixed[1], to_multipliers @ g]),
                ),
            )


def _minimum(
    objective: Quadratic, equal: tuple[np.ndarray, np.ndarray], inequal: tuple[np.ndarray, np.ndarray]
) -> np.ndarray | None:
    """Return where a quadratic function is least on a polyhedron, or None if that is empty."""
    C, d = equal
    origin = np.linalg.lstsq(C, d, rcond=None)[0] if len(d) else np.zeros(C.shape[1])
    if np.abs(C @ origin - d).max(initial=0) > _FEASIBLE:
        return None
    basis = null_space(C, rcond=1e-12) if len(d) else np.eye(C.shape[1])
    size = C.shape[1]
    W = np.vstack([inequal[0], np.eye(size), -np.eye(size)]) @ basis
    w = np.concatenate([inequal[1], np.full(2 * size, _FAR)])
    w = w - np.vstack([inequal[0], np.eye(size), -np.eye(size)]) @ origin
    length = np.linalg.norm(W, axis=1)
    if (w[length < _ZERO] < -_FEASIBLE).any():
        return None
    W, w = W[length >= _ZERO], w[length >= _ZERO]
    length = length[length >= _ZERO]
    W, w = W / length[:, None], w / length
    here = objective.along(origin, basis)
    if not basis.shape[1]:
        return origin
    t = _least(here, W, w)
    return None if t is None else origin + basis @ t


def _least(objective: Quadratic, W: np.ndarray, w: np.ndarray) -> np.ndarray | None:
    """Return where a quadratic function is least subject to W t <= w, a bounded polyhedron."""
    scale = max(1.0, np.abs(objective.H).max())
    linear = np.abs(objective.H).max() < _ZERO
    least = linprog(objective.g if linear else 0 * objective.g, A_ub=W, b_ub=w, bounds=(None, None), method="highs")
    if least.status == 2:
        return None
    if least.status != 0:
        raise ValueError(least.message)
    if linear:
        return _nearest(np.vstack([W, objective.g]), np.append(w, least.fun + _ZERO * max(1.0, abs(least.fun))))
    if np.linalg.eigvalsh(objective.H).min() >= -_ZERO * scale:
        return _convex(objective, W, w, _nearest(W, w))
    return _any(objective, W, w)


def _nearest(W: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return a point with W t <= w whose coordinates are small, so that what does not matter stays near zero."""
    size = W.shape[1]
    answer = linprog(np.ones(2 * size), A_ub=np.hstack([W, -W]), b_ub=w, method="highs")
    if answer.status != 0:
        raise ValueError(answer.message)
    return answer.x[:size] - answer.x[size:]


def _convex(objective: Quadratic, W: np.ndarray, w: np.ndarray, start: np.ndarray) -> np.ndarray:
    answer = minimize(
        objective,
        start,
        jac=lambda t: objective.H @ t + objective.g,
        constraints={"type": "ineq", "fun": lambda t: w - W @ t, "jac": lambda _t: -W},
        method="SLSQP",
        options={"ftol": 1e-13, "maxiter": 1000},
    )
    if (W @ answer.x - w).max() > 1e-6:
        raise ValueError(f"no minimum found: {answer.message}")
    return _polished(objective, W, w, answer.x)


def _polished(objective: Quadratic, W: np.ndarray, w: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the stationary point on the face that an approximate minimum lies on, if it is feasible and no worse."""
    face = w - W @ near < 1e-5
    t = _stationary(objective, W[face], w[face])
    if t is None or (W @ t - w).max() > _FEASIBLE or objective(t) > objective(near) + 1e-6:
        return near
    return t


def _any(objective: Quadratic, W: np.ndarray, w: np.ndarray) -> np.ndarray | None:
    """Return the best of the stationary points of all faces: one of them is the minimum, convex or not."""
    best, where = np.inf, None
    for size in range(W.shape[1] + 1):
        for face in map(list, combinations(range(len(w)), size)):
            if size and np.linalg.matrix_rank(W[face], tol=1e-9) < size:
                continue
            t = _stationary(objective, W[face], w[face])
            if t is not None and (W @ t - w).max() <= _FEASIBLE and objective(t) < best - 1e-12:
                best, where = objective(t), t
    return where


def _stationary(objective: Quadratic, W: np.ndarray, w: np.ndarray) -> np.ndarray | None:
    """Return a stationary point of a function on the plane W t = w, if there is one."""
    size = W.shape[1]
    origin = np.linalg.lstsq(W, w, rcond=None)[0] if len(w) else np.zeros(size)
    basis = null_space(W, rcond=1e-9) if len(w) else np.eye(size)
    if not basis.shape[1]:
        return origin
    here = objective.along(origin, basis)
    s = np.linalg.lstsq(here.H, -here.g, rcond=1e-10)[0]
    if np.abs(here.H @ s + here.g).max() > 1e-7 * max(1.0, np.abs(here.g).max()):
        return None
    return origin + basis @ s
