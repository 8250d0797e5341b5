"""A leader on a line and who answers: cells between exact critical values, an answer in each, and at each value.

1. The leader's line is cut where anything may change: where curves of the other's possible answers begin, end or meet,
   where two answers are worth the same, where the leader's payoff is level along one of them, at poles and at the ends
   of what is allowed. All these are roots of integer polynomials (resultants and discriminants).
2. In each open cell, at a rational number, and at each cut, exactly, the other's best answers are found; where there is
   none, the subgame has no equilibrium.
3. Between cuts the leader's payoff rises or falls throughout, so that what is best is at a cut, or is approached and
   not reached: in a cell that is better than all cuts, or towards an end without answer.

References
----------
Basu, S., Pollack, R. and Roy, M.-F. (2006). Algorithms in Real Algebraic Geometry, chapters 5 and 11. Springer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import chain, combinations, pairwise

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.best_decisions.line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.place import Place
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium, Plane
from lsec_models.solve.polynomial.best_decisions.reply import NoBest, Undefined
from lsec_models.solve.polynomial.numbers.exact_values import (
    distinct_factors,
    in_variable,
    number_between,
    roots_of,
    univariate,
    weight,
)
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Extension, settled_sign
from lsec_models.solve.polynomial.payoffs import (
    OneHistory,
    PayoffPiece,
    PiecewisePayoffs,
    Quotient,
    V,
    X,
    curves_of,
    eliminated,
    leading,
    with_numbers,
)
from lsec_models.solve.work_at_point import at_most, check_clock

_NOT_REACHED = "gains without bound, or approaches a payoff that is not reached"
_LAST_BITS = 512
_MAX_CUTS = 400
# What can be answered in about half a minute.
_MAX_WEIGHT = 400_000
FILLED = "equilibria fill an interval, of which an end is listed"


@dataclass(frozen=True, eq=False)
class _Cell:
    low: RealRoot | None
    high: RealRoot | None
    place: Place


class Leader:
    """The problem of the first mover of a plane, the second answering.

    Parameters
    ----------
    plane : Plane
    """

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self._is_favoured = False
        self._unsettled: list[Unresolved] = []

    def equilibria(self) -> tuple[list[Place], str]:
        """Return the best decisions with the answers to them, and why there may be more; empty where these are all.

        Raises
        ------
        NoEquilibrium
            If there is none, or a history after which the second mover has no best answer.
        Unresolved
            If it is not settled.
        """
        cells = list(self._cells())
        at_cuts = [place for cut in self.cuts if not self._is_excluded(cut) for place in self._answered(cut)]
        if self._unsettled:
            raise self._unsettled[0]
        if not at_cuts and not cells:
            raise NoEquilibrium("no decisions meet all constraints")
        best = self._best(at_cuts)
        is_level = [self._is_level(cell, best[0] if best else None) for cell in cells]
        if not best and len(cells) > 1:
            raise Unresolved(FILLED)
        best = best or [cell.place for cell in cells]
        return best, FILLED if any(is_level) or any(place.reply.fills for place in best) else ""

    @cached_property
    def payoffs(self) -> list[Quotient]:
        """The first mover's payoff, piece by piece."""
        return [piece.payoffs[self.plane.first] for piece in self.plane.pieces.pieces]

    # ---- the cuts

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
    def cuts(self) -> list[RealRoot]:
        """The exact values between which nothing changes."""
        factors = distinct_factors(self._cutting())
        roots = [root for factor in factors for root in roots_of(univariate(factor, 0)) if self._may_decide(root)]
        if len(roots) > at_most(_MAX_CUTS) or sum(weight(root) for root in roots) > at_most(_MAX_WEIGHT):
            raise Unresolved("too many values at which something may change, or of too high a degree")
        return distinct(roots)

    def _may_decide(self, root: RealRoot) -> bool:
        return all(Extension(root).sign(_in_x(limit, root)) >= 0 for limit in self.plane.first_limits)

    def _is_excluded(self, cut: RealRoot) -> bool:
        return any(_in_x(limit, cut) == 0 for limit in self.plane.strict)

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
            yield eliminated(curve, self._level(curve, piece), "y")
            if not payoff.denominator.is_constant():
                yield from self._cut(eliminated(curve, payoff.denominator, "y"))
            answered = self.plane.pieces.pieces[piece].payoffs[self.plane.second]
            if answered.denominator.degrees()[1] > 0 and curve not in curves_of(answered.denominator):
                yield from self._cut(eliminated(curve, answered.denominator, "y"))

    def _level(self, curve: Polynomial, piece: int) -> Polynomial:
        """Return a polynomial that vanishes where the first mover's payoff is level along a curve."""
        by_x, by_y = self.payoffs[piece].slopes
        return by_x * curve.derivative(1) - by_y * curve.derivative(0)

    def _cut(self, polynomial: Polynomial) -> Iterator[Polynomial]:
        """Yield a polynomial where an answer may go beyond all bounds, or a payoff may."""
        self._bad_polynomials.append(polynomial)
        yield polynomial

    @cached_property
    def _bad_polynomials(self) -> list[Polynomial]:
        return []

    def _equal_values(self) -> Iterator[Polynomial]:
        """Yield polynomials that vanish where two answers are worth the same to the second mover."""
        relations = []
        for curve, piece in self.valued:
            payoff = self.plane.pieces.pieces[piece].payoffs[self.plane.second]
            relations.append(_value_relation(curve, payoff.reduced))
        for one in self.plane.pieces.pieces:
            answered = one.payoffs[self.plane.second]
            far = _far_relation(answered)
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

    # ---- what is answered

    def _line(self, cut: RealRoot, history: OneHistory | None) -> DecisionLine:
        second, favoured = self.plane.second, (self.plane.first,)
        if history is None:
            return DecisionLine(Extension(cut), second, self.plane.limits, self.plane.pieces, favoured)
        only = PiecewisePayoffs(pieces=(history.piece,))
        return DecisionLine(Extension(history.reply), second, history.limits, only, favoured)

    def _answered(self, cut: RealRoot) -> list[Place]:
        """Return the places that may follow a first decision; none if the second mover has no room left."""
        history = self.plane.pieces.unmoved(cut)
        line = self._line(cut, history)
        check_clock()
        try:
            replies = line.best()
            self._is_favoured |= line.is_indifferent
        except (Infeasible, Undefined):
            return []
        except Unresolved as reason:
            # After another history there may be no answer, which settles it.
            self._unsettled.append(reason)
            return []
        except NoBest as reason:
            raise NoEquilibrium(f"{reason} after {self.plane.names[0]} = {cut}") from None
        if history is not None:
            levels = [history.piece.payoffs[player].slopes[1] for player in (self.plane.second, self.plane.first)]
            curves = tuple(distinct_factors([*history.limits, *levels]))
            return [Place(line.extension, reply, history.piece, curves) for reply in replies]
        pieces = self.plane.pieces.pieces
        numbered = [(reply, reply.piece) for reply in replies]
        return [Place(line.extension, reply, pieces[i], self.curves[i], self._further[i]) for reply, i in numbered]

    @cached_property
    def _further(self) -> list[tuple[Polynomial, ...]]:
        found = []
        for number, piece in enumerate(self.plane.pieces.pieces):
            favoured = piece.payoffs[self.plane.first]
            levels = [self._level(curve, own) for curve, own in self.valued if own == number]
            more = distinct_factors([favoured.slopes[1], favoured.denominator, *levels])
            found.append(tuple(c for c in more if c.degrees()[1] > 0))
        return found

    def _cells(self) -> Iterator[_Cell]:
        """Yield each open cell in which the first mover may decide and the second one has room."""
        ends: list[RealRoot | None] = [None, *self.cuts, None]
        for low, high in pairwise(ends):
            sample = RealRoot.rational(number_between(low, high))
            if not self._may_decide(sample):
                continue
            places = self._answered(sample)
            if places:
                yield _Cell(low, high, places[0])

    # ---- what is best

    def value(self, place: Place, bits: int) -> flint.arb:
        """Return an enclosure of the first mover's payoff."""
        return place.reply.value(place.piece.payoffs[self.plane.first], bits)

    def _best(self, places: Sequence[Place]) -> list[Place]:
        left = list(places)
        bits = FIRST_BITS
        while len(left) > 1 and bits <= _LAST_BITS:
            balls = [self.value(place, bits) for place in left]
            top = max(balls, key=lambda ball: float(ball.mid()))
            left = [place for place, ball in zip(left, balls, strict=True) if not ball < top]
            bits *= 2
        if len(left) < 2:
            return left
        exact = [self._exact(place) for place in left]
        top_value = exact[0]
        for value in exact[1:]:
            top_value = value if value > top_value else top_value
        return [place for place, value in zip(left, exact, strict=True) if value == top_value]

    def _exact(self, place: Place) -> RealRoot:
        return place.value(place.piece.payoffs[self.plane.first])

    def _is_level(self, cell: _Cell, best: Place | None) -> bool:
        """Return whether all of a cell is as good as what is best at the cuts.

        Raises
        ------
        NoEquilibrium
            If something in it is better, or is approached towards its ends.
        """
        curve = cell.place.curve
        payoff = cell.place.piece.payoffs[self.plane.first]
        if best is None:
            if self._is_constant(cell, curve, payoff):
                return True
            raise self._not_reached(f"{self.plane.first} {_NOT_REACHED}")
        bits, order = FIRST_BITS, 0
        while not order and bits <= _LAST_BITS:
            here, there = self.value(cell.place, bits), self.value(best, bits)
            order = int(here > there) - int(here < there)
            bits *= 2
        if not order:
            inside, top = self._exact(cell.place), self._exact(best)
            order = int(inside > top) - int(inside < top)
        if order == 0 and self._is_constant(cell, curve, payoff):
            return True
        if order >= 0:
            raise self._not_reached(f"{self.plane.first} {_NOT_REACHED}")
        for end in (cell.low, cell.high):
            if self._may_rise_towards(end, cell, curve) and self._is_better_towards(end, cell, curve, payoff, best):
                where = f"as {self.plane.names[0]} nears {end}" if end is not None else "far out"
                raise self._not_reached(f"{self.plane.first} gains ever more {where}", is_end=end is None)
        return False

    def _not_reached(self, words: str, *, is_end: bool = False) -> Exception:
        """Return that there is no equilibrium, or that it is not known, where a later mover may choose otherwise."""
        if self._is_favoured and self.plane.first != self.plane.second:
            return Unresolved(f"{words}; {self.plane.second} is indifferent over an interval, and may choose otherwise")
        if self.plane.pieces.may_jump and not is_end:
            return Unresolved(f"{words}; another choice of a later mover who is indifferent may change that")
        return NoEquilibrium(words)

    def _may_rise_towards(self, end: RealRoot | None, cell: _Cell, curve: Polynomial) -> bool:
        """Whether the payoff rises towards an end at which it may not be reached."""
        if end is not None and not (self.plane.pieces.may_jump or self._is_bad(end) or self._is_excluded(end)):
            return False
        level, across = self._level(curve, cell.place.reply.piece), curve.derivative(1)
        if cell.place.vanishes(level) or cell.place.vanishes(across):
            return True
        signs = [settled_sign(partial(cell.place.reply.value, Quotient.of(p))) for p in (level, across)]
        return signs[0] * signs[1] * (-1 if end is cell.low else 1) > 0 or cell.low is cell.high

    def _is_constant(self, cell: _Cell, curve: Polynomial, payoff: Quotient) -> bool:
        """Whether the payoff is the same in all of a cell: nothing that depends on x describes it there."""
        value, first = self._exact(cell.place).minimal, cell.place.x.interval[0]
        return not any(
            relation.degrees()[0] > 0 and _at_number(relation, 0, first) % value == 0
            for relation in distinct_factors([_value_relation(curve, payoff)])
        )

    def _is_bad(self, end: RealRoot) -> bool:
        field = Extension(end)
        return any(not field.polynomial(p) for p in self._bad_polynomials if p.degrees()[0] > 0)

    def _is_better_towards(
        self, end: RealRoot | None, cell: _Cell, curve: Polynomial, payoff: Quotient, best: Place
    ) -> bool:
        """Whether the payoff comes above the best one towards an end of a cell.

        Its limits there are roots of one polynomial. Between the best payoff and the next larger root a number is
        passed if, and only if, the limit is above; it is passed at a root of another polynomial, and not beyond.
        """
        relations = distinct_factors([_value_relation(curve, payoff)])
        relations = [relation for relation in relations if relation.degrees()[2] > 0]
        limits = []
        for relation in relations:
            if end is None:
                limits.append(leading(relation, 0))
            else:
                limits.append(eliminated(relation, in_variable(end.minimal, X), "x"))
        roots = [root for factor in distinct_factors(limits) for root in roots_of(univariate(factor, 2))]
        top = self._exact(best)
        above = distinct(root for root in roots if root > top)
        number = number_between(top, above[0] if above else None)
        passed = [root for relation in relations for root in _roots_at(relation, number)]
        near = self._answered(RealRoot.rational(_nearer(end, cell, passed)))
        if not near:
            raise Unresolved("a cell that ends without an answer")
        threshold = flint.fmpq(number.numerator, number.denominator)
        bits = FIRST_BITS
        while bits <= 1 << 13:
            ball = self.value(near[0], bits) - flint.arb(threshold)
            if ball > 0 or ball < 0:
                return bool(ball > 0)
            bits *= 2
        raise Unresolved("a payoff that is not told from a number")


