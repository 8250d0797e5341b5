"""The cells of one column of a rectangle, between neighbouring abscissae: their heights, in order, and their labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Generic

import flint
import sympy as sp

from lsec_models.algebra.decomposition.curve_sieve import VERTICAL_LINES, SievedCurve
from lsec_models.algebra.decomposition.label_polynomials import clear_of
from lsec_models.algebra.decomposition.planar_map import Arc, Bounds, Column, L
from lsec_models.algebra.decomposition.plane_curve import Curve
from lsec_models.algebra.decomposition.rectangle_sieve import SIDE, occupied
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot, between, grouped, real_roots

# A pattern of signs, or the arcs below and above a cell, each a curve and a root of it; None for an edge.
CellKey = tuple[Any, ...]
# Where signs change over an abscissa, and of which curves which roots these are; None for an edge.
Height = tuple[RealRoot, list[tuple[int, int] | None]]


class ColumnCutter(Generic[L]):
    """Cuts one column after the other, asking for a label once for each pattern of signs, or in each cell."""

    def __init__(
        self,
        x: sp.Symbol,
        y: sp.Symbol,
        sieved: list[SievedCurve],
        squares: list[Curve],
        spans: tuple[Bounds, Bounds],
        label: Callable[[Mapping[sp.Symbol, Fraction]], L],
        *,
        by_signs: bool,
    ) -> None:
        self._x, self._y, self._label, self._by_signs = x, y, label, by_signs
        self._sieved = sieved
        self._curves = [one.curve for one in sieved]
        self._occupied = [occupied(one.where) for one in sieved]
        self._squares = squares
        self._spans = spans
        self._known: dict[CellKey, L] = {}

    def column(self, left: RealRoot, right: RealRoot, met: frozenset[int]) -> Column[L]:
        """Return the labelled cells over the interval, neighbours with equal labels merged.

        Parameters
        ----------
        left, right : RealRoot
        met : frozenset of int
            The numbers of the curves that the event at `left` concerns.
        """
        low, x = left.interval[1], between(left.interval[1], right.interval[0])
        while (heights := self._heights(to_fmpq(x))) is None:
            x = between(low, x)
        heights = heights if self._by_signs else self._mattering(to_fmpq(x), heights)
        signs = [bool(curve.above(to_fmpq(x))(self._spans[1][0]) > 0) for curve in self._curves]
        squares = [square.above(to_fmpq(x)) for square in self._squares]
        arcs: list[Arc] = []
        labels: list[L] = []
        samples: list[tuple[Fraction, Fraction]] = []
        known = self._known if self._by_signs else _running_on(self._known, met)
        cells: dict[CellKey, L] = {}
        for (below, (tag,)), (above, (tag_above,)) in pairwise(heights):
            if tag is not None:
                signs[tag[0]] = not signs[tag[0]]
            point = x, clear_of(squares, below.interval[1], above.interval[0])
            key: CellKey = tuple(signs) if self._by_signs else (tag, tag_above)
            label = known[key] if key in known else self._label({self._x: point[0], self._y: point[1]})
            known[key] = cells[key] = label
            if labels and label == labels[-1]:
                continue
            if labels and tag is not None:
                arcs.append(Arc(self._curves[tag[0]], tag[1]))
            labels.append(label)
            samples.append(point)
        self._known = known if self._by_signs else cells
        return Column(left=left, right=right, arcs=tuple(arcs), labels=tuple(labels), samples=tuple(samples))

    def _heights(self, x: flint.fmpq) -> list[Height] | None:
        """Return the heights at which signs change over an abscissa, each with its curve and root, edges included.

        None over an abscissa at which roots are multiple or shared, which may happen where they do not matter.
        """
        bottom, top = self._spans[1]
        heights: list[tuple[RealRoot, tuple[int, int] | None]] = [
            (RealRoot(flint.fmpz_poly([-end.p, end.q]), end, end), None) for end in (bottom, top)
        ]
        if any(square.is_vertical and square.rows[0](x) == 0 for square in self._squares):
            return None
        slab = self._slab(x)
        for i, curve in enumerate(self._curves):
            if self._occupied[i][slab] and not curve.is_vertical:
                over = curve.above(x)
                if over.gcd(over.derivative()).degree() > 0:
                    return None
                heights += [(root, (i, j)) for j, root in enumerate(real_roots(over, bottom, top))]
                if over(bottom) == 0:
                    return None
        found = grouped(heights)
        return found if all(len(tags) == 1 for _, tags in found) else None

    def _mattering(self, x: flint.fmpq, heights: list[Height]) -> list[Height]:
        """Return the edges, and the heights at which it matters that a sign changes."""
        between_heights = (between(one.interval[1], other.interval[0]) for (one, _), (other, _) in pairwise(heights))
        points = [(x, to_fmpq(y)) for y in between_heights]
        kept: list[Height] = [
            (root, [tag])
            for (root, (tag,)), around in zip(heights[1:-1], pairwise(points), strict=True)
            if tag is not None and self._sieved[tag[0]].matters_near(*around)
        ]
        return [heights[0], *kept, heights[-1]]

    def _slab(self, x: flint.fmpq) -> int:
        low, high = self._spans[0]
        return int((x - low) / (high - low) * SIDE)


def _running_on(cells: Mapping[CellKey, L], met: frozenset[int]) -> dict[CellKey, L]:
    """Return the cells of a column, by the arcs below and above, that run on into the next one."""
    if VERTICAL_LINES in met:
        return {}
    return {arcs: label for arcs, label in cells.items() if not any(arc and arc[0] in met for arc in arcs)}
