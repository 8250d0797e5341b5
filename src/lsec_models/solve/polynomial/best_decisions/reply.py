"""A best decision on a line, and why there may be none."""

from __future__ import annotations

from dataclasses import dataclass

import flint

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.payoffs import Quotient


class NoBest(Exception):
    """A mover has no best decision; the message says why."""


class PayoffNotReached(NoBest):
    """A payoff is approached, which no decision reaches."""


class Undefined(Unresolved):
    """The payoff of somebody who is favoured is not defined at any best decision; the message says whose."""


@dataclass(frozen=True, eq=False)
class ReplyOnLine:
    """A best decision.

    Attributes
    ----------
    roots : RootsOverExtension
    number : int
        Which root it is.
    piece : int
    fills : bool
        Whether others beside it are as good for all who are asked.
    """

    roots: RootsOverExtension
    number: int
    piece: int
    fills: bool = False

    def ball(self, bits: int) -> flint.arb:
        """Return an enclosure."""
        return self.roots.ball(self.number, bits)

    def solves(self, polynomial: Polynomial) -> bool:
        """Whether a polynomial in (x, y) vanishes there."""
        return self.roots.are_roots_of(self.roots.field.polynomial(polynomial))[self.number]

    def value(self, function: Quotient, bits: int) -> flint.arb:
        """Return an enclosure of a function there."""
        extension, place = self.roots.field, self.ball(bits)
        above, below = (extension.polynomial(part) for part in (function.numerator, function.denominator))
        with flint.ctx.workprec(bits + FIRST_BITS):
            return extension.enclosed(above, place, bits) / extension.enclosed(below, place, bits)
