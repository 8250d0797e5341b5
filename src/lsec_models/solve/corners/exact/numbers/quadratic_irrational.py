"""Exact real numbers of the form a + b sqrt(d): where a mover stops because a quadratic of its decision vanishes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import floor
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.numbers.rational_roots import out_of_root
from lsec_models.solve.corners.exact.numbers import algebraic
from lsec_models.solve.corners.exact.numbers.algebraic import Algebraic
from lsec_models.solve.corners.exact.unresolved import Unresolved


@dataclass(frozen=True, eq=False)
class QuadraticIrrational:
    """The number ``a + b sqrt(d)``, d a positive integer that is not a square, b different from zero."""

    a: flint.fmpq
    b: flint.fmpq
    d: int

    def __add__(self, other: Any) -> Any:
        if isinstance(other, QuadraticIrrational):
            if self.d != other.d:
                return self.algebraic() + other.algebraic()
            return surd(self.a + other.a, self.b + other.b, self.d)
        if isinstance(other, flint.fmpq | int):
            return QuadraticIrrational(self.a + other, self.b, self.d)
        return NotImplemented

    __radd__ = __add__

    def __neg__(self) -> QuadraticIrrational:
        return QuadraticIrrational(-self.a, -self.b, self.d)

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, QuadraticIrrational):
            if self.d != other.d:
                return self.algebraic() * other.algebraic()
            return surd(self.a * other.a + self.b * other.b * self.d, self.a * other.b + self.b * other.a, self.d)
        if isinstance(other, flint.fmpq | int):
            return surd(self.a * other, self.b * other, self.d)
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, QuadraticIrrational):
            norm = other.a * other.a - other.b * other.b * other.d
            return self * QuadraticIrrational(other.a / norm, -other.b / norm, other.d)
        if isinstance(other, flint.fmpq | int):
            return QuadraticIrrational(self.a / other, self.b / other, self.d)
        return NotImplemented

    def __rtruediv__(self, other: Any) -> Any:
        norm = self.a * self.a - self.b * self.b * self.d
        return QuadraticIrrational(self.a / norm, -self.b / norm, self.d) * other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QuadraticIrrational) and (self.a, self.b, self.d) == (other.a, other.b, other.d)

    def __hash__(self) -> int:
        return hash((int(self.a.p), int(self.a.q), int(self.b.p), int(self.b.q), self.d))

    def __float__(self) -> float:
        return float(self.expression())

    def expression(self) -> sp.Expr:
        """Return the number as a SymPy expression."""
        a, b = (sp.Rational(int(x.p), int(x.q)) for x in (self.a, self.b))
        return a + b * sp.sqrt(self.d)

    def algebraic(self) -> Algebraic:
        """Return the number as one that may meet other roots."""
        return Algebraic.of(algebraic.square_root(Algebraic.of(self.d)) * self.b + self.a)

    def sign(self) -> int:
        """Return -1 or 1: the number is never zero."""
        first, second = _sign(self.a), _sign(self.b)
        if first in (0, second):
            return second
        larger = self.a * self.a - self.b * self.b * self.d
        return first if larger > 0 else second


def surd(a: flint.fmpq, b: flint.fmpq, d: int) -> Any:
    """Return ``a + b sqrt(d)``, as a rational number where it is one."""
    return a if b == 0 else QuadraticIrrational(a, b, d)


@lru_cache(maxsize=4096)
def square_root(value: flint.fmpq) -> Any:
    """Return the square root of a positive rational number."""
    outside, radicand = out_of_root(int(value.p * value.q))
    root = flint.fmpq(outside, value.q)
    return root if radicand == 1 else QuadraticIrrational(flint.fmpq(0), root, radicand)


def quadratic_roots(square: Any, slope: Any, constant: Any) -> list[Any]:
    """Return the real roots of ``square x**2 + slope x + constant``, ascending; none if all coefficients vanish."""
    if sign(square) == 0:
        return [] if sign(slope) == 0 else [-constant / slope]
    radicand = slope * slope - square * constant * 4
    if sign(radicand) < 0:
        return []
    if sign(radicand) == 0:
        return [-slope / (square * 2)]
    if not isinstance(radicand, flint.fmpq | QuadraticIrrational | Algebraic):
        raise Unresolved("an answer changes beyond all bounds")
    root = square_root(radicand) if isinstance(radicand, flint.fmpq) else algebraic.square_root(Algebraic.of(radicand))
    found = [(-slope - root) / (square * 2), (-slope + root) / (square * 2)]
    return found if sign(square) > 0 else found[::-1]


def sign(value: Any) -> int:
    """Return -1, 0 or 1."""
    return _sign(value) if isinstance(value, flint.fmpq) else int(value.sign())


class Order:
    """Orders exact numbers."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: Order) -> bool:
        return sign(self.value - other.value) < 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Order) and sign(self.value - other.value) == 0

    __hash__ = None  # type: ignore[assignment]


def as_number(value: Any) -> sp.Expr:
    """Return an exact real number as a SymPy number."""
    return sp.Rational(int(value.p), int(value.q)) if isinstance(value, flint.fmpq) else value.expression()


def between(low: Any, high: Any) -> flint.fmpq:
    """Return a rational number strictly between two real numbers, a simple one."""
    bits = 0
    while True:
        scale = 2**bits
        candidate = flint.fmpq(_floor(low * scale) + 1, scale)
        if sign(high - candidate) > 0:
            return candidate
        bits += 1


def _floor(value: Any) -> int:
    if isinstance(value, flint.fmpq):
        return int(value.p) // int(value.q)
    guess = floor(float(value))
    while sign(value - guess) < 0:
        guess -= 1
    while sign(value - (guess + 1)) >= 0:
        guess += 1
    return guess


def _sign(value: flint.fmpq) -> int:
    return int(value > 0) - int(value < 0)
