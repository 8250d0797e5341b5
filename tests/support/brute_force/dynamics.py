"""Logit, imitation with mutation and best responses in floats, from their definitions and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from brute_force.replicator import Replicator

Vector = NDArray[np.float64]


class Dynamics(Replicator):
    """Populations that move by one of the rules; see :class:`Replicator` for `tables`."""

    def __init__(self, tables: Sequence[Any], rule: str, number: float = 0.0) -> None:
        super().__init__(tables)
        self.rule, self.number = rule, number

    def speed(self, shares: Vector) -> Vector:
        if self.rule == "imitation":
            even = np.concatenate([np.full(size, 1 / size) for size in self.sizes])
            return super().speed(shares) + self.number * (even - shares)
        return np.concatenate(
            [self._chosen(f) - x for x, f in zip(self.split(shares), self.earned(shares), strict=True)]
        )

    def _chosen(self, earned: Vector) -> Vector:
        if self.rule == "logit":
            weights = np.exp((earned - earned.max()) / self.number)
            return weights / weights.sum()
        return np.eye(len(earned))[int(np.argmax(earned))]

    def roots(self, rng: Random, count: int) -> Iterator[Vector]:
        """Yield shares at which a root finder comes to rest inside, started at random."""
        for start in self.starts(rng, count):

            def residual(shares: Vector) -> Vector:
                return np.concatenate([self.speed(shares), [part.sum() - 1 for part in self.split(shares)]])

            found = least_squares(residual, start, method="lm", xtol=1e-14, ftol=1e-14, gtol=1e-14)
            if np.abs(residual(found.x)).max() < 1e-11 and found.x.min() > 0:
                yield found.x

    def after(self, shares: Vector, until: float, step: float = 0.002) -> Vector:
        """Return the shares after some time, by Euler's method."""
        for _ in range(int(until / step)):
            shares = shares + step * self.speed(shares)
        return shares

    def is_nash(self, shares: Vector) -> bool:
        pairs = zip(self.split(shares), self.earned(shares), strict=True)
        return all((f[x > 1e-12] >= f.max() - 1e-9).all() for x, f in pairs)
