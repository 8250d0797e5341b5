"""Gram matrices: positive definite rational matrices whose entries satisfy linear equations.

Floating point finds them, by Newton steps towards the centre of all of them; exact arithmetic rounds and decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from math import lcm
from typing import Any

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.polynomials.quadratic_form import squares_of
from lsec_models.work import Work

_BARRIERS = 14
_SHRINKING = 0.2
_STEPS = 12
_ENOUGH = 0.05
_NULL = 1e-4
_NEAR = 1e-2
_MAX_DENOMINATOR = 24
_ROUNDINGS = (6, 12, 24, 44)

Key = tuple[int, ...]
Matrix = list[list[Fraction]]


@dataclass(frozen=True, kw_only=True)
class DefiniteMatrices:
    """What the equations admit.

    Attributes
    ----------
    matrices : list of Matrix, or None
        Positive definite ones.
    free : list of Fraction
        The values of the other unknowns.
    null : list of Matrix
        Without matrices: for each, rows that all of them seem to send to zero.
    """

    matrices: list[Matrix] | None
    free: list[Fraction]
    null: list[Matrix]


def entries(size: int) -> list[tuple[int, int]]:
    """Return the places of a symmetric matrix's unknowns, on the diagonal and above it."""
    return list(combinations_with_replacement(range(size), 2))


