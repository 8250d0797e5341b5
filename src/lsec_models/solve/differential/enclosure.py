"""Does a system of polynomial equations have exactly one solution near some digits? Krawczyk's test."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from lsec_models.algebra.enclosures.balls import ball, holds_one_zero, value_at
from lsec_models.algebra.polynomials.ring import Polynomial

_BITS = 600


def encloses_one_solution(equations: Sequence[Polynomial], point: Sequence[Fraction], radius: Fraction) -> bool:
    """Whether it is certain that exactly one solution lies within a radius of a point, in each coordinate.

    Parameters
    ----------
    equations : sequence of Polynomial
        As many as there are unknowns, over a ring whose symbols are the unknowns.
    point : sequence of Fraction
    radius : Fraction

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.algebra.polynomials.ring import ring_of
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
        here, around = (
            flint.arb_mat([[value_at(entry, where) for entry in row] for row in jacobian]) for where in (centre, box)
        )
        try:
            return holds_one_zero(here, around, [value_at(equation, centre) for equation in equations], radius)
        except ZeroDivisionError:
            return False
