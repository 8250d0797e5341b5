"""Balls around the real roots of integer polynomials, and their ends."""

from __future__ import annotations

import flint


def root_balls(polynomial: flint.fmpz_poly) -> list[flint.arb]:
    """Return balls around the real roots, each once and in increasing order, at the precision that is set.

    FLINT separates the roots, and gives real ones an imaginary part that is exactly zero; two have a formula.

    Examples
    --------
    >>> sorted(round(float(root.mid()), 5) for root in root_balls(flint.fmpz_poly([-2, 0, 1]) ** 2))
    [-1.41421, 1.41421]
    >>> root_balls(flint.fmpz_poly([2, 0, 1])), root_balls(flint.fmpz_poly([7]))
    ([], [])
    """
    found = _quadratic_balls(polynomial) if polynomial.degree() == 2 else None
    if found is not None:
        return found
    roots = polynomial.complex_roots() if polynomial.degree() > 0 else ()
    return [root.real for root, _ in roots if root.imag == 0]


def _quadratic_balls(polynomial: flint.fmpz_poly) -> list[flint.arb] | None:
    """Return balls around the roots of what has degree two, None where they would overlap.

    No two numbers are subtracted that may be nearly equal.
    """
    c, b, a = polynomial.coeffs()
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = flint.arb(discriminant).sqrt()
    if discriminant == 0:
        return [flint.arb(flint.fmpq(-b, 2 * a))]
    if b == 0:
        half = root / abs(2 * a)
        return [-half, half]
    longer = -(b + root) / 2 if b > 0 else (root - b) / 2
    found = [longer / a, flint.arb(c) / longer]
    low, high = found if (a > 0) == (b > 0) else reversed(found)
    return [low, high] if low < high else None


def ends_of(ball: flint.arb) -> tuple[flint.fmpq, flint.fmpq]:
    """Return the ends of an enclosure."""
    return dyadic(ball.lower()), dyadic(ball.upper())


def dyadic(value: flint.arb) -> flint.fmpq:
    """Return the end of an enclosure, a whole number times a power of two."""
    mantissa, exponent = value.man_exp()
    if exponent >= 0:
        return flint.fmpq(mantissa << int(exponent))
    return flint.fmpq(mantissa, flint.fmpz(1) << int(-exponent))
