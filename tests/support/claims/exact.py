"""Exact algebraic numbers, just enough to evaluate a claim at a point: nothing here is shared with the prover.

A number is a polynomial, with rational coefficients, in generators: square roots of primes and at most one other real
algebraic number, of odd degree or alone. Then no reduced polynomial but zero is the number zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import isqrt, prod

import sympy as sp

_BITS = (64, 256, 1024, 4096)
_LARGEST_PRIME = 10_000


class NotTold(Exception):
    """A number could not be told from zero."""


@dataclass(frozen=True)
class Generator:
    """The root of a monic irreducible polynomial in an interval that has no other.

    Attributes
    ----------
    coefficients : tuple of Fraction
        Without the leading one, the constant first.
    low, high : Fraction
    """

    coefficients: tuple[Fraction, ...]
    low: Fraction
    high: Fraction

    def __lt__(self, other: Generator) -> bool:
        return (self.coefficients, self.low) < (other.coefficients, other.low)

    @property
    def degree(self) -> int:
        return len(self.coefficients)

    def value(self, at: Fraction) -> Fraction:
        return at**self.degree + sum((c * at**i for i, c in enumerate(self.coefficients)), Fraction(0))

    @cache  # noqa: B019
    def within(self, bits: int) -> tuple[Fraction, Fraction]:
        """Return bounds that are closer than ``2**-bits``."""
        low, high = self.low, self.high
        rises = self.value(high) > 0
        while high - low > Fraction(1, 2**bits):
            middle = (low + high) / 2
            low, high = (low, middle) if (self.value(middle) > 0) == rises else (middle, high)
        return low, high


Monomial = tuple[tuple[Generator, int], ...]


@dataclass(frozen=True)
class Number:
    """A sum of rational multiples of products of powers of generators."""

    terms: Mapping[Monomial, Fraction] = field(default_factory=dict)

    def __add__(self, other: Number) -> Number:
        total = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + coefficient
        return Number({monomial: coefficient for monomial, coefficient in total.items() if coefficient})

    def __mul__(self, other: Number) -> Number:
        total = Number()
        for one, first in self.terms.items():
            for two, second in other.terms.items():
                powers = dict(one)
                for generator, power in two:
                    powers[generator] = powers.get(generator, 0) + power
                total = total + _reduced(powers, first * second)
        return total

    def __pow__(self, power: int) -> Number:
        result = number(1)
        for _ in range(power):
            result = result * self
        return result

    def sign(self) -> int:
        """Return -1, 0 or 1."""
        if not self.terms:
            return 0
        for bits in _BITS:
            low, high = self._bounds(bits)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
        raise NotTold(f"not told from zero: {self}; are the generators independent?")

    def _bounds(self, bits: int) -> tuple[Fraction, Fraction]:
        low = high = Fraction(0)
        for monomial, coefficient in self.terms.items():
            ends = (coefficient, coefficient)
            for generator, power in monomial:
                for _ in range(power):
                    products = [end * bound for end in ends for bound in generator.within(bits)]
                    ends = min(products), max(products)
            low, high = low + ends[0], high + ends[1]
        return low, high


def number(value: int | Fraction) -> Number:
    return Number({(): Fraction(value)} if value else {})


def _reduced(powers: dict[Generator, int], coefficient: Fraction) -> Number:
    """Bring a product of powers below the generators' degrees."""
    for generator, power in powers.items():
        if power >= generator.degree:
            total = Number()
            for i, c in enumerate(generator.coefficients):
                lower = {**powers, generator: power - generator.degree + i}
                total = total + _reduced({g: n for g, n in lower.items() if n}, -c * coefficient)
            return total
    return Number({tuple(sorted(powers.items(), key=lambda item: item[0])): coefficient} if coefficient else {})


@cache
def constant(expression: sp.Expr) -> Number:
    """Return a real algebraic SymPy number."""
    if expression.is_Rational:
        return number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Add or expression.is_Mul:
        parts = [constant(part) for part in expression.args]
        return sum(parts, number(0)) if expression.is_Add else prod(parts, start=number(1))
    if isinstance(expression, sp.Pow) and expression.base.is_Integer and expression.exp.q == 2:
        factors = sp.factorint(expression.base ** int(expression.exp.p), limit=_LARGEST_PRIME)
        return prod((_square_root(int(n)) ** int(power) for n, power in factors.items()), start=number(1))
    if isinstance(expression, sp.Pow) and expression.exp.p > 1:
        return constant(expression.base ** sp.Rational(1, expression.exp.q)) ** int(expression.exp.p)
    return _generated(_generator(expression))


def _square_root(n: int) -> Number:
    """Return the square root of a prime, or of a product of large ones."""
    if isqrt(n) ** 2 == n:
        return number(isqrt(n))
    return _generated(Generator((Fraction(-n), Fraction(0)), Fraction(0), Fraction(n)))


def _generator(expression: sp.Expr) -> Generator:
    """Return any other algebraic number, by its minimal polynomial."""
    polynomial = sp.Poly(sp.minimal_polynomial(expression, sp.Symbol("generator"))).monic()
    coefficients = tuple(Fraction(int(c.p), int(c.q)) for c in reversed(polynomial.all_coeffs()[1:]))
    near = Fraction(str(sp.N(expression, 40)))
    return Generator(coefficients, near - Fraction(1, 10**20), near + Fraction(1, 10**20))


def _generated(generator: Generator) -> Number:
    return Number({((generator, 1),): Fraction(1)})
