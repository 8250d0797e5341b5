"""Affine and quadratic functions of decisions that are affine functions of others, as rows and matrices."""

from __future__ import annotations

from collections.abc import Sequence

import flint

from lsec_models.solve.quadratic import LinearQuadratic, Matrix, Row, is_zero


def unit_rows(model: LinearQuadratic, width: int) -> list[Row]:
    """Return each of the first `width` decisions as an affine function of them."""
    return [[model.one if j == i else model.zero for j in range(width + 1)] for i in range(width)]


def inserted(model: LinearQuadratic, row: Row, through: Sequence[Row]) -> Row:
    """Return an affine function of decisions that are themselves affine functions (the last being the constant 1)."""
    total = [model.zero] * len(through[0])
    for entry, inner in zip(row, through, strict=True):
        if not is_zero(entry):
            total = [x if is_zero(y) else x + entry * y for x, y in zip(total, inner, strict=True)]
    return total


def composed(model: LinearQuadratic, matrix: Matrix, rows: Sequence[Row]) -> Matrix:
    """Return ``rows.T @ matrix @ rows``: a quadratic function of decisions that are affine functions of others."""
    if model.is_numeric:
        inner = flint.fmpq_mat([list(row) for row in rows])
        return [list(row) for row in (inner.transpose() * flint.fmpq_mat(matrix) * inner).tolist()]
    half = [inserted(model, row, rows) for row in matrix]
    columns = [inserted(model, [half[i][j] for i in range(len(half))], rows) for j in range(len(rows[0]))]
    return [[columns[j][i] for j in range(len(columns))] for i in range(len(columns))]
