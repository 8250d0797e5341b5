"""Exact numbers against printed decimals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

_WIDTH = sp.Rational(1, 10**12)


@dataclass(frozen=True, kw_only=True)
class Root:
    """A real algebraic number: the only root of a polynomial between two rational numbers.

    Attributes
    ----------
    polynomial : sympy.Expr
        Irreducible, in one symbol.
    low, high : Fraction
        At most 10^-12 apart; equal where the number is rational.
    """

    polynomial: sp.Expr
    low: Fraction
    high: Fraction


def only_root(polynomial: sp.Expr, symbol: sp.Symbol, low: sp.Rational, high: sp.Rational) -> Root:
    """Return the only root of a polynomial with rational coefficients between two numbers.

    Raises
    ------
    ValueError
        If there is not exactly one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> root = only_root((x**2 - 2) * (x - 5), x, sp.S(1), sp.S(2))
    >>> root.polynomial, rounds_to(root.low, root.high, "1.4142"), rounds_to(root.low, root.high, "1.4143")
    (x**2 - 2, True, False)
    """
    found = [
        (factor, interval)
        for factor, _ in sp.Poly(polynomial, symbol).factor_list()[1]
        for interval, _ in factor.intervals(eps=_WIDTH, inf=low, sup=high)
    ]
    if len(found) != 1:
        raise ValueError(f"{polynomial} has {len(found)} roots between {low} and {high}, not one")
    factor, (below, above) = found[0]
    return Root(polynomial=factor.as_expr(), low=_fraction(below), high=_fraction(above))


def rounds_to(low: Fraction, high: Fraction, printed: str) -> bool:
    """Whether every number from low to high, rounded to the digits of a printed decimal, is that decimal."""
    value, half_a_unit = Fraction(printed), Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))
    return value - half_a_unit < low <= high < value + half_a_unit


def decimal(number: Fraction, places: int) -> str:
    """Return a positive number, rounded.

    Examples
    --------
    >>> decimal(Fraction(2, 3), 4), decimal(Fraction(1, 100), 4)
    ('0.6667', '0.0100')
    """
    digits = str(round(number * 10**places)).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"


def _fraction(number: sp.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))
