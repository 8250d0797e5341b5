"""Solving 10,000 points of a two-player LQ Nash game: the package against a plain SciPy script, point by point.

One state, two players with quadratic costs of their own. Both sides look for all solutions of the coupled algebraic
Riccati equations with a stable closed loop. The script calls ``scipy.optimize.fsolve`` from nine starts at each point,
keeps what converged and is stable, each solution once. Beside it stands a hurried script that trusts one start. Both
sides run in one process; the package's time includes deriving the equations. The ratios are what counts.

    python benchmarks/dynamics.py               # about half a minute
    python benchmarks/dynamics.py --quick       # a tenth of the points
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fsolve

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.symbols import states
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.feedback.riccati_grid import FeedbackGrid, solve_grid

Array = NDArray[np.float64]
Points = dict[str, Array]
Solutions = list[list[tuple[float, float]]]

POINTS = 10_000
NAMES = ("a", "b1", "b2", "q1", "q2", "r1", "r2", "rho")


def main() -> None:
    """Print times, their ratios, and how far the answers are apart."""
    warnings.simplefilter("ignore", RuntimeWarning)
    points = drawn(POINTS // 10 if "--quick" in sys.argv else POINTS)
    ours_time, grid = min((_timed(lambda: solve_grid(declared(), points)) for _ in range(3)), key=lambda run: run[0])
    script_time, all_found = _timed(lambda: script(points, [(x, y) for x in (0, -1, -5) for y in (0, -1, -5)]))
    hurried_time, one_found = _timed(lambda: script(points, [(0.0, 0.0)]))
    ours = _ours(grid)
    print(f"{len(points['a'])} points, {int(grid.count.sum())} solutions; seconds")
    print(f"{'lsec_models':32}{ours_time:8.3f}")
    for label, taken, found in (
        ("fsolve from nine starts", script_time, all_found),
        ("fsolve from one start", hurried_time, one_found),
    ):
        missed = sum(len(theirs) < len(mine) for theirs, mine in zip(found, ours, strict=True))
        extra = sum(len(theirs) > len(mine) for theirs, mine in zip(found, ours, strict=True))
        apart = _apart(found, ours)
        print(f"{label:32}{taken:8.3f}{taken / ours_time:8.1f}x   largest difference {apart:.1e}", end="")
        print(f"; points with a solution missed {missed}, with one more than ours {extra}")


def declared() -> DifferentialGame:
    a, b1, b2, q1, q2, r1, r2, rho = parameters(" ".join(NAMES), positive=True)
    x, (u, v) = states("x"), decisions("u v", real=True)
    return DifferentialGame(
        states={x: -a * x + b1 * u + b2 * v},
        players=[
            Player("one", decides=[u], payoff=-(q1 * x**2 + r1 * u**2) / 2),
            Player("two", decides=[v], payoff=-(q2 * x**2 + r2 * v**2) / 2),
        ],
        discount=rho,
        initial={x: 1},
    )


def drawn(count: int) -> Points:
    rng = np.random.default_rng(0)
    points = {name: np.exp(rng.uniform(-1.5, 1.5, count)) for name in NAMES}
    return points | {"rho": rng.uniform(0.01, 0.2, count)}


def script(points: Points, starts: list[tuple[float, float]]) -> Solutions:
    """Return the stabilising (P1, P2) of each point, the way one would write it without the package."""
    found: Solutions = []
    for i in range(len(points["a"])):
        a, b1, b2, q1, q2, r1, r2, rho = (float(points[name][i]) for name in NAMES)
        s1, s2 = b1 * b1 / r1, b2 * b2 / r2

        def riccati(p: Any, a: float = a, s1: float = s1, s2: float = s2, q: Any = (q1, q2), rho: float = rho) -> Any:
            closed = -a + s1 * p[0] + s2 * p[1]
            return [
                (2 * closed - rho) * p[0] - s1 * p[0] * p[0] - q[0],
                (2 * closed - rho) * p[1] - s2 * p[1] * p[1] - q[1],
            ]

        here: list[tuple[float, float]] = []
        for start in starts:
            p, _, flag, _ = fsolve(riccati, start, full_output=True, xtol=1e-12)
            solves = flag == 1 and max(map(abs, riccati(p))) < 1e-8 * (1 + max(abs(p)) ** 2)
            stable = -a + s1 * p[0] + s2 * p[1] < 0
            fresh = all(max(abs(p[0] - x), abs(p[1] - y)) > 1e-6 * (1 + abs(x) + abs(y)) for x, y in here)
            if solves and stable and fresh:
                here.append((float(p[0]), float(p[1])))
        found.append(here)
    return found


def _ours(grid: FeedbackGrid) -> Solutions:
    found: Solutions = [[] for _ in grid.count]
    for i, first, second in zip(grid.point, grid["value[one, x*x]"], grid["value[two, x*x]"], strict=True):
        found[i].append((float(first), float(second)))
    return found


def _apart(left: Solutions, right: Solutions) -> float:
    """Return the largest relative distance of a left solution from the closest right one."""
    gaps = [
        min((max(abs(p[0] - x), abs(p[1] - y)) / (1 + max(abs(x), abs(y))) for x, y in others), default=np.inf)
        for solutions, others in zip(left, right, strict=True)
        for p in solutions
    ]
    return max(gaps)


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


if __name__ == "__main__":
    main()
