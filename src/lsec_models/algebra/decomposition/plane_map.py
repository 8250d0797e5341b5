"""Exact maps of a rectangle: which label holds in each cell that plane algebraic curves cut out of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, Generic, TypeVar

import flint
import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.decomposition.label_polynomials import Watched, clear_of, factors_by_parity
from lsec_models.algebra.decomposition.plane_curve import Curve, curve_of, discriminant, eliminant
from lsec_models.algebra.decomposition.rectangle_sieve import SIDE, Cover, box_signs, cover, occupied, slabs
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot, between, grouped, real_roots
from lsec_models.algebra.polynomials.ring import Key, Polynomial, Ring, key_of
from lsec_models.errors import DeclarationError

L = TypeVar("L", bound=Hashable)
Bounds = tuple[flint.fmpq, flint.fmpq]
# A pattern of signs, or the arcs below and above a cell, each a curve and a root of it; None for an edge.
_CellKey = tuple[Any, ...]
# Where signs change over an abscissa, and of which curves which roots these are; None for an edge.
_Height = tuple[RealRoot, list[tuple[int, int] | None]]
_LINES = -1


@dataclass(frozen=True)
class Arc:
    """A piece of a curve over an open interval: the roots with one index, counted from below inside the rectangle.

    Attributes
    ----------
    curve : Curve
    index : int
        0 for the lowest root inside the rectangle.
    """

    curve: Curve
    index: int

    def root(self, x: flint.fmpq, y: Bounds) -> RealRoot:
        """Return the exact height over a point inside the interval."""
        return real_roots(self.curve.above(x), *y)[self.index]


@dataclass(frozen=True, kw_only=True)
class Column(Generic[L]):
    """The cells over an open interval, from below.

    Attributes
    ----------
    left, right : RealRoot
        The ends of the interval.
    arcs : tuple of Arc
        The curves between the cells; they do not meet over the interval.
    labels : tuple
        Of the cells, one more than `arcs`; neighbours differ.
    samples : tuple of (Fraction, Fraction)
        A point inside each cell.
    """

    left: RealRoot
    right: RealRoot
    arcs: tuple[Arc, ...]
    labels: tuple[L, ...]
    samples: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, kw_only=True)
class PlanarMap(Generic[L]):
    """A rectangle cut into columns of labelled cells.

    Attributes
    ----------
    x, y : sympy.Symbol
        The axes.
    over : tuple of (tuple of Fraction)
        The ranges of x and of y.
    columns : tuple of Column
        From left to right.
    lines : tuple of Curve
        The vertical lines among the curves.
    caveat : str
        What the labels rest on that is not established, in words; empty where there is nothing to say.
    """

    x: sp.Symbol
    y: sp.Symbol
    over: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    columns: tuple[Column[L], ...]
    lines: tuple[Curve, ...]
    caveat: str = ""

    @property
    def labels(self) -> tuple[L, ...]:
        """The different labels, in the order in which they are met from left to right, from below."""
        return tuple(dict.fromkeys(label for column in self.columns for label in column.labels))

    @property
    def heights(self) -> Bounds:
        """The range of y for FLINT."""
        return to_fmpq(self.over[1][0]), to_fmpq(self.over[1][1])

    def label_at(self, x: Fraction, y: Fraction) -> L | None:
        """Return the label of the cell in which a point lies, from the exact position of the arcs.

        Parameters
        ----------
        x, y : Fraction
            Inside the rectangle.

        Returns
        -------
        label or None
            None on a curve between cells, and on a line on which two columns meet.
        """
        here, height = RealRoot.rational(x), RealRoot.rational(y)
        column = self.columns[bisect_right([c.left for c in self.columns], here) - 1]
        if column.left == here:
            return None
        for arc, label in zip(column.arcs, column.labels, strict=False):
            root = arc.root(to_fmpq(x), self.heights)
            if height < root:
                return label
            if height == root:
                return None
        return column.labels[-1]


def plane(
    ring: Ring,
    polynomials: Iterable[Polynomial | Watched],
    x: sp.Symbol,
    y: sp.Symbol,
    over: Mapping[sp.Symbol, tuple[Fraction, Fraction]],
    label: Callable[[Mapping[sp.Symbol, Fraction]], L],
    *,
    by_signs: bool = True,
) -> PlanarMap[L]:
    """Cut a rectangle into the cells on which no polynomial changes its sign, and merge those with equal labels.

    1. Factor the polynomials; keep each irreducible factor of odd multiplicity once, if it may vanish inside
       the rectangle (:func:`lsec_models.algebra.decomposition.rectangle_sieve.cover`).
    2. Where two factors that matter share a zero, a factor has a multiple root in y, crosses the lower or upper edge,
       or is a vertical line, the picture may change: these abscissae are roots of resultants, discriminants and
       the factors themselves, isolated only where the sieve leaves such a point possible. Roots that rise without
       bound leave the rectangle through its edges first, so that leading coefficients play no part.
    3. Between two neighbouring abscissae the roots in y keep their number and order. Take a rational abscissa, order
       the roots there exactly, take a rational height between neighbours, and ask for the label once for each pattern
       of signs, or, between the roots that matter there, in each cell that does not run on from the column on its left
       between two curves without an event.
    4. Drop the curves that separate equal labels, and the abscissae at which nothing that is left changes.

    Parameters
    ----------
    ring : Ring
        Of the two symbols.
    polynomials : iterable of Polynomial or Watched
        All whose sign matters.
    x, y : sympy.Symbol
        The axes.
    over : mapping
        The range of each axis, increasing.
    label : callable
        Gives the label at a point (a mapping from both symbols to fractions) inside a cell; it must be the same
        wherever no polynomial vanishes in between.
    by_signs : bool, optional
        Whether the label depends on the signs of the polynomials alone, so that it is asked for once for each pattern.

    Returns
    -------
    PlanarMap

    Raises
    ------
    DeclarationError
        If a range is empty, or the axes are not the two symbols of the ring.

    References
    ----------
    Collins, G. E. (1975). Quantifier elimination for real closed fields by cylindrical algebraic decomposition.
    LNCS 33.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> x, y = sp.symbols("x y")
    >>> ring = ring_of([x, y])
    >>> u, v = ring.generators
    >>> unit = (Fraction(-2), Fraction(2))
    >>> disc = plane(ring, [u**2 + v**2 - 1], x, y, {x: unit, y: unit}, lambda p: p[x] ** 2 + p[y] ** 2 < 1)
    >>> [(str(column.left), column.labels) for column in disc.columns]
    [('-2', (False,)), ('-1', (False, True, False)), ('1', (False,))]
    """
    _check(ring, x, y, over)
    spans: tuple[Bounds, Bounds] = tuple((to_fmpq(over[s][0]), to_fmpq(over[s][1])) for s in (x, y))  # type: ignore[assignment]
    sieve = _Sieve(ring, x, y, spans)
    sieved, squares = sieve.sieved(polynomials)
    cutter = _Cutter(x, y, sieved, squares, spans, label, by_signs=by_signs)
    events = grouped(_events(sieved, spans))
    ends = [RealRoot.rational(over[x][0]), *(root for root, _ in events), RealRoot.rational(over[x][1])]
    ends = [root for root, _ in grouped((end, None) for end in ends)]
    met = [frozenset({_LINES}), *(frozenset().union(*tags) for _, tags in events)]
    columns = [cutter.column(*between, tags) for between, tags in zip(pairwise(ends), met, strict=True)]
    merged = _merged(columns, [tags for _, tags in events], {id(one.curve): i for i, one in enumerate(sieved)})
    lines = tuple(one.curve for one in sieved if one.curve.is_vertical)
    return PlanarMap(x=x, y=y, over=(over[x], over[y]), columns=tuple(merged), lines=lines)


def _check(ring: Ring, x: sp.Symbol, y: sp.Symbol, over: Mapping[sp.Symbol, tuple[Fraction, Fraction]]) -> None:
    if x == y or set(ring.symbols) != {x, y}:
        raise DeclarationError(f"a map over {x} and {y}: give two different symbols, the only ones of the polynomials")
    for symbol in (x, y):
        low, high = over[symbol]
        if low >= high:
            raise DeclarationError(
                f"the range of {symbol}, from {low} to {high}, is empty; give (low, high), low < high"
            )


@dataclass(frozen=True, eq=False)
class _Sieved:
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


class _Sieve:
    """Finds the boxes in which polynomials vanish and matter, each polynomial once."""

    def __init__(self, ring: Ring, x: sp.Symbol, y: sp.Symbol, spans: tuple[Bounds, Bounds]) -> None:
        self._axes = ring.index[x], ring.index[y]
        self._spans = spans
        self._signs: dict[Key, NDArray[np.int8]] = {}
        self._curves: dict[Key, Curve] = {}

    def sieved(self, polynomials: Iterable[Polynomial | Watched]) -> tuple[list[_Sieved], list[Curve]]:
        """Return the factors that may change sign inside the rectangle, and those that only touch zero."""
        matters: dict[Key, Cover] = {}
        guards: dict[Key, dict[tuple[Key, ...], tuple[Curve, ...]]] = {}
        watched = [given if isinstance(given, Watched) else Watched(given) for given in polynomials]
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
                found.append(_Sieved(curve, where, where & matters[key], tuple(guards[key].values())))
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


def _events(sieved: list[_Sieved], spans: tuple[Bounds, Bounds]) -> Iterator[tuple[RealRoot, frozenset[int]]]:
    """Yield the abscissae at which the picture may change, each with the numbers of the curves that it concerns.

    Roots of one curve are numbered, so that all its own events count if it matters anywhere.
    """
    span, (bottom, top) = spans
    for i, one in enumerate(sieved):
        if one.curve.is_vertical:
            yield from _tagged(one.curve.rows[0], [span], {_LINES})
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


class _Cutter(Generic[L]):
    """Cuts one column after the other, asking for a label once for each pattern of signs, or in each cell."""

    def __init__(
        self,
        x: sp.Symbol,
        y: sp.Symbol,
        sieved: list[_Sieved],
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
        self._known: dict[_CellKey, L] = {}

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
        cells: dict[_CellKey, L] = {}
        for (below, (tag,)), (above, (tag_above,)) in pairwise(heights):
            if tag is not None:
                signs[tag[0]] = not signs[tag[0]]
            point = x, clear_of(squares, below.interval[1], above.interval[0])
            key: _CellKey = tuple(signs) if self._by_signs else (tag, tag_above)
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

    def _heights(self, x: flint.fmpq) -> list[_Height] | None:
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

    def _mattering(self, x: flint.fmpq, heights: list[_Height]) -> list[_Height]:
        """Return the edges, and the heights at which it matters that a sign changes."""
        between_heights = (between(one.interval[1], other.interval[0]) for (one, _), (other, _) in pairwise(heights))
        points = [(x, to_fmpq(y)) for y in between_heights]
        kept: list[_Height] = [
            (root, [tag])
            for (root, (tag,)), around in zip(heights[1:-1], pairwise(points), strict=True)
            if tag is not None and self._sieved[tag[0]].matters_near(*around)
        ]
        return [heights[0], *kept, heights[-1]]

    def _slab(self, x: flint.fmpq) -> int:
        low, high = self._spans[0]
        return int((x - low) / (high - low) * SIDE)


def _running_on(cells: Mapping[_CellKey, L], met: frozenset[int]) -> dict[_CellKey, L]:
    """Return the cells of a column, by the arcs below and above, that run on into the next one."""
    if _LINES in met:
        return {}
    return {arcs: label for arcs, label in cells.items() if not any(arc and arc[0] in met for arc in arcs)}


def _merged(
    columns: list[Column[L]], events: list[list[frozenset[int]]], numbers: Mapping[int, int]
) -> list[Column[L]]:
    """Join neighbours between which no arc that is left meets another one, turns, or leaves."""
    merged = [columns[0]]
    for column, here in zip(columns[1:], events, strict=True):
        last = merged[-1]
        bounding = {numbers[id(arc.curve)] for arc in (*last.arcs, *column.arcs)}
        same = (last.labels, last.arcs) == (column.labels, column.arcs)
        if same and not any(concerned <= bounding for concerned in here):
            merged[-1] = replace(last, right=column.right)
        else:
            merged.append(column)
    return merged
