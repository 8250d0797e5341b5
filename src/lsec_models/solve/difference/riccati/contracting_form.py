"""A proof that all eigenvalues of a matrix of balls are within the unit circle."""

from __future__ import annotations

from fractions import Fraction

from lsec_models.algebra.enclosures.balls import ball, is_positive_definite
from lsec_models.solve.difference.backward_step import Matrix, times, transposed

_DIGITS = 10**12


def contracting_form(matrix: Matrix) -> Matrix | None:
    """Return a positive definite D with ``D - A' D A`` positive definite: a proof that all eigenvalues of A are small.

    Floats propose it, ball arithmetic decides; None where it does not, as where an eigenvalue is not within the unit
    circle.

    References
    ----------
    Stein, P. (1952). Some general theorems on iterants. Journal of Research of the National Bureau of Standards 48.
    """
    import numpy as np
    from scipy.linalg import solve_discrete_lyapunov

    middle = np.array([[float(entry.mid()) for entry in row] for row in matrix])
    if not np.isfinite(middle).all() or np.abs(np.linalg.eigvals(middle)).max() >= 1:
        return None
    proposed = solve_discrete_lyapunov(middle.T, np.eye(len(middle)))
    scale = max(1.0, float(np.abs(proposed).max()))
    form = [
        [ball(Fraction(round(float(x + y) / 2 / scale * _DIGITS), _DIGITS)) for x, y in zip(row, column, strict=True)]
        for row, column in zip(proposed, proposed.T, strict=True)
    ]
    moved = times(transposed(matrix), times(form, matrix))
    left = [[a - b for a, b in zip(row, more, strict=True)] for row, more in zip(form, moved, strict=True)]
    return form if is_positive_definite(form) and is_positive_definite(left) else None
