"""Levers that are simpler than a path: the best constant, and the best one that follows a share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lsec_models.games.control.lever_path import ConstantLever, FollowingLever
from lsec_models.solve.control.steered_populations import Array, SteeredPopulations
from lsec_models.solve.control.transcribed_path import STEPS

CONSTANTS = 101
_SIDE = 25
_EVALUATIONS = 400
_WIDTH = 1e-6
_ROUNDED = 1e-10


def best_constant(steered: SteeredPopulations, pieces: int) -> ConstantLever:
    """Return the best constant level: of a grid, and then by Brent's method between its neighbours."""
    from scipy.optimize import minimize_scalar

    grid = np.linspace(steered.low, steered.high, CONSTANTS)
    costs = cost_of_constants(steered, grid, pieces)
    least = int(np.argmin(np.nan_to_num(costs, nan=np.inf)))
    ends = float(grid[max(least - 1, 0)]), float(grid[min(least + 1, len(grid) - 1)])
    polished = minimize_scalar(
        lambda level: float(cost_of_constants(steered, np.array([level]), pieces)[0]),
        bounds=ends,
        method="bounded",
        options={"xatol": _WIDTH * (steered.high - steered.low)},
    )
    if polished.fun < costs[least]:
        return ConstantLever(level=float(polished.x), cost=float(polished.fun))
    return ConstantLever(level=float(grid[least]), cost=float(costs[least]))


def cost_of_constants(steered: SteeredPopulations, levels: Array, pieces: int) -> Array:
    """Return what constant levels cost."""
    _, costs = steered.followed(lambda _, __: levels, pieces, STEPS)
    return np.asarray(costs + np.zeros(len(levels)))


def cost_scale(steered: SteeredPopulations, pieces: int) -> float:
    """Return what differences of costs are measured against: how much more a median constant costs than the best.

    What is paid whatever the lever does not enter, nor the unit of costs, nor poles at some levels. It is not below
    rounding errors; 1 where nothing costs anything.
    """
    costs = cost_of_constants(steered, np.linspace(steered.low, steered.high, CONSTANTS), pieces)
    costs = costs[np.isfinite(costs)]
    if not costs.size:
        return 1.0
    middle = float(np.median(costs))
    return max(middle - float(costs.min()), _ROUNDED * abs(middle)) or 1.0


def best_following(steered: SteeredPopulations, share: str, pieces: int, scale: float) -> tuple[FollowingLever, Array]:
    """Return the best lever ``base + slope * share``, kept between the ends, and its levels in the middle of pieces.

    A grid of both numbers, and then the simplex method of Nelder and Mead; costs are measured against a scale.
    """
    from scipy.optimize import minimize

    width = steered.high - steered.low
    bases, slopes = np.meshgrid(
        np.linspace(steered.low - width, steered.high, _SIDE), np.linspace(-2 * width, 2 * width, _SIDE)
    )
    law = steered.share(share)

    def lever(base: Any, slope: Any) -> Callable[[int, list[Any]], Any]:
        return lambda _, shares: np.clip(base + slope * law(*shares), steered.low, steered.high)

    _, costs = steered.followed(lever(bases.ravel(), slopes.ravel()), pieces, STEPS)
    least = int(np.argmin(np.nan_to_num(costs, nan=np.inf)))
    polished = minimize(
        lambda pair: float(steered.followed(lever(*pair), pieces, STEPS)[1]) / scale,
        [bases.ravel()[least], slopes.ravel()[least]],
        method="Nelder-Mead",
        options={"maxfev": _EVALUATIONS, "xatol": _WIDTH * width, "fatol": 1e-12},
    )
    base, slope = map(float, polished.x)
    path, _ = steered.followed(lever(base, slope), pieces, STEPS)
    ends = np.array([float(lever(base, slope)(0, shares)) for shares in path])
    following = FollowingLever(share=share, base=base, slope=slope, cost=float(polished.fun) * scale)
    return following, (ends[:-1] + ends[1:]) / 2
