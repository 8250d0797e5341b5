"""Numbers at a path as real roots of integer polynomials: by elimination, and enclosures that single one root out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot, between, distinct, ends_of, real_roots, root_bound
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.extension import FIRST_BITS, Coefficients, Element, Extension
from lsec_models.solve.polynomial.line import ReplyOnLine
from lsec_models.solve.polynomial.payoffs import (
    CONTEXT,
    PayoffPiece,
    Quotient,
    V,
    X,
    curves_of,
    eliminated,
    with_numbers,
)
from lsec_models.solve.work_at_point import at_most

_MAX_BITS = 1 << 14
# Common divisors in the field of a number of the thirtieth degree with short coefficients take seconds.
_MAX_WEIGHT = 60_000
Enclosure = Callable[[int], flint.arb]


@dataclass(frozen=True, eq=False)
class Place:
    """What the first two movers decide, and what a later one answers.

    Attributes
    ----------
    field : Extension
        Of the first decision.
    reply : ReplyOnLine
        The second one, and the number of the piece that holds.
    piece : PayoffPiece
        That piece.
    curves : tuple of polynomials
        Irreducible ones in (x, y), one of which at least vanishes there, and all around it.
    further : tuple of polynomials
        Others that may vanish there, and tell more about the second decision.
    """

    field: Extension
    reply: ReplyOnLine
    piece: PayoffPiece
    curves: tuple[Polynomial, ...]
    further: tuple[Polynomial, ...] = ()

    @property
    def x(self) -> RealRoot:
        """The first decision."""
        return self.field.root

    def vanishes(self, polynomial: Polynomial) -> bool:
        """Whether a polynomial in (x, y) is zero there."""
        written = self.field.polynomial(polynomial)
        return not written or (polynomial.degrees()[1] > 0 and self.reply.solves(polynomial))

    @cached_property
    def curve(self) -> Polynomial:
        """A short polynomial that vanishes there and, at the first decision, not for all others."""
        holding = self._holding(self.curves) or self._holding(self.further)
        if not holding:
            raise Unresolved("a decision that no curve describes")
        return min(holding, key=lambda c: (int(c.degrees()[1]), len(c)))

    def _holding(self, curves: Sequence[Polynomial]) -> list[Polynomial]:
        return [c for c in curves if c.degrees()[1] > 0 and self.field.polynomial(c) and self.reply.solves(c)]

    @cached_property
    def _in_field(self) -> Element | None:
        """The second decision as an element of the field of the first, where the curves show that it is one.

        Raises
        ------
        Unresolved
            If products in that field cost too much.
        """
        if weight(self.x) > at_most(_MAX_WEIGHT):
            raise Unresolved("a decision that is a root of too high a degree to write others in terms of it")
        common: Coefficients = []
        for curve in self._holding((*self.curves, *self.further)):
            common = self.field.gcd(common, self.field.polynomial(curve))
        return -common[0] % self.field.modulus if len(common) == 2 else None

    @cached_property
    def y(self) -> RealRoot:
        """The second decision."""
        if self._in_field is not None:
            return in_field(self.field, self._in_field, self.reply.ball)
        return identified(self._at_first(self.curve), 1, self.reply.ball)

    def value(self, function: Quotient) -> RealRoot:
        """Return a function there."""

        def enclosure(bits: int) -> flint.arb:
            return self.reply.value(function, bits)

        if self._in_field is not None:
            above, below = (self._element(part) for part in (function.numerator, function.denominator))
            return in_field(self.field, above * self.field.inverse(below) % self.field.modulus, enclosure)
        relation = V * function.denominator - function.numerator
        if relation.degrees()[1] > 0:
            relation = eliminated(self._at_first(self.curve), self._at_first(relation), "y")
        return identified(self._at_first(relation), 2, enclosure)

    def _element(self, polynomial: Polynomial) -> Element:
        total = flint.fmpq_poly([0])
        if polynomial.degrees()[1] <= 0:
            return sum(self.field.polynomial(polynomial), total)
        for c in reversed(self.field.polynomial(polynomial)):
            total = (total * self._in_field + c) % self.field.modulus
        return total

    def _at_first(self, polynomial: Polynomial) -> Polynomial:
        """Return a polynomial without x that vanishes where one does at the first decision."""
        if polynomial.degrees()[0] <= 0:
            return polynomial
        if self.x.is_rational:
            return with_numbers(polynomial, {0: to_fraction(self.x.low)})
        return eliminated(polynomial, in_variable(self.x.minimal, X), "x")


def in_field(field: Extension, element: Element, enclosure: Enclosure) -> RealRoot:
    """Return an element of a field as a real root: its powers, as vectors, give its minimal polynomial."""
    if element.degree() < 1:
        return RealRoot.rational(to_fraction(element[0]))
    size = field.modulus.degree()
    rows = []
    for i in range(size):
        shifted = element * flint.fmpq_poly([0] * i + [1]) % field.modulus
        rows.append([shifted[j] for j in range(size)])
    return singled_out([flint.fmpq_mat(rows).charpoly().numer()], enclosure)


def weight(root: RealRoot) -> int:
    """Return how much a product in the field of a number costs: the square of its degree times the length in bits."""
    minimal = root.minimal
    return int(minimal.degree()) ** 2 * max(int(abs(c)).bit_length() for c in minimal.coeffs())


def identified(polynomial: Polynomial, variable: int, enclosure: Enclosure) -> RealRoot:
    """Return the real root of a polynomial in one variable that an enclosure, narrow enough, contains.

    Raises
    ------
    Unresolved
        If the polynomial vanishes everywhere, or no enclosure singles one root out.
    """
    if polynomial.is_zero():
        raise Unresolved("a number that elimination does not determine")
    return singled_out([univariate(factor, variable) for factor in curves_of(polynomial)], enclosure)


def singled_out(polynomials: Iterable[flint.fmpz_poly], enclosure: Enclosure) -> RealRoot:
    """Return the number that an enclosure contains, one of the roots of some polynomials.

    It is narrowed until all irreducible factors but one are different from zero on it, and that one is steep.

    Raises
    ------
    Unresolved
        If that does not come about.
    """
    left = [factor for polynomial in polynomials for factor, _ in polynomial.factor()[1]]
    bits = FIRST_BITS
    while bits <= _MAX_BITS:
        ball = enclosure(bits)
        with flint.ctx.workprec(2 * bits + FIRST_BITS):
            left = [factor for factor in left if flint.arb_poly(factor)(ball).contains(0)]
            if len(left) == 1:
                (factor,) = left
                if factor.degree() == 1:
                    return RealRoot.rational(Fraction(-int(factor[0]), int(factor[1])))
                low, high = ends_of(ball)
                if not flint.arb_poly(factor.derivative())(ball).contains(0) and factor(low) * factor(high) < 0:
                    return RealRoot(factor, low, high)
        bits *= 2
    raise Unresolved("two numbers that are not told apart")


def univariate(polynomial: Polynomial, variable: int) -> flint.fmpz_poly:
    """Return a polynomial in one variable as such."""
    coefficients = [0] * (int(polynomial.degrees()[variable]) + 1)
    for powers, value in polynomial.terms():
        coefficients[powers[variable]] = int(value)
    return flint.fmpz_poly(coefficients)


def in_variable(polynomial: flint.fmpz_poly, variable: Polynomial) -> Polynomial:
    """Return a polynomial in one unknown, written in a variable."""
    total = CONTEXT.constant(0)
    for c in reversed(polynomial.coeffs()):
        total = total * variable + CONTEXT.constant(int(c))
    return total


def roots_of(irreducible: flint.fmpz_poly) -> list[RealRoot]:
    """Return the real roots of an irreducible polynomial."""
    if irreducible.degree() == 1:
        number = flint.fmpq(-int(irreducible[0]), int(irreducible[1]))
        return [RealRoot(irreducible, number, number)]
    found = []
    for root, _ in irreducible.complex_roots():
        if root.imag != 0:
            continue
        low, high = ends_of(root.real)
        if irreducible(low) * irreducible(high) >= 0:
            bound = root_bound(irreducible)
            return real_roots(irreducible, -bound, bound)
        found.append(RealRoot(irreducible, low, high))
    return distinct(found)


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


def distinct_factors(polynomials: Iterable[Polynomial]) -> list[Polynomial]:
    """Return the different irreducible factors of some polynomials, in an order that is always the same."""
    found: dict[tuple[object, ...], Polynomial] = {}
    for polynomial in polynomials:
        for factor in curves_of(polynomial):
            found.setdefault((tuple(factor.monoms()), tuple(map(int, factor.coeffs()))), factor)
    return [found[key] for key in sorted(found, key=lambda key: (len(key[0]), key))]  # type: ignore[arg-type]
