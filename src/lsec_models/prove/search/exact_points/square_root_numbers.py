"""Numbers u + v*sqrt(d) with rational u and v: exact where a claim with one square root turns into an equality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction, to_sympy
from lsec_models.algebra.numbers.rational_roots import rational_root
from lsec_models.algebra.polynomials.ring import Polynomial, Ring


@dataclass(frozen=True)
class SquareRootNumber:
    """The number ``rational + irrational * sqrt(radicand)``.

    Examples
    --------
    >>> root = SquareRootNumber(Fraction(0), Fraction(1), Fraction(2))
    >>> (root * root).sign(), (root - SquareRootNumber(Fraction(3, 2), Fraction(0), Fraction(2))).sign()
    (1, -1)
    """

    rational: Fraction
    irrational: Fraction
    radicand: Fraction

    def __add__(self, other: SquareRootNumber) -> SquareRootNumber:
        return SquareRootNumber(self.rational + other.rational, self.irrational + other.irrational, self.radicand)

    def __sub__(self, other: SquareRootNumber) -> SquareRootNumber:
        return SquareRootNumber(self.rational - other.rational, self.irrational - other.irrational, self.radicand)

    def __mul__(self, other: SquareRootNumber) -> SquareRootNumber:
        rational = self.rational * other.rational + self.irrational * other.irrational * self.radicand
        irrational = self.rational * other.irrational + self.irrational * other.rational
        return SquareRootNumber(rational, irrational, self.radicand)

    def sign(self) -> int:
        """Return -1, 0 or 1."""
        u, v = self.rational, self.irrational
        larger = u if u * u >= v * v * self.radicand else v
        return 0 if u * u == v * v * self.radicand and u * v <= 0 else (larger > 0) - (larger < 0)

    def expression(self) -> sp.Expr:
        """Return the number as SymPy writes it."""
        u, v, d = (to_sympy(x) for x in (self.rational, self.irrational, self.radicand))
        return u + v * sp.sqrt(d)


def sign_at(ring: Ring, point: Mapping[sp.Symbol, SquareRootNumber], polynomial: Polynomial) -> int:
    """Return the sign of a polynomial at a point of such numbers."""
    terms = [_term(ring, powers, coefficient, point, None) for powers, coefficient in polynomial.terms()]
    return reduce(add, terms).sign() if terms else 0


def roots_along(
    ring: Ring, polynomial: Polynomial, point: Mapping[sp.Symbol, SquareRootNumber], symbol: sp.Symbol
) -> Iterator[SquareRootNumber]:
    """Yield the roots u + v*sqrt(d) of a polynomial on the line through a point along one coordinate.

    1. On the line it is f = g + h*sqrt(d), with g and h over the rationals; the norm is g**2 - d*h**2.
    2. A root u + v*sqrt(d) of f is a root of the norm, there with a minimal polynomial of degree one or two.
    3. Each such root of the norm is inserted into f.
    """
    i, radicand = ring.index[symbol], next(iter(point.values())).radicand
    parts: dict[int, list[SquareRootNumber]] = {}
    for powers, coefficient in polynomial.terms():
        parts.setdefault(int(powers[i]), []).append(_term(ring, powers, coefficient, point, symbol))
    line = [
        reduce(add, parts[n]) if n in parts else SquareRootNumber(Fraction(0), Fraction(0), radicand)
        for n in range(max(parts) + 1)
    ]
    even, odd = (_univariate([getattr(c, part) for c in line]) for part in ("rational", "irrational"))
    norm = even * even - odd * odd * to_fmpq(radicand)
    for irreducible, _ in norm.factor()[1] if norm.degree() > 0 else ():
        for root in _roots(irreducible, radicand):
            if sign_at(ring, {**point, symbol: root}, polynomial) == 0:
                yield root


def _term(
    ring: Ring,
    powers: tuple[int, ...],
    coefficient: int,
    point: Mapping[sp.Symbol, SquareRootNumber],
    without: sp.Symbol | None,
) -> SquareRootNumber:
    value = SquareRootNumber(Fraction(int(coefficient)), Fraction(0), next(iter(point.values())).radicand)
    for symbol, power in zip(ring.symbols, powers, strict=True):
        for _ in range(int(power) if symbol != without else 0):
            value = value * point[symbol]
    return value


def _roots(irreducible: flint.fmpq_poly, radicand: Fraction) -> Iterator[SquareRootNumber]:
    c, *higher = map(to_fraction, irreducible.coeffs())
    if len(higher) == 1:
        yield SquareRootNumber(-c / higher[0], Fraction(0), radicand)
    if len(higher) == 2:
        b, a = higher
        ratio = (b * b - 4 * a * c) / radicand
        root = rational_root(to_fmpq(ratio))
        if root:
            for sign in (1, -1):
                yield SquareRootNumber(-b / (2 * a), sign * to_fraction(root) / (2 * a), radicand)


def _univariate(coefficients: list[Fraction]) -> flint.fmpq_poly:
    return flint.fmpq_poly(list(map(to_fmpq, coefficients)))
