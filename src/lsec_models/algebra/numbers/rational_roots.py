"""Square roots of rational numbers: exact ones, what comes out of the others, and rational bounds."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import flint

_TRIAL_PRIMES = 1229  # those below 10,000


def rational_root(value: flint.fmpq) -> flint.fmpq | None:
    """Return the square root of a rational number; None where it is not rational.

    Examples
    --------
    >>> rational_root(flint.fmpq(4, 9)), rational_root(flint.fmpq(2)), rational_root(flint.fmpq(-1))
    (2/3, None, None)
    """
    return value.sqrt() if value >= 0 and value.p.is_square() and value.q.is_square() else None


def root_bounds(radicand: Fraction, scale: int = 10**9) -> tuple[Fraction, Fraction]:
    """Return rational numbers just below and above the square root of a positive number.

    Examples
    --------
    >>> root_bounds(Fraction(1, 4), 1000)
    (Fraction(1999, 4000), Fraction(1001, 2000))
    """
    unit = scale * radicand.denominator
    floor = isqrt(radicand.numerator * radicand.denominator * scale**2)
    return Fraction(floor - 1, unit), Fraction(floor + 2, unit)


def small_factors(whole: int) -> list[tuple[int, int]]:
    """Return the factors of a positive integer with their powers: small primes, and what is left of large ones.

    Examples
    --------
    >>> small_factors(360)
    [(2, 3), (3, 2), (5, 1)]
    """
    factors = flint.fmpz(whole).factor(trial_limit=_TRIAL_PRIMES)
    roots = ((factor.isqrt(), 2 * n) if factor.is_square() else (factor, n) for factor, n in factors)
    return [(int(factor), n) for factor, n in roots]


def out_of_root(whole: int) -> tuple[int, int]:
    """Return n and k with ``sqrt(whole) == n * sqrt(k)``, where k has no square of a small prime.

    Examples
    --------
    >>> out_of_root(360), out_of_root(49)
    ((6, 10), (7, 1))
    """
    outside, inside = 1, 1
    for factor, n in small_factors(whole):
        outside *= factor ** (n // 2)
        inside *= factor ** (n % 2)
    return outside, inside
