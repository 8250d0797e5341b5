"""Linear systems of one point, by elimination in place."""

from __future__ import annotations

from lsec_models.solve.numerical.graph.compiled_values import Numbers

# Greater is infinite.
LARGEST = 1.7976931348623157e308


def solve_in_place(matrix: Numbers, sides: Numbers, n: int, count: int) -> int:
    """Write the solutions of linear systems over their right sides, by elimination with row exchanges.

    Returns the sign of the determinant; 0 where there is no only solution, or something is not finite.
    """
    sign = 1
    for k in range(n):
        pivot, largest = k, 0.0
        for i in range(k, n):
            size = abs(matrix[i][k])
            if size > largest:
                pivot, largest = i, size
            elif not size <= LARGEST:
                return 0
        if largest == 0.0 or largest > LARGEST:
            return 0
        if pivot != k:
            sign = -sign
            for j in range(k, n):
                matrix[k][j], matrix[pivot][j] = matrix[pivot][j], matrix[k][j]
            for j in range(count):
                sides[k][j], sides[pivot][j] = sides[pivot][j], sides[k][j]
        if matrix[k][k] < 0:
            sign = -sign
        for i in range(k + 1, n):
            if matrix[i][k] != 0.0:
                factor = matrix[i][k] / matrix[k][k]
                for j in range(k + 1, n):
                    matrix[i][j] -= factor * matrix[k][j]
                for j in range(count):
                    sides[i][j] -= factor * sides[k][j]
    for k in range(n - 1, -1, -1):
        for i in range(k + 1, n):
            if matrix[k][i] != 0.0:
                for j in range(count):
                    sides[k][j] -= matrix[k][i] * sides[i][j]
        for j in range(count):
            sides[k][j] /= matrix[k][k]
    return sign
