"""How large an expression is, written out and multiplied out, without doing either."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from math import comb, prod
from operator import or_

import sympy as sp
from sympy.core.relational import Relational
from sympy.functions.elementary.piecewise import ExprCondPair

from lsec_models.algebra.polynomials.ratio import is_whole

_WORD = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """Upper bounds on what it takes to write an expression and to compute with it.

    Attributes
    ----------
    length : int
        How many symbols, numbers and operations it has, shared parts counted wherever they stand.
    terms : int
        How many terms numerator and denominator have together, multiplied out.
    degree : int
        The larger of their degrees; a number counts as one more factor for every 64 bits.
    """

    length: int
    terms: int
    degree: int


def size_of(expression: sp.Expr) -> Size:
    """Return how large an expression is.

    Fractions are taken over the least common denominator that can be read off their denominators as they stand.
    Nothing is assumed to cancel.

    Parameters
    ----------
    expression : sympy.Expr
        Rational in its symbols, but for Min, Max and Piecewise, which count as the sum of their parts. Everything else
        in it counts as one symbol.

    Returns
    -------
    Size

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> size_of((x + y) ** 2)
    Size(length=5, terms=4, degree=2)
    """
    measured = _measured(expression, {})
    bottom = _multiplied(measured.bottom)
    return Size(
        length=measured.length,
        terms=measured.top.terms + bottom.terms,
        degree=max(measured.top.degree, bottom.degree),
    )


@dataclass(frozen=True, slots=True)
class _Expanded:
    """As much as is kept of a polynomial that nobody multiplies out."""

    terms: int = 1
    degree: int = 0

    def __add__(self, other: _Expanded) -> _Expanded:
        return _Expanded(self.terms + other.terms, max(self.degree, other.degree))

    def __mul__(self, other: _Expanded) -> _Expanded:
        return _Expanded(self.terms * other.terms, self.degree + other.degree)

    def __pow__(self, exponent: int) -> _Expanded:
        return _Expanded(comb(self.terms + exponent - 1, exponent), self.degree * exponent)


# How often each factor, as it stands and multiplied out, is a factor of a denominator.
_Bottom = Counter[tuple[sp.Expr, _Expanded]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Measured:
    """What is kept of a part of the expression."""

    length: int
    top: _Expanded
    bottom: _Bottom


def _measured(node: sp.Expr, known: dict[sp.Expr, _Measured]) -> _Measured:
    if node not in known:
        parts = [_measured(part, known) for part in node.args]
        top, bottom = _fraction(node, parts)
        known[node] = _Measured(
            length=1 + sum(part.length for part in parts),
            top=top,
            bottom=bottom,
        )
    return known[node]


def _fraction(node: sp.Expr, parts: list[_Measured]) -> tuple[_Expanded, _Bottom]:
    if node.is_Add or isinstance(node, sp.Min | sp.Max | sp.Piecewise | ExprCondPair | Relational):
        return _sum(parts)
    if node.is_Mul:
        return prod((part.top for part in parts), start=_Expanded()), sum((p.bottom for p in parts), start=Counter())
    if node.is_Pow and is_whole(node.exp):
        return _power(node.base, parts[0], int(node.exp))
    if node.is_Rational:
        return _Expanded(degree=(node.p.bit_length() + node.q.bit_length()) // _WORD), Counter()
    return _Expanded(degree=1), Counter()


def _sum(parts: list[_Measured]) -> tuple[_Expanded, _Bottom]:
    common = reduce(or_, (part.bottom for part in parts))
    first, *rest = (part.top * _multiplied(common - part.bottom) for part in parts)
    return sum(rest, start=first), common


def _power(base: sp.Expr, part: _Measured, exponent: int) -> tuple[_Expanded, _Bottom]:
    n = abs(exponent)
    bottom = Counter({factor: n * m for factor, m in part.bottom.items()})
    if exponent > 0:
        return part.top**n, bottom
    return _multiplied(bottom), Counter({(base, part.top): n})


def _multiplied(bottom: _Bottom) -> _Expanded:
    return prod((expanded**n for (_, expanded), n in bottom.items()), start=_Expanded())
