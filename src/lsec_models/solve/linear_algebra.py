"""Linear systems and quadratic forms over the field of a game: rational numbers, or functions of the parameters."""

from __future__ import annotations

import flint

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.solve.quadratic import Element, LinearQuadratic, Matrix, Row, is_zero

ZERO, ONE = flint.fmpq(0), flint.fmpq(1)


class Degenerate(ArithmeticError):
    """What binds does not determine the decisions."""


def echelon(rows: Matrix) -> dict[int, Row]:
    """Return the rows of a reduced row echelon form that are not zero, by the column of their pivot."""
    if not rows or not rows[0]:
        return {}
    if not isinstance(rows[0][0], Ratio):
        table, rank = flint.fmpq_mat(rows).rref()
        return {next(j for j, entry in enumerate(row) if entry): row for row in table.tolist()[:rank]}
    left, found = [list(row) for row in rows], dict[int, Row]()
    for column in range(len(left[0])):
        pivot = next((row for row in left if not is_zero(row[column])), None)
        if pivot is None:
            continue
        left = [row for row in left if row is not pivot]
        unit = [entry if is_zero(entry) else entry / pivot[column] for entry in pivot]
        found = {place: _without(row, column, unit) for place, row in found.items()} | {column: unit}
        left = [_without(row, column, unit) for row in left]
    return found


def null_space(normals: Matrix, width: int, zero: Element = ZERO, one: Element = ONE) -> Matrix:
    """Return a basis of the vectors orthogonal to `normals`.

    Examples
    --------
    >>> null_space([[ONE, ONE, ZERO]], 3)
    [[-1, 1, 0], [0, 0, 1]]
    """
    rows = echelon(normals)
    return [
        [one if j == free else -rows[j][free] if j in rows else zero for j in range(width)]
        for free in range(width)
        if free not in rows
    ]


def solved_rows(left: Matrix, right: Matrix) -> list[Row]:
    """Solve a square linear system with several right-hand sides.

    Raises
    ------
    Degenerate
        If the system is singular.
    """
    if left and right[0] and not isinstance(left[0][0], Ratio):
        try:
            found: list[Row] = flint.fmpq_mat(left).solve(flint.fmpq_mat(right)).tolist()
        except ZeroDivisionError:
            raise Degenerate from None
        return found
    size = len(left)
    rows = echelon([[*a, *b] for a, b in zip(left, right, strict=True)])
    if any(column not in rows for column in range(size)):
        raise Degenerate
    return [rows[column][size:] for column in range(size)]


def restricted_minors(model: LinearQuadratic, hessian: Matrix, normals: Matrix) -> list[Element]:
    """Return the leading principal minors of a symmetric matrix on the space that is orthogonal to `normals`."""
    small = hessian
    if normals:
        basis = null_space(normals, len(hessian), model.zero, model.one)
        half = [[_dot(model, row, vector) for row in hessian] for vector in basis]
        small = [[_dot(model, vector, image) for image in half] for vector in basis]
    return [_determinant(model, [row[:n] for row in small[:n]]) for n in range(1, len(small) + 1)]


def _dot(model: LinearQuadratic, left: Row, right: Row) -> Element:
    total = model.zero
    for x, y in zip(left, right, strict=True):
        if not is_zero(x) and not is_zero(y):
            total = total + x * y
    return total


def _determinant(model: LinearQuadratic, matrix: Matrix) -> Element:
    if model.is_numeric:
        return flint.fmpq_mat(matrix).det()
    if len(matrix) == 1:
        return matrix[0][0]
    total = model.zero
    for j, entry in enumerate(matrix[0]):
        if not is_zero(entry):
            minor = _determinant(model, [[*row[:j], *row[j + 1 :]] for row in matrix[1:]])
            total = total + entry * minor if j % 2 == 0 else total - entry * minor
    return total


def _without(row: Row, column: int, unit: Row) -> Row:
    factor = row[column]
    return row if is_zero(factor) else [x if is_zero(y) else x - factor * y for x, y in zip(row, unit, strict=True)]
