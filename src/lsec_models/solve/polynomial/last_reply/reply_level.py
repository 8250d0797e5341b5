"""What makes the last mover's payoff level, linear in the decision just before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover
from lsec_models.solve.polynomial.payoffs import CONTEXT, Quotient, coefficient, inserted


@dataclass(frozen=True, eq=False, kw_only=True)
class SecondMover:
    """Who decides just before the last mover.

    Attributes
    ----------
    player : str
    place : int
        Which variable is decided.
    limits : tuple of polynomials
        At least zero where it is allowed, in this decision and the first one.
    """

    player: str
    place: int
    limits: tuple[Polynomial, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class ReplyLevel:
    """What has the sign of the last mover's marginal payoff: ``slope * second decision + rest``."""

    written: Polynomial
    slope: Polynomial
    rest: Polynomial
    place: int

    @classmethod
    def of(cls, written: Polynomial, second: SecondMover, last: LastMover) -> ReplyLevel:
        """Return it from a polynomial with that sign.

        Raises
        ------
        Unresolved
            If it is not linear in the second decision, or that never moves the reply.
        """
        if written.degrees()[second.place] != 1:
            raise Unresolved(f"{last.name}, decided last, is a root in which what is decided before it is not linear")
        found = cls(
            written=written,
            slope=coefficient(written, second.place, 1),
            rest=coefficient(written, second.place, 0),
            place=last.place,
        )
        if found.bend.is_zero():
            raise Unresolved(f"a reply of {last.player} that does not depend on the decision before it")
        return found

    @cached_property
    def bend(self) -> Polynomial:
        """The slope by the reply on the curve of zeros, times the slope by the second decision but for `moved`."""
        slope, rest = self.slope, self.rest
        return (rest.derivative(self.place) * slope - slope.derivative(self.place) * rest) / self.moved

    @cached_property
    def moved(self) -> Polynomial:
        """A polynomial of the first decision, zero where the second one does not enter."""
        content = CONTEXT.constant(0)
        for power in range(int(self.slope.degrees()[self.place]) + 1):
            content = content.gcd(coefficient(self.slope, self.place, power))
        return content

    @property
    def coefficients_of_bend(self) -> tuple[Polynomial, ...]:
        """Polynomials of the first decision that all vanish where the second one does not move the reply."""
        powers = range(int(self.bend.degrees()[self.place]) + 1)
        found = [coefficient(self.bend, self.place, power) for power in powers]
        return tuple(polynomial for polynomial in found if not polynomial.is_zero())

    def at(self, polynomial: Polynomial, variable: Polynomial) -> Polynomial:
        """Return a polynomial with a variable for the reply."""
        return inserted(polynomial, {self.place: Quotient.of(variable)}).numerator

    def inverse(self, variable: Polynomial) -> Quotient:
        """Return the second decision as a function of the reply."""
        return Quotient.of(-self.at(self.rest, variable), self.at(self.slope, variable))

    def far(self, side: int) -> Polynomial:
        """Return a polynomial of the first decision, below zero where the last mover comes back from far out.

        `side` is 1 far below, where there is no low end, and -1 far above.
        """
        degree = int(self.written.degrees()[self.place])
        top = coefficient(self.written, self.place, degree)
        if sum(int(n) > 0 for n in top.degrees()[1:]):
            raise Unresolved(
                "a last mover without ends, whom only some second decisions may keep from gaining without bound"
            )
        return top * (1 if side < 0 or degree % 2 else -1)
