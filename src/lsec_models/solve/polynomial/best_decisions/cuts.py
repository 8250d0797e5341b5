"""Where anything may change for a leader: critical values of the first decision, by resultants and discriminants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.plane import Plane
from lsec_models.solve.polynomial.best_decisions.relations import in_x
from lsec_models.solve.polynomial.best_decisions.reply_cuts import ReplyCuts
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, roots_of, univariate
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.payoffs import Quotient, eliminated
from lsec_models.solve.work_at_point import at_most

_MAX_CUTS = 400


class Cuts(ReplyCuts):
    """The critical values of the first decision of a plane, and the curves that they come from.

    Parameters
    ----------
    plane : Plane
    """

    def __init__(self, plane: Plane) -> None:
        super().__init__(plane.pieces, plane.second, plane.limits, plane.first)
        self.plane = plane

    @cached_property
    def payoffs(self) -> list[Quotient]:
        """The first mover's payoff, piece by piece."""
        return [piece.payoffs[self.plane.first] for piece in self.pieces.pieces]

    @cached_property
    def values(self) -> list[RealRoot]:
        """The exact values between which nothing changes."""
        factors = distinct_factors(self.polynomials())
        roots = [root for factor in factors for root in roots_of(univariate(factor, 0)) if self.may_decide(root)]
        if len(roots) > at_most(_MAX_CUTS):
            raise Unresolved("too many values at which something may change")
        return distinct(roots)

    def may_decide(self, root: RealRoot) -> bool:
        """Whether a first decision is allowed, or would be if no end were excluded."""
        return all(Extension(root).sign(in_x(limit, root)) >= 0 for limit in self.plane.first_limits)

    def is_excluded(self, cut: RealRoot) -> bool:
        """Whether a first decision is an end that is not allowed itself."""
        return any(in_x(limit, cut) == 0 for limit in self.plane.strict)

    def polynomials(self) -> Iterator[Polynomial]:
        """Yield what vanishes where an answer may change, or what the first mover gains by moving on."""
        yield from self.plane.first_limits
        yield from super().polynomials()
        for curve, piece in self.valued:
            payoff = self.payoffs[piece]
            yield eliminated(curve, self.level(curve, piece), "y")
            if not payoff.denominator.is_constant():
                yield from self.unbounded(eliminated(curve, payoff.denominator, "y"))

    def level(self, curve: Polynomial, piece: int) -> Polynomial:
        """Return a polynomial that vanishes where the first mover's payoff is level along a curve."""
        by_x, by_y = self.payoffs[piece].slopes
        return by_x * curve.derivative(1) - by_y * curve.derivative(0)

    @cached_property
    def further(self) -> list[tuple[Polynomial, ...]]:
        """By piece, curves that tell more about an answer: where the first mover's payoff is level, and its poles."""
        found = []
        for number, piece in enumerate(self.pieces.pieces):
            favoured = piece.payoffs[self.plane.first]
            levels = [self.level(curve, own) for curve, own in self.valued if own == number]
            more = distinct_factors([favoured.slopes[1], favoured.denominator, *levels])
            found.append(tuple(c for c in more if c.degrees()[1] > 0))
        return found

    def is_bad(self, end: RealRoot) -> bool:
        """Whether an answer, or a payoff, may go beyond all bounds towards a critical value."""
        field = Extension(end)
        return any(not field.polynomial(p) for p in self.unbounded_at if p.degrees()[0] > 0)
