"""Whether rest points that are called stable are, by the eigenvalues of a Jacobian that is made of differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.games.evolutionary.at_point import Stability

STEP, MARGIN = 1e-6, 1e-4


def stability_refuted(solved: Any, points: Sequence[Mapping[sp.Symbol, Any]]) -> tuple[int, int]:
    """Return how many rest points of two strategies a population were judged, and of how many the word is wrong."""
    game = solved.game
    names = {population: list(strategies) for population, strategies in game.populations.items()}
    symbols = sorted(game.parameters, key=str)
    compiled = {population: sp.lambdify(symbols, list(_flat(game.payoffs[population]))) for population in names}
    judged = wrong = 0
    for point in points:
        numbers = [float(point[symbol]) for symbol in symbols]
        shape = tuple(len(strategies) for strategies in names.values())
        tables = [np.array(compiled[population](*numbers), dtype=float).reshape(shape) for population in names]
        for rest in solved.at(point):
            shares = np.array([float(rest.shares[strategies[0]]) for strategies in names.values()])
            jacobian = np.stack([_change(tables, shares, i) for i in range(len(shares))], axis=1)
            largest = np.linalg.eigvals(jacobian).real.max()
            if abs(largest) > MARGIN * np.abs(jacobian).max():
                judged += 1
                wrong += (largest < 0) != (rest.stability is Stability.ASYMPTOTICALLY_STABLE)
    return judged, wrong


def _change(tables: Sequence[np.ndarray], shares: np.ndarray, place: int) -> np.ndarray:
    up, down = shares.copy(), shares.copy()
    up[place] += STEP
    down[place] -= STEP
    return (_speed(tables, up) - _speed(tables, down)) / (2 * STEP)


def _speed(tables: Sequence[np.ndarray], shares: np.ndarray) -> np.ndarray:
    """Return how fast the first share of each population grows by the replicator equation."""
    found = []
    for place, table in enumerate(tables):
        earned = table
        for other in reversed(range(len(shares))):
            if other != place:
                mixed = np.array([shares[other], 1 - shares[other]])
                earned = np.tensordot(earned, mixed, axes=(other, 0))
        found.append(shares[place] * (1 - shares[place]) * (earned[0] - earned[1]))
    return np.array(found)


def _flat(table: Any) -> Iterator[Any]:
    if isinstance(table, tuple | list):
        for part in table:
            yield from _flat(part)
    else:
        yield table
