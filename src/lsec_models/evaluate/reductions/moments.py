"""How many points have a value, and the least, the greatest and the mean of the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import xarray as xr

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.plan import STRUCTURE, SweepPlan
from lsec_models.evaluate.reductions.reduction import Part, State


@dataclass(frozen=True)
class Count:
    """At how many points there is a value."""

    word: ClassVar[str] = "count"

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:  # noqa: ARG002
        """Return the numbers, by equilibrium."""
        return (np.count_nonzero(~np.isnan(part.field.values[quantity]), axis=(1, 2)),)

    def joined(self, one: State, other: State) -> State:
        """Return the sums."""
        return (one[0] + other[0],)

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the numbers as one variable."""
        words = _attributes(plan, quantity, "points at which there is") | {"units": "points"}
        return {f"{quantity}_count": xr.Variable(STRUCTURE, state[0], words)}


@dataclass(frozen=True)
class Extreme:
    """The least (``"min"``) or the greatest (``"max"``) value; NaN where there is none."""

    word: str

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:  # noqa: ARG002
        """Return the values, by equilibrium."""
        return (self._of_two.reduce(part.field.values[quantity], axis=(1, 2)),)

    def joined(self, one: State, other: State) -> State:
        """Return the values of both."""
        return (self._of_two(one[0], other[0]),)

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the values as one variable."""
        words = "least" if self.word == "min" else "greatest"
        attributes = plan.quantities[quantity] | _attributes(plan, quantity, words)
        return {f"{quantity}_{self.word}": xr.Variable(STRUCTURE, state[0], attributes)}

    @property
    def _of_two(self) -> np.ufunc:
        return np.fmin if self.word == "min" else np.fmax


@dataclass(frozen=True)
class Mean:
    """The mean of all values; NaN where there is none.

    Blocks are added with what rounding takes off kept apart (Knuth's two-sum), so that a mean of 1e9 points is as good
    as one of a block.

    Raises
    ------
    DeclarationError
        By `variables`, if the sum is too large for floats.
    """

    word: ClassVar[str] = "mean"

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:  # noqa: ARG002
        """Return sums, what rounding has taken off them, and numbers of values, by equilibrium."""
        values = part.field.values[quantity]
        missing = np.isnan(values)
        with np.errstate(over="ignore"):
            total = np.where(missing, 0.0, values).sum(axis=(1, 2))
        return total, np.zeros_like(total), np.count_nonzero(~missing, axis=(1, 2))

    def joined(self, one: State, other: State) -> State:
        """Return the sums of both."""
        (left, lost_left, count_left), (right, lost_right, count_right) = one, other
        with np.errstate(all="ignore"):
            total = left + right
            part = total - left
            lost = (left - (total - part)) + (right - part)
        return total, lost_left + lost_right + lost, count_left + count_right

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the means as one variable."""
        total, lost, count = state
        if not np.isfinite(total).all():
            raise DeclarationError(
                f"the sum of {quantity} over all points is too large for floats; measure it in larger units"
            )
        with np.errstate(all="ignore"):
            mean = (total + lost) / count
        attributes = plan.quantities[quantity] | _attributes(plan, quantity, "mean")
        return {f"{quantity}_mean": xr.Variable(STRUCTURE, mean, attributes)}


def _attributes(plan: SweepPlan, quantity: str, words: str) -> dict[str, str]:
    return {"long_name": f"{words} {plan.quantities[quantity].get('long_name', quantity)}"}
