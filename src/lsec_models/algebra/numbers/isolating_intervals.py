"""Intervals that isolate the real roots of integer polynomials, and how they are narrowed."""

from __future__ import annotations

from itertools import pairwise

import flint


def isolating_intervals(
    polynomial: flint.fmpz_poly, low: flint.fmpq, high: flint.fmpq
) -> tuple[list[tuple[flint.fmpq, flint.fmpq]], flint.fmpq | None]:
    """Return isolating intervals of the roots of a squarefree polynomial, or a rational root that was met."""
    if polynomial.degree() < 1:
        return [], None
    width = high - low
    start = flint.fmpq_poly(polynomial)(flint.fmpq_poly([low, width])).numer()
    found, left = [], [(start, 0, 0)]
    while left:
        part, position, depth = left.pop()
        variations = _variations(part)
        if variations == 0:
            continue
        step = width / (1 << depth)
        if variations == 1:
            found.append((low + step * position, low + step * (position + 1)))
            continue
        lower = _stretched(part)
        upper = lower(flint.fmpz_poly([1, 1]))
        if upper[0] == 0:
            return [], low + step * (2 * position + 1) / 2
        left += [(lower, 2 * position, depth + 1), (upper, 2 * position + 1, depth + 1)]
    return found, None


def _variations(polynomial: flint.fmpz_poly) -> int:
    """Return the sign variations that bound the number of roots in (0, 1)."""
    moved = flint.fmpz_poly(polynomial.coeffs()[::-1])(flint.fmpz_poly([1, 1]))
    signs = [c > 0 for c in moved.coeffs() if c != 0]
    return sum(a is not b for a, b in pairwise(signs))


def _stretched(polynomial: flint.fmpz_poly) -> flint.fmpz_poly:
    """Return ``2**n * q(t/2)``."""
    n = polynomial.degree()
    stretched = flint.fmpz_poly([c << (n - i) for i, c in enumerate(polynomial.coeffs())])
    content = stretched.content()
    return stretched if content == 1 else stretched / content


def newton_step(
    polynomial: flint.fmpz_poly, slope: flint.fmpz_poly, low: flint.fmpq, high: flint.fmpq, above: bool
) -> tuple[flint.fmpq, flint.fmpq] | None:
    """Return an interval twice as narrow in bits around a Newton step, or None where no root is shown to be in it.

    `slope` is the derivative; `above` says whether the polynomial is positive at `high`.
    """
    middle, width = (low + high) / 2, high - low
    steepness = slope(middle)
    if width >= 1 or steepness == 0:
        return None
    bits = 2 * ((width.q // width.p).bit_length() - 1)
    guess = _rounded(middle - polynomial(middle) / steepness, bits + 2)
    reach = flint.fmpq(1, 1 << bits)
    a, b = guess - reach, guess + reach
    if b - a >= width or a <= low or b >= high:
        return None
    below_a, below_b = polynomial(a), polynomial(b)
    if below_a == 0 or below_b == 0 or (below_a > 0) is above or (below_b > 0) is not above:
        return None
    return a, b


def halved(
    polynomial: flint.fmpz_poly, low: flint.fmpq, high: flint.fmpq, above: bool
) -> tuple[flint.fmpq, flint.fmpq]:
    """Return the half of an interval with the root, or the middle twice where it is the root."""
    middle = (low + high) / 2
    value = polynomial(middle)
    if value == 0:
        return middle, middle
    return (low, middle) if (value > 0) is above else (middle, high)


def _rounded(value: flint.fmpq, bits: int) -> flint.fmpq:
    return flint.fmpq((value.p << bits) // value.q, 1 << bits)
