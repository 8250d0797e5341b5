"""Sums, products and powers of which nothing cancels, as SymPy would write them: only their order is to be found.

SymPy looks through the parts of a sum or product for what could be collected, and asks symbols for their assumptions.
The monomials of a polynomial and its irreducible factors are distinct, so that there is nothing to collect.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cmp_to_key

import sympy as sp

_SYMPY_ORDER = cmp_to_key(sp.Basic.compare)


def ordered_sum(parts: Iterable[sp.Expr]) -> sp.Expr:
    """Return a sum of different monomials.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> ordered_sum([y**2, 2 * x]) == 2 * x + y**2
    True
    """
    return sp.Add(*sorted(parts, key=_SYMPY_ORDER), evaluate=False)


def ordered_product(parts: Iterable[sp.Expr]) -> sp.Expr:
    """Return a product of powers of different symbols and irreducible sums, and at most one number, but 0 and 1.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> ordered_product([x + y, x**2]) == x**2 * (x + y)
    True
    """
    return sp.Mul(*sorted(parts, key=_SYMPY_ORDER), evaluate=False)


def whole_power(base: sp.Expr, exponent: int) -> sp.Expr:
    """Return a symbol or an irreducible sum to a power that is not 0.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> whole_power(x + y, -2) == (x + y) ** -2
    True
    """
    return base if exponent == 1 else sp.Pow(base, exponent, evaluate=False)
