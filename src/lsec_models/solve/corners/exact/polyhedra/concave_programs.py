"""The maximum of a concave quadratic function on a polyhedron, by complementary pivoting: what binds there.

1. Take as coordinates as many sides as there are dimensions: each is at least zero, and so is every other side.
2. First-order conditions are then a linear complementarity problem ``w = M v + q``, ``w, v >= 0``, ``w v = 0``, with M
   positive semidefinite.
3. Lemke's method goes from basis to basis. It ends at a solution, or on a ray; then no place meets all sides.

Constants may be beyond all numbers: no pivot is among them. Ties between rows are broken lexicographically, so that no
basis comes twice.

References
----------
Cottle, Pang and Stone (2009), The Linear Complementarity Problem, SIAM, sections 4.4 and 4.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.quadratic import Matrix

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


class FreeDirection(Exception):
    """Sides that leave a direction free."""


def binding_at_maximum(
    hessian: Matrix, slopes: Sequence[Any], normals: Matrix, constants: Sequence[Any]
) -> list[int] | None:
    """Return which sides hold back the maximum of a concave function, those with positive multipliers.

    Parameters
    ----------
    hessian, slopes
        The function ``p @ hessian @ p / 2 + slopes @ p``; the Hessian must be negative semidefinite.
    normals, constants
        What must be at least zero, ``constants + normals @ p``; a bounded set.

    Returns
    -------
    list of int, or None
        None if no place meets all sides.

    Raises
    ------
    FreeDirection
        If the sides leave a direction free, so that there need be no maximum.

    Examples
    --------
    >>> one = flint.fmpq(1)
    >>> binding_at_maximum([[-one]], [3 * one], [[one], [-one]], [one, 2 * one])
    [1]
    """
    size = len(slopes)
    chosen = _independent(normals, size)
    others = [i for i in range(len(normals)) if i not in chosen]
    # p = inverse (v - constants of the chosen)
    inverse = flint.fmpq_mat([normals[i] for i in chosen]).inv()
    origin = [-_dot(row, [constants[i] for i in chosen]) for row in inverse.tolist()]
    square = inverse.transpose() * flint.fmpq_mat(hessian) * inverse
    marginal = [slope + _dot(row, origin) for slope, row in zip(slopes, hessian, strict=True)]
    linear = [_dot(row, marginal) for row in inverse.transpose().tolist()]
    rest = (flint.fmpq_mat([normals[i] for i in others]) * inverse).tolist() if others else []
    free = [constants[i] + _dot(normals[i], origin) for i in others]
    matrix = [[*(-x for x in row), *(-other[k] for other in rest)] for k, row in enumerate(square.tolist())] + [
        [*row, *[_ZERO] * len(others)] for row in rest
    ]
    solution = _complementary([*(-x for x in linear), *free], matrix)
    if solution is None:
        return None
    slack, value = solution
    held = [i for k, i in enumerate(chosen) if sign(slack[k]) > 0]
    return sorted([*held, *(i for j, i in enumerate(others) if sign(value[size + j]) > 0)])


def _complementary(constants: list[Any], matrix: Matrix) -> tuple[list[Any], list[Any]] | None:
    """Return ``w`` and ``v`` with ``w = matrix @ v + constants``; None if there are none (Lemke's method)."""
    size = len(constants)
    unit = [[_ONE if i == j else _ZERO for j in range(size)] for i in range(size)]
    # Columns: w, v and the artificial variable.
    table = [[*unit[i], *(-x for x in row), -_ONE] for i, row in enumerate(matrix)]
    value = list(constants)
    basis = list(range(size))
    row = min(range(size), key=lambda i: _Ordered([value[i], *table[i][:size]]))
    if sign(value[row]) < 0:
        entering = _pivoted(table, value, basis, row, 2 * size)
        while entering != 2 * size:
            entering = (entering + size) % (2 * size)
            rows = [i for i in range(size) if table[i][entering] > 0]
            if not rows:
                return None
            row = min(rows, key=lambda i: _Ordered([x / table[i][entering] for x in (value[i], *table[i][:size])]))
            entering = _pivoted(table, value, basis, row, entering)
    found: list[Any] = [_ZERO] * (2 * size)
    for place, x in zip(basis, value, strict=True):
        found[place] = x
    return found[:size], found[size:]


def _pivoted(table: Matrix, value: list[Any], basis: list[int], row: int, entering: int) -> int:
    """Bring a variable into the basis, and return which one leaves it."""
    scale = table[row][entering]
    table[row] = [x / scale for x in table[row]]
    value[row] = value[row] / scale
    for i, other in enumerate(table):
        step = other[entering]
        if i != row and step != 0:
            table[i] = [x - step * y if y != 0 else x for x, y in zip(other, table[row], strict=True)]
            value[i] = value[i] - value[row] * step
    leaving, basis[row] = basis[row], entering
    return leaving


class _Ordered:
    """Exact vectors in lexicographic order."""

    __slots__ = ("entries",)

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = entries

    def __lt__(self, other: _Ordered) -> bool:
        signs = (sign(x - y) for x, y in zip(self.entries, other.entries, strict=True))
        return next((s for s in signs if s), 0) < 0


def _dot(row: Sequence[Any], others: Sequence[Any]) -> Any:
    return sum((y * x for x, y in zip(row, others, strict=True) if x != 0), _ZERO)


def _independent(normals: Matrix, size: int) -> list[int]:
    rows = flint.fmpq_mat([[row[k] for row in normals] for k in range(size)]).rref()[0].tolist() if normals else []
    pivots = [next((j for j, entry in enumerate(row) if entry != 0), None) for row in rows]
    found = [j for j in pivots if j is not None]
    if len(found) < size:
        raise FreeDirection
    return found
