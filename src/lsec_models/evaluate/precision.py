"""Numbers in the widest floating-point format of the platform, and how finely it resolves an expression.

Near the edge of a domain, equilibria grow without bound and payoffs are small differences of large terms. There the 64
bits of an extended float (x86) decide what the 53 of a double leave open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.evaluate.compiled import Compiled, Floats, compiled

EPSILON = float(np.finfo(np.longdouble).eps)
_MARGIN = 4


def wide(number: Fraction) -> np.longdouble:
    """Return the nearest wide float, up to the last bit.

    Examples
    --------
    >>> float(wide(Fraction(1, 4)))
    0.25
    """
    head = float(number)
    return np.longdouble(head) + np.longdouble(float(number - Fraction(head)))


def rows_of(function: Compiled, points: Floats) -> Floats:
    """Return the values of a compiled function at points, (arguments, points), as (expressions, points)."""
    values = function(list(points))
    rows = np.empty((len(values), points.shape[1]), dtype=np.longdouble)
    for row, value in zip(rows, values, strict=True):
        row[:] = value
    return rows


@dataclass(frozen=True)
class GrossMagnitudes:
    """Expressions with their gross magnitude: the sum of ``|x * df/dx|`` over all symbols x; see :func:`measured`."""

    _function: Compiled
    _owners: NDArray[np.intp]
    _count: int

    def at(self, points: Floats) -> tuple[Floats, Floats]:
        """Return values and gross magnitudes, (expressions, points), at points, (symbols, points)."""
        rows = rows_of(self._function, points)
        values, terms = rows[: self._count], rows[self._count :]
        gross = np.zeros_like(values)
        np.add.at(gross, self._owners, np.abs(terms))
        return values, gross


def rounding(gross: Floats) -> Floats:
    """Return by how much rounding may move values of these gross magnitudes, with a margin.

    Rounding every symbol to working precision moves a value by at most `EPSILON` times its gross magnitude, to first
    order.
    """
    return np.asarray(_MARGIN * EPSILON * gross)


def measured(symbols: Sequence[sp.Symbol], expressions: Sequence[sp.Expr]) -> GrossMagnitudes:
    """Return `expressions`, compiled, with their gross magnitudes.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> values, gross = measured([x, y], [x - y]).at(np.array([[3.0], [2.0]]))
    >>> float(values[0, 0]), float(gross[0, 0])
    (1.0, 5.0)
    """
    terms = [
        (place, symbol * sp.diff(expression, symbol))
        for place, expression in enumerate(expressions)
        for symbol in symbols
        if expression.has(symbol)
    ]
    function = compiled(symbols, [*expressions, *(term for _, term in terms)])
    return GrossMagnitudes(function, np.array([place for place, _ in terms], dtype=np.intp), len(expressions))
