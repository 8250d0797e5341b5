"""Comparison of real algebraic numbers that are written as expressions."""

from __future__ import annotations

import sympy as sp

from lsec_models.solve.corners.exact.unresolved import Unresolved

_DIGITS = 60


def exceeds(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether a real algebraic number is larger than another one: by sixty digits, or because they are equal.

    Raises
    ------
    Unresolved
        If sixty digits do not tell them apart, and it is not seen that they are equal.

    Examples
    --------
    >>> exceeds(sp.sqrt(2), sp.Rational(7, 5)), exceeds(sp.sqrt(8), 2 * sp.sqrt(2))
    (True, False)
    """
    difference = one - other
    value = difference.evalf(_DIGITS)
    if abs(value) > sp.Float(10) ** (-_DIGITS // 2):
        return bool(value > 0)
    if one is other or sp.simplify(difference) == 0:
        return False
    raise Unresolved("two payoffs that are not told apart")
