"""Eigenvalues and eigenvectors of a symmetric matrix of one point."""

from __future__ import annotations

import numpy as np

from lsec_models.solve.numerical.graph.compiled_values import Numbers

# Jacobi's method turns all pairs so often at most; it needs less than ten times.
SWEEPS = 50
ROUNDING = 1e-16


def diagonalise(matrix: Numbers, vectors: Numbers, n: int) -> None:
    """Turn a symmetric matrix until it is diagonal, by Jacobi's method, and write its eigenvectors.

    What is not finite stays so.

    References
    ----------
    Golub, G. H. and Van Loan, C. F. (2013), Matrix Computations, 4th edition, section 8.5.
    """
    for i in range(n):
        for j in range(n):
            vectors[i][j] = 1.0 if i == j else 0.0
    for _ in range(SWEEPS):
        is_diagonal = True
        for p in range(n):
            for q in range(p + 1, n):
                if abs(matrix[p][q]) <= ROUNDING * np.sqrt(abs(matrix[p][p])) * np.sqrt(abs(matrix[q][q])):
                    continue
                is_diagonal = False
                slope = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
                tangent = (1.0 if slope >= 0 else -1.0) / (abs(slope) + np.hypot(1.0, slope))
                cosine = 1 / np.hypot(1.0, tangent)
                sine = tangent * cosine
                for k in range(n):
                    left, right = matrix[k][p], matrix[k][q]
                    matrix[k][p], matrix[k][q] = cosine * left - sine * right, sine * left + cosine * right
                for k in range(n):
                    left, right = matrix[p][k], matrix[q][k]
                    matrix[p][k], matrix[q][k] = cosine * left - sine * right, sine * left + cosine * right
                    left, right = vectors[k][p], vectors[k][q]
                    vectors[k][p], vectors[k][q] = cosine * left - sine * right, sine * left + cosine * right
        if is_diagonal:
            return


def write_symmetric_part(matrix: Numbers, start: int, n: int, found: Numbers) -> None:
    """Write the symmetric part of a square on the diagonal of a matrix."""
    for i in range(n):
        for j in range(n):
            found[i][j] = (matrix[start + i][start + j] + matrix[start + j][start + i]) / 2
