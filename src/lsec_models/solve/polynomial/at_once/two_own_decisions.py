"""Whether two decisions of one player are the best, all others' given in the field of one root: exactly.

1. Where the payoff is concave between the ends, shown by coefficients, decisions that are level or pressed against an
   end are the best.
2. Else the payoff must fall far out, so that there is a best one. It is level, and among finitely many common zeros of
   both slopes, or at an end, where the other decision has a line of its own
   (:mod:`lsec_models.solve.polynomial.best_decisions.decision_line`). All these are compared exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.at_once.profile import Profile
from lsec_models.solve.polynomial.at_once.region_signs import TwoDecisionRegion, Written
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.reply import NoBest
from lsec_models.solve.polynomial.numbers.common_roots import common_real_roots, context_of
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Element, Extension
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.payoffs import CONTEXT, PayoffPiece, PiecewisePayoffs, Quotient, X, Y

_LAST_BITS = 512
_CONTEXT = context_of(3)
_GIVEN, _OWN = 1, (2, 3)


@dataclass(frozen=True, eq=False, kw_only=True)
class TwoOwnDecisions:
    """What one player may decide twice, and for what.

    Attributes
    ----------
    region : TwoDecisionRegion
    player : str
    above, below : Mapping from pair of int to element
        The payoff, a quotient, by the powers of both decisions.
    """

    region: TwoDecisionRegion
    player: str
    above: Written
    below: Written

    def are_best(self, decided: tuple[Element, Element]) -> bool:
        """Whether two decisions, level or pressed against ends, are a best pair.

        Raises
        ------
        Unresolved
            If it is not settled.
        """
        if self._is_concave:
            return True
        worth = self._worth(decided)
        if not self.region.falls_far_out(self._reduced(_sum(self._above, _times(self._below, {(0, 0): -worth})))):
            raise Unresolved(f"the payoff of {self.player}, which is not seen to fall as both decisions grow")
        here = _Worth(self.region.field, worth)
        return all(self._is_best_at_end(decided, here, i, end) for i, end in self._ends()) and not any(
            rival.is_more_than(here) for rival in self._level()
        )

    @property
    def _field(self) -> Extension:
        return self.region.field

    @cached_property
    def _side(self) -> int:
        """The sign of the denominator between the ends."""
        for side in (1, -1):
            if self.region.is_positive({powers: c * side for powers, c in self.below.items()}):
                return side
        raise Unresolved(f"the payoff of {self.player}, which is not seen to be defined for all own decisions")

    @cached_property
    def _above(self) -> Written:
        return {powers: c * self._side for powers, c in self.above.items()}

    @cached_property
    def _below(self) -> Written:
        return {powers: c * self._side for powers, c in self.below.items()}

    @cached_property
    def _slopes(self) -> list[Written]:
        """The numerators of both slopes, over the square of the denominator."""
        rising = [_times(_slope(self._above, i), self._below) for i in (0, 1)]
        falling = [_times(self._above, _slope(self._below, i)) for i in (0, 1)]
        return [self._reduced(_sum(*both, -1)) for both in zip(rising, falling, strict=True)]

    @cached_property
    def _is_concave(self) -> bool:
        bends = [[self._bend(i, j) for j in (0, 1)] for i in (0, 1)]
        if not all(self.region.is_nonnegative({p: -c for p, c in bends[i][i].items()}) for i in (0, 1)):
            return False
        determinant = _sum(_times(bends[0][0], bends[1][1]), _times(bends[0][1], bends[1][0]), -1)
        return self.region.is_nonnegative(self._reduced(determinant))

    def _bend(self, i: int, j: int) -> Written:
        """Return the numerator of a second derivative, over the third power of the denominator."""
        slope = self._slopes[i]
        twice = _times({(0, 0): flint.fmpq_poly([2])}, _times(slope, _slope(self._below, j)))
        return self._reduced(_sum(_times(_slope(slope, j), self._below), twice, -1))

    def _reduced(self, function: Written) -> Written:
        return {powers: left for powers, c in function.items() if (left := c % self._field.modulus) != 0}

    def _worth(self, decided: tuple[Element, Element]) -> Element:
        above, below = (_at(function, decided, self._field) for function in (self._above, self._below))
        return above * self._field.inverse(below) % self._field.modulus

    # ---- at ends

    def _ends(self) -> Iterator[tuple[int, Fraction]]:
        yield from ((i, end) for i in (0, 1) for end in self.region.ends[i] if end is not None)

    def _is_best_at_end(self, decided: tuple[Element, Element], here: _Worth, i: int, end: Fraction) -> bool:
        """Whether nothing is better while one decision is at an end."""
        low, high = self.region.ends[1 - i]
        limits = [] if low is None else [Y * low.denominator - low.numerator]
        limits += [] if high is None else [high.numerator - Y * high.denominator]
        parts = [on_line(_with_end(function, i, end)) for function in (self._above, self._below)]
        payoff = Quotient.of(parts[0][0] * parts[1][1], parts[1][0] * parts[0][1])
        pieces = PiecewisePayoffs(pieces=(PayoffPiece(payoffs={self.player: payoff}),))
        line = DecisionLine(self._field, self.player, limits, pieces)
        if decided[i] == flint.fmpq_poly([to_fmpq(end)]):
            own = RootsOverExtension(self._field, [-decided[1 - i] % self._field.modulus, flint.fmpq_poly([1])])
            return line.accepts(own, 0, 0)
        try:
            best = line.best()[0]
        except NoBest:
            # What is approached far out, and reached nowhere on the line, is no more than what is earned here.
            return True
        return not _is_more(lambda bits: best.value(payoff, bits), here.ball)

    # ---- level

    def _level(self) -> Iterator[_Worth]:
        """Yield what is earned where both slopes vanish between the ends."""
        equations = [self._integral(slope) for slope in self._slopes]
        if any(equation.is_zero() for equation in equations):
            raise Unresolved(f"{self.player} is indifferent in one decision, whatever the other one is")
        unknowns = list(_OWN)
        if not self._field.is_rational:
            equations.append(_written_in_root(self._field.root))
            unknowns = [_GIVEN, *_OWN]
        payoff = [self._integral(function) for function in (self._above, self._below)]
        scale = to_fmpq(Fraction(self._scale(self._above), self._scale(self._below)))
        for root, images in common_real_roots(equations, payoff[1], unknowns):
            field, given = Extension(root), images.get(_GIVEN, flint.fmpq_poly([0]))
            place = Profile(field, (given, images[_OWN[0]], images[_OWN[1]]))
            if not self._field.is_rational and place.value(given, flint.fmpq_poly([1])) != self._field.root:
                continue
            if self.region.contains(place.decided[1:], field):
                above, below = (place.element(part) for part in payoff)
                yield _Worth(field, above * field.inverse(below * scale) % field.modulus)

    @staticmethod
    def _scale(function: Written) -> int:
        return lcm(*(int(c.denom()) for c in function.values())) if function else 1

    def _integral(self, function: Written) -> Polynomial:
        """Return a polynomial in the root of the field and both decisions with whole coefficients, times its scale."""
        scale = self._scale(function)
        terms: dict[tuple[int, ...], int] = {}
        for (i, j), element in function.items():
            for power, c in enumerate((element * scale).coeffs()):
                terms[(0, power, i, j)] = int(c.p)
        return _CONTEXT.from_dict({powers: c for powers, c in terms.items() if c})


@dataclass(frozen=True, eq=False)
class _Worth:
    """A payoff, as an element of a field."""

    field: Extension
    element: Element

    def ball(self, bits: int) -> flint.arb:
        return self.field.value(self.element, bits)

    def is_more_than(self, other: _Worth) -> bool:
        one = flint.fmpq_poly([1])
        try:
            return _is_more(self.ball, other.ball)
        except Unresolved:
            mine, others = (Profile(worth.field, ()).value(worth.element, one) for worth in (self, other))
            return bool(mine > others)


def _is_more(one: Callable[[int], flint.arb], other: Callable[[int], flint.arb]) -> bool:
    """Whether one of two enclosed numbers is larger.

    Raises
    ------
    Unresolved
        If they are not told apart.
    """
    bits = FIRST_BITS
    while bits <= _LAST_BITS:
        left, right = one(bits), other(bits)
        if left > right or left < right:
            return bool(left > right)
        bits *= 2
    raise Unresolved("two payoffs that are not told apart")


def on_line(by_power: Mapping[int, Element]) -> tuple[Any, int]:
    """Return a polynomial in the own decision y whose coefficients are elements of a root x, times a number, and it."""
    scale = lcm(*(int(element.denom()) for element in by_power.values())) if by_power else 1
    total = CONTEXT.constant(0)
    for power, element in by_power.items():
        for i, c in enumerate((element * scale).coeffs()):
            total = total + CONTEXT.constant(int(c.p)) * X**i * Y**power
    return total, scale


def _written_in_root(root: RealRoot) -> Polynomial:
    return _CONTEXT.from_dict({(0, i, 0, 0): int(c) for i, c in enumerate(root.minimal.coeffs()) if c})


def _with_end(function: Written, i: int, end: Fraction) -> dict[int, Element]:
    found: dict[int, Element] = {}
    for powers, c in function.items():
        found[powers[1 - i]] = found.get(powers[1 - i], flint.fmpq_poly([0])) + c * to_fmpq(end ** powers[i])
    return found


def _at(function: Written, decided: Sequence[Element], field: Extension) -> Element:
    total = flint.fmpq_poly([0])
    for (i, j), c in function.items():
        term = c
        for _ in range(i):
            term = term * decided[0] % field.modulus
        for _ in range(j):
            term = term * decided[1] % field.modulus
        total = total + term
    return total % field.modulus


def _sum(one: Written, other: Written, factor: int = 1) -> Written:
    found = dict(one)
    for powers, c in other.items():
        found[powers] = found.get(powers, flint.fmpq_poly([0])) + c * factor
    return found


def _times(one: Written, other: Written) -> Written:
    found: dict[tuple[int, int], Element] = {}
    for (i, j), a in one.items():
        for (k, m), b in other.items():
            found[i + k, j + m] = found.get((i + k, j + m), flint.fmpq_poly([0])) + a * b
    return found


def _slope(function: Written, i: int) -> Written:
    return {(powers[0] - (i == 0), powers[1] - (i == 1)): c * powers[i] for powers, c in function.items() if powers[i]}
