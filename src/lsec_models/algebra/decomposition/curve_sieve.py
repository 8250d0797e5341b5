"""Curves inside a rectangle: in which boxes they vanish and matter, and at which abscissae the picture may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import flint
import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial, factors_by_parity
from lsec_models.algebra.decomposition.planar_map import Bounds
from lsec_models.algebra.decomposition.plane_curve import Curve, curve_of, discriminant, eliminant
from lsec_models.algebra.decomposition.rectangle_sieve import SIDE, Cover, box_signs, cover, occupied, slabs
from lsec_models.algebra.numbers.real_roots import RealRoot, real_roots
from lsec_models.algebra.polynomials.ring import Key, Polynomial, Ring, key_of

# What stands for all vertical lines among the numbers of curves.
VERTICAL_LINES = -1


@dataclass(frozen=True, eq=False)
class SievedCurve:
    """A factor that may vanish inside the rectangle.

    Attributes
    ----------
    curve : Curve
    where : Cover
        The boxes in which it may vanish.
    matters : Cover
        Those of them in which that may matter.
    guards : tuple of (tuple of Curve)
        It matters only where all of one of these are at least zero.
    """

    curve: Curve
    where: Cover
    matters: Cover
    guards: tuple[tuple[Curve, ...], ...]

    def matters_near(self, *points: tuple[flint.fmpq, flint.fmpq]) -> bool:
        """Whether it may matter at a root between two points, at which no guard vanishes."""
        if () in self.guards:
            return True
        return any(all(guard.above(x)(y) >= 0 for guard in guards) for x, y in points for guards in self.guards)


class Sieve:
    """Finds the boxes in which polynomials vanish and matter, each polynomial once."""

    def __init__(self, ring: Ring, x: sp.Symbol, y: sp.Symbol, spans: tuple[Bounds, Bounds]) -> None:
        self._axes = ring.index[x], ring.index[y]
        self._spans = spans
        self._signs: dict[Key, NDArray[np.int8]] = {}
        self._curves: dict[Key, Curve] = {}

    def sieved(self, polynomials: Iterable[Polynomial | LabelPolynomial]) -> tuple[list[SievedCurve], list[Curve]]:
        """Return the factors that may change sign inside the rectangle, and those that only touch zero."""
        matters: dict[Key, Cover] = {}
        guards: dict[Key, dict[tuple[Key, ...], tuple[Curve, ...]]] = {}
        watched = [given if isinstance(given, LabelPolynomial) else LabelPolynomial(given) for given in polynomials]
        needed = [(one, allowed) for one in watched if (allowed := self._allowed(one.guards)).any()]
        for one, allowed in needed:
            for factor in factors_by_parity([one.polynomial])[0]:
                key = key_of(factor)
                matters[key] = matters[key] | allowed if key in matters else allowed
                together = tuple(map(key_of, one.guards))
                guards.setdefault(key, {})[together] = tuple(self._curve(guard) for guard in one.guards)
        odd, even = factors_by_parity(one.polynomial for one, _ in needed)
        found = []
        for factor in odd:
            curve = curve_of(factor, *self._axes)
            where = box_signs(curve, *self._spans) == 0
            if where.any() and not _is_edge(curve, self._spans):
                key = key_of(factor)
                found.append(SievedCurve(curve, where, where & matters[key], tuple(guards[key].values())))
        return found, [curve_of(factor, *self._axes) for factor in even]

    def _allowed(self, guards: Iterable[Polynomial]) -> Cover:
        """Return the boxes in which no guard is negative throughout."""
        allowed = np.ones((SIDE, SIDE), dtype=bool)
        for guard in guards:
            key = key_of(guard)
            if key not in self._signs:
                self._signs[key] = box_signs(self._curve(guard), *self._spans)
            allowed &= self._signs[key] >= 0
        return allowed

    def _curve(self, guard: Polynomial) -> Curve:
        key = key_of(guard)
        if key not in self._curves:
            self._curves[key] = curve_of(guard, *self._axes)
        return self._curves[key]


def _is_edge(curve: Curve, spans: tuple[Bounds, Bounds]) -> bool:
    if curve.is_vertical:
        return any(curve.rows[0](end) == 0 for end in spans[0]) and curve.width == 1
    return any(curve.along(end) == 0 for end in spans[1])


def events_along(sieved: list[SievedCurve], spans: tuple[Bounds, Bounds]) -> Iterator[tuple[RealRoot, frozenset[int]]]:
    """Yield the abscissae at which the picture may change, each with the numbers of the curves that it concerns.

    Roots of one curve are numbered, so that all its own events count if it matters anywhere.
    """
    span, (bottom, top) = spans
    for i, one in enumerate(sieved):
        if one.curve.is_vertical:
            yield from _tagged(one.curve.rows[0], [span], {VERTICAL_LINES})
        if one.curve.is_vertical or not one.matters.any():
            continue
        for height, crossed in ((bottom, one.where[:, 0]), (top, one.where[:, -1])):
            if crossed.any():
                yield from _tagged(one.curve.along(height), slabs(crossed, span), {i})
        if len(one.curve.rows) > 2:
            steep = occupied(one.where & cover(one.curve.slope_in_y(), *spans))
            if steep.any():
                yield from _tagged(discriminant(one.curve), slabs(steep, span), {i})
    for (i, one), (j, other) in combinations(enumerate(sieved), 2):
        shared = occupied(one.matters & other.matters)
        if shared.any() and not (one.curve.is_vertical or other.curve.is_vertical):
            yield from _tagged(eliminant(one.curve, other.curve), slabs(shared, span), {i, j})


def _tagged(
    polynomial: flint.fmpz_poly, within: list[Bounds], tag: set[int]
) -> Iterator[tuple[RealRoot, frozenset[int]]]:
    for low, high in within:
        for root in real_roots(polynomial, low, high):
            yield root, frozenset(tag)
