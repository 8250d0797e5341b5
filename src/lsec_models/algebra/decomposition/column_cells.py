"""The cells of one column of a rectangle, between neighbouring abscissae: their heights, in order, and their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

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


@dataclass(frozen=True, kw_only=True)
class CutColumn:
    """A column whose cells have no labels yet.

    Attributes
    ----------
    left, right : RealRoot
        The ends of the interval.
    arcs : tuple of Arc
        The curves between the cells, from below.
    samples : tuple of (Fraction, Fraction)
        A point inside each cell.
    questions : tuple of int
        For each cell the number of the question whose answer is its label.
    """

    left: RealRoot
    right: RealRoot
    arcs: tuple[Arc, ...]
    samples: tuple[tuple[Fraction, Fraction], ...]
    questions: tuple[int, ...]

    def labelled(self, answers: Sequence[L]) -> Column[L]:
        """Return the column with the answers to all questions, neighbours with equal labels merged."""
        labels = [answers[question] for question in self.questions]
        kept = [i for i, label in enumerate(labels) if i == 0 or label != labels[i - 1]]
        return Column(
            left=self.left,
            right=self.right,
            arcs=tuple(self.arcs[i - 1] for i in kept[1:]),
            labels=tuple(labels[i] for i in kept),
            samples=tuple(self.samples[i] for i in kept),
        )


class ColumnCutter:
    """Cuts one column after the other, with a question for each pattern of signs, or for each cell.

    Attributes
    ----------
    questions : list of mapping from sympy.Symbol to Fraction
        The points at which labels are to be asked for.
    """

    def __init__(
        self,
        x: sp.Symbol,
        y: sp.Symbol,
        sieved: list[SievedCurve],
        squares: list[Curve],
        spans: tuple[Bounds, Bounds],
        *,
        by_signs: bool,
    ) -> None:
        self._x, self._y, self._by_signs = x, y, by_signs
        self._sieved = sieved
        self._curves = [one.curve for one in sieved]
        self._occupied = [occupied(one.where) for one in sieved]
        self._squares = squares
        self._spans = spans
        self._known: dict[CellKey, int] = {}
        self.questions: list[Mapping[sp.Symbol, Fraction]] = []

    def column(self, left: RealRoot, right: RealRoot, met: frozenset[int]) -> CutColumn:
        """Return the cells over the interval.

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
        samples: list[tuple[Fraction, Fraction]] = []
        questions: list[int] = []
        known = self._known if self._by_signs else _running_on(self._known, met)
        cells: dict[CellKey, int] = {}
        for (below, (tag,)), (above, (tag_above,)) in pairwise(heights):
            if tag is not None:
                signs[tag[0]] = not signs[tag[0]]
                arcs.append(Arc(self._curves[tag[0]], tag[1]))
            height = clear_of(squares, below.interval[1], above.interval[0])
            key: CellKey = tuple(signs) if self._by_signs else (tag, tag_above)
            if key not in known:
                known[key] = len(self.questions)
                self.questions.append({self._x: x, self._y: height})
            cells[key] = known[key]
            samples.append((x, height))
            questions.append(known[key])
        self._known = known if self._by_signs else cells
        return CutColumn(left=left, right=right, arcs=tuple(arcs), samples=tuple(samples), questions=tuple(questions))

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


def _running_on(cells: Mapping[CellKey, int], met: frozenset[int]) -> dict[CellKey, int]:
    """Return the cells of a column, by the arcs below and above, that run on into the next one."""
    if VERTICAL_LINES in met:
        return {}
    return {arcs: number for arcs, number in cells.items() if not any(arc and arc[0] in met for arc in arcs)}
