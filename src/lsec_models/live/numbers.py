"""Exact numbers as a page has them: in double precision for its scripts, as decimals for people."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsec_models.live.words import greek


def double(value: Fraction) -> int | float:
    """Return a number as JSON and fields of a page have it: whole, or in double precision."""
    return int(value) if value.denominator == 1 else float(value)


def decimal_text(value: Fraction) -> str:
    """Return a number as a decimal where it is one, and as a fraction elsewhere.

    Examples
    --------
    >>> decimal_text(Fraction(5, 2)), decimal_text(Fraction(3)), decimal_text(Fraction(1, 3))
    ('2.5', '3', '1/3')
    """
    if value.denominator == 1:
        return str(value.numerator)
    return str(float(value)) if Fraction(str(float(value))) == value else str(value)


def written(numbers: Mapping[str, Fraction]) -> str:
    """Return numbers by name, as a sentence lists them.

    Examples
    --------
    >>> written({"alpha": Fraction(20), "theta": Fraction(1, 10)})
    'α = 20, θ = 0.1'
    """
    return ", ".join(f"{greek(name)} = {decimal_text(value)}" for name, value in numbers.items())
