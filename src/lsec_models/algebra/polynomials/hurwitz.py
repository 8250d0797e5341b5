"""When all roots of a polynomial, or all eigenvalues of a matrix, have negative real parts: signs of determinants."""

from __future__ import annotations

from fractions import Fraction

from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring


def hurwitz_determinants(ring: Ring, coefficients: list[Ratio]) -> list[Ratio]:
    """Return what is positive exactly where all roots of a polynomial lie left of the imaginary axis.

    Parameters
    ----------
    coefficients : list of Ratio
        From the leading one, which is 1, down to the constant.

    Returns
    -------
    list of Ratio
        The constant coefficient and, in place of the determinant that is a multiple of it, the Hurwitz determinants of
        lower order.

    References
    ----------
    Hurwitz, A. (1895). Ueber die Bedingungen, unter welchen eine Gleichung nur Wurzeln mit negativen reellen Theilen
    besitzt. Mathematische Annalen 46.
    Gantmacher, F. R. (1959). The Theory of Matrices, volume 2, chapter 15. Chelsea.
    """
    degree = len(coefficients) - 1
    zero = Ratio.constant(ring, 0)

    def entry(i: int, j: int) -> Ratio:
        k = 2 * (j + 1) - (i + 1)
        return coefficients[k] if 0 <= k <= degree else zero

    minors = [determinant(ring, [[entry(i, j) for j in range(n)] for i in range(n)]) for n in range(1, degree)]
    return [*minors, coefficients[degree]]


def characteristic_coefficients(ring: Ring, matrix: list[list[Ratio]]) -> list[Ratio]:
    """Return the characteristic polynomial, from its leading coefficient down (Faddeev and Le Verrier)."""
    size = len(matrix)
    zero, one = Ratio.constant(ring, 0), Ratio.constant(ring, 1)
    coefficients = [one]
    held = [[zero] * size for _ in range(size)]
    for k in range(1, size + 1):
        held = [[held[i][j] + (coefficients[-1] if i == j else zero) for j in range(size)] for i in range(size)]
        held = [[sum((matrix[i][m] * held[m][j] for m in range(size)), zero) for j in range(size)] for i in range(size)]
        trace = sum((held[i][i] for i in range(size)), zero)
        coefficients.append(trace * Ratio.constant(ring, Fraction(-1, k)))
    return coefficients
