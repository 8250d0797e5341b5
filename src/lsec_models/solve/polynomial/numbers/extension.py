"""Polynomials in one unknown over the rational numbers with one real root added: exact gcds, enclosed real roots.

An element is a polynomial in the root, reduced by what the root is a root of, so that it is zero only if it is written
so. Signs are those of enclosures, which are narrowed until zero is outside.

References
----------
Cohen, H. (1993). A Course in Computational Algebraic Number Theory, chapter 4. Springer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeAlias

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved

FIRST_BITS = 64
MAX_BITS = 1 << 14
_FIRST_PRIME = 1 << 30
Element: TypeAlias = Any
# Coefficients, constant first, the last one different from zero.
Coefficients: TypeAlias = list[Element]


class Extension:
    """The field of the rational expressions in one real root.

    Parameters
    ----------
    root : RealRoot

    Examples
    --------
    >>> from lsec_models.algebra.numbers.real_roots import real_roots
    >>> (root,) = real_roots(flint.fmpz_poly([-2, 0, 1]), flint.fmpq(0), flint.fmpq(2))
    >>> field = Extension(root)
    >>> field.sign(field.element([-2, 0, 1])), field.sign(field.element([-1, 1]))
    (0, 1)
    """

    def __init__(self, root: RealRoot) -> None:
        self.root = root
        self.modulus = flint.fmpq_poly(root.minimal)
        self.is_rational = self.modulus.degree() == 1
        self._balls: dict[int, flint.arb] = {}

    def element(self, coefficients: Sequence[Any]) -> Element:
        """Return a polynomial in the root, constant first, as an element."""
        return flint.fmpq_poly(list(coefficients)) % self.modulus

    def ball(self, bits: int) -> flint.arb:
        """Return an enclosure of the root."""
        if bits not in self._balls:
            root = self.root.narrowed(bits)
            with flint.ctx.workprec(bits + FIRST_BITS):
                self._balls[bits] = flint.arb(root.low).union(flint.arb(root.high))
        return self._balls[bits]

    def value(self, element: Element, bits: int) -> flint.arb:
        """Return an enclosure of an element."""
        with flint.ctx.workprec(bits + FIRST_BITS):
            total = flint.arb(0)
            for c in reversed(element.coeffs()):
                total = total * self.ball(bits) + flint.arb(c)
            return total

    def sign(self, element: Element) -> int:
        """Return -1, 0 or 1."""
        if element == 0:
            return 0
        return settled_sign(lambda bits: self.value(element, bits))

    def polynomial(self, written: Polynomial) -> Coefficients:
        """Return a polynomial in (x, y, v) at the root as x, as one in y, or in v where it has no y."""
        degrees = written.degrees()
        place = 1 if degrees[1] > 0 else 2
        rows: list[list[Any]] = [[] for _ in range(int(degrees[place]) + 1)] if not written.is_zero() else []
        for powers, coefficient in written.terms():
            row = rows[int(powers[place])]
            row.extend([0] * (int(powers[0]) + 1 - len(row)))
            row[int(powers[0])] = coefficient
        return stripped([self.element(row) for row in rows])

    def product(self, one: Coefficients, other: Coefficients) -> Coefficients:
        """Return the product of two polynomials."""
        found = [flint.fmpq_poly([0])] * max(0, len(one) + len(other) - 1)
        for i, a in enumerate(one):
            for j, b in enumerate(other):
                found[i + j] = found[i + j] + a * b
        return stripped([c % self.modulus for c in found])

    def remainder(self, one: Coefficients, other: Coefficients) -> tuple[Coefficients, Coefficients]:
        """Return quotient and remainder of a division."""
        left, inverse = list(one), self.inverse(other[-1])
        quotient = [flint.fmpq_poly([0])] * max(0, len(one) - len(other) + 1)
        while len(left) >= len(other):
            shift = len(left) - len(other)
            factor = left[-1] * inverse % self.modulus
            quotient[shift] = factor
            for i, c in enumerate(other[:-1]):
                left[shift + i] = (left[shift + i] - factor * c) % self.modulus
            left = stripped(left[:-1])
        return stripped(quotient), left

    def inverse(self, element: Element) -> Element:
        """Return the inverse of an element that is not zero."""
        common, inverse, _ = element.xgcd(self.modulus)
        return inverse / common[0]

    def gcd(self, one: Coefficients, other: Coefficients) -> Coefficients:
        """Return the greatest common divisor with leading coefficient one."""
        if len(one) > 1 and len(other) > 1 and self._are_coprime(one, other):
            return [flint.fmpq_poly([1])]
        while other:
            one, other = other, self.remainder(one, other)[1]
        if not one:
            return []
        inverse = self.inverse(one[-1])
        return [c * inverse % self.modulus for c in one]

    def _are_coprime(self, one: Coefficients, other: Coefficients) -> bool:
        """Whether two polynomials are seen to be coprime at the root of the minimal polynomial modulo a prime.

        Where no leading coefficient vanishes there, a common divisor keeps its degree.
        """
        first, second = self._image(one), self._image(other)
        if first is None or second is None or first.degree() < len(one) - 1 or second.degree() < len(other) - 1:
            return False
        return bool(first.gcd(second).degree() == 0)

    def _image(self, polynomial: Coefficients) -> flint.nmod_poly | None:
        prime, place = self._prime
        values = []
        for c in polynomial:
            below = int(c.denom()) % prime
            if not below:
                return None
            values.append(flint.nmod_poly(c.numer(), prime)(place) / flint.nmod(below, prime))
        return flint.nmod_poly([int(value) for value in values], prime)

    @cached_property
    def _prime(self) -> tuple[int, flint.nmod]:
        """A prime modulo which the minimal polynomial has a root, and that root."""
        minimal = self.modulus.numer()
        prime = _FIRST_PRIME
        while True:
            prime = _next_prime(prime)
            reduced = flint.nmod_poly(minimal, prime)
            if reduced.degree() < minimal.degree():
                continue
            for factor, _ in reduced.factor()[1]:
                if factor.degree() == 1:
                    return prime, -factor[0] / factor[1]

    def inverse_modulo(self, polynomial: Coefficients, modulus: Coefficients) -> Coefficients:
        """Return the inverse of a polynomial modulo another one that it has no root in common with."""
        left, right = modulus, self.remainder(polynomial, modulus)[1]
        before: Coefficients = []
        now: Coefficients = [flint.fmpq_poly([1])]
        while len(right) > 1:
            quotient, rest = self.remainder(left, right)
            left, right = right, rest
            before, now = now, self.difference(before, self.product(quotient, now))
        return self.product([self.inverse(right[0])], now)

    def difference(self, one: Coefficients, other: Coefficients) -> Coefficients:
        """Return the difference of two polynomials."""
        zero = flint.fmpq_poly([0])
        size = max(len(one), len(other))
        padded = [[*part, *[zero] * (size - len(part))] for part in (one, other)]
        return stripped([a - b for a, b in zip(*padded, strict=True)])

    def enclosed(self, polynomial: Coefficients, place: flint.arb, bits: int) -> flint.arb:
        """Return an enclosure of a polynomial at a place that is enclosed."""
        with flint.ctx.workprec(bits + FIRST_BITS):
            total = flint.arb(0)
            for c in reversed(polynomial):
                total = total * place + self.value(c, bits)
            return total

    def squarefree(self, polynomial: Coefficients) -> Coefficients:
        """Return a polynomial with the same roots, each of them once."""
        if len(polynomial) < 3:
            return polynomial
        slope = derivative(polynomial)
        common = self.gcd(polynomial, slope)
        return polynomial if len(common) == 1 else self.remainder(polynomial, common)[0]

    def joined(self, polynomials: Sequence[Coefficients]) -> Coefficients:
        """Return a polynomial that has each root of some polynomials once."""
        total: Coefficients = [flint.fmpq_poly([1])]
        for polynomial in polynomials:
            free = self.squarefree(polynomial)
            if len(free) < 2:
                continue
            common = self.gcd(total, free)
            total = self.product(total, free if len(common) == 1 else self.remainder(free, common)[0])
        return total

    def characteristic(self, value: Coefficients, modulus: Coefficients) -> Coefficients:
        """Return the polynomial whose roots are the values of one polynomial at the roots of another.

        By the recursion of Faddeev and LeVerrier for the matrix of multiplication by the value.
        """
        size = len(modulus) - 1
        zero, one = flint.fmpq_poly([0]), flint.fmpq_poly([1])
        columns = []
        for i in range(size):
            column = self.remainder(self.product(value, [zero] * i + [one]), modulus)[1] if value else []
            columns.append([*column, *[zero] * (size - len(column))])
        matrix = [[columns[j][i] for j in range(size)] for i in range(size)]
        power = [[zero] * size for _ in range(size)]
        found = [one]
        for step in range(1, size + 1):
            for i in range(size):
                power[i][i] = power[i][i] + found[-1]
            power = [
                [sum((matrix[i][k] * power[k][j] for k in range(size)), zero) % self.modulus for j in range(size)]
                for i in range(size)
            ]
            found.append(sum((power[i][i] for i in range(size)), zero) * flint.fmpq(-1, step))
        return stripped(found[::-1])


def _next_prime(number: int) -> int:
    number += 1
    while not flint.fmpz(number).is_prime():
        number += 1
    return number


def stripped(coefficients: Coefficients) -> Coefficients:
    """Return coefficients without leading zeros."""
    kept = list(coefficients)
    while kept and kept[-1] == 0:
        kept.pop()
    return kept


def derivative(polynomial: Coefficients) -> Coefficients:
    """Return the derivative of a polynomial."""
    return stripped([c * i for i, c in enumerate(polynomial)][1:])


def at(polynomial: Coefficients, place: flint.fmpq) -> Element:
    """Return a polynomial at a rational number."""
    total = flint.fmpq_poly([0])
    for c in reversed(polynomial):
        total = total * place + c
    return total


def settled_sign(enclosure: Any) -> int:
    """Return the sign of a number that is not zero, given its enclosure at any precision.

    Raises
    ------
    Unresolved
        If it is not told from zero.
    """
    bits = FIRST_BITS
    while bits <= MAX_BITS:
        ball = enclosure(bits)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        bits *= 2
    raise Unresolved("a number is too close to zero to be told from it")
