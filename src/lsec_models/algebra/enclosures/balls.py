"""Balls around exact numbers (Arb, by python-flint), at the precision that is set."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.polynomials.ring import Polynomial


def ball(number: Fraction) -> flint.arb:
    """Return a ball around a rational number.

    Examples
    --------
    >>> ball(Fraction(1, 3)) * 3 - 1 > 1
    False
    """
    return flint.arb(to_fmpq(number))


def balls(matrix: sp.Matrix) -> flint.arb_mat:
    """Return balls around the entries of a rational matrix."""
    return flint.arb_mat(
        [[flint.arb(flint.fmpq(int(x.p), int(x.q))) for x in matrix.row(i)] for i in range(matrix.rows)]
    )


def value_at(polynomial: Polynomial, point: Sequence[flint.arb]) -> flint.arb:
    """Return a ball that holds all values of a polynomial in a box of balls, one for each symbol of its ring."""
    total = flint.arb(0)
    for powers, coefficient in polynomial.terms():
        term = flint.arb(int(coefficient))
        for value, power in zip(point, powers, strict=True):
            # By products: a power of a ball that holds zero is not a number to Arb.
            for _ in range(int(power)):
                term *= value
        total += term
    return total


def is_positive_definite(matrix: Sequence[Sequence[flint.arb]]) -> bool | None:
    """Whether a symmetric matrix is positive definite; None where that is not certain.

    Examples
    --------
    >>> one, two = flint.arb(1), flint.arb(2)
    >>> is_positive_definite([[two, one], [one, two]]), is_positive_definite([[one, two], [two, one]])
    (True, False)
    """
    known: bool | None = True
    for size in range(1, len(matrix) + 1):
        minor = flint.arb_mat([list(row[:size]) for row in matrix[:size]]).det()
        if minor < 0:
            return False
        known = known if minor > 0 else None
    return known


def holds_one_zero(here: flint.arb_mat, around: flint.arb_mat, values: Sequence[flint.arb], radius: Fraction) -> bool:
    """Whether it is certain that exactly one zero of a function lies within a radius of a point, in each coordinate.

    With ``C`` close to the inverse of the Jacobian at the point y, and a box Y around y, Krawczyk's operator
    ``y - C f(y) + (1 - C J(Y)) (Y - y)`` maps Y into its interior only if Y holds exactly one zero of f.

    Parameters
    ----------
    here, around : flint.arb_mat
        The Jacobian at the point and in the box.
    values : sequence of flint.arb
        The function at the point.
    radius : Fraction

    Raises
    ------
    ZeroDivisionError
        If the Jacobian at the point is not seen to have an inverse.

    References
    ----------
    Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. Computing 4, 187-201.
    Rump, S. M. (1983). Solving algebraic problems with high accuracy. In A New Approach to Scientific Computation.
    """
    size = len(values)
    inverse = flint.arb_mat([[entry.mid() for entry in row] for row in here.inv().tolist()])
    one = flint.arb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    spread = flint.arb_mat([[flint.arb(0, ball(radius).mid())] for _ in range(size)])
    moved = (one - inverse * around) * spread - inverse * flint.arb_mat([[value] for value in values])
    return all(bool(abs(moved[i, 0]) < ball(radius)) for i in range(size))
