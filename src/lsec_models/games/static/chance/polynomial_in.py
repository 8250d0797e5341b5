"""Expressions as polynomials in some of their symbols."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp


def polynomial_in(expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> sp.Poly | None:
    """Return an expression as a polynomial in symbols, whose coefficients have none of them; None where it is none.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> polynomial_in(x * sp.exp(y), [x])
    Poly(exp(y)*x, x, domain='ZZ[exp(y)]')
    >>> polynomial_in(x * sp.exp(y), [x, y]) is None
    True
    """
    polynomial = expression.as_poly(*symbols)
    if polynomial is None or {*symbols} & {s for c in polynomial.coeffs() for s in c.free_symbols}:
        return None
    return polynomial
