"""One decision and numbers everywhere else: is a point the global maximum? Decided exactly, on every part of the line.

A payoff in one decision is compared with what the point yields. Between the zeros and poles of the difference, and the
ends of what is feasible, its sign does not change, so that one rational number tells it for a whole part of the line;
and the zeros, poles and ends themselves are real algebraic numbers, compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import flint
import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot, between, distinct, real_roots, root_bound
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.interior.optimality.own_problem import OwnProblem, in_range


@dataclass(frozen=True)
class OnTheLine:
    """What is decided of a point.

    Attributes
    ----------
    best : bool
        Whether no feasible decision is better, and the payoff is defined at each.
    deviation : RealRoot or None
        A feasible decision that is better.
    undefined : RealRoot or None
        A feasible decision at which the payoff is not defined, where there is no better one.
    """

    best: bool = False
    deviation: RealRoot | None = None
    undefined: RealRoot | None = None


def is_on_a_line(problem: OwnProblem) -> bool:
    """Return whether a payoff and its feasible decisions are numbers but for one decision."""
    if len(problem.move.decisions) != 1:
        return False
    used = {s for p in _polynomials(problem) for s in problem.region.ring.used(p)}
    return used <= set(problem.move.decisions)


def decided_on_the_line(problem: OwnProblem) -> OnTheLine:
    """Decide whether the stated answer is the best of all feasible decisions.

    1. Take every real zero of the difference between what the answer yields and the payoff, of its denominator, of
       what the payoff divides by as it is declared, and of the limits.
    2. Look at each of these points, and at one rational number between any two neighbours and beyond the outermost.
       Where one is feasible, the sign of the difference there says whether it is better.
    """
    (decision,) = problem.move.decisions
    line = _Line(problem, decision)
    undefined = None
    for point in line.points():
        if not line.is_feasible(point):
            continue
        if line.is_undefined(point):
            undefined = undefined or point
        elif line.sign(line.numerator, point) * line.sign(line.denominator, point) < 0:
            return OnTheLine(deviation=point)
    return OnTheLine(best=undefined is None, undefined=undefined)


class _Line:
    """The polynomials of a problem, in the one decision."""

    def __init__(self, problem: OwnProblem, decision: sp.Symbol) -> None:
        ring, self._place = problem.region.ring, problem.region.ring.index[decision]
        x = Ratio(ring, ring.generators[self._place])
        self.numerator = self._along(problem.advantage.numerator)
        self.denominator = self._along(problem.advantage.denominator)
        self._divisors = [self._along(d.numerator) for d in (*problem.divisors, _bottom(problem.payoff))]
        self._limits = [(self._along(c.polynomial), c.strict) for c in problem.limits]
        self._limits += [(self._along(value.numerator), strict) for value, strict in in_range({decision: x})]

    def points(self) -> Iterator[RealRoot]:
        """Yield a point of every part of the line, ends first."""
        limits = [polynomial for polynomial, _ in self._limits]
        marks = distinct(self._roots([*limits, self.numerator, self.denominator, *self._divisors]))
        yield from marks
        if not marks:
            yield RealRoot.rational(0)
            return
        for low, high in pairwise(marks):
            yield RealRoot.rational(between(low.interval[1], high.interval[0]))
        yield RealRoot.rational(Fraction(marks[0].interval[0].__floor__() - 1))
        yield RealRoot.rational(Fraction(marks[-1].interval[1].__floor__() + 1))

    def is_feasible(self, point: RealRoot) -> bool:
        signs = ((self.sign(polynomial, point), strict) for polynomial, strict in self._limits)
        return all(sign > 0 or (sign == 0 and not strict) for sign, strict in signs)

    def is_undefined(self, point: RealRoot) -> bool:
        return any(self.sign(divisor, point) == 0 for divisor in (self.denominator, *self._divisors))

    def sign(self, polynomial: flint.fmpz_poly, point: RealRoot) -> int:
        """Return the sign of a polynomial, all of whose zeros are among the points, at one of them."""
        if polynomial.degree() < 0:
            return 0
        if not point.is_rational and polynomial.gcd(point.minimal).degree() > 0:
            return 0
        while not point.is_rational and _changes(polynomial, point):
            point = point.narrowed(2 * _bits(point))
        value = polynomial(point.low)
        return int(value > 0) - int(value < 0)

    def _along(self, polynomial: Polynomial) -> flint.fmpz_poly:
        coefficients = [0] * (max(0, int(polynomial.degrees()[self._place])) + 1)
        for powers, coefficient in polynomial.terms():
            coefficients[powers[self._place]] += int(coefficient)
        return flint.fmpz_poly(coefficients)

    def _roots(self, polynomials: list[flint.fmpz_poly]) -> list[RealRoot]:
        found = []
        for polynomial in polynomials:
            if polynomial.degree() > 0:
                reach = root_bound(polynomial)
                found += real_roots(polynomial, -reach, reach)
        return found


def _polynomials(problem: OwnProblem) -> Iterator[Polynomial]:
    yield problem.payoff.numerator
    yield problem.payoff.denominator
    yield from (limit.polynomial for limit in problem.limits)
    yield from (divisor.numerator for divisor in problem.divisors)
    yield from (part for value in problem.answers.values() for part in (value.numerator, value.denominator))


def _bottom(function: Ratio) -> Ratio:
    return Ratio(function.ring, function.denominator)


def _changes(polynomial: flint.fmpz_poly, point: RealRoot) -> bool:
    """Whether a polynomial vanishes somewhere in the isolating interval of a point that is not a zero of it."""
    if polynomial.degree() < 1:
        return False
    return polynomial(point.low) == 0 or bool(real_roots(polynomial, point.low, point.high))


def _bits(point: RealRoot) -> int:
    width = point.high - point.low
    return max(10, int(width.q).bit_length() - int(width.p).bit_length() + 1)
