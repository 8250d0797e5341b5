"""Quadratic forms over the rational numbers: their squares, where they are zero, and where they are negative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

import flint

from lsec_models.algebra.polynomials.ring import Polynomial

Vector = list[flint.fmpq]


@dataclass(frozen=True, kw_only=True)
class Squares:
    """A quadratic form as a sum of weighted squares, as far as it is one.

    Attributes
    ----------
    squares : list of (fmpq, Vector)
        Positive weights, and the linear forms that are squared; a form's first entry that is not zero is one, and it
        comes after that of the form before it.
    zeros : list of Vector
        A basis of the vectors at which the form is zero; of one that is negative somewhere, those found before that.
    negative : Vector or None
        Where the form is negative; None where it is negative nowhere.
    """

    squares: list[tuple[flint.fmpq, Vector]]
    zeros: list[Vector]
    negative: Vector | None


def steps_of_powers(polynomial: Polynomial) -> tuple[int, ...] | None:
    """Return, for each variable, the power of it in which a polynomial is quadratic; None where it is not.

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> x, y, z = ring_of(sp.symbols("x y z")).generators
    >>> steps_of_powers(x**4 - 2 * x**2 * y + y**2 + z**6)
    (2, 1, 3)
    >>> steps_of_powers(x**2 * y + x) is None
    True
    """
    monomials = [tuple(map(int, powers)) for powers in polynomial.monoms()]
    steps = [gcd(*powers) or 1 for powers in zip(*monomials, strict=True)]
    for i, step in enumerate(steps):
        if step % 2 == 0 and [sum(powers) for powers in monomials if powers[i]] == [step]:
            steps[i] = step // 2
    degrees = {sum(power // step for power, step in zip(powers, steps, strict=True)) for powers in monomials}
    return tuple(steps) if max(degrees, default=0) == 2 else None


def form_of(polynomial: Polynomial, steps: tuple[int, ...], order: Mapping[int, int]) -> list[Vector]:
    """Return the symmetric matrix of a polynomial that is quadratic in powers of variables.

    Parameters
    ----------
    polynomial : Polynomial
    steps : tuple of int
        Those of :func:`steps_of_powers`.
    order : mapping from int to int
        The row of each variable, by its number; that of the constant, where there is one, is the last.
    """
    entries = []
    for powers, coefficient in polynomial.terms():
        rows = [order[i] for i, n in enumerate(powers) if n for _ in range(int(n) // steps[i])]
        entries.append((rows, flint.fmpq(int(coefficient), 2)))
    size = len(order) + int(any(len(rows) < 2 for rows, _ in entries))
    matrix = [[flint.fmpq(0)] * size for _ in range(size)]
    for rows, half in entries:
        i, j = [*rows, *[size - 1] * (2 - len(rows))]
        matrix[i][j] += half
        matrix[j][i] += half
    return matrix


def elimination_units(size: int) -> int:
    """Return the units of work that a form in so many variables is charged with."""
    return 1 + size**3 // 6


def squares_of(matrix: list[Vector]) -> Squares:
    """Write a quadratic form as a sum of squares, by symmetric elimination.

    1. While the first entry that is left on the diagonal is positive, take the square off that it begins.
    2. Where it is zero with all of its row, so is the form at a vector that makes all squares zero.
    3. Where it is negative, or zero before an entry that is not, the form is negative at such a vector.

    Parameters
    ----------
    matrix : list of Vector
        Symmetric; it is not kept.

    References
    ----------
    Golub, G. and Van Loan, C. (2013). Matrix Computations, 4th edition, section 4.4.

    Examples
    --------
    >>> one, two = flint.fmpq(1), flint.fmpq(2)
    >>> squares_of([[one, two], [two, one]]).negative
    [-2, 1]
    >>> squares_of([[one, one], [one, one]])
    Squares(squares=[(1, [1, 1])], zeros=[[-1, 1]], negative=None)
    """
    size, zeros = len(matrix), list[Vector]()
    squares: list[tuple[flint.fmpq, Vector]] = []
    for k in range(size):
        pivot, tail = matrix[k][k], matrix[k]
        filled = [j for j in range(k + 1, size) if tail[j]]
        if pivot < 0 or (not pivot and filled):
            vector = [flint.fmpq(0)] * size
            vector[k] = flint.fmpq(1)
            if not pivot:
                j = filled[0]
                vector[k], vector[j] = -(matrix[j][j] + 1) / (2 * tail[j]), flint.fmpq(1)
            return Squares(squares=squares, zeros=zeros, negative=_where_all_vanish(squares, vector))
        if not pivot:
            zeros.append(_where_all_vanish(squares, [flint.fmpq(int(j == k)) for j in range(size)]))
            continue
        row = [entry / pivot if j >= k else flint.fmpq(0) for j, entry in enumerate(tail)]
        for i in filled:
            times, changed = tail[i], matrix[i]
            for j in filled:
                if j >= i:
                    changed[j] -= times * row[j]
        squares.append((pivot, row))
    return Squares(squares=squares, zeros=zeros, negative=None)


def _where_all_vanish(squares: list[tuple[flint.fmpq, Vector]], vector: Vector) -> Vector:
    """Return a vector at which squares are zero, with the entries of another where no square begins."""
    for _, row in reversed(squares):
        first = next(j for j, entry in enumerate(row) if entry)
        vector[first] = -sum((a * b for a, b in zip(row, vector, strict=True) if a and b), start=flint.fmpq(0))
    return vector
