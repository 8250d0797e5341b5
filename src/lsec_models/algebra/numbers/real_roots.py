"""Real algebraic numbers: the real roots of integer polynomials, isolated and compared exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.isolating_intervals import halved, isolating_intervals, newton_step
from lsec_models.algebra.numbers.root_balls import ends_of, root_balls

T = TypeVar("T")
_FIRST_BITS = 10
_SMALL_DEGREE = 16
_CLOSE_BITS = 80


@dataclass(frozen=True, eq=False)
class RealRoot:
    """The one root of a squarefree polynomial in an open interval, or a rational number where both ends are equal.

    Attributes
    ----------
    polynomial : flint.fmpz_poly
        Changes its sign between `low` and `high`, at which it does not vanish, unless they are equal.
    low, high : flint.fmpq
        The isolating interval.

    Examples
    --------
    >>> root = real_roots(flint.fmpz_poly([-2, 0, 1]), flint.fmpq(0), flint.fmpq(2))[0]
    >>> root.expression(), round(float(root), 6)
    (sqrt(2), 1.414214)
    """

    polynomial: flint.fmpz_poly
    low: flint.fmpq
    high: flint.fmpq

    @classmethod
    def rational(cls, value: Fraction | int) -> RealRoot:
        """Return a rational number."""
        q = to_fmpq(Fraction(value))
        return cls(flint.fmpz_poly([-q.p, q.q]), q, q)

    @property
    def is_rational(self) -> bool:
        """Whether the number is known to be rational, its value then being `low`."""
        return bool(self.low == self.high)

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """The isolating interval as fractions."""
        return to_fraction(self.low), to_fraction(self.high)

    def narrowed(self, bits: int) -> RealRoot:
        """Return the same number with an interval at most ``2**-bits`` wide.

        1. Take a Newton step from the middle, in twice as many bits as the interval has.
        2. Where the polynomial changes sign closely around it, that is the new interval; else bisect.
        """
        low, high = self.low, self.high
        slope = self.polynomial.derivative()
        width = flint.fmpq(1, 1 << bits)
        above = self.polynomial(high) > 0
        while high - low > width:
            low, high = newton_step(self.polynomial, slope, low, high, above) or halved(
                self.polynomial, low, high, above
            )
        return RealRoot(self.polynomial, low, high)

    @cached_property
    def minimal(self) -> flint.fmpz_poly:
        """The irreducible polynomial, with positive leading coefficient, whose root the number is."""
        if self.is_rational:
            return flint.fmpz_poly([-self.low.p, self.low.q])
        for factor, _ in self.polynomial.factor()[1]:
            if factor(self.low) * factor(self.high) < 0:
                return factor if factor.leading_coefficient() > 0 else -factor
        raise AssertionError("a polynomial that changes sign has a factor that does")

    def expression(self) -> sp.Expr:
        """Return the number as SymPy writes it: with square roots up to degree two, else as a ``CRootOf``."""
        coefficients = [int(c) for c in self.minimal.coeffs()]
        if len(coefficients) == 2:
            return sp.Rational(-coefficients[0], coefficients[1])
        if len(coefficients) == 3:
            c, b, a = coefficients
            root = sp.sqrt(sp.Integer(b * b - 4 * a * c))
            sign = 1 if self > RealRoot.rational(Fraction(-b, 2 * a)) else -1
            return sp.Rational(-b, 2 * a) + sign * root / (2 * a)
        return self._root_of(coefficients)

    def _root_of(self, coefficients: list[int]) -> sp.Expr:
        smaller = count_roots(self.minimal, None, self.low)
        return sp.CRootOf(sp.Poly(coefficients[::-1], sp.Symbol("x")), smaller)

    def __float__(self) -> float:
        low, high = self.narrowed(_CLOSE_BITS).interval
        return float((low + high) / 2)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RealRoot) and _compare(self, other) == 0

    def __lt__(self, other: RealRoot) -> bool:
        return _compare(self, other) < 0

    def __gt__(self, other: RealRoot) -> bool:
        return _compare(self, other) > 0

    def __hash__(self) -> int:
        return hash((tuple(map(int, self.minimal.coeffs())), round(float(self), 9)))

    def __str__(self) -> str:
        return str(self.expression()) if self.minimal.degree() < 3 else f"{float(self):.10g}"


def real_roots(polynomial: flint.fmpz_poly, low: flint.fmpq, high: flint.fmpq) -> list[RealRoot]:
    """Return the real roots of a polynomial in the open interval, in increasing order.

    1. Take the squarefree part, without roots at the ends. Of small degree, FLINT's certified enclosures of all roots
       are narrow isolating intervals, if they keep clear of both ends of the interval.
    2. Else move the interval to (0, 1) and count the sign variations of ``(1 + t)**n * q(1/(1 + t))`` (Descartes'
       rule): none means no root, one means one.
    3. Else halve the interval. A root at the middle is rational: note it, divide it out and start again.

    Parameters
    ----------
    polynomial : flint.fmpz_poly
        Not zero.
    low, high : flint.fmpq

    Returns
    -------
    list of RealRoot

    References
    ----------
    Collins, G. E. and Akritas, A. G. (1976). Polynomial real root isolation using Descartes' rule of signs. SYMSAC.
    """
    free = _squarefree(polynomial)
    for end in (low, high):
        if free(end) == 0:
            free = _without(free, end)
    if 0 < free.degree() <= _SMALL_DEGREE:
        enclosed = _enclosed(free, low, high)
        if enclosed is not None:
            return enclosed
    exact: list[RealRoot] = []
    while True:
        found, middle = isolating_intervals(free, low, high)
        if middle is None:
            break
        exact.append(RealRoot(flint.fmpz_poly([-middle.p, middle.q]), middle, middle))
        free = _without(free, middle)
    return distinct([*exact, *(RealRoot(free, a, b) for a, b in found)])


def count_roots(polynomial: flint.fmpz_poly, low: flint.fmpq | None, high: flint.fmpq) -> int:
    """Return how many distinct roots lie in the open interval; without `low`, below `high`."""
    if low is None:
        low = min(-root_bound(polynomial), high - 1)
    return len(real_roots(polynomial, low, high)) if polynomial.degree() > 0 else 0


def root_bound(polynomial: flint.fmpz_poly) -> flint.fmpq:
    """Return a power of two larger than every root in absolute value (Cauchy's bound)."""
    *lower, leading = (abs(int(c)) for c in polynomial.coeffs())
    return flint.fmpq(1 << (2 + max(lower, default=0) // leading).bit_length())


def distinct(roots: Iterable[RealRoot]) -> list[RealRoot]:
    """Return the different ones of these numbers in increasing order, with disjoint isolating intervals."""
    return [root for root, _ in grouped((root, None) for root in roots)]


def grouped(tagged: Iterable[tuple[RealRoot, T]]) -> list[tuple[RealRoot, list[T]]]:
    """Return the different numbers as :func:`distinct` does, each with the tags of all that equal it."""
    kept: list[tuple[RealRoot, list[T]]] = []
    for root, tag in sorted(tagged, key=lambda pair: pair[0].interval):
        _insert(kept, root, tag)
    return list(zip(_separated([root for root, _ in kept]), (tags for _, tags in kept), strict=True))


def between(low: Fraction, high: Fraction) -> Fraction:
    """Return the rational number with the smallest denominator strictly between two others.

    Examples
    --------
    >>> between(Fraction(3, 10), Fraction(2, 5))
    Fraction(1, 3)
    """
    floor = low.__floor__()
    if floor + 1 < high:
        return Fraction(floor + 1)
    if low == floor:
        return floor + Fraction(1, (1 / (high - floor)).__floor__() + 1)
    return floor + 1 / between(1 / (high - floor), 1 / (low - floor))


def number_between(low: RealRoot | None, high: RealRoot | None) -> Fraction:
    """Return a rational number between two others, short where that is possible."""
    if low is None:
        return Fraction(0) if high is None else Fraction(high.interval[0].__floor__() - 1)
    if high is None:
        return Fraction(low.interval[1].__ceil__() + 1)
    bits = 16
    while low.high >= high.low:
        low, high = low.narrowed(bits), high.narrowed(bits)
        bits *= 2
    return between(low.interval[1], high.interval[0])


def _squarefree(polynomial: flint.fmpz_poly) -> flint.fmpz_poly:
    common = polynomial.gcd(polynomial.derivative())
    free = polynomial if common.degree() < 1 else polynomial / common
    content = free.content()
    return free if content == 1 else free / content


def _without(polynomial: flint.fmpz_poly, root: flint.fmpq) -> flint.fmpz_poly:
    return polynomial / flint.fmpz_poly([-root.p, root.q])


def _enclosed(polynomial: flint.fmpz_poly, low: flint.fmpq, high: flint.fmpq) -> list[RealRoot] | None:
    """Return the roots by FLINT's enclosures, or None where these do not tell."""
    found = []
    for root in root_balls(polynomial):
        a, b = ends_of(root)
        if b < low or a > high:
            continue
        signs = polynomial(a) * polynomial(b)
        if a <= low or b >= high or (signs >= 0 and a != b):
            return None
        found.append(RealRoot(polynomial, a, b))
    found.sort(key=lambda root: root.interval)
    return None if any(one.high >= other.low for one, other in pairwise(found)) else found


def _compare(left: RealRoot, right: RealRoot) -> int:
    bits = _FIRST_BITS
    while True:
        if left.is_rational and right.is_rational:
            return int((left.low > right.low) - (left.low < right.low))
        if left.high <= right.low:
            return -1
        if right.high <= left.low:
            return 1
        if bits > _CLOSE_BITS and _equal(left, right):
            return 0
        left, right = left.narrowed(bits), right.narrowed(bits)
        bits *= 2


def _equal(left: RealRoot, right: RealRoot) -> bool:
    """Whether two numbers whose intervals overlap are one: then it is a root of what their polynomials share."""
    for one, other in ((left, right), (right, left)):
        if one.is_rational:
            return bool(other.polynomial(one.low) == 0 and other.low <= one.low <= other.high)
    shared = left.polynomial.gcd(right.polynomial)
    low, high = max(left.low, right.low), min(left.high, right.high)
    return shared.degree() > 0 and bool(shared(low) * shared(high) < 0)


def _insert(kept: list[tuple[RealRoot, list[T]]], root: RealRoot, tag: T) -> None:
    """Put a number into an increasing list of different ones, or its tag beside its equal."""
    i = len(kept)
    while i and (order := _compare(kept[i - 1][0], root)) >= 0:
        if order == 0:
            kept[i - 1][1].append(tag)
            return
        i -= 1
    kept.insert(i, (root, [tag]))


def _separated(roots: list[RealRoot]) -> list[RealRoot]:
    """Narrow intervals until neighbours leave room for a rational number between them."""
    for i in range(len(roots) - 1):
        bits = _CLOSE_BITS // 4
        while roots[i].high >= roots[i + 1].low:
            roots[i], roots[i + 1] = roots[i].narrowed(bits), roots[i + 1].narrowed(bits)
            bits *= 2
    return roots
