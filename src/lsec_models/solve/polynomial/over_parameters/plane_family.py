"""A game with one parameter free, or two, and two decisions: what vanishes where the best first decision may change.

The critical values of the first decision, x, for a leader are roots of polynomials in x and the parameter t,
which stands for both where there are two.

1. Project them once more: where their leading coefficients, discriminants or resultants by x vanish, or a curve of
   answers stands upright, cells of x may begin, end or meet. Between such values of t the first mover has the same
   cells, each with the same answer.
2. What the first mover gets at a cut, or towards it or far out, is a root of the resultant of a cut and of a relation
   between x and that payoff. While the best of these is a root of one polynomial W and W has no root in common with
   the others, it stays the best.

References
----------
McCallum, S. (1998). An improved projection operation for cylindrical algebraic decomposition, and Brown, C. W. (2001).
Improved projection for cylindrical algebraic decomposition. Journal of Symbolic Computation 32, 447-465.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import flint

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.cuts import Cuts
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.relations import far_relation, value_relation
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, univariate
from lsec_models.solve.polynomial.over_parameters.family import further_places
from lsec_models.solve.polynomial.payoffs import coefficient, eliminated, leading, with_numbers
from lsec_models.solve.polynomial.problem import Problem
from lsec_models.solve.work_at_point import at_most

_X, _Y, _VALUE = 0, 1, 2
_MAX_PAIRS = 2_000


class PlaneFamily:
    """A game along one parameter, or over two, with two decisions left after elimination, one after the other.

    Parameters
    ----------
    problem : Problem
        With the parameters free.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        plane = self.problem.plane
        self.cuts = Cuts(replace(plane, limits=(*plane.limits, *further_places(self.problem))))

    @cached_property
    def _in_both(self) -> list[Polynomial]:
        """The polynomials in x and t between whose roots x has one answer."""
        return distinct_factors(self.cuts.polynomials())

    @cached_property
    def of_first_decision(self) -> list[Polynomial]:
        """Irreducible polynomials in x and t of which a best first decision is a root."""
        return [polynomial for polynomial in self._in_both if polynomial.degrees()[_X] > 0]

    def critical_polynomials(self) -> list[Polynomial]:
        """Return irreducible polynomials in t: where none vanishes, the cells of x and their answers are the same.

        Raises
        ------
        Unresolved
            If there are too many, or one would be too large.
        """
        count = len(self.of_first_decision)
        if count * count > at_most(_MAX_PAIRS):
            raise Unresolved("too many polynomials between whose roots the first decision has one answer")
        return distinct_factors(self._critical())

    def _critical(self) -> Iterator[Polynomial]:
        yield from (polynomial for polynomial in self._in_both if polynomial.degrees()[_X] <= 0)
        for polynomial in self.of_first_decision:
            yield leading(polynomial, _X)
            if polynomial.degrees()[_X] > 1:
                yield eliminated(polynomial, polynomial.derivative(_X), "x")
        for left, right in combinations(self.of_first_decision, 2):
            yield eliminated(left, right, "x")
        answers = distinct_factors(curve for own in self.cuts.curves for curve in own)
        for curve in answers:
            yield from degree_changes(curve, _Y)
        for relation in self._answered_worth:
            yield from degree_changes(relation, _VALUE)
        for worth in self._worths:
            yield leading(worth, _VALUE)

    @cached_property
    def _answered_worth(self) -> list[Polynomial]:
        """Relations between x and what answers are worth to the second mover, or to the first."""
        second = self.problem.plane.second
        relations = []
        for curve, number in self.cuts.valued:
            piece = self.cuts.pieces.pieces[number]
            relations.append(value_relation(curve, piece.payoffs[second].reduced))
        for piece in self.cuts.pieces.pieces:
            far = far_relation(piece.payoffs[second])
            relations += [] if far is None else [far]
        return [f for f in distinct_factors([*relations, *self._relations]) if f.degrees()[_VALUE] > 0]

    @cached_property
    def _relations(self) -> list[Polynomial]:
        """Relations between x and what answers are worth to the first mover."""
        relations = (value_relation(curve, self.cuts.payoffs[number].reduced) for curve, number in self.cuts.valued)
        return [factor for factor in distinct_factors(relations) if factor.degrees()[_VALUE] > 0]

    @cached_property
    def _worths(self) -> list[Polynomial]:
        """Irreducible polynomials in a payoff and t, with what the first mover may get at a cut or far out as roots.

        Those that do not depend on the payoff are among them: there it goes beyond all bounds, or is not told.
        """
        found = []
        for relation in self._relations:
            found.append(leading(relation, _X))
            if relation.degrees()[_X] > 0:
                found += [eliminated(relation, cut, "x") for cut in self.of_first_decision]
            else:
                found.append(relation)
        return distinct_factors(found)

    def rivals(self, best: Polynomial) -> list[Polynomial]:
        """Return irreducible polynomials in t: where none vanishes, a payoff that is best stays so.

        Parameters
        ----------
        best : polynomial in a payoff and t
        """
        found = [eliminated(best, best.derivative(_VALUE), "v")] if best.degrees()[_VALUE] > 1 else []
        others = [worth for worth in self.worths_told if worth != best]
        return distinct_factors([*found, *(eliminated(best, worth, "v") for worth in others)])

    def worths_of(self, place: DecidedPlace, numbers: Mapping[int, Fraction]) -> list[Polynomial]:
        """Return the polynomials in a payoff and t of which the best payoff at numbers of free parameters is a root.

        Raises
        ------
        Unresolved
            If there is none.
        """
        payoff = place.value(place.piece.payoffs[self.problem.plane.first]).minimal
        holding = [worth for worth in self._worths if _is_root(worth, payoff, numbers)]
        if not holding:
            raise Unresolved("a best payoff that no polynomial describes")
        return holding

    @property
    def worths_told(self) -> list[Polynomial]:
        """All polynomials in a payoff and t with what the first mover may get as roots."""
        return [worth for worth in self._worths if worth.degrees()[_VALUE] > 0]


def degree_changes(polynomial: Polynomial, place: int) -> Iterator[Polynomial]:
    """Yield what vanishes in t where a polynomial in x, t and another variable may have another degree than nearby.

    That is along the curves in (x, t) on which the leading coefficient vanishes, so that it may vanish throughout.

    Raises
    ------
    Unresolved
        If it vanishes throughout on all of such a curve.
    """
    top = int(polynomial.degrees()[place])
    for factor in distinct_factors([coefficient(polynomial, place, top)]):
        if factor.degrees()[_X] <= 0:
            yield factor
            continue
        lower = (coefficient(polynomial, place, power) for power in range(top - 1, -1, -1))
        following = next((c for c in lower if not c.is_zero() and c.gcd(factor).is_constant()), None)
        if following is None:
            raise Unresolved("a curve of answers that is not told")
        if not following.is_constant():
            yield eliminated(factor, following, "x")


def _is_root(worth: Polynomial, minimal: flint.fmpz_poly, numbers: Mapping[int, Fraction]) -> bool:
    here = univariate(with_numbers(worth, numbers), _VALUE)
    return bool(here.degree() > 0 and flint.fmpq_poly(here) % flint.fmpq_poly(minimal) == 0)
