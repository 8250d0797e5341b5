"""Numbers as people read them: decimals of a stated precision, aligned at their points."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

DIGITS = 6
PRECISION = f"decimals to {DIGITS} significant digits"
_FIGURE_SPACE, _POINT_SPACE = "\u2007", "\u2008"


def is_number(value: sp.Basic) -> bool:
    """Whether a value is one real number."""
    return isinstance(value, sp.Expr) and bool(value.is_number and value.is_extended_real)


def decimal(value: sp.Expr) -> str:
    """Return a real number as a decimal.

    Examples
    --------
    >>> decimal(sp.Rational(10, 3)), decimal(sp.sqrt(2)), decimal(sp.Integer(50))
    ('3.33333', '1.41421', '50')
    """
    return "∞" if value == sp.oo else "-∞" if value == -sp.oo else f"{float(value):.{DIGITS}g}"


def is_all(value: sp.Expr) -> bool:
    """Whether the decimal of a number is the number itself.

    Examples
    --------
    >>> is_all(sp.Rational(7, 2)), is_all(sp.Rational(1, 3)), is_all(sp.Float("0.3333"))
    (True, False, True)
    """
    return bool(value.is_infinite or value.is_Float) or (
        bool(value.is_Rational) and sp.Rational(decimal(value)) == value
    )


def aligned_at_point(numbers: Sequence[str]) -> list[str]:
    """Return decimals that end alike, filled with spaces as wide as what they stand for.

    Examples
    --------
    >>> [text.replace("\\u2007", "_").replace("\\u2008", "_") for text in aligned_at_point(["12", "3.25", "0.5"])]
    ['12___', '3.25', '0.5_']
    """
    behind = [len(text.partition(".")[2]) for text in numbers]
    most = max(behind, default=0)
    return [
        text + _FIGURE_SPACE * (most - digits) + (_POINT_SPACE if most and "." not in text else "")
        for text, digits in zip(numbers, behind, strict=True)
    ]


def rounded(value: sp.Expr) -> sp.Expr:
    """Return an expression whose decimals have the stated precision; exact numbers in it stay as they are.

    Examples
    --------
    >>> rounded(sp.Float("0.92526076075888220515", 20) * sp.Symbol("G") + sp.Rational(1, 3))
    0.925261*G + 1/3
    """
    longer = {number for number in value.atoms(sp.Float) if len(f"{number:.15g}") > len(f"{number:.{DIGITS}g}")}
    return value.xreplace({number: sp.Float(f"{number:.{DIGITS}g}", DIGITS) for number in longer})
