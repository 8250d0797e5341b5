"""Where anything may change for a leader: critical values of the first decision, by resultants and discriminants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, combinations

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.plane import Plane
from lsec_models.solve.polynomial.best_decisions.relations import far_relation, in_x, value_relation
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, roots_of, univariate
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.payoffs import PayoffPiece, Quotient, V, curves_of, eliminated, leading
from lsec_models.solve.work_at_point import at_most

_MAX_CUTS = 400


class Cuts:
    """The critical values of the first decision of a plane, and the curves that they come from.

    Parameters
    ----------
    plane : Plane
    """

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self._bad_polynomials: list[Polynomial] = []

    @cached_property
    def payoffs(self) -> list[Quotient]:
        """The first mover's payoff, piece by piece."""
        return [piece.payoffs[self.plane.first] for piece in self.plane.pieces.pieces]

    @cached_property
    def curves(self) -> list[tuple[Polynomial, ...]]:
        """By piece, all curves on which an answer may lie, and poles."""
        return [
            tuple(c for c in distinct_factors(self._of_piece(piece)) if c.degrees()[1] > 0)
            for piece in self.plane.pieces.pieces
        ]

    @cached_property
    def _written(self) -> list[Polynomial]:
        return distinct_factors(chain(*(self._of_piece(piece) for piece in self.plane.pieces.pieces)))

    def _of_piece(self, piece: PayoffPiece) -> list[Polynomial]:
        """Return what may begin or end an answer where a piece holds."""
        answered = piece.payoffs[self.plane.second]
        return [*self._where(piece), answered.slopes[1], answered.denominator, *self._favoured(piece)]

    def _where(self, piece: PayoffPiece) -> list[Polynomial]:
        """Return what vanishes at the ends of a piece."""
        own = self.plane.pieces.separators if piece.separators is None else piece.separators
        return [*self.plane.limits, *own]

    def _favoured(self, piece: PayoffPiece) -> tuple[Polynomial, ...]:
        """Return where the second mover may decide for the first, being indifferent throughout a piece."""
        if piece.is_tie or not piece.payoffs[self.plane.second].slopes[1].is_zero():
            return ()
        favoured = piece.payoffs[self.plane.first]
        return favoured.slopes[1], favoured.denominator

    @cached_property
    def valued(self) -> list[tuple[Polynomial, int]]:
        """Each curve with the pieces that may hold on it."""
        found = []
        for number, piece in enumerate(self.plane.pieces.pieces):
            level = [] if piece.is_tie else [piece.payoffs[self.plane.second].slopes[1], *self._favoured(piece)]
            found += [(c, number) for part in (self._where(piece), level) for c in distinct_factors(part)]
        return [(c, number) for c, number in found if c.degrees()[1] > 0]

    @cached_property
    def _crossing(self) -> list[tuple[Polynomial, Polynomial]]:
        """Pairs of curves of one piece."""
        pairs = chain(*(combinations(own, 2) for own in self.curves))
        return list({(key_of(one), key_of(other)): (one, other) for one, other in pairs}.values())

    @cached_property
    def values(self) -> list[RealRoot]:
        """The exact values between which nothing changes."""
        factors = distinct_factors(self._cutting())
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

    def _cutting(self) -> Iterator[Polynomial]:
        yield from self.plane.first_limits
        yield from (factor for factor in self._written if factor.degrees()[1] == 0)
        for one in self.plane.pieces.pieces:
            for factor in distinct_factors(payoff.denominator for payoff in one.payoffs.values()):
                yield from self._cut(factor) if factor.degrees()[1] == 0 else ()
        for curve in (factor for factor in self._written if factor.degrees()[1] > 0):
            yield from self._cut(leading(curve, 1))
            if curve.degrees()[1] > 1:
                yield eliminated(curve, curve.derivative(1), "y")
        for left, right in self._crossing:
            yield eliminated(left, right, "y")
        yield from self._equal_values()
        for curve, piece in self.valued:
            payoff = self.payoffs[piece]
            yield eliminated(curve, self.level(curve, piece), "y")
            if not payoff.denominator.is_constant():
                yield from self._cut(eliminated(curve, payoff.denominator, "y"))
            answered = self.plane.pieces.pieces[piece].payoffs[self.plane.second]
            if answered.denominator.degrees()[1] > 0 and curve not in curves_of(answered.denominator):
                yield from self._cut(eliminated(curve, answered.denominator, "y"))

    def level(self, curve: Polynomial, piece: int) -> Polynomial:
        """Return a polynomial that vanishes where the first mover's payoff is level along a curve."""
        by_x, by_y = self.payoffs[piece].slopes
        return by_x * curve.derivative(1) - by_y * curve.derivative(0)

    def _cut(self, polynomial: Polynomial) -> Iterator[Polynomial]:
        """Yield a polynomial where an answer may go beyond all bounds, or a payoff may."""
        self._bad_polynomials.append(polynomial)
        yield polynomial

    def _equal_values(self) -> Iterator[Polynomial]:
        """Yield polynomials that vanish where two answers are worth the same to the second mover."""
        relations = []
        for curve, piece in self.valued:
            payoff = self.plane.pieces.pieces[piece].payoffs[self.plane.second]
            relations.append(value_relation(curve, payoff.reduced))
        for one in self.plane.pieces.pieces:
            answered = one.payoffs[self.plane.second]
            far = far_relation(answered)
            relations += [far] if far is not None else []
            if answered.slopes[1].is_zero() and not one.is_tie:
                relations.append(V * answered.denominator - answered.numerator)
        factors = distinct_factors(relations)
        yield from (factor for factor in factors if factor.degrees()[2] == 0)
        valued = [factor for factor in factors if factor.degrees()[2] > 0]
        for factor in valued:
            yield leading(factor, 2)
            if factor.degrees()[2] > 1:
                yield eliminated(factor, factor.derivative(2), "v")
        for first, second in combinations(valued, 2):
            yield eliminated(first, second, "v")

    @cached_property
    def further(self) -> list[tuple[Polynomial, ...]]:
        """By piece, curves that tell more about an answer: where the first mover's payoff is level, and its poles."""
        found = []
        for number, piece in enumerate(self.plane.pieces.pieces):
            favoured = piece.payoffs[self.plane.first]
            levels = [self.level(curve, own) for curve, own in self.valued if own == number]
            more = distinct_factors([favoured.slopes[1], favoured.denominator, *levels])
            found.append(tuple(c for c in more if c.degrees()[1] > 0))
        return found

    @cached_property
    def changing(self) -> list[Polynomial]:
        """All that may change on the second mover's line."""
        payoffs = [piece.payoffs[self.plane.second] for piece in self.plane.pieces.pieces]
        own = chain(*((payoff.slopes[1], payoff.denominator) for payoff in payoffs))
        return distinct_factors([*self.plane.limits, *self.plane.pieces.separators, *own])

    def is_bad(self, end: RealRoot) -> bool:
        """Whether an answer, or a payoff, may go beyond all bounds towards a critical value."""
        field = Extension(end)
        return any(not field.polynomial(p) for p in self._bad_polynomials if p.degrees()[0] > 0)
