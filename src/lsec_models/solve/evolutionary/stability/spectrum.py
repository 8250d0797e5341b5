"""Where the roots of a characteristic polynomial lie: left of the imaginary axis, on it, or right of it, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import count_roots


@dataclass(frozen=True, kw_only=True)
class Spectrum:
    """How many eigenvalues have a negative, zero and positive real part, counted as often as they occur."""

    negative: int
    zero: int
    positive: int

    @property
    def is_hyperbolic(self) -> bool:
        """Whether no eigenvalue lies on the imaginary axis."""
        return self.zero == 0


def spectrum(matrix: list[list[Fraction]]) -> Spectrum:
    """Return the signs of the real parts of a matrix's eigenvalues.

    Examples
    --------
    >>> spectrum([[Fraction(0), Fraction(1)], [Fraction(-1), Fraction(0)]])
    Spectrum(negative=0, zero=2, positive=0)
    """
    size = len(matrix)
    rational = flint.fmpq_mat(size, size, [to_fmpq(a) for row in matrix for a in row])
    return real_parts(rational.charpoly())


def real_parts(polynomial: flint.fmpq_poly) -> Spectrum:
    """Return the signs of the real parts of a polynomial's roots.

    1. Roots at zero are counted and divided out.
    2. Roots whose opposites are roots too are those of the greatest common divisor with the reflected polynomial, which
       is a polynomial h in the square: imaginary roots belong to negative real roots of h, the others lie half on
       either side.
    3. Of the rest, none of which is imaginary, the left ones exceed the right ones by the number of half turns of its
       value along the imaginary axis, a Cauchy index that a Sturm chain counts.

    Parameters
    ----------
    polynomial : flint.fmpq_poly
        Not zero.

    References
    ----------
    Gantmacher, F. R. (1959). The Theory of Matrices, volume 2, chapter 15. Chelsea.

    Examples
    --------
    >>> real_parts(flint.fmpq_poly([0, -2, 1, -2, 1]))  # x (x - 2) (x^2 + 1)
    Spectrum(negative=0, zero=3, positive=1)
    """
    whole = polynomial
    at_zero = 0
    while whole[0] == 0:
        whole, at_zero = whole // flint.fmpq_poly([0, 1]), at_zero + 1
    paired = whole.gcd(flint.fmpq_poly([c * (-1) ** k for k, c in enumerate(whole.coeffs())]))
    imaginary = _imaginary(paired)
    outside = (paired.degree() - imaginary) // 2
    rest = whole // paired
    excess = _half_turns(rest)
    left = (rest.degree() + excess) // 2
    return Spectrum(negative=left + outside, zero=at_zero + imaginary, positive=rest.degree() - left + outside)


def _imaginary(paired: flint.fmpq_poly) -> int:
    """Return how many roots on the imaginary axis an even polynomial without a root at zero has."""
    in_square = flint.fmpq_poly(paired.coeffs()[::2]).numer()
    return sum(2 * times * count_roots(part, None, flint.fmpq(0)) for part, times in in_square.factor_squarefree()[1])


def _half_turns(polynomial: flint.fmpq_poly) -> int:
    """Return by how many the roots left of the imaginary axis exceed those right of it, where none lies on it."""
    degree = polynomial.degree()
    turn = (1, 1, -1, -1)
    real = flint.fmpq_poly([c * turn[k % 4] if k % 2 == 0 else 0 for k, c in enumerate(polynomial.coeffs())])
    imaginary = flint.fmpq_poly([c * turn[(k - 1) % 4] if k % 2 else 0 for k, c in enumerate(polynomial.coeffs())])
    if degree % 2 == 0:
        return -_cauchy_index(imaginary, real)
    return _cauchy_index(real, imaginary)


def _cauchy_index(top: flint.fmpq_poly, bottom: flint.fmpq_poly) -> int:
    """Return how often a fraction jumps from minus to plus infinity on the real line, less how often it jumps back."""
    chain = [bottom]
    following = top
    while following:
        chain.append(following)
        following = -(chain[-2] % chain[-1])
    return _variations(chain, at=-1) - _variations(chain, at=1)


def _variations(chain: list[flint.fmpq_poly], *, at: int) -> int:
    """Return how often the signs of polynomials change far out on one side."""
    signs = [(1 if p[p.degree()] > 0 else -1) * at ** p.degree() for p in chain]
    return sum(one != other for one, other in pairwise(signs))
