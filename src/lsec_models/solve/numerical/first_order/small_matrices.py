"""Small matrices, one at each of many points: arrays of shape (rows, columns, points)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np

from lsec_models.solve.numerical.graph.compiled_values import Numbers

# Of so few systems of two rows LAPACK is faster.
_FEW = 64


def rows_of(values: Sequence[Any] | Numbers, points: int) -> Numbers:
    """Return numbers, or arrays of shape (points,), as rows of one array.

    Examples
    --------
    >>> rows_of([1.0, np.array([2.0, 3.0])], 2).tolist()
    [[1.0, 1.0], [2.0, 3.0]]
    """
    if isinstance(values, np.ndarray):
        return values
    rows = np.empty((len(values), points))
    for row, value in zip(rows, values, strict=True):
        row[:] = value
    return rows


def products(left: Numbers, right: Numbers) -> Numbers:
    """Return products of matrices.

    Examples
    --------
    >>> one = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])
    >>> products(one, one)[..., 0].tolist()
    [[7.0, 10.0], [15.0, 22.0]]
    """
    return np.asarray((left[:, :, None] * right).sum(axis=1))


@np.errstate(all="ignore")
def linear_solutions(matrices: Numbers, sides: Numbers) -> Numbers:
    """Return solutions of linear systems, of shape (unknowns, sides, points); NaN where there is no only one.

    Not finite where they are larger than numbers are.

    Examples
    --------
    >>> linear_solutions(np.array([[[2.0, 0.0]]]), np.array([[[6.0, 1.0]]])).tolist()
    [[[3.0, nan]]]
    """
    if len(matrices) == 1:
        usual = np.isfinite(matrices) & (matrices != 0)
        return np.asarray(sides / np.where(usual, matrices, np.nan))
    # A sum is not finite where one of its terms is not.
    if not (isfinite(matrices.sum()) and isfinite(sides.sum())):
        able = np.asarray(np.isfinite(matrices).all(axis=(0, 1)) & np.isfinite(sides).all(axis=(0, 1)))
        if not able.all():
            found = np.full(sides.shape, np.nan)
            found[..., able] = linear_solutions(matrices[..., able], sides[..., able])
            return found
    if len(matrices) == 2 and matrices.shape[2] > _FEW:
        return _eliminated(matrices, sides)
    square, right = matrices.transpose(2, 0, 1), sides.transpose(2, 0, 1)
    try:
        return np.asarray(np.linalg.solve(square, right)).transpose(1, 2, 0)
    except np.linalg.LinAlgError:
        able = np.linalg.slogdet(square)[0] != 0
    found = np.full(sides.shape, np.nan)
    found[..., able] = np.linalg.solve(square[able], right[able]).transpose(1, 2, 0)
    return found


def _eliminated(matrices: Numbers, sides: Numbers) -> Numbers:
    """Return solutions of systems of two rows, by elimination with the larger pivot."""
    swapped = np.abs(matrices[1, 0]) > np.abs(matrices[0, 0])
    pivot, beside = np.where(swapped, matrices[1], matrices[0])
    under, last = np.where(swapped, matrices[0], matrices[1])
    first, second = np.where(swapped, sides[1], sides[0]), np.where(swapped, sides[0], sides[1])
    share = under / np.where(pivot == 0, np.nan, pivot)
    left = last - share * beside
    lower = (second - share * first) / np.where(left == 0, np.nan, left)
    return np.array([(first - beside * lower) / pivot, lower])


def diagonalised(matrices: Numbers) -> tuple[Numbers, Numbers]:
    """Return eigenvalues of the symmetric parts, of shape (rows, points), and eigenvectors, in columns.

    Those of two rows are one turn of Jacobi's method. NaN where something is not finite.

    References
    ----------
    Golub, G. H. and Van Loan, C. F. (2013), Matrix Computations, 4th edition, section 8.5.

    Examples
    --------
    >>> values, vectors = diagonalised(np.array([[[1.0], [2.0]], [[2.0], [1.0]]]))
    >>> sorted(values[:, 0].round(9).tolist())
    [-1.0, 3.0]
    """
    symmetric = (matrices + matrices.transpose(1, 0, 2)) / 2
    able = np.isfinite(symmetric).all(axis=(0, 1))
    if not able.all():
        values, vectors = np.full(symmetric.shape[1:], np.nan), np.full(symmetric.shape, np.nan)
        values[:, able], vectors[..., able] = diagonalised(symmetric[..., able])
        return values, vectors
    if len(matrices) == 1:
        return symmetric[0], np.ones_like(symmetric)
    if len(matrices) == 2:
        return _turned(symmetric[0, 0], symmetric[0, 1], symmetric[1, 1])
    found = np.linalg.eigh(symmetric.transpose(2, 0, 1))
    return found.eigenvalues.T, found.eigenvectors.transpose(1, 2, 0)


def _turned(first: Numbers, beside: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    slope = np.divide(last - first, 2 * beside, out=np.full(first.shape, np.inf), where=beside != 0)
    tangent = np.copysign(1.0, slope) / (np.abs(slope) + np.hypot(1.0, slope))
    cosine = 1 / np.hypot(1.0, tangent)
    sine = tangent * cosine
    values = np.array([first - tangent * beside, last + tangent * beside])
    return values, np.array([[cosine, sine], [-sine, cosine]])
