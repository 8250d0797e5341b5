"""Does a system of polynomial equations have exactly one solution near some digits? Krawczyk's test."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from lsec_models.algebra.balls import ball
from lsec_models.algebra.ring import Polynomial

_BITS = 600


def encloses_one_solution(equations: Sequence[Polynomial], point: Sequence[Fraction], radius: Fraction) -> bool:
    """Whether it is certain that exactly one solution lies within a radius of a point, in each coordinate.

    With ``C`` close to the inverse of the Jacobian at the point y, and a box Y around y, Krawczyk's operator
    ``y - C f(y) + (1 - C J(Y)) (Y - y)`` maps Y into its interior only if Y holds exactly one zero of f.

    Parameters
    ----------
    equations : sequence of Polynomial
        As many as there are unknowns, over a ring whose symbols are the unknowns.
    point : sequence of Fraction
    radius : Fraction

    References
    ----------
    Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken. Computing 4, 187-201.
    Rump, S. M. (1983). Solving algebraic problems with high accuracy. In A New Approach to Scientific Computation.

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.algebra.ring import ring_of
    >>> x = sp.Symbol("x")
    >>> ring = ring_of([x])
    >>> square = ring.generators[0] ** 2 - ring.context.constant(2)
    >>> encloses_one_solution([square], [Fraction(7071, 5000)], Fraction(1, 1000))
    True
    >>> encloses_one_solution([square], [Fraction(3, 2)], Fraction(1, 1000))
    False
    """
    size = len(point)
    if len(equations) != size:
        return False
    with flint.ctx.workprec(_BITS):
        centre = [ball(value) for value in point]
        box = [flint.arb(value.mid(), ball(radius).mid()) for value in centre]
        jacobian = [[equation.derivative(i) for i in range(size)] for equation in equations]
        here = flint.arb_mat([[_value(entry, centre) for entry in row] for row in jacobian])
        try:
            inverse = _middle(here.inv())
        except ZeroDivisionError:
            return False
        around = flint.arb_mat([[_value(entry, box) for entry in row] for row in jacobian])
        missed = inverse * flint.arb_mat([[_value(equation, centre)] for equation in equations])
        one = flint.arb_mat([[int(i == j) for j in range(size)] for i in range(size)])
        spread = flint.arb_mat([[flint.arb(0, ball(radius).mid())] for _ in range(size)])
        moved = (one - inverse * around) * spread - missed
        return all(bool(abs(moved[i, 0]) < ball(radius)) for i in range(size))


def _middle(matrix: flint.arb_mat) -> flint.arb_mat:
    return flint.arb_mat([[matrix[i, j].mid() for j in range(matrix.ncols())] for i in range(matrix.nrows())])


def _value(polynomial: Polynomial, at: Sequence[flint.arb]) -> flint.arb:
    total = flint.arb(0)
    for powers, coefficient in polynomial.terms():
        term = flint.arb(int(coefficient))
        for value, power in zip(at, powers, strict=True):
            # By products: a power of a ball that holds zero is not a number to Arb.
            for _ in range(int(power)):
                term *= value
        total += term
    return total
