"""Maps of a rectangle: columns of cells between arcs of curves, each with a label."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

import flint
import sympy as sp

from lsec_models.algebra.decomposition.plane_curve import Curve
from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot, real_roots

L = TypeVar("L", bound=Hashable)
Bounds = tuple[flint.fmpq, flint.fmpq]


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
    described : dict from str to dict
        By name, what symbols stand for, as attributes of a dataset, ``long_name`` and ``units``; no part of the map.
    """

    x: sp.Symbol
    y: sp.Symbol
    over: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    columns: tuple[Column[L], ...]
    lines: tuple[Curve, ...]
    caveat: str = ""
    described: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

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
