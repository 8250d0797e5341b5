"""Numbers that may be infinitely large: polynomials in a quantity beyond all bounds.

Where nothing else bounds a decision it is kept below a bound R that is larger than every number. A payoff that grows
with R is unbounded, and comparisons are those that hold for all large R.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign


class Far:
    """The number ``c0 + c1 R + c2 R**2 + ...`` with a last coefficient that is not zero."""

    __slots__ = ("coefficients",)

    def __init__(self, coefficients: tuple[Any, ...]) -> None:
        self.coefficients = coefficients

    def __add__(self, other: Any) -> Any:
        return far(_added(self.coefficients, coefficients_of(other)))

    __radd__ = __add__

    def __neg__(self) -> Far:
        return Far(tuple(-c for c in self.coefficients))

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        mine, others = self.coefficients, coefficients_of(other)
        total: list[Any] = [mine[0] - mine[0]] * (len(mine) + len(others) - 1)
        for i, x in enumerate(mine):
            for j, y in enumerate(others):
                total[i + j] = total[i + j] + x * y
        return far(total)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return far([c / other for c in self.coefficients])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Far) and self.coefficients == other.coefficients

    def __hash__(self) -> int:
        return hash(self.coefficients)

    @property
    def degree(self) -> int:
        """The highest power of R."""
        return len(self.coefficients) - 1

    def sign(self) -> int:
        """Return the sign of the number for all large R."""
        return sign(self.coefficients[-1])


def far(coefficients: Sequence[Any]) -> Any:
    """Return a polynomial in R, as an ordinary number where it is constant."""
    kept = list(coefficients)
    while len(kept) > 1 and sign(kept[-1]) == 0:
        kept.pop()
    return kept[0] if len(kept) == 1 else Far(tuple(kept))


def beyond(stage: int) -> Any:
    """Return the bound beyond all numbers of a stage: that of a later stage is beyond every power of an earlier one."""
    return far([flint.fmpq(0)] * 3**stage + [flint.fmpq(1)])


def coefficients_of(value: Any) -> tuple[Any, ...]:
    """Return a number as the coefficients of a polynomial in R."""
    return value.coefficients if isinstance(value, Far) else (value,)


def is_finite(path: Sequence[Any]) -> bool:
    """Whether none of some numbers is beyond all numbers."""
    return not any(isinstance(x, Far) for x in path)


def _added(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    if len(first) < len(second):
        first, second = second, first
    return [x + second[i] if i < len(second) else x for i, x in enumerate(first)]
