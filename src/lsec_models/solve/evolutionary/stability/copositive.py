"""Definite and copositive matrices of exact numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction

Matrix = list[list[Fraction]]


def is_strictly_copositive(matrix: Matrix) -> bool:
    """Whether the quadratic form of a symmetric matrix is positive at all vectors without negative entries but zero.

    It is unless some principal submatrix, in which the cofactors of the last row are all positive, has a determinant
    that is not positive.

    References
    ----------
    Hadeler, K. P. (1983). On copositive matrices. Linear Algebra and its Applications 49, theorem 2.

    Examples
    --------
    >>> is_strictly_copositive([[Fraction(1), Fraction(3)], [Fraction(3), Fraction(1)]])
    True
    """
    size = len(matrix)
    for count in range(1, size + 1):
        for kept in combinations(range(size), count):
            part = [[matrix[i][j] for j in kept] for i in kept]
            if determinant(part) <= 0 and all(_cofactor(part, j) > 0 for j in range(count)):
                return False
    return True


def is_positive_definite(matrix: Matrix) -> bool:
    """Whether all leading principal minors of a symmetric matrix are positive."""
    return all(determinant([row[:n] for row in matrix[:n]]) > 0 for n in range(1, len(matrix) + 1))


def schur_complement(matrix: Matrix, free: int) -> Matrix:
    """Return what is left of a form where its first arguments, of a positive definite block, take their best values."""
    rows = [[*row] for row in matrix]
    for k in range(free):
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[free:] for row in rows[free:]]


def determinant(matrix: Matrix) -> Fraction:
    """Return the determinant, 1 of a matrix without rows."""
    size = len(matrix)
    if size == 0:
        return Fraction(1)
    return to_fraction(flint.fmpq_mat(size, size, [to_fmpq(a) for row in matrix for a in row]).det())


def _cofactor(matrix: Matrix, j: int) -> Fraction:
    """Return a cofactor of the last row."""
    minor = [[*row[:j], *row[j + 1 :]] for row in matrix[:-1]]
    return determinant(minor) if (len(matrix) - 1 + j) % 2 == 0 else -determinant(minor)
