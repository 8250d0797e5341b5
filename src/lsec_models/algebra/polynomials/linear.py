"""Exact solution of square linear systems over the field of rational functions."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring


class SingularSystem(ArithmeticError):
    """The determinant of a linear system vanishes identically."""


def solve_linear(ring: Ring, matrix: list[list[Polynomial]], right: list[Polynomial]) -> list[Ratio]:
    """Solve ``matrix @ x = right`` by fraction-free elimination.

    1. Triangularise the augmented matrix with Bareiss's one-step elimination: every entry stays a polynomial and
       is a minor of the original matrix.
    2. Substitute backwards over the rational functions.

    Parameters
    ----------
    ring : Ring
        The ring of all entries.
    matrix : list of n lists of n polynomials
    right : list of n polynomials

    Returns
    -------
    list of n Ratio

    Raises
    ------
    SingularSystem
        If the determinant vanishes identically.

    References
    ----------
    Bareiss, E. H. (1968). Sylvester's identity and multistep integer-preserving Gaussian elimination.
    Mathematics of Computation 22(103), 565-578.
    """
    rows = [[*row, entry] for row, entry in zip(matrix, right, strict=True)]
    _triangularise(ring, rows)
    return _back_substituted(ring, rows)


def common_root(ring: Ring, functions: Sequence[Polynomial], unknowns: Sequence[sp.Symbol]) -> dict[sp.Symbol, Ratio]:
    """Return where as many polynomials as unknowns vanish, each of degree one in them together.

    Raises
    ------
    SingularSystem
        If that is not one place.
    """
    places = [ring.index[unknown] for unknown in unknowns]
    at_zero = [ring.zero if i in places else generator for i, generator in enumerate(ring.generators)]
    matrix = [[function.derivative(i) for i in places] for function in functions]
    right = [-function.compose(*at_zero, ctx=ring.context) for function in functions]
    return dict(zip(unknowns, solve_linear(ring, matrix, right), strict=True))


def determinant(ring: Ring, matrix: list[list[Ratio]]) -> Ratio:
    """Return the determinant of a square matrix of rational functions."""
    scale = ring.one
    rows = []
    for row in matrix:
        common, entries = cleared(ring, row)
        scale = scale * common
        rows.append(entries)
    try:
        sign = _triangularise(ring, rows)
    except SingularSystem:
        return Ratio(ring, ring.zero)
    return Ratio(ring, rows[-1][-1] * sign, scale)


def cleared(ring: Ring, row: list[Ratio]) -> tuple[Polynomial, list[Polynomial]]:
    """Return ``(d, entries)``: a common denominator of a row and the polynomials ``d * row``."""
    common = ring.one
    for entry in row:
        common = common * (entry.denominator / common.gcd(entry.denominator))
    return common, [entry.numerator * (common / entry.denominator) for entry in row]


def _triangularise(ring: Ring, rows: list[list[Polynomial]]) -> int:
    """Eliminate in place; return the sign of the row exchanges."""
    size, sign, previous = len(rows), 1, ring.one
    for k in range(size):
        pivot = next((i for i in range(k, size) if not rows[i][k].is_zero()), None)
        if pivot is None:
            raise SingularSystem
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        for i in range(k + 1, size):
            for j in range(k + 1, len(rows[i])):
                rows[i][j] = (rows[k][k] * rows[i][j] - rows[i][k] * rows[k][j]) / previous
            rows[i][k] = ring.zero
        previous = rows[k][k]
    return sign


def _back_substituted(ring: Ring, rows: list[list[Polynomial]]) -> list[Ratio]:
    size = len(rows)
    solution = [Ratio(ring, ring.zero)] * size
    for i in reversed(range(size)):
        total = Ratio(ring, rows[i][size])
        for j in range(i + 1, size):
            if not rows[i][j].is_zero():
                total = total - Ratio(ring, rows[i][j]) * solution[j]
        solution[i] = total / Ratio(ring, rows[i][i])
    return solution
