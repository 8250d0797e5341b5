"""Levers over populations of two strategies by other means: log odds, an adaptive integrator, and random paths.

Nothing here knows shadow prices or grids of shares: a path is followed, and its cost is summed up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.integrate import solve_ivp

Gain = Callable[[np.ndarray, float], Sequence[float]]
Cost = Callable[[np.ndarray, float], float]


def cost_of_path(
    gains: Gain, cost: Cost, start: Sequence[float], levels: Sequence[float], horizon: float, discount: float = 0.0
) -> float:
    """Return what a path of levels costs.

    Parameters
    ----------
    gains : callable
        What the first strategy of each population earns more than its second, from the shares of the first ones and
        the lever.
    cost : callable
        Of a unit of time, from the same.
    start : sequence of float
        The shares of the first strategies.
    levels : sequence of float
        The lever in pieces of equal length.
    horizon, discount : float
    """
    odds = np.log(np.array(start) / (1 - np.array(start)))
    state, length = np.array([*odds, 0.0]), horizon / len(levels)
    for piece, level in enumerate(levels):

        def flow(time: float, now: np.ndarray, level: float = level) -> np.ndarray:
            shares = 1 / (1 + np.exp(-now[:-1]))
            return np.array([*gains(shares, level), np.exp(-discount * time) * cost(shares, level)])

        span = (piece * length, (piece + 1) * length)
        state = solve_ivp(flow, span, state, method="LSODA", rtol=1e-9, atol=1e-11).y[:, -1]
    return float(state[-1])


def cheapest_by_search(costs: Callable[[np.ndarray], float], low: float, high: float, pieces: int, seed: int) -> float:
    """Return what the cheapest path costs that random paths, improved one piece at a time, come to."""
    rng = np.random.default_rng(seed)
    drawn = [rng.uniform(low, high, pieces) for _ in range(12)] + [np.full(pieces, x) for x in (low, high)]
    best = min(drawn, key=costs)
    least, width = costs(best), (high - low) / 4
    while width > (high - low) / 100:
        better = False
        for piece in range(pieces):
            for step in (-width, width):
                moved = best.copy()
                moved[piece] = np.clip(moved[piece] + step, low, high)
                now = costs(moved)
                if now < least - 1e-12:
                    best, least, better = moved, now, True
        width = width if better else width / 2
    return least
