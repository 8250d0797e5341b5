"""Conic sections in the plane as two branches, and where quadratic functions change sign along them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.algebraic_roots import roots_among
from lsec_models.solve.corners.exact.numbers.enclosures import enclosed, enclosed_part, is_positive
from lsec_models.solve.corners.exact.numbers.intervals import EVERYWHERE, Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, between, quadratic_roots, sign
from lsec_models.solve.corners.exact.replies.families import Quadratic, QuadraticCondition, leading, quadratic_at

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)

# A polynomial in one number: its coefficients, the constant first.
Polynomial = list[Any]


class Conic:
    """Places (s, t) in the plane where a quadratic function vanishes, as up to two values of t for each s.

    Parameters
    ----------
    equation : quadratic function
        Of s and t; it contains t.
    """

    def __init__(self, equation: Quadratic) -> None:
        self.equation = equation
        self._constant, self._slope, self._square = _powers(equation)

    @cached_property
    def turns(self) -> list[Any]:
        """Values of s among which are all at which a branch begins, ends, or leaves for infinity."""
        return roots_among(self._deciding)

    @property
    def deciding(self) -> Quadratic:
        """A function of s: as long as it keeps its sign, there are as many values of t."""
        constant, slope, square = (*self._deciding, _ZERO, _ZERO)[:3]
        return [[constant, slope / 2], [slope / 2, square]]

    @cached_property
    def _deciding(self) -> Polynomial:
        if sign(self._square[0]) != 0:
            rest = [x * 4 for x in _product(self._square, self._constant)]
            return _sum(_product(self._slope, self._slope), _minus(rest))
        return self._slope if any(sign(x) != 0 for x in self._slope) else self._constant

    def at(self, s: Any, *, upper: bool) -> list[Any] | None:
        """Return the place of a branch at a value of s; None if the branch has none."""
        roots = quadratic_roots(self._square[0], _value(self._slope, s), _value(self._constant, s))
        return [s, roots[-1] if upper else roots[0]] if roots else None

    def zeros(self, function: Quadratic) -> list[Any]:
        """Return values of s in increasing order, among which are all at which a function vanishes on the curve.

        None are returned where it vanishes all along a part of the curve.
        """
        f0, f1, f2 = _powers(function)
        a, b, c = self._square, self._slope, self._constant
        if sign(a[0]) == 0:
            return roots_among(_sum(_product(f2, c, c), _minus(_product(f1, b, c)), _product(f0, b, b)))
        # Modulo the curve a multiple of the function is p + q t.
        p = _sum(_product(a, f0), _minus(_product(f2, c)))
        q = _sum(_product(a, f1), _minus(_product(f2, b)))
        if all(sign(x) == 0 for x in q):
            return roots_among(p)
        return roots_among(_sum(_product(a, p, p), _minus(_product(b, p, q)), _product(c, q, q)))

    def around(
        self,
        conditions: Iterable[QuadraticCondition],
        place: Sequence[Any],
        *,
        upper: bool,
        within: Interval = EVERYWHERE,
    ) -> Interval:
        """Return an interval around a place of a branch, in a part, on which conditions hold that hold there."""
        part = within
        for condition in conditions:
            balls = self.enclosed(part, upper=upper)
            if balls is None or not is_positive(condition.function, balls):
                part = part.meet(self._around(condition, place, upper=upper))
        return part

    def enclosed(self, part: Interval, *, upper: bool) -> list[flint.arb] | None:
        """Return balls around a part of a branch; None if it is not seen to be bounded."""
        s = enclosed_part(part)
        if s is None:
            return None
        constant, slope, square = ([enclosed(x) for x in one] for one in (self._constant, self._slope, self._square))
        c, b, a = _value(constant, s), _value(slope, s), square[0]
        if sign(self._square[0]) == 0:
            return [s, -c / b]
        root = (b * b - 4 * a * c).sqrt() / abs(a)
        return [s, (-b / a + root) / 2 if upper else (-b / a - root) / 2]

    def _around(self, condition: QuadraticCondition, place: Sequence[Any], *, upper: bool) -> Interval:
        function, s = leading(condition.function), place[0]
        least = 1 if condition.strict or function is not condition.function else 0
        zeros = _distinct([*self.turns, *self.zeros(function)])
        here = [s] if sign(quadratic_at(function, place)) == 0 or any(sign(zero - s) == 0 for zero in zeros) else []
        below = [*here, *reversed([zero for zero in zeros if sign(s - zero) > 0])]
        above = [*here, *(zero for zero in zeros if sign(zero - s) > 0)]
        low = self._end(function, below, least, s, upper=upper, rising=False)
        high = self._end(function, above, least, s, upper=upper, rising=True)
        return Interval(low=low, high=high, has_low=low is s, has_high=high is s)

    def _end(
        self, function: Quadratic, places: Sequence[Any], least: int, s: Any, *, upper: bool, rising: bool
    ) -> Any | None:
        """Return the first of some places, in their order from s, at or after which a sign may be less than it must."""
        for zero, after in pairwise([*places, None]):
            sample = _between(zero, after) if rising else _between(after, zero)
            if self._sign_at(function, sample, upper=upper) < least:
                return zero
            # With the same sign on both sides a function that moves continuously is not negative between them.
            if zero is not s and (
                self._is_turn(zero) or (least and self._sign_at(function, zero, upper=upper) < least)
            ):
                return zero
        return None

    def _is_turn(self, s: Any) -> bool:
        return any(sign(s - turn) == 0 for turn in self.turns)

    def _sign_at(self, function: Quadratic, s: Any, *, upper: bool) -> int:
        place = self.at(s, upper=upper)
        return -1 if place is None else sign(quadratic_at(function, place))

    def branches(self) -> Iterator[tuple[bool, Interval]]:
        """Yield the branches as parts of the line of s, cut where they turn; each says whether it is the upper one."""
        is_double = sign(self._square[0]) != 0
        ends = [None, *dict.fromkeys(self.turns), None]
        for upper in (False, True) if is_double else (True,):
            for turn in self.turns if is_double else ():
                yield upper, Interval(low=turn, high=turn, has_low=True, has_high=True)
            for low, high in pairwise(ends):
                if self.at(_between(low, high), upper=upper) is not None:
                    yield upper, Interval(low=low, high=high, has_low=False, has_high=False)


def _between(low: Any | None, high: Any | None) -> Any:
    """Return a rational number between two ends, of which some may be missing."""
    if low is None:
        return _ZERO if high is None else between(high - 1, high)
    return between(low, low + 1 if high is None else high)


def _distinct(numbers: Iterable[Any]) -> list[Any]:
    """Return different numbers in increasing order."""
    kept: list[Any] = []
    for number in sorted(numbers, key=Order):
        if not kept or sign(number - kept[-1]) != 0:
            kept.append(number)
    return kept


def _powers(function: Quadratic) -> tuple[Polynomial, Polynomial, Polynomial]:
    """Return a function of s and t as polynomials in s, the coefficients of the powers of t."""
    constant, slope, square = function[0], function[1], function[2]
    return [constant[0], constant[1] * 2, slope[1]], [constant[2] * 2, slope[2] * 2], [square[2]]


def _value(polynomial: Polynomial, s: Any) -> Any:
    total = polynomial[-1]
    for coefficient in reversed(polynomial[:-1]):
        total = total * s + coefficient
    return total


def _product(*factors: Polynomial) -> Polynomial:
    if all(isinstance(x, flint.fmpq) for factor in factors for x in factor):
        return _rational_product(factors)
    total: Polynomial = [_ONE]
    for factor in factors:
        longer: Polynomial = [_ZERO] * (len(total) + len(factor) - 1)
        for i, x in enumerate(total):
            for j, y in enumerate(factor):
                if sign(x) != 0 and sign(y) != 0:
                    longer[i + j] = longer[i + j] + x * y
        total = longer
    return total


def _rational_product(factors: Sequence[Polynomial]) -> Polynomial:
    product = flint.fmpq_poly(factors[0])
    for factor in factors[1:]:
        product = product * flint.fmpq_poly(factor)
    return product.coeffs() or [_ZERO]


def _sum(*terms: Polynomial) -> Polynomial:
    size = max(map(len, terms))
    return [sum((term[i] for term in terms if i < len(term)), _ZERO) for i in range(size)]


def _minus(polynomial: Polynomial) -> Polynomial:
    return [-x for x in polynomial]
