"""Linear systems over the rational functions of the parameters, together with their determinants."""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.algebra.polynomials.ratio import Ratio

Vector = list[Ratio]
Rows = list[Vector]


def solved(left: Sequence[Vector], right: Sequence[Vector]) -> tuple[Rows, Ratio]:
    """Return the solution of a square linear system with several right-hand sides, and its determinant.

    Where the determinant is zero there is no solution to return.

    Parameters
    ----------
    left : sequence of n lists of n Ratio
    right : sequence of n lists of Ratio

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> one, two = (Ratio.constant(ring_of([]), n) for n in (1, 2))
    >>> solution, determinant = solved([[one, one], [one, two]], [[two], [one]])
    >>> [row[0].expression() for row in solution], determinant.expression()
    ([3, -1], 1)
    """
    rows, size = [[*a, *b] for a, b in zip(left, right, strict=True)], len(left)
    determinant = Ratio.constant(rows[0][0].ring, 1)
    for column in range(size):
        pivot = next((i for i in range(column, size) if not rows[i][column].is_zero()), None)
        if pivot is None:
            return [], rows[column][column]
        if pivot != column:
            rows[column], rows[pivot], determinant = rows[pivot], rows[column], -determinant
        top = rows[column][column]
        determinant = determinant * top
        rows[column] = [entry if entry.is_zero() else entry / top for entry in rows[column]]
        for i, row in enumerate(rows):
            if i != column and not row[column].is_zero():
                rows[i] = [x - row[column] * y for x, y in zip(row, rows[column], strict=True)]
    return [row[size:] for row in rows], determinant


def determinant(matrix: Sequence[Vector]) -> Ratio:
    """Return the determinant of a square matrix."""
    return solved(matrix, [[] for _ in matrix])[1]
