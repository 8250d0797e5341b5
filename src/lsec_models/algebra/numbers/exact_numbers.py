"""Rational numbers as Python, FLINT and SymPy have them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import sympy as sp


def to_fraction(value: Any) -> Fraction:
    """Return a rational number of FLINT or SymPy as a fraction.

    Examples
    --------
    >>> to_fraction(flint.fmpq(1, 3)), to_fraction(sp.Rational(1, 3))
    (Fraction(1, 3), Fraction(1, 3))
    """
    return Fraction(int(value.p), int(value.q))


def to_fmpq(value: Fraction) -> flint.fmpq:
    """Return a fraction as FLINT's rational number.

    Examples
    --------
    >>> to_fmpq(Fraction(1, 3))
    1/3
    """
    return flint.fmpq(value.numerator, value.denominator)


def to_sympy(value: Fraction) -> sp.Rational:
    """Return a fraction as SymPy's rational number.

    Examples
    --------
    >>> to_sympy(Fraction(1, 3)) + sp.Symbol("x")
    x + 1/3
    """
    return sp.Rational(*value.as_integer_ratio())
