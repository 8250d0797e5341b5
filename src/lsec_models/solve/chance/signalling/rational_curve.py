"""Functions of one signal that are rational between finitely many places: exact values, levels, suprema, and sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot, between, distinct, real_roots, root_bound
from lsec_models.algebra.numbers.root_images import image_of
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.work_at_point import at_most

_MAX_DEGREE = 60


@dataclass(frozen=True)
class RealInterval:
    """Real numbers between two ends; without an end they go on.

    Attributes
    ----------
    low, high : RealRoot or None
    with_low, with_high : bool
        Whether an end belongs to it.
    """

    low: RealRoot | None
    high: RealRoot | None
    with_low: bool = True
    with_high: bool = True

    def has(self, number: RealRoot) -> bool:
        """Return whether a number belongs to it."""
        above = self.low is None or number > self.low or (self.with_low and number == self.low)
        return above and (self.high is None or number < self.high or (self.with_high and number == self.high))

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.high is not None and self.low == self.high

    @property
    def ends(self) -> list[RealRoot]:
        """Its ends, as far as there are any."""
        return [end for end in (self.low, self.high) if end is not None]

    def roots(self, polynomial: flint.fmpq_poly) -> list[RealRoot]:
        """Return the real roots of a polynomial in it; none of zero."""
        whole = polynomial.numer()
        if whole.degree() < 1:
            return []
        bound = root_bound(whole)
        return [root for root in real_roots(whole, -bound, bound) if self.has(root)]

    def cells(self, marks: Iterable[RealRoot]) -> list[tuple[RealRoot, bool]]:
        """Return the marks in it, and a rational number in each gap beside them, in order; and which are marks."""
        inside = distinct([*(mark for mark in marks if self.has(mark)), *self.ends])
        if not inside:
            return [(RealRoot.rational(0), False)]
        first, last = inside[0].interval[0], inside[-1].interval[1]
        found: list[tuple[RealRoot, bool]] = []
        if self.low is None:
            found.append((RealRoot.rational(first - 1), False))
        for i, mark in enumerate(inside):
            if i:
                gap = between(inside[i - 1].interval[1], mark.interval[0])
                found.append((RealRoot.rational(gap), False))
            if self.has(mark):
                found.append((mark, True))
        if self.high is None:
            found.append((RealRoot.rational(last + 1), False))
        return found

    def where(self, marks: Iterable[RealRoot], holds: Callable[[RealRoot], bool]) -> list[RealInterval]:
        """Return the intervals of which something holds that does not change between marks."""
        cells = self.cells(marks)
        return self.joined(cells, [holds(place) for place, _ in cells])

    def joined(self, cells: Sequence[tuple[RealRoot, bool]], told: Sequence[bool]) -> list[RealInterval]:
        """Return the intervals that cells make up of which something holds."""
        found: list[RealInterval] = []
        start = 0
        while start < len(cells):
            if not told[start]:
                start += 1
                continue
            stop = start
            while stop + 1 < len(cells) and told[stop + 1]:
                stop += 1
            low, with_low = _end(cells, start, -1, self.low)
            high, with_high = _end(cells, stop, 1, self.high)
            found.append(RealInterval(low, high, with_low, with_high))
            start = stop + 1
        return found


def _end(
    cells: Sequence[tuple[RealRoot, bool]], number: int, step: int, outer: RealRoot | None
) -> tuple[RealRoot | None, bool]:
    place, is_mark = cells[number]
    if is_mark:
        return place, True
    beside = number + step
    return (cells[beside][0], False) if 0 <= beside < len(cells) else (outer, False)


@dataclass(frozen=True)
class Supremum:
    """The least upper bound of a function on some intervals.

    Attributes
    ----------
    value : RealRoot or None
        None where there is none: it grows without bound.
    places : tuple of RealRoot
        Where it is attained.
    is_flat : bool
        Whether it is attained all along some interval.
    """

    value: RealRoot | None
    places: tuple[RealRoot, ...] = ()
    is_flat: bool = False


@dataclass(frozen=True, kw_only=True)
class RationalCurve:
    """A continuous function of the signal.

    Attributes
    ----------
    line : RealInterval
        Where it is defined.
    signal : sympy.Symbol
    marks : tuple of RealRoot
        Where one piece follows another.
    pieces : tuple of Ratio
        One more than marks.

    Raises
    ------
    Unresolved
        If a piece divides by zero where it holds.
    """

    line: RealInterval
    signal: sp.Symbol
    marks: tuple[RealRoot, ...]
    pieces: tuple[Ratio, ...]

    def __post_init__(self) -> None:
        for number, (_, below) in enumerate(self._polynomials):
            if any(self.reach(number).has(root) for root in self.line.roots(below)):
                raise Unresolved(f"{self.pieces[number].expression()} is not defined for all {self.signal}")

    @cached_property
    def _polynomials(self) -> list[tuple[flint.fmpq_poly, flint.fmpq_poly]]:
        """Numerator and denominator of each piece."""
        return [polynomials_of(piece, self.signal) for piece in self.pieces]

    def reach(self, number: int) -> RealInterval:
        """Return where a piece holds."""
        low = self.marks[number - 1] if number else self.line.low
        return RealInterval(low, self.marks[number] if number < len(self.marks) else self.line.high)

    def piece(self, place: RealRoot) -> int:
        """Return the number of a piece that holds at a place."""
        return sum(mark < place for mark in self.marks)

    def value(self, place: RealRoot) -> RealRoot:
        """Return what it is at a place."""
        return image_of(place, *self._polynomials[self.piece(place)])

    def levels(self, level: RealRoot) -> list[RealRoot]:
        """Return the ends of pieces, and where it has a value between them that it does not have all around.

        The polynomial of which the value is a root, taken of the function, vanishes there, and where the function has
        another root of it; exact values tell one from the other.
        """
        found = list(self.marks)
        for number, (above, below) in enumerate(self._polynomials):
            if level.minimal.degree() * max(above.degree(), below.degree()) > at_most(_MAX_DEGREE):
                raise Unresolved("signals are roots of polynomials that are too large")
            norm, power = flint.fmpq_poly([0]), flint.fmpq_poly([1])
            for c in reversed(level.minimal.coeffs()):
                norm = norm * above + power * int(c)
                power = power * below
            reach = self.reach(number)
            found += [root for root in reach.roots(norm) if image_of(root, above, below) == level]
        return found

    def at_least(self, level: RealRoot, within: RealInterval) -> list[RealInterval]:
        """Return where it is not below a value."""
        return within.where(self.levels(level), lambda place: not self.value(place) < level)

    @cached_property
    def turns(self) -> list[RealRoot]:
        """Where it may have an extremum, the ends of its line aside."""
        found = list(self.marks)
        for number, (above, below) in enumerate(self._polynomials):
            found += self.reach(number).roots(above.derivative() * below - above * below.derivative())
        return found

    def limit(self, *, upwards: bool) -> RealRoot | None:
        """Return what it tends to as the signal grows, or falls, without bound; None if that is infinite."""
        above, below = self._polynomials[-1 if upwards else 0]
        if above.degree() > below.degree():
            return None
        leading = above[below.degree()] / below[below.degree()] if above.degree() == below.degree() else flint.fmpq(0)
        return RealRoot.rational(to_fraction(leading))

    def _rises(self, *, upwards: bool) -> bool:
        """Whether it tends to plus infinity, where it has no finite limit."""
        far = 1 + max((abs(Fraction(x)) for root in self.turns for x in root.interval), default=Fraction(0))
        near, further = (RealRoot.rational(far * k if upwards else -far * k) for k in (1, 2))
        return self.value(further) > self.value(near)

    def supremum(self, intervals: Iterable[RealInterval]) -> Supremum | None:
        """Return its supremum on some intervals; None if there are none."""
        values: list[tuple[RealRoot, RealRoot | None]] = []
        for interval in intervals:
            for end, upwards in ((interval.low, False), (interval.high, True)):
                if end is not None:
                    values.append((self.value(end), end if interval.has(end) else None))
                elif (far := self.limit(upwards=upwards)) is not None:
                    values.append((far, None))
                elif self._rises(upwards=upwards):
                    return Supremum(None)
            values += [(self.value(turn), turn) for turn in self.turns if interval.has(turn)]
            values += [(self.value(place), place) for place, is_mark in interval.cells(self.turns) if not is_mark]
        if not values:
            return None
        best = values[0][0]
        for value, _ in values[1:]:
            best = max(best, value)
        gaps = {place for interval in intervals for place, is_mark in interval.cells(self.turns) if not is_mark}
        places = [place for value, place in values if place is not None and value == best]
        # Between turns it is monotone: it has its supremum there only where it is constant.
        return Supremum(best, tuple(distinct(places)), any(place in gaps for place in places))


def polynomials_of(function: Ratio, signal: sp.Symbol) -> tuple[flint.fmpq_poly, flint.fmpq_poly]:
    """Return numerator and denominator of a function of the signal alone."""
    above, below = (function.ring.along(part, signal, {}) for part in (function.numerator, function.denominator))
    return above, below


def has_sign(function: Ratio, signal: sp.Symbol, line: RealInterval, sign: int, *, strict: bool) -> bool:
    """Return whether a function of the signal has a sign all along a line, or is zero where that is not strict."""
    above, below = polynomials_of(function, signal)
    product = above * below
    marks = line.roots(product)
    if strict and marks:
        return False
    zero = RealRoot.rational(0)
    for place, is_mark in line.cells(marks):
        value = image_of(place, product, flint.fmpq_poly([1]))
        wrong = value < zero if sign > 0 else value > zero
        if wrong or (strict and not is_mark and value == zero):
            return False
    return True
