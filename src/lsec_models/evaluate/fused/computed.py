"""What a graph is over a block, with bounds that say of most values at once that all of them are finite."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isfinite, sqrt

import numpy as np

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.block_steps import Step
from lsec_models.evaluate.fused.expression_graph import (
    ABSOLUTE,
    ADD,
    MULTIPLY,
    RECIPROCAL,
    ROOT,
    SUBTRACT,
    Place,
)

# What of the bound of these is known from the numbers alone, of which the smallest matters.
BOUNDED_BY_VALUES = (RECIPROCAL, ROOT)


class Computed:
    """The values of a graph over a block, as arrays that broadcast to it.

    No value is greater in absolute terms than its bound, which follows from the bounds of what it is computed from, as
    rounding never turns the order of two numbers round. A bound that is not finite says nothing.

    Parameters
    ----------
    values : dict from int to array
        What is known before the block is gone through; what is computed is entered there.
    bounds : dict from int to float
        Of these, likewise.
    """

    def __init__(self, values: dict[Place, Floats], bounds: dict[Place, float]) -> None:
        self.values, self._bounds = values, bounds
        self._lows: dict[Place, float] = {}

    def __getitem__(self, place: Place) -> Floats:
        return self.values[place]

    def enter(self, place: Place, values: Floats) -> None:
        """Enter what is known at a place, with its bound."""
        self.values[place], self._bounds[place] = values, bound_of(values)

    def low(self, place: Place) -> float:
        """Return the least value at a place; NaN where one is."""
        if place not in self._lows:
            self._lows[place] = float(self.values[place].min())
        return self._lows[place]

    def is_finite(self, places: Iterable[Place]) -> bool:
        """Whether it is sure that all values at some places are finite."""
        return all(isfinite(self._bounds[place]) for place in places)

    def enter_bound_by_values(self, place: Place, operation: str, operand: Place) -> None:
        """Bound a reciprocal or a root before it is taken, which may be into the memory of its operand."""
        low = self.low(operand)
        if operation == RECIPROCAL:
            nearest = low if low > 0 else -float(self.values[operand].max())
            self._bounds[place] = 1 / nearest if nearest > 0 else inf
        else:
            self._bounds[place] = sqrt(float(self.values[operand].max())) if low >= 0 else inf

    def enter_bounds(self, steps: Iterable[Step]) -> None:
        """Bound all other operations, in their order."""
        bounds = self._bounds
        for place, operation, operands in steps:
            if operation == MULTIPLY:
                bounds[place] = bounds[operands[0]] * bounds[operands[1]]
            elif operation in (ADD, SUBTRACT):
                bounds[place] = bounds[operands[0]] + bounds[operands[1]]
            elif operation not in BOUNDED_BY_VALUES:
                bounds[place] = bounds[operands[0]] if operation == ABSOLUTE else inf


def bound_of(values: Floats) -> float:
    """Return the greatest absolute value; NaN where one is.

    Examples
    --------
    >>> bound_of(np.array([1.0, -3.0])), bound_of(np.array([1.0, np.nan]))
    (3.0, nan)
    """
    return float(np.abs(values).max())