def _in_x(polynomial: Polynomial, root: RealRoot) -> flint.fmpq_poly:
    return flint.fmpq_poly(univariate(polynomial, 0)) % flint.fmpq_poly(root.minimal)


def _value_relation(curve: Polynomial, payoff: Quotient) -> Polynomial:
    """Return a polynomial in (x, v) that vanishes where v is a payoff on a curve."""
    relation = V * payoff.denominator - payoff.numerator
    return eliminated(curve, relation, "y") if relation.degrees()[1] > 0 else relation


def _far_relation(payoff: Quotient) -> Polynomial | None:
    """Return the same for the payoff far out, where that is finite."""
    above, below = int(payoff.numerator.degrees()[1]), int(payoff.denominator.degrees()[1])
    if above > below:
        return None
    top = leading(payoff.numerator, 1) if above == below else payoff.numerator * 0
    return V * leading(payoff.denominator, 1) - top


def _roots_at(relation: Polynomial, number: Fraction) -> list[RealRoot]:
    """Return the real x at which a polynomial in (x, v) vanishes for v a rational number."""
    found = _at_number(relation, 2, number)
    return [root for factor, _ in found.factor()[1] for root in roots_of(factor)] if found.degree() > 0 else []


def _at_number(relation: Polynomial, place: int, number: Fraction) -> flint.fmpz_poly:
    """Return a polynomial in (x, v) with a rational number for one of them."""
    return univariate(with_numbers(relation, {place: number}), 2 - place)


def _nearer(end: RealRoot | None, cell: _Cell, passed: Sequence[RealRoot]) -> Fraction:
    """Return a number of a cell that is nearer to an end than all numbers that are passed."""
    inside = [root for root in passed if (cell.low is None or root > cell.low)]
    inside = distinct(root for root in inside if cell.high is None or root < cell.high)
    if end is None and cell.high is None and cell.low is None:
        raise Unresolved("a line without any cut")
    at_low = end is cell.low
    if not inside:
        return number_between(cell.low, cell.high)
    return number_between(cell.low, inside[0]) if at_low else number_between(inside[-1], cell.high)
