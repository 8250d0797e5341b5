"""The outlines of a planar map: polygons and boundary curves, as accurate as asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Generic, TypeVar

import flint
import numpy as np
from numpy.typing import NDArray

from lsec_models.algebra.decomposition.planar_map import Arc, Column, PlanarMap
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial

L = TypeVar("L", bound=Hashable)
Points = NDArray[np.float64]
_END_BITS = 256
_VERTEX_BITS = 48
_POINT_BITS = 44
_SAME_VERTEX = 1e-10
_MOST_HALVINGS = 48
_FIRST_HALVINGS = 3
# Directions in which edges leave a vertex, counter-clockwise; within one, arcs are ordered by their number.
_RIGHT, _UP, _LEFT, _DOWN = range(4)


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelledRegion(Generic[L]):
    """A connected part of the rectangle with one label.

    Attributes
    ----------
    label
    rings : tuple of array, shape (n, 2)
        Closed polygons without repeated last point: counter-clockwise outlines, clockwise holes. They touch
        themselves and each other in single points at most.
    sample : tuple of Fraction
        An exact point inside.
    """

    label: L
    rings: tuple[Points, ...]
    sample: tuple[Fraction, Fraction]

    @property
    def area(self) -> float:
        """The area of the polygons."""
        return float(sum(_area(ring) for ring in self.rings))


@dataclass(frozen=True, kw_only=True, eq=False)
class Boundary(Generic[L]):
    """A piece of a curve that separates two labels.

    Attributes
    ----------
    polynomial : Polynomial
        Vanishes on it.
    labels : tuple
        Of its two sides: left and right as one walks along the points.
    points : array, shape (n, 2)
    """

    polynomial: Polynomial
    labels: tuple[L, L]
    points: Points


@dataclass(frozen=True, kw_only=True, eq=False)
class Outline(Generic[L]):
    """Polygons and boundary curves of a planar map.

    Attributes
    ----------
    regions : tuple of LabelledRegion
        They tile the rectangle.
    boundaries : tuple of Boundary
        The curves between them, without the edges of the rectangle.
    """

    regions: tuple[LabelledRegion[L], ...]
    boundaries: tuple[Boundary[L], ...]


def outline(planar: PlanarMap[L], tolerance: float = 1e-5) -> Outline[L]:
    """Return the regions of a planar map as polygons.

    1. On each line between two columns, find the heights at which arcs end: there, and at the corners, are the
       vertices. Heights are taken ``2**-256`` beside the line and agree to 1e-10 of the rectangle or are different.
    2. Follow each arc in steps that are halved until the chord is as close to the curve as asked; every point is
       the exact root, rounded to 1e-13.
    3. Join the cells with equal labels that share a piece of such a line; walk around each region, at each vertex into
       the next edge clockwise.

    Parameters
    ----------
    planar : PlanarMap
    tolerance : float
        How far, relative to the sides of the rectangle, a chord may be from the curve.

    Returns
    -------
    Outline
    """
    return _Tracer(planar, tolerance).outline()


_Cell = tuple[int, int]
_Vertex = tuple[int, int]
_Angle = tuple[int, int]


@dataclass(frozen=True, eq=False, kw_only=True)
class _Edge:
    """A directed piece of a boundary, with a cell (or the outside, None) on its left and on its right."""

    start: _Vertex
    end: _Vertex
    leaving: _Angle
    arriving: _Angle
    points: Points
    left: _Cell | None
    right: _Cell | None
    polynomial: Polynomial | None

    def reversed(self) -> _Edge:
        return _Edge(
            start=self.end,
            end=self.start,
            leaving=self.arriving,
            arriving=self.leaving,
            points=self.points[::-1],
            left=self.right,
            right=self.left,
            polynomial=self.polynomial,
        )


@dataclass
class _Line:
    """A vertical line on which two columns meet: its vertices and the vertex of each arc end on both sides."""

    number: int
    x: float
    heights: list[float] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)


class _Tracer(Generic[L]):
    def __init__(self, planar: PlanarMap[L], tolerance: float) -> None:
        self._map = planar
        self._tolerance = tolerance
        (x0, x1), (y0, y1) = planar.over
        self._size = float(x1 - x0), float(y1 - y0)
        self._parents: dict[_Cell, _Cell] = {}

    def outline(self) -> Outline[L]:
        columns = self._map.columns
        ends = [*(column.left for column in columns), columns[-1].right]
        lines = [self._line(number, end) for number, end in enumerate(ends)]
        edges = [
            edge for number in range(len(columns)) for edge in self._column_edges(number, *lines[number : number + 2])
        ]
        for line, end in zip(lines, ends, strict=True):
            edges += self._line_edges(line, end)
        inner = [edge for edge in edges if edge.left is not None and edge.right is not None]
        return Outline(regions=tuple(self._regions(edges)), boundaries=tuple(self._boundaries(inner)))

    def _line(self, number: int, end: RealRoot) -> _Line:
        columns = self._map.columns
        y0, y1 = map(float, self._map.over[1])
        before = self._limits(columns[number - 1], at_right=True) if number else []
        after = self._limits(columns[number], at_right=False) if number < len(columns) else []
        line: _Line = _Line(number, float(end))
        places = [
            (y0, None, 0),
            *((y, True, i) for i, y in enumerate(before)),
            *((y, False, i) for i, y in enumerate(after)),
        ]
        line.left, line.right = [0] * len(before), [0] * len(after)
        for y, on_left, i in sorted([*places, (y1, None, 1)], key=lambda place: place[0]):
            if not line.heights or y - line.heights[-1] > _SAME_VERTEX * self._size[1]:
                line.heights.append(y)
            if on_left is not None:
                (line.left if on_left else line.right)[i] = len(line.heights) - 1
        line.heights[0], line.heights[-1] = y0, y1
        return line

    def _limits(self, column: Column[L], *, at_right: bool) -> list[float]:
        """Return the heights of the arcs just inside one end of a column."""
        x = _inside(column, at_right=at_right)
        return [_height(arc, x, self._map.heights, _VERTEX_BITS) for arc in column.arcs]

    def _column_edges(self, number: int, before: _Line, after: _Line) -> Iterator[_Edge]:
        column = self._map.columns[number]
        for i, arc in enumerate(column.arcs):
            start, end = before.right[i], after.left[i]
            points = self._followed(column, arc, (before.x, before.heights[start]), (after.x, after.heights[end]))
            yield _Edge(
                start=(number, start),
                end=(number + 1, end),
                leaving=(_RIGHT, i),
                arriving=(_LEFT, -i),
                points=points,
                left=(number, i + 1),
                right=(number, i),
                polynomial=arc.curve.polynomial,
            )
        yield self._rim(number, before, after, at_top=False)
        yield self._rim(number, before, after, at_top=True)

    def _rim(self, number: int, before: _Line, after: _Line, *, at_top: bool) -> _Edge:
        """Return the piece of the lower or upper edge of the rectangle below or above a column."""
        cells = len(self._map.columns[number].arcs)
        index, cell = (cells, (number, cells)) if at_top else (-1, (number, 0))
        start, end = (len(before.heights) - 1, len(after.heights) - 1) if at_top else (0, 0)
        return _Edge(
            start=(number, start),
            end=(number + 1, end),
            leaving=(_RIGHT, index),
            arriving=(_LEFT, -index),
            points=np.array([[before.x, before.heights[start]], [after.x, after.heights[end]]]),
            left=None if at_top else cell,
            right=cell if at_top else None,
            polynomial=None,
        )

    def _line_edges(self, line: _Line, end: RealRoot) -> Iterator[_Edge]:
        """Yield the pieces of a line that separate labels; join the cells on both sides of the others."""
        columns = self._map.columns
        for i in range(len(line.heights) - 1):
            left = (line.number - 1, sum(v <= i for v in line.left)) if line.number else None
            right = (line.number, sum(v <= i for v in line.right)) if line.number < len(columns) else None
            if left is not None and right is not None and self._label(left) == self._label(right):
                self._join(left, right)
                continue
            points = np.array([[line.x, line.heights[i]], [line.x, line.heights[i + 1]]])
            polynomial = None if left is None or right is None else self._vertical(end)
            yield _Edge(
                start=(line.number, i),
                end=(line.number, i + 1),
                leaving=(_UP, 0),
                arriving=(_DOWN, 0),
                points=points,
                left=left,
                right=right,
                polynomial=polynomial,
            )

    def _vertical(self, end: RealRoot) -> Polynomial:
        for curve in self._map.lines:
            row = curve.rows[0]
            value = row(end.low) * row(end.high) if not end.is_rational else row(end.low)
            if (end.is_rational and value == 0) or (not end.is_rational and row.gcd(end.polynomial).degree() > 0):
                return curve.polynomial
        raise AssertionError("labels change across a line only where it is one of the curves")

    def _followed(self, column: Column[L], arc: Arc, start: tuple[float, float], end: tuple[float, float]) -> Points:
        """Return points along an arc, both ends included."""
        low, high = _inside(column, at_right=False), _inside(column, at_right=True)
        scale = self._size

        @cache
        def at(x: float) -> tuple[float, float]:
            return x, _height(arc, to_fmpq(Fraction(x)), self._map.heights, _POINT_BITS)

        def refined(a: tuple[float, float], b: tuple[float, float], depth: int) -> Iterator[tuple[float, float]]:
            middle = (a[0] + b[0]) / 2
            if depth and a[0] < middle < b[0] and low < to_fmpq(Fraction(middle)) < high:
                between = at(middle)
                if depth > _MOST_HALVINGS - _FIRST_HALVINGS or _bend(a, between, b, scale) > self._tolerance:
                    yield from refined(a, between, depth - 1)
                    yield between
                    yield from refined(between, b, depth - 1)

        return np.array([start, *refined(start, end, _MOST_HALVINGS), end])

    def _label(self, cell: _Cell) -> L:
        return self._map.columns[cell[0]].labels[cell[1]]

    def _root(self, cell: _Cell) -> _Cell:
        while (parent := self._parents.get(cell, cell)) != cell:
            cell = parent
        return cell

    def _join(self, one: _Cell, other: _Cell) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first

    def _regions(self, edges: Iterable[_Edge]) -> Iterator[LabelledRegion[L]]:
        around: dict[_Cell, list[_Edge]] = defaultdict(list)
        for edge in edges:
            for directed in (edge, edge.reversed()):
                if directed.left is not None:
                    around[self._root(directed.left)].append(directed)
        for cell in sorted(around):
            column = self._map.columns[cell[0]]
            rings = tuple(_rings(around[cell]))
            yield LabelledRegion(label=column.labels[cell[1]], rings=rings, sample=column.samples[cell[1]])

    def _boundaries(self, edges: list[_Edge]) -> Iterator[Boundary[L]]:
        """Yield maximal chains of edges on one curve between the same labels."""
        at: dict[_Vertex, list[_Edge]] = defaultdict(list)
        for edge in edges:
            at[edge.start].append(edge)
            at[edge.end].append(edge.reversed())
        used: set[frozenset[tuple[_Vertex, _Angle]]] = set()
        for edge in edges:
            if _name(edge) in used:
                continue
            chain = [*(e.reversed() for e in reversed(self._onwards(edge.reversed(), at)[1:])), edge]
            if chain[0].start != edge.end or len(chain) == 1:
                chain = chain[:-1] + self._onwards(edge, at)
            used |= {_name(e) for e in chain}
            points = np.concatenate([chain[0].points[:1], *(e.points[1:] for e in chain)])
            assert edge.left is not None
            assert edge.right is not None
            assert edge.polynomial is not None
            yield Boundary(
                polynomial=edge.polynomial, labels=(self._label(edge.left), self._label(edge.right)), points=points
            )

    def _onwards(self, first: _Edge, at: dict[_Vertex, list[_Edge]]) -> list[_Edge]:
        """Return the chain that goes on from an edge until a vertex at which something else happens."""
        chain = [first]
        while True:
            last = chain[-1]
            others = [edge for edge in at[last.end] if _name(edge) != _name(last)]
            if len(others) != 1 or _name(others[0]) == _name(first) or others[0].polynomial != first.polynomial:
                return chain
            chain.append(others[0])


def _name(edge: _Edge) -> frozenset[tuple[_Vertex, _Angle]]:
    return frozenset(((edge.start, edge.leaving), (edge.end, edge.arriving)))


def _rings(edges: list[_Edge]) -> Iterator[Points]:
    """Walk around: from each vertex into the first edge clockwise from where one came."""
    leaving: dict[_Vertex, list[_Edge]] = defaultdict(list)
    for edge in edges:
        leaving[edge.start].append(edge)
    left = {id(edge): edge for edge in edges}
    while left:
        first = edge = next(iter(left.values()))
        walked = []
        while True:
            del left[id(edge)]
            walked.append(edge.points[:-1])
            options = [e for e in leaving[edge.end] if id(e) in left or e is first]
            came = edge.arriving
            edge = max(options, key=lambda e, came=came: (e.leaving < came, e.leaving))  # type: ignore[misc]
            if edge is first:
                break
        yield np.concatenate(walked)


def _inside(column: Column[L], *, at_right: bool) -> flint.fmpq:
    """Return a point of the column very close to one end."""
    end = (column.right if at_right else column.left).narrowed(_END_BITS)
    step = flint.fmpq(1, 1 << _END_BITS)
    return end.low - step if at_right else end.high + step


def _height(arc: Arc, x: flint.fmpq, heights: tuple[flint.fmpq, flint.fmpq], bits: int) -> float:
    low, high = arc.root(x, heights).narrowed(bits).interval
    return float((low + high) / 2)


def _bend(
    a: tuple[float, float], middle: tuple[float, float], b: tuple[float, float], scale: tuple[float, float]
) -> float:
    """Return the distance of a point from a chord, in units of the rectangle."""
    dx, dy = (b[0] - a[0]) / scale[0], (b[1] - a[1]) / scale[1]
    mx, my = (middle[0] - a[0]) / scale[0], (middle[1] - a[1]) / scale[1]
    length = float(np.hypot(dx, dy))
    return abs(dx * my - dy * mx) / length if length else 0.0


def _area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
