"""Numbers with a tangent: how results of sums, products and quotients move with one of their arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tangent:
    """A number of any kind, and its derivative.

    Examples
    --------
    >>> x = Tangent(3.0, 1.0)
    >>> x * x / x + (-x) - x
    Tangent(value=-3.0, slope=-1.0)
    """

    value: Any
    slope: Any

    def __add__(self, other: Tangent) -> Tangent:
        return Tangent(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: Tangent) -> Tangent:
        return Tangent(self.value - other.value, self.slope - other.slope)

    def __neg__(self) -> Tangent:
        return Tangent(-self.value, -self.slope)

    def __mul__(self, other: Tangent) -> Tangent:
        return Tangent(self.value * other.value, self.value * other.slope + self.slope * other.value)

    def __truediv__(self, other: Tangent) -> Tangent:
        quotient = self.value / other.value
        return Tangent(quotient, (self.slope - quotient * other.slope) / other.value)
