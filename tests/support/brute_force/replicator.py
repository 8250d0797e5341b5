"""The replicator dynamics in floats, from their definition and without a line of the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares

Vector = NDArray[np.float64]


class Replicator:
    """Populations that are matched at random: of a single one pairs, of several one member of each.

    `tables` has an array for each population; of a single one, own strategies are the rows.
    """

    def __init__(self, tables: Sequence[Any]) -> None:
        self.tables = [np.asarray(table, dtype=float) for table in tables]
        single = len(self.tables) == 1
        self.sizes = [self.tables[0].shape[0]] if single else list(self.tables[0].shape)

    def split(self, shares: Vector) -> list[Vector]:
        return np.split(shares, np.cumsum(self.sizes)[:-1])

    def earned(self, shares: Vector) -> list[Vector]:
        parts = self.split(shares)
        if len(self.tables) == 1:
            return [self.tables[0] @ parts[0]]
        found = []
        for p, table in enumerate(self.tables):
            earned = np.moveaxis(table, p, 0)
            for other in reversed([parts[q] for q in range(len(parts)) if q != p]):
                earned = earned @ other
            found.append(earned)
        return found

    def speed(self, shares: Vector) -> Vector:
        parts = self.split(shares)
        return np.concatenate([x * (f - x @ f) for x, f in zip(parts, self.earned(shares), strict=True)])

    def eigenvalues(self, shares: Vector, step: float = 1e-6) -> NDArray[np.complex128]:
        """Return the eigenvalues among changes that keep the sum of each population's shares, by differences."""
        directions = []
        for start, size in zip(np.cumsum([0, *self.sizes[:-1]]), self.sizes, strict=True):
            for i in range(1, size):
                direction = np.zeros(sum(self.sizes))
                direction[start + i], direction[start] = 1.0, -1.0
                directions.append((start + i, direction))
        columns = [(self.speed(shares + step * d) - self.speed(shares - step * d)) / (2 * step) for _, d in directions]
        rows = [place for place, _ in directions]
        return np.linalg.eigvals(np.array(columns).T[rows])

    def starts(self, rng: Random, count: int) -> Iterator[Vector]:
        for _ in range(count):
            parts = [np.array([rng.expovariate(1.0) for _ in range(size)]) for size in self.sizes]
            yield np.concatenate([part / part.sum() for part in parts])

    def roots(self, rng: Random, count: int) -> Iterator[Vector]:
        """Yield shares at which a root finder, started at random, comes to rest; some of them several times."""
        for start in self.starts(rng, count):

            def residual(shares: Vector) -> Vector:
                sums = [part.sum() - 1 for part in self.split(shares)]
                return np.concatenate([self.speed(shares), sums])

            found = least_squares(residual, start, method="lm", xtol=1e-14, ftol=1e-14, gtol=1e-14)
            if np.abs(residual(found.x)).max() < 1e-11 and found.x.min() > -1e-9:
                yield found.x

    def path(self, start: Vector, until: float = 150.0) -> tuple[Vector, Vector]:
        """Return the shares on a path at half time and at the end; logarithms keep shares near zero exact."""

        def logarithmic(_: float, logs: Vector) -> Vector:
            earned = self.earned(self._shares(logs))
            return np.concatenate([f - x @ f for x, f in zip(self.split(self._shares(logs)), earned, strict=True)])

        path = solve_ivp(
            logarithmic, (0, until), np.log(start), method="LSODA", t_eval=[until / 2, until], rtol=1e-7, atol=1e-8
        )
        return self._shares(path.y[:, 0]), self._shares(path.y[:, 1])

    def settled(self, start: Vector) -> Vector | None:
        """Return where a path comes to rest; None where it is not seen to, or lingers while a tiny share grows."""
        half, end = self.path(start)
        parts = zip(self.split(end), self.earned(end), strict=True)
        growing = max((earned - x @ earned).max() for x, earned in parts)
        rests = np.abs(end - half).max() < 1e-6 and np.abs(self.speed(end)).max() < 1e-8
        return end if rests and growing < 1e-6 else None

    def _shares(self, logs: Vector) -> Vector:
        return np.concatenate([_normalised(part) for part in self.split(logs)])


def _normalised(logs: Vector) -> Vector:
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def random_tables(rng: Random, sizes: Sequence[int], largest: int = 6) -> list[Any]:
    """Return integer payoffs; of a single population, one square table."""
    shape = (*sizes, *sizes) if len(sizes) == 1 else tuple(sizes)
    return [
        np.array([rng.randint(-largest, largest) for _ in range(int(np.prod(shape)))]).reshape(shape) for _ in sizes
    ]
