"""What a graph is over a block, with bounds that say of most values at once that all of them are finite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isfinite, sqrt

import numpy as np

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.expression_graph import (
    ABSOLUTE,
    ADD,
    MULTIPLY,
    RECIPROCAL,
    ROOT,
    SUBTRACT,
    Place,
)


class Computed:
    """The values of a graph over a block, as arrays that broadcast to it.

    No value is greater in absolute terms than its bound, which follows from the bounds of what it is computed from, as
    rounding never turns the order of two numbers round. A bound that is not finite says nothing.

    Parameters
    ----------
    values : mapping from int to array
        What is known before the block is gone through.
    bounds : mapping from int to float
        Of these.
    """

    def __init__(self, values: Mapping[Place, Floats], bounds: Mapping[Place, float]) -> None:
        self.values, self._bounds = dict(values), dict(bounds)
        self._lows: dict[Place, float] = {}

    def __getitem__(self, place: Place) -> Floats:
        return self.values[place]

    def low(self, place: Place) -> float:
        """Return the least value at a place; NaN where one is."""
        if place not in self._lows:
            self._lows[place] = float(self.values[place].min())
        return self._lows[place]

    def is_finite(self, places: Iterable[Place]) -> bool:
        """Whether it is sure that all values at some places are finite."""
        return all(isfinite(self._bounds[place]) for place in places)

    def enter_bound(self, place: Place, operation: str, operands: Sequence[Place]) -> None:
        """Bound an operation before it is done: its operands are all there, whose memory it may take."""
        size, *others = (self._bounds[operand] for operand in operands)
        if operation == MULTIPLY:
            bound = size * others[0]
        elif operation in (ADD, SUBTRACT):
            bound = size + others[0]
        elif operation == RECIPROCAL:
            nearest = self._distance_from_zero(operands[0])
            bound = 1 / nearest if nearest > 0 else inf
        elif operation == ROOT:
            bound = sqrt(size) if self.low(operands[0]) >= 0 else inf
        else:
            bound = size if operation == ABSOLUTE else inf
        self._bounds[place] = bound

    def _distance_from_zero(self, place: Place) -> float:
        """Return how near to zero values come that are all of one sign; zero of others."""
        low = self.low(place)
        return low if low > 0 else -float(self.values[place].max())


def bound_of(values: Floats) -> float:
    """Return the greatest absolute value; NaN where one is.

    Examples
    --------
    >>> bound_of(np.array([1.0, -3.0])), bound_of(np.array([1.0, np.nan]))
    (3.0, nan)
    """
    return float(np.abs(values).max())
