"""Slices of a parameter space: all parameters but one or two fixed at exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A line or plane in a parameter space.

    Attributes
    ----------
    ring : Ring
        The parameters that still move.
    values : mapping from sympy.Symbol to Fraction
        The others.
    """

    ring: Ring
    values: Mapping[sp.Symbol, Fraction]

    def cut(self, function: Ratio) -> Ratio | None:
        """Return a rational function on the slice; None if it is defined nowhere on it.

        Examples
        --------
        >>> from lsec_models.algebra.polynomials.ratio import ratio
        >>> from lsec_models.algebra.polynomials.ring import ring_of
        >>> a, b = sp.symbols("a b")
        >>> half = Slice(ring=ring_of([a]), values={b: Fraction(1, 2)})
        >>> half.cut(ratio(ring_of([a, b]), a * b / (a + b))).expression()
        a/(2*a + 1)
        """
        top, above = self._numbers_in(function.ring, function.numerator)
        bottom, below = self._numbers_in(function.ring, function.denominator)
        if bottom.is_zero():
            return None
        return Ratio(self.ring, top * below, bottom * above)

    def polynomial(self, ring: Ring, polynomial: Polynomial) -> Polynomial:
        """Return a polynomial of `ring` on the slice, times a positive number."""
        return self._numbers_in(ring, polynomial)[0]

    def _numbers_in(self, ring: Ring, polynomial: Polynomial) -> tuple[Polynomial, int]:
        """Return an integer polynomial on the slice and the positive integer it must be divided by."""
        places = [(i, self.ring.index[s]) for i, s in enumerate(ring.symbols) if s in self.ring.index]
        degrees = polynomial.degrees()
        fixed = [
            (i, *self._powers(self.values[s], max(degrees[i], 0)))
            for i, s in enumerate(ring.symbols)
            if s not in self.ring.index
        ]
        terms: dict[tuple[int, ...], int] = {}
        for powers, coefficient in polynomial.terms():
            value = int(coefficient)
            for i, scaled, _ in fixed:
                value *= scaled[powers[i]]
            key = [0] * len(self.ring.symbols)
            for i, place in places:
                key[place] = int(powers[i])
            terms[tuple(key)] = terms.get(tuple(key), 0) + value
        divisor = 1
        for _, _, scale in fixed:
            divisor *= scale
        return self.ring.from_terms(terms), divisor

    @staticmethod
    def _powers(value: Fraction, degree: int) -> tuple[list[int], int]:
        """Return ``denominator**degree * value**n`` for each power n, and ``denominator**degree``."""
        top, bottom = value.numerator, value.denominator
        return [top**n * bottom ** (degree - n) for n in range(degree + 1)], bottom**degree
