"""A leader on a line and who answers: cells between exact critical values, an answer in each, and at each value.

1. The leader's line is cut where anything may change: where curves of the other's possible answers begin, end or meet,
   where two answers are worth the same, where the leader's payoff is level along one of them, at poles and at the ends
   of what is allowed. All these are roots of integer polynomials (resultants and discriminants).
2. In each open cell, at a rational number, and at each cut the other's best answers are found; where there is none, the
   subgame has no equilibrium. At cuts of a high degree enclosures tell the best answer, or that all that may be one
   leaves the leader less than another decision does; else it is told exactly.
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
from functools import partial
from itertools import pairwise

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct, number_between
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.best_decisions.cuts import Cuts
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.enclosed_line import EnclosedReply, enclosed_best
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium, Plane
from lsec_models.solve.polynomial.best_decisions.relations import at_number, roots_at, value_relation
from lsec_models.solve.polynomial.best_decisions.reply import NoBest, PayoffNotReached, Undefined
from lsec_models.solve.polynomial.numbers.exact_values import (
    distinct_factors,
    in_variable,
    roots_of,
    univariate,
    weight,
)
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Extension, settled_sign
from lsec_models.solve.polynomial.payoffs import OneHistory, PiecewisePayoffs, Quotient, X, eliminated, leading
from lsec_models.solve.work_at_point import at_most, check_clock

_NOT_REACHED = "gains without bound, or approaches a payoff that is not reached"
_LAST_BITS = 512
# What can be answered exactly in about half a minute.
_MAX_WEIGHT = 400_000
# Below this weight exact answers are as fast as enclosures.
_LIGHT = 2_000
FILLED = "equilibria fill an interval, of which an end is listed"


@dataclass(frozen=True, eq=False)
class _Cell:
    low: RealRoot | None
    high: RealRoot | None
    place: DecidedPlace


class Leader:
    """The problem of the first mover of a plane, the second answering.

    Parameters
    ----------
    plane : Plane
    """

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self._cuts = Cuts(plane)
        self._is_favoured = False
        self._unsettled: list[Unresolved] = []
        self._answered_weight = 0
        # By a first decision, what answers that may follow it are worth to the first mover.
        self._untold: dict[RealRoot, tuple[flint.arb, ...]] = {}

    def equilibria(self) -> tuple[list[DecidedPlace], str]:
        """Return the best decisions with the answers to them, and why there may be more; empty where these are all.

        Raises
        ------
        NoEquilibrium
            If there is none, or a history after which the second mover has no best answer.
        Unresolved
            If it is not settled.
        """
        cells = list(self._cells())
        at_cuts = [
            place for cut in self._cuts.values if not self._cuts.is_excluded(cut) for place in self._answered(cut)
        ]
        if self._unsettled:
            raise self._unsettled[0]
        best = self._best(at_cuts)
        at_cuts = [place for cut in self._worth_telling(best) for place in self._answered(cut, is_exact=True)]
        if self._unsettled:
            raise self._unsettled[0]
        best = self._best([*best, *at_cuts])
        if not best and not cells:
            raise NoEquilibrium("no decisions meet all constraints")
        is_level = [self._is_level(cell, best[0] if best else None) for cell in cells]
        if not best and len(cells) > 1:
            raise Unresolved(FILLED)
        best = best or [cell.place for cell in cells]
        return best, FILLED if any(is_level) or any(place.reply.fills for place in best) else ""

    def _worth_telling(self, best: Sequence[DecidedPlace]) -> list[RealRoot]:
        """Return the first decisions, with answers that are not told, that may be as good as the best other ones."""
        top = self.value(best[0], _LAST_BITS) if best else None
        return [cut for cut, worth in self._untold.items() if top is None or not all(one < top for one in worth)]

    # ---- what is answered

    def _line(self, cut: RealRoot, history: OneHistory | None) -> DecisionLine:
        second, favoured = self.plane.second, (self.plane.first,)
        if history is None:
            return DecisionLine(Extension(cut), second, self.plane.limits, self.plane.pieces, favoured)
        only = PiecewisePayoffs(pieces=(history.piece,))
        return DecisionLine(Extension(history.reply), second, history.limits, only, favoured)

    def _answered(self, cut: RealRoot, *, is_exact: bool = False) -> list[DecidedPlace]:
        """Return the places that may follow a first decision; none if the second mover has no room left.

        None either where enclosures leave several that may: that is noted down, and settled if it matters.
        """
        history = self.plane.pieces.unmoved(cut)
        line = self._line(cut, history)
        check_clock()
        try:
            is_enclosed = not is_exact and weight(cut) > _LIGHT and history is None
            enclosed = enclosed_best(line, self._cuts.changing) if is_enclosed else None
            if enclosed is not None and enclosed.replies:
                return [self._enclosed(line.extension, one) for one in enclosed.replies]
            if enclosed is not None:
                self._untold[cut] = enclosed.worth
                return []
            self._charge(cut)
            replies = line.best()
            self._is_favoured |= line.is_indifferent
        except (Infeasible, Undefined):
            return []
        except Unresolved as reason:
            # After another history there may be no answer, which settles it.
            self._unsettled.append(reason)
            return []
        except NoBest as reason:
            if self.plane.is_together and isinstance(reason, PayoffNotReached):
                # Another first decision may be worth more than what is approached.
                self._unsettled.append(Unresolved(f"{reason} after {self.plane.names[0]} = {cut}"))
                return []
            raise NoEquilibrium(f"{reason} after {self.plane.names[0]} = {cut}") from None
        if history is not None:
            levels = [history.piece.payoffs[player].slopes[1] for player in (self.plane.second, self.plane.first)]
            curves = tuple(distinct_factors([*history.limits, *levels]))
            return [DecidedPlace(line.extension, reply, history.piece, curves) for reply in replies]
        pieces = self.plane.pieces.pieces
        numbered = [(reply, reply.piece) for reply in replies]
        return [
            DecidedPlace(line.extension, reply, pieces[i], self._cuts.curves[i], self._cuts.further[i])
            for reply, i in numbered
        ]

    def _charge(self, cut: RealRoot) -> None:
        """Count what an exact answer costs."""
        self._answered_weight += weight(cut)
        if self._answered_weight > at_most(_MAX_WEIGHT):
            raise Unresolved("values at which something may change, of too high a degree to answer them exactly")

    def _enclosed(self, field: Extension, one: EnclosedReply) -> DecidedPlace:
        number = one.reply.piece
        further = (*self._cuts.curves[number], *self._cuts.further[number])
        return DecidedPlace(field, one.reply, self.plane.pieces.pieces[number], (one.factor,), further)

    def _cells(self) -> Iterator[_Cell]:
        """Yield each open cell in which the first mover may decide and the second one has room."""
        ends: list[RealRoot | None] = [None, *self._cuts.values, None]
        for low, high in pairwise(ends):
            sample = RealRoot.rational(number_between(low, high))
            if not self._cuts.may_decide(sample):
                continue
            places = self._answered(sample, is_exact=True)
            if places:
                yield _Cell(low, high, places[0])

    # ---- what is best

    def value(self, place: DecidedPlace, bits: int) -> flint.arb:
        """Return an enclosure of the first mover's payoff."""
        return place.reply.value(place.piece.payoffs[self.plane.first], bits)

    def _best(self, places: Sequence[DecidedPlace]) -> list[DecidedPlace]:
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

    def _exact(self, place: DecidedPlace) -> RealRoot:
        return place.value(place.piece.payoffs[self.plane.first])

    def _is_level(self, cell: _Cell, best: DecidedPlace | None) -> bool:
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
                raise self._not_reached(f"{self.plane.first} gains without bound {where}", is_end=end is None)
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
        if end is not None and not (
            self.plane.pieces.may_jump or self._cuts.is_bad(end) or self._cuts.is_excluded(end)
        ):
            return False
        level, across = self._cuts.level(curve, cell.place.reply.piece), curve.derivative(1)
        if cell.place.vanishes(level) or cell.place.vanishes(across):
            return True
        signs = [settled_sign(partial(cell.place.reply.value, Quotient.of(p))) for p in (level, across)]
        return signs[0] * signs[1] * (-1 if end is cell.low else 1) > 0 or cell.low is cell.high

    def _is_constant(self, cell: _Cell, curve: Polynomial, payoff: Quotient) -> bool:
        """Whether the payoff is the same in all of a cell: nothing that depends on x describes it there."""
        value, first = self._exact(cell.place).minimal, cell.place.x.interval[0]
        return not any(
            relation.degrees()[0] > 0 and at_number(relation, 0, first) % value == 0
            for relation in distinct_factors([value_relation(curve, payoff)])
        )

    def _is_better_towards(
        self, end: RealRoot | None, cell: _Cell, curve: Polynomial, payoff: Quotient, best: DecidedPlace
    ) -> bool:
        """Whether the payoff comes above the best one towards an end of a cell.

        Its limits there are roots of one polynomial. Between the best payoff and the next larger root a number is
        passed if, and only if, the limit is above; it is passed at a root of another polynomial, and not beyond.
        """
        relations = distinct_factors([value_relation(curve, payoff)])
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
        passed = [root for relation in relations for root in roots_at(relation, number)]
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
        raise Unresolved("a payoff that is not separated from a number")


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
