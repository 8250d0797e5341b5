"""Exact maps of a rectangle: which label holds in each cell that plane algebraic curves cut out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.decomposition.asking import Asking
from lsec_models.algebra.decomposition.column_cells import ColumnCutter
from lsec_models.algebra.decomposition.curve_sieve import VERTICAL_LINES, Sieve, events_along
from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial
from lsec_models.algebra.decomposition.planar_map import Bounds, Column, L, PlanarMap
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot, grouped
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.errors import DeclarationError


def plane(
    ring: Ring,
    polynomials: Iterable[Polynomial | LabelPolynomial],
    x: sp.Symbol,
    y: sp.Symbol,
    over: Mapping[sp.Symbol, tuple[Fraction, Fraction]],
    label: Callable[[Mapping[sp.Symbol, Fraction]], L],
    *,
    by_signs: bool = True,
    ask: Asking[Mapping[sp.Symbol, Fraction], L] = map,
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
       between two curves without an event. All labels are asked for together, in the order of the cells.
    4. Drop the curves that separate equal labels, and the abscissae at which nothing that is left changes.

    Parameters
    ----------
    ring : Ring
        Of the two symbols.
    polynomials : iterable of Polynomial or LabelPolynomial
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
    ask : callable, optional
        Returns what `label` gives at each of several points, in their order; it may ask other processes.

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
    sieve = Sieve(ring, x, y, spans)
    sieved, squares = sieve.sieved(polynomials)
    cutter = ColumnCutter(x, y, sieved, squares, spans, by_signs=by_signs)
    events = grouped(events_along(sieved, spans))
    ends = [RealRoot.rational(over[x][0]), *(root for root, _ in events), RealRoot.rational(over[x][1])]
    ends = [root for root, _ in grouped((end, None) for end in ends)]
    met = [frozenset({VERTICAL_LINES}), *(frozenset().union(*tags) for _, tags in events)]
    cut = [cutter.column(*between, tags) for between, tags in zip(pairwise(ends), met, strict=True)]
    labels = list(ask(label, cutter.questions))
    columns = [column.labelled(labels) for column in cut]
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
