"""Balls as expressions: decimals of their middles, and functions of the stocks with such coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

_SHOWN_DIGITS = 20
_NOTHING = 1e-25
_LARGEST_FLOAT = 1e300


def decimals(value: Any) -> sp.Expr:
    """Return the middle of a ball to twenty digits; a whole number where a ball holds one and is tiny.

    How small a number is says nothing: in other units it is large.

    Examples
    --------
    >>> import flint
    >>> decimals(flint.arb(1) / 8), decimals(flint.arb(2))
    (0.12500000000000000000, 2)
    """
    if not abs(value) < _LARGEST_FLOAT:
        return sp.Float(value.mid().str(_SHOWN_DIGITS, radius=False), _SHOWN_DIGITS)
    nearest = round(float(value.mid()))
    if value.contains(nearest) and float(value.rad()) <= _NOTHING * max(1, abs(nearest)):
        return sp.Integer(nearest)
    return sp.Float(value.mid().str(_SHOWN_DIGITS, radius=False), _SHOWN_DIGITS)


def linear(symbols: Sequence[sp.Symbol], row: Sequence[Any]) -> sp.Expr:
    """Return a constant and a combination of symbols."""
    return sp.Add(*(decimals(value) * symbol for value, symbol in zip(row, (sp.S.One, *symbols), strict=True)))


def form_in(symbols: Sequence[sp.Symbol], form: Sequence[Sequence[Any]]) -> sp.Expr:
    """Return a quadratic form in 1 and some symbols."""
    known = [sp.S.One, *symbols]
    terms = [
        decimals(form[i][j] if i == j else form[i][j] + form[j][i]) * known[i] * known[j]
        for i in range(len(known))
        for j in range(i, len(known))
    ]
    return sp.Add(*terms)
