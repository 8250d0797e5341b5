"""Positive parts of functions of one number that are linear between a few places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True)
class PiecewiseLinear:
    """A continuous function of a number u that is linear between places.

    Attributes
    ----------
    constant, slope : sympy.Rational
        Of the line that it follows far below all places.
    bends : tuple of (sympy.Rational, sympy.Rational)
        Places in rising order, and by how much the slope rises at each.
    """

    constant: sp.Rational
    slope: sp.Rational
    bends: tuple[tuple[sp.Rational, sp.Rational], ...] = ()

    @classmethod
    def of(
        cls, constant: sp.Rational, slope: sp.Rational, kinks: Iterable[tuple[sp.Rational, sp.Rational, sp.Rational]]
    ) -> PiecewiseLinear:
        """Return constant + slope u + the sum of weight (rise (u - place))^+ over kinks (weight, rise, place)."""
        rises: dict[sp.Rational, sp.Rational] = {}
        for weight, rise, place in kinks:
            rises[place] = rises.get(place, sp.S.Zero) + weight * abs(rise)
            if rise < 0:  # It is the line itself, plus what is lost above the place.
                constant, slope = constant - weight * rise * place, slope + weight * rise
        return cls(constant, slope, tuple((place, rises[place]) for place in sorted(rises) if rises[place]))

    def positive_part(self) -> PiecewiseLinear:
        """Return the function where it is positive, and zero elsewhere.

        Examples
        --------
        >>> R = sp.Rational
        >>> PiecewiseLinear(R(-1), R(1)).positive_part()
        PiecewiseLinear(constant=0, slope=0, bends=((1, 1),))
        >>> PiecewiseLinear(R(0), R(1), ((R(0), R(-1)), (R(3), R(1)))).positive_part()
        PiecewiseLinear(constant=0, slope=0, bends=((3, 1),))
        """
        lines = [(self.constant, self.slope)]
        for place, rise in self.bends:
            constant, slope = lines[-1]
            lines.append((constant - rise * place, slope + rise))
        ends = [None, *(place for place, _ in self.bends), None]
        pieces: list[tuple[sp.Rational | None, tuple[sp.Rational, sp.Rational]]] = []
        for line, low, high in zip(lines, ends, ends[1:], strict=False):
            pieces += _positive_pieces(line, low, high)
        (_, (constant, before)), *later = pieces
        bends, first = [], before
        for place, (_, slope) in later:
            if slope != before:
                bends.append((place, slope - before))
            before = slope
        return PiecewiseLinear(constant, first, tuple(bends))


def _positive_pieces(
    line: tuple[sp.Rational, sp.Rational], low: sp.Rational | None, high: sp.Rational | None
) -> list[tuple[sp.Rational | None, tuple[sp.Rational, sp.Rational]]]:
    """Return from where on the positive part of a line is which line, between two places."""
    constant, slope = line
    nothing = (sp.S.Zero, sp.S.Zero)
    if not slope:
        return [(low, line if constant > 0 else nothing)]
    zero = -constant / slope
    below, above = (line, nothing) if slope < 0 else (nothing, line)
    if low is not None and zero <= low:
        return [(low, above)]
    if high is not None and zero >= high:
        return [(low, below)]
    return [(low, below), (zero, above)]