def positive_definite(
    columns: Sequence[Mapping[Key, int]], sizes: Sequence[int], heads: int, work: Work
) -> DefiniteMatrices | None:
    """Return positive definite matrices, or vectors that none of them keeps from zero; None where there is neither.

    Parameters
    ----------
    columns : sequence of mappings
        What the unknowns are multiplied by in each equation that has zero on the right: all matrices'
        :func:`entries`, one matrix after the other, then other unknowns.
    sizes : sequence of int
        The size of each matrix.
    heads : int
        How many matrices, the first ones, are numbers that are not all zero.
    work : Work

    Notes
    -----
    1. Scale the unknowns, and solve the equations: the unknowns are affine in the free ones.
    2. Maximise the least eigenvalue t of all matrices M, by Newton's method for ``-t/mu - sum log det(M - t)``, mu
       falling.
    3. Where t becomes positive, round the free unknowns, ever finer, and factor the exact matrices.
    4. Where it does not, return the kernels of the matrices at the centre, in small fractions.

    References
    ----------
    Peyrl, H. and Parrilo, P. (2008). Computing sum of squares decompositions with rational coefficients. Theoretical
    Computer Science 409, 269-281. Boyd, S. and Vandenberghe, L. (2004). Convex Optimization, chapter 11.
    """
    scales = _scales(columns, sizes)
    rows = _rows(columns, scales, heads)
    work.charge(len(rows) * len(columns) * min(len(rows), len(columns)) // 20)
    solved = _solved(rows, len(columns))
    if solved is None:
        return None
    base, directions = solved
    centre = _Centre(base, directions, sizes)
    work.charge(_BARRIERS * _STEPS * centre.cost)
    for _ in range(_BARRIERS):
        if not centre.follow():
            return None
        if centre.least > 0:
            exact = _rounded(base, directions, centre.place, sizes, scales)
            if exact is not None:
                return exact
        if centre.least > _ENOUGH:
            return None
        centre.mu *= _SHRINKING
    if centre.least < -_NULL:
        return None
    null, start = [], 0
    for size, matrix in zip(sizes, centre.matrices(), strict=True):
        diagonal = [scales[start + k] for k, (i, j) in enumerate(entries(size)) if i == j]
        null.append([[x / _root(scale) for x, scale in zip(row, diagonal, strict=True)] for row in _kernel(matrix)])
        start += len(entries(size))
    return DefiniteMatrices(matrices=None, free=[], null=null) if any(null) else None


def _scales(columns: Sequence[Mapping[Key, int]], sizes: Sequence[int]) -> list[Fraction]:
    """Return what unknowns are divided by, so that the columns of all diagonals have entries of about one."""
    found: list[Fraction] = []
    for size in sizes:
        start, bits = len(found), []
        for k, (i, j) in enumerate(entries(size)):
            if i == j:
                bits.append(max(map(abs, columns[start + k].values())).bit_length() // 2)
        found += [Fraction(1, 2 ** (bits[i] + bits[j])) for i, j in entries(size)]
    largest = (max(map(abs, column.values()), default=1) for column in columns[len(found) :])
    return [*found, *(Fraction(1, 2 ** size.bit_length()) for size in largest)]


def _root(scale: Fraction) -> Fraction:
    """Return the square root of an even power of a half."""
    return Fraction(1, 2 ** ((scale.denominator.bit_length() - 1) // 2))


def _rows(columns: Sequence[Mapping[Key, int]], scales: Sequence[Fraction], heads: int) -> list[list[Any]]:
    """Return equations, with their right hand sides: all adds up to zero, and what is not all zero to one."""
    index = {key: i for i, key in enumerate(sorted({key for column in columns for key in column}))}
    rows = [[flint.fmpq(0)] * (len(columns) + 1) for _ in index]
    for j, column in enumerate(columns):
        for key, coefficient in column.items():
            rows[index[key]][j] = flint.fmpq(coefficient) * to_fmpq(scales[j])
    return [*rows, [flint.fmpq(int(j < heads)) for j in range(len(columns))] + [flint.fmpq(1)]]


def _solved(rows: Sequence[Sequence[Any]], unknowns: int) -> tuple[list[Any], list[dict[int, Any]]] | None:
    """Return a solution, and the directions in which there are others, as fmpq by position."""
    reduced, rank = flint.fmpq_mat(rows).rref()
    base: list[Any] = [flint.fmpq(0)] * unknowns
    pivots = []
    for i in range(rank):
        pivot = next(j for j in range(i, unknowns + 1) if reduced[i, j] != 0)
        if pivot == unknowns:
            return None
        pivots.append(pivot)
        base[pivot] = reduced[i, unknowns]
    directions = []
    for j in sorted(set(range(unknowns)) - set(pivots)):
        direction = {j: flint.fmpq(1)}
        for i, pivot in enumerate(pivots):
            if reduced[i, j] != 0:
                direction[pivot] = -reduced[i, j]
        directions.append(direction)
    return base, directions


class _Centre:
    """A point among the matrices, moved towards where the least eigenvalue is largest."""

    def __init__(self, base: Sequence[Any], directions: Sequence[dict[int, Any]], sizes: Sequence[int]) -> None:
        import numpy as np

        self._np = np
        self._bases, self._maps = [], []
        start = 0
        for size in sizes:
            fixed, moving = np.zeros((size, size)), np.zeros((size, size, len(directions)))
            for k, (i, j) in enumerate(entries(size), start=start):
                fixed[i, j] = fixed[j, i] = _float(base[k])
                for d, direction in enumerate(directions):
                    if k in direction:
                        moving[i, j, d] = moving[j, i, d] = _float(direction[k])
            start += len(entries(size))
            self._bases.append(fixed)
            self._maps.append(moving)
        self.place = np.zeros(len(directions))
        self.least = self._least(self.place) - 1.0
        self.mu = 1.0
        self.cost = sum(20 + size**2 * (len(directions) + 1) * (size + len(directions)) // 200 for size in sizes)

    def matrices(self) -> list[Any]:
        """Return the matrices at the point."""
        return self._at(self.place)

    def follow(self) -> bool:
        """Take Newton steps, each as long as matrices stay positive definite and the objective falls.

        Returns
        -------
        bool
            False where floating point has come to its end.
        """
        np = self._np
        try:
            with np.errstate(all="ignore"):
                self._follow()
        except np.linalg.LinAlgError:
            return False
        return True

    def _follow(self) -> None:
        np = self._np
        for _ in range(_STEPS):
            count = len(self.place)
            gradient, hessian = np.zeros(count + 1), np.zeros((count + 1, count + 1))
            gradient[count] = -1.0 / self.mu
            for matrix, moving in zip(self.matrices(), self._maps, strict=True):
                size = len(matrix)
                inverse = np.linalg.inv(matrix - self.least * np.eye(size))
                moves = np.concatenate([moving, -np.eye(size)[:, :, None]], axis=2)
                turned = np.tensordot(inverse, moves, axes=(1, 0))
                gradient -= np.trace(turned)
                hessian += np.tensordot(turned, turned, axes=((0, 1), (1, 0)))
            step = -np.linalg.solve(hessian + 1e-9 * np.eye(count + 1), gradient)
            decrement, value, length = float(-gradient @ step), self._value(self.place, self.least), 1.0
            if not decrement > 1e-8:
                return
            while length > 1e-6:
                place, least = self.place + length * step[:-1], self.least + length * step[-1]
                if self._value(place, least) < value - 0.1 * length * decrement:
                    self.place, self.least = place, least
                    break
                length /= 2
            else:
                return

    def _at(self, place: Any) -> list[Any]:
        return [fixed + moving @ place for fixed, moving in zip(self._bases, self._maps, strict=True)]

    def _least(self, place: Any) -> float:
        return float(min(self._np.linalg.eigvalsh(matrix)[0] for matrix in self._at(place)))

    def _value(self, place: Any, least: float) -> float:
        np, total = self._np, -least / self.mu
        for matrix in self._at(place):
            values = np.linalg.eigvalsh(matrix - least * np.eye(len(matrix)))
            if not values[0] > 0:
                return float("inf")
            total -= float(np.log(values).sum())
        return total


def _float(value: Any) -> float:
    return float(to_fraction(value))


def _rounded(
    base: Sequence[Any],
    directions: Sequence[dict[int, Any]],
    place: Any,
    sizes: Sequence[int],
    scales: Sequence[Fraction],
) -> DefiniteMatrices | None:
    """Return exact matrices near a place, where they are positive definite."""
    for bits in _ROUNDINGS:
        values = list(base)
        for coordinate, direction in zip(place, directions, strict=True):
            weight = flint.fmpq(round(float(coordinate) * 2**bits), 2**bits)
            for k, slope in direction.items():
                values[k] += weight * slope
        exact = [to_fraction(value) * scale for value, scale in zip(values, scales, strict=True)]
        matrices, start = [], 0
        for size in sizes:
            matrix: Matrix = [[Fraction(0)] * size for _ in range(size)]
            for k, (i, j) in enumerate(entries(size), start=start):
                matrix[i][j] = matrix[j][i] = exact[k]
            start += len(entries(size))
            matrices.append(matrix)
        if all(factored(matrix) is not None for matrix in matrices):
            return DefiniteMatrices(matrices=matrices, free=exact[start:], null=[])
    return None


def factored(matrix: Matrix) -> list[tuple[Fraction, list[Fraction]]] | None:
    """Return a positive definite matrix as ``sum of weight * row' row``; the last row has its last entry alone.

    Examples
    --------
    >>> factored([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(2)]])
    [(Fraction(2, 1), [Fraction(1, 1), Fraction(1, 2)]), (Fraction(3, 2), [Fraction(0, 1), Fraction(1, 1)])]
    >>> factored([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(1)]]) is None
    True
    """
    found = squares_of([[to_fmpq(entry) for entry in row] for row in matrix])
    if found.zeros or found.negative is not None:
        return None
    return [(to_fraction(weight), [to_fraction(entry) for entry in row]) for weight, row in found.squares]


def _kernel(matrix: Any) -> Matrix:
    """Return rows that span what a matrix in floating point nearly sends to zero, in small fractions."""
    import numpy as np

    values, vectors = np.linalg.eigh(matrix)
    kernel = vectors[:, values < _NULL].T
    found: Matrix = []
    for row in _reduced(kernel):
        rational = [Fraction(float(entry)).limit_denominator(_MAX_DENOMINATOR) for entry in row]
        if any(abs(float(a) - b) > _NEAR for a, b in zip(rational, row, strict=True)):
            return []
        found.append(rational)
    return found


def _reduced(rows: Any) -> Any:
    """Return the reduced echelon form of independent rows, each divided by its largest entry that no other has."""
    import numpy as np

    left = np.array(rows, dtype=float)
    used: list[int] = []
    for i in range(len(left)):
        sizes = np.abs(left[i])
        sizes[used] = 0
        pivot = int(np.argmax(np.round(sizes, 6)))
        used.append(pivot)
        left[i] /= left[i, pivot]
        for other in range(len(left)):
            if other != i:
                left[other] -= left[other, pivot] * left[i]
    return left


def complement(rows: Matrix, size: int) -> list[list[int]]:
    """Return whole numbers that span what is orthogonal to rows.

    Examples
    --------
    >>> complement([[Fraction(1), Fraction(1, 2)]], 2)
    [[-1, 2]]
    """
    equations = [[*map(to_fmpq, row), 0] for row in rows]
    solved = _solved(equations, size)
    found = []
    for direction in solved[1] if solved is not None else ():
        common = lcm(*(int(value.q) for value in direction.values()))
        found.append([int(direction[j] * common) if j in direction else 0 for j in range(size)])
    return found
