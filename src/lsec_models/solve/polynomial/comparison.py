"""Comparison of real algebraic numbers that are written as expressions."""

from __future__ import annotations

import sympy as sp

_DIGITS = 60


def exceeds(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether a real algebraic number is larger than another one, to sixty digits, which tell those of games apart.

    Examples
    --------
    >>> exceeds(sp.sqrt(2), sp.Rational(7, 5)), exceeds(sp.sqrt(8), 2 * sp.sqrt(2))
    (True, False)
    """
    return bool((one - other).evalf(_DIGITS) > sp.Float(10) ** (-_DIGITS // 2))
