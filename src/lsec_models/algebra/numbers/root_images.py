"""Rational functions of a real algebraic number: again such a number, exactly."""

from __future__ import annotations

from fractions import Fraction

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.numbers.root_balls import ends_of

_FIRST_BITS = 32


def image_of(root: RealRoot, above: flint.fmpq_poly, below: flint.fmpq_poly) -> RealRoot:
    """Return a quotient of two polynomials in a real algebraic number.

    1. Multiplying by it is a linear map of the field that the number generates. The characteristic polynomial of that
       map is a power of one irreducible polynomial, of which the quotient is a root.
    2. Narrow an enclosure of the quotient until that polynomial is steep on all of it, and changes its sign there.

    Parameters
    ----------
    root : RealRoot
    above, below : flint.fmpq_poly
        Numerator and denominator.

    Raises
    ------
    ZeroDivisionError
        If the denominator vanishes at the number.

    Examples
    --------
    >>> from lsec_models.algebra.numbers.real_roots import real_roots
    >>> root = real_roots(flint.fmpz_poly([-2, 0, 1]), flint.fmpq(0), flint.fmpq(2))[0]
    >>> image_of(root, flint.fmpq_poly([1]), flint.fmpq_poly([1, 1])).expression()
    -1 + sqrt(2)
    """
    modulus = flint.fmpq_poly(root.minimal)
    common, inverse, _ = (below % modulus).xgcd(modulus)
    if common.degree() != 0:
        raise ZeroDivisionError("a quotient divides by zero at the root")
    element = above * (inverse / common[0]) % modulus
    if element.degree() < 1:
        return RealRoot.rational(to_fraction(element[0]))
    ((minimal, _),) = _multiplication(element, modulus).charpoly().numer().factor()[1]
    if minimal.degree() == 1:
        return RealRoot.rational(Fraction(-int(minimal[0]), int(minimal[1])))
    bits = _FIRST_BITS
    while True:
        low, high = _enclosed(root, above, below, bits)
        with flint.ctx.workprec(4 * bits):
            steep = not flint.arb_poly(minimal.derivative())(_ball(low, high)).contains(0)
        if steep and minimal(low) * minimal(high) < 0:
            return RealRoot(minimal, low, high)
        bits *= 2


def _multiplication(element: flint.fmpq_poly, modulus: flint.fmpq_poly) -> flint.fmpq_mat:
    """Return the matrix that multiplies by an element of the field."""
    size, rows = modulus.degree(), []
    for _ in range(size):
        rows.append([element[i] for i in range(size)])
        element = element * flint.fmpq_poly([0, 1]) % modulus
    return flint.fmpq_mat(rows)


def _enclosed(
    root: RealRoot, above: flint.fmpq_poly, below: flint.fmpq_poly, bits: int
) -> tuple[flint.fmpq, flint.fmpq]:
    """Return the ends of an enclosure of a quotient whose denominator is not zero, from so many bits of the root."""
    while True:
        near = root.narrowed(bits)
        with flint.ctx.workprec(4 * bits):
            at = _ball(near.low, near.high)
            ball = flint.arb_poly(above)(at) / flint.arb_poly(below)(at)
        if ball.is_finite():
            return ends_of(ball)
        bits *= 2


def _ball(low: flint.fmpq, high: flint.fmpq) -> flint.arb:
    return flint.arb((low + high) / 2, flint.arb((high - low) / 2).upper())
