"""A place: what the first two movers decide, and the exact values of functions there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.reply import ReplyOnLine
from lsec_models.solve.polynomial.numbers.exact_values import identified, in_field, in_variable, weight
from lsec_models.solve.polynomial.numbers.extension import Coefficients, Element, Extension
from lsec_models.solve.polynomial.payoffs import PayoffPiece, Quotient, V, X, coefficient, eliminated, with_numbers
from lsec_models.solve.work_at_point import at_most

# Common divisors in the field of a number of the thirtieth degree with short coefficients take seconds.
_MAX_WEIGHT = 60_000


@dataclass(frozen=True, eq=False)
class DecidedPlace:
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
            # Numerator and denominator may vanish together for this first decision, along lines in y.
            here = self._at_first(relation)
            parts = (coefficient(here, 2, power) for power in range(int(here.degrees()[2]) + 1))
            here /= reduce(lambda one, other: one.gcd(other), parts)
            relation = eliminated(self._at_first(self.curve), here, "y")
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
