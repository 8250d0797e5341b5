"""Signs of polynomials in two decisions between their ends, the coefficients in the field of one root: by coefficients.

A decision between two ends is written as a mean of them with weights ``1`` and ``t``, one with a single end as its
distance from it, so that what is left are polynomials in numbers that are not negative.

References
----------
Farouki, R. T. (2012). The Bernstein polynomial basis: a centennial retrospective. Computer Aided Geometric Design 29.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TypeAlias

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.solve.polynomial.numbers.extension import Coefficients, Element, Extension, at, stripped
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension

# By the powers of the two decisions.
Written: TypeAlias = Mapping[tuple[int, int], Element]
Ends: TypeAlias = tuple[Fraction | None, Fraction | None]

_NOTHING = flint.fmpq_poly([0])


@dataclass(frozen=True, eq=False)
class TwoDecisionRegion:
    """What two decisions may be.

    Attributes
    ----------
    field : Extension
    ends : pair of pairs
        The lowest and the highest that each may be; None where there is no end.
    """

    field: Extension
    ends: tuple[Ends, Ends]

    def contains(self, decided: Sequence[Element], field: Extension | None = None) -> bool:
        """Whether two numbers of a field are between the ends."""
        signed = (field or self.field).sign
        return all(
            (low is None or signed(one - _number(low)) >= 0) and (high is None or signed(_number(high) - one) >= 0)
            for one, (low, high) in zip(decided, self.ends, strict=True)
        )

    def is_nonnegative(self, function: Written) -> bool:
        """Whether coefficients show that a polynomial is negative nowhere."""
        return all(
            self.field.sign(c) >= 0 and all(self._is_of_one_sign(i, power) for i, power in enumerate(powers))
            for powers, c in self._from_ends(function).items()
            if c != 0
        )

    def is_positive(self, function: Written) -> bool:
        """Whether coefficients show that a polynomial is positive everywhere."""
        written, degrees = self._from_ends(function), _degrees(function)
        corners = [[0, degrees[i]] if self._is_bounded(i) else [0] for i in (0, 1)]
        return self.is_nonnegative(function) and all(
            self.field.sign(written.get((i, j), _NOTHING)) > 0 for i in corners[0] for j in corners[1]
        )

    def falls_far_out(self, function: Written) -> bool:
        """Whether a polynomial is seen to fall below all bounds as decisions grow, in whatever direction they may."""
        free = [i for i in (0, 1) if not self._is_bounded(i)]
        if not free:
            return True
        if len(free) == 2:
            return self._falls_in_all_directions(self._from_ends(function))
        (i,) = free
        degree = _degrees(function)[i]
        shifted = _moved(function, i, *self._start(i))
        leading = {powers[1 - i]: c for powers, c in shifted.items() if powers[i] == degree}
        low, high = self.ends[1 - i]
        is_even = degree % 2 == 0 or self._has_an_end(i)
        return degree > 0 and is_even and self._is_negative(_as_line(leading), low, high)

    def _falls_in_all_directions(self, written: Written) -> bool:
        """Whether pure powers of both outweigh all else: along the edge between them the polynomial is negative."""
        kept = {powers: c for powers, c in written.items() if c != 0 and not self._is_never_positive(powers, c)}
        pure = [max((p[i] for p, c in written.items() if c != 0 and not p[1 - i]), default=0) for i in (0, 1)]
        tops = [written.get((pure[0], 0), _NOTHING), written.get((0, pure[1]), _NOTHING)]
        for i, top in enumerate(tops):
            if not pure[i] or self.field.sign(top) >= 0 or not self._is_of_one_sign(i, pure[i]):
                return False
        kept |= {(pure[0], 0): tops[0], (0, pure[1]): tops[1]}
        heights = {powers: Fraction(powers[0], pure[0]) + Fraction(powers[1], pure[1]) for powers in kept}
        if max(heights.values()) > 1:
            return False
        edge = {powers: c for powers, c in kept.items() if heights[powers] == 1}
        sides = [1] if self._has_an_end(0) else [1, -1]
        low = Fraction(0) if self._has_an_end(1) else None
        return all(
            self._is_negative(_as_line({p[1]: c * side ** p[0] for p, c in edge.items()}), low, None) for side in sides
        )

    def _is_never_positive(self, powers: tuple[int, int], c: Element) -> bool:
        return self.field.sign(c) < 0 and all(self._is_of_one_sign(i, power) for i, power in enumerate(powers))

    def _is_of_one_sign(self, i: int, power: int) -> bool:
        return power % 2 == 0 or self._has_an_end(i)

    def _is_bounded(self, i: int) -> bool:
        return None not in self.ends[i]

    def _has_an_end(self, i: int) -> bool:
        return self.ends[i] != (None, None)

    def _start(self, i: int) -> tuple[Fraction, int]:
        """Return the end of a decision from which it is counted, and in which direction."""
        low, high = self.ends[i]
        return (low, 1) if low is not None else (Fraction(0), 1) if high is None else (high, -1)

    def _from_ends(self, function: Written) -> Written:
        for i in (0, 1):
            low, high = self.ends[i]
            if low is not None and high is not None:
                function = _as_means(function, i, low, high)
            else:
                function = _moved(function, i, *self._start(i))
        return function

    def _is_negative(self, line: Coefficients, low: Fraction | None, high: Fraction | None) -> bool:
        """Whether a polynomial in one unknown is negative between two ends, and at them."""
        ends = [to_fmpq(end) for end in (low, high) if end is not None]
        if not line or any(self.field.sign(at(line, end)) >= 0 for end in ends or [flint.fmpq(0)]):
            return False
        roots = RootsOverExtension(self.field, self.field.squarefree(line))
        return not any(self._is_between(roots, number, low, high) for number in range(len(roots)))

    def _is_between(self, roots: RootsOverExtension, number: int, low: Fraction | None, high: Fraction | None) -> bool:
        """Whether a root, which is not an end, is between two ends."""

        def signs(bits: int) -> list[bool | None]:
            ball = roots.ball(number, bits)
            above = True if low is None else _told(ball - flint.arb(to_fmpq(low)))
            below = True if high is None else _told(flint.arb(to_fmpq(high)) - ball)
            return [above, below]

        bits = 64
        while None in (told := signs(bits)) and bits <= 1 << 12:
            bits *= 2
        return all(one is not False for one in told)


def _told(ball: flint.arb) -> bool | None:
    return True if ball > 0 else False if ball < 0 else None


def _number(value: Fraction) -> Element:
    return flint.fmpq_poly([to_fmpq(value)])


def _degrees(function: Written) -> tuple[int, int]:
    found = [max((powers[i] for powers, c in function.items() if c != 0), default=0) for i in (0, 1)]
    return found[0], found[1]


def _moved(function: Written, i: int, start: Fraction, side: int) -> Written:
    """Return a polynomial with ``start + side * t`` for a decision, as one in t."""
    found: dict[tuple[int, int], Element] = {}
    for powers, c in function.items():
        for power in range(powers[i] + 1):
            factor = comb(powers[i], power) * start ** (powers[i] - power) * side**power
            if factor:
                key = (power, powers[1]) if i == 0 else (powers[0], power)
                found[key] = found.get(key, _NOTHING) + c * to_fmpq(factor)
    return found


def _as_means(function: Written, i: int, low: Fraction, high: Fraction) -> Written:
    """Return a polynomial times a power of ``1 + t``, with ``(low + high * t) / (1 + t)`` for a decision."""
    degree = _degrees(function)[i]
    found: dict[tuple[int, int], Element] = {}
    for powers, c in function.items():
        n = powers[i]
        for j in range(n + 1):
            for k in range(degree - n + 1):
                factor = comb(n, j) * low ** (n - j) * high**j * comb(degree - n, k)
                if factor:
                    key = (j + k, powers[1]) if i == 0 else (powers[0], j + k)
                    found[key] = found.get(key, _NOTHING) + c * to_fmpq(factor)
    return found


def _as_line(by_power: Mapping[int, Element]) -> Coefficients:
    return stripped([by_power.get(n, _NOTHING) for n in range(max(by_power, default=-1) + 1)])
