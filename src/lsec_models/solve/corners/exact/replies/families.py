"""Decisions as affine functions of a few numbers, and quadratic functions of these numbers whose signs are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import coefficients_of
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.placed_pieces import Path

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)

# An affine function of some numbers: the constant first. A quadratic one: a symmetric matrix over (1, numbers).
Affine = list[Any]
Quadratic = list[list[Any]]


@dataclass(frozen=True, kw_only=True)
class ConicBranch:
    """One of the two branches of a curve in a plane, along which its first coordinate moves."""

    equation: Quadratic
    upper: bool


@dataclass(frozen=True, kw_only=True)
class QuadraticCondition:
    """A function that is at least zero, or positive; where there is a branch, a function of the plane along it."""

    function: Quadratic
    strict: bool
    branch: ConicBranch | None = None


def at_least_zero(functions: Iterable[Affine]) -> list[QuadraticCondition]:
    """Return the conditions that affine functions are at least zero."""
    return [QuadraticCondition(function=as_quadratic(function), strict=False) for function in functions]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Decisions as affine functions of a few numbers."""

    path: tuple[Affine, ...]

    @property
    def width(self) -> int:
        """How many numbers."""
        return len(self.path[0]) - 1

    def at(self, place: Sequence[Any]) -> Path:
        """Return the path at one place."""
        return tuple(affine_value(entry, place) for entry in self.path)


def affine_value(function: Affine, place: Sequence[Any]) -> Any:
    """Return an affine function at a place."""
    total = function[0]
    for coefficient, s in zip(function[1:], place, strict=True):
        if sign(coefficient) != 0:
            total = total + coefficient * s
    return total


def quadratic_at(function: Quadratic, place: Sequence[Any]) -> Any:
    """Return a quadratic function at a place."""
    return affine_value([affine_value(row, place) for row in function], place)


def as_quadratic(function: Affine) -> Quadratic:
    """Return an affine function as a quadratic one."""
    size = len(function)
    half = [function[0], *(x / 2 for x in function[1:])]
    return [half, *([half[i], *[_ZERO] * (size - 1)] for i in range(1, size))]


def leading(function: Quadratic) -> Quadratic:
    """Return the coefficient of the highest power of a bound beyond all numbers: its sign counts."""
    parts = [[coefficients_of(x) for x in row] for row in function]
    if all(len(c) == 1 for row in parts for c in row):
        return function
    for power in reversed(range(max(len(c) for row in parts for c in row))):
        part = [[c[power] if power < len(c) else _ZERO for c in row] for row in parts]
        if any(sign(x) != 0 for row in part for x in row):
            return part
    return [[_ZERO] * len(function) for _ in function]


def keeping(function: Quadratic, place: Sequence[Any]) -> QuadraticCondition:
    """Return that a function keeps the sign that it has at a place."""
    if sign(quadratic_at(function, place)) < 0:
        function = [[-x for x in row] for row in function]
    return QuadraticCondition(function=function, strict=True)


def composed(function: Quadratic, path: Sequence[Affine], width: int) -> Quadratic:
    """Return a quadratic function of decisions, the constant last, where these are affine functions of some numbers."""
    size = width + 1
    vector = [*path, [_ONE, *[_ZERO] * width]]
    total: Quadratic = [[_ZERO] * size for _ in range(size)]
    for left, row in zip(vector, function, strict=True):
        inner: Affine = [_ZERO] * size
        for right, entry in zip(vector, row, strict=True):
            if entry != 0:
                inner = [x + y * entry for x, y in zip(inner, right, strict=True)]
        for i, x in enumerate(left):
            for j, y in enumerate(inner):
                total[i][j] = total[i][j] + x * y
    return [[(total[i][j] + total[j][i]) / 2 for j in range(size)] for i in range(size)]
