"""Polynomials as JSON: a list of ``[coefficient, [exponents]]``, the coefficient as a decimal string."""

from __future__ import annotations

from typing import Any

from lsec_models.algebra.polynomials.ring import Polynomial

Terms = list[list[Any]]


def to_terms(polynomial: Polynomial) -> Terms:
    """Return a polynomial as JSON.

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> x, y = ring_of(sp.symbols("x y")).generators
    >>> to_terms(x**2 - 3 * y)
    [['1', [2, 0]], ['-3', [0, 1]]]
    """
    return [[str(coefficient), list(map(int, powers))] for powers, coefficient in polynomial.terms()]
