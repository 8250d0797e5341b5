"""From where decisions of a smooth game are looked for: scrambled Sobol points, or one in the middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.sobol_points import sobol_points
from lsec_models.solve.numerical.subgames.subgames import Subgames

STARTS, MOST_STARTS, BETWEEN = 4, 64, 16
LARGEST_START, FAR_START = 1e2, 1e12


def starts_at(
    subgames: Subgames, parameters: Mapping[str, Numbers], count: int, *, widest: float = LARGEST_START
) -> dict[str, Numbers]:
    """Return parameters and starts for all decisions: of each point so many, one after the other."""
    given = {name: np.repeat(value, count) for name, value in parameters.items()}
    points = len(next(iter(given.values()), np.zeros(count))) // count
    draws = sobol_points(len(subgames.game.decisions), count)
    ends = subgames.feasible.ends(given) if given else subgames.feasible.ends({"": np.zeros(count)})
    for decision, draw in zip(subgames.game.decisions, draws.T, strict=True):
        given[decision.name] = _starts(np.tile(draw, points), *ends[decision.name], widest)
    return given


def middle_start(subgames: Subgames, parameters: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return parameters and, at each point, one start for all decisions: in the middle of all others."""
    given, points = dict(parameters), len(next(iter(parameters.values()), np.zeros(1)))
    ends = subgames.feasible.ends(parameters or {"": np.zeros(1)})
    for decision in subgames.game.decisions:
        given[decision.name] = _starts(np.full(points, 0.5), *ends[decision.name], LARGEST_START)
    return given


def some_starts(subgames: Subgames, parameters: Mapping[str, Numbers], count: int = STARTS) -> dict[str, Numbers]:
    """Return parameters and a few starts for all decisions, one after the other at each point: the middle one first."""
    given = starts_at(subgames, parameters, count)
    for name, value in middle_start(subgames, parameters).items():
        given[name][::count] = value
    return given


def starts_between(found: Sequence[Mapping[str, Numbers]], names: Sequence[str]) -> dict[str, Numbers]:
    """Return starts on the way from each of several decisions at one point to each other one.

    Examples
    --------
    >>> starts_between([{"p": np.zeros(1)}, {"p": np.ones(1)}], ["p"])["p"][[0, -1]].round(3).tolist()
    [0.059, 0.941]
    """
    shares = np.arange(1, BETWEEN + 1) / (BETWEEN + 1)
    return {
        name: np.concatenate([one[name] + (other[name] - one[name]) * shares for one, other in combinations(found, 2)])
        for name in names
    }


def _starts(draw: Numbers, low: Numbers, high: Numbers, widest: float) -> Numbers:
    """Return starts for one decision, from numbers between 0 and 1."""
    if np.isfinite(low).all() and np.isfinite(high).all():
        return low + (high - low) * draw
    if (low == 0).all():
        return np.asarray(widest ** (2 * draw - 1))
    beyond: Numbers = np.sinh((2 * draw - 1) * np.arcsinh(widest))
    if np.isfinite(low).all():
        return np.asarray(low + np.abs(beyond))
    return np.asarray(high - np.abs(beyond)) if np.isfinite(high).all() else beyond
