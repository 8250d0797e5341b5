"""Balls around exact numbers (Arb, by python-flint), at the precision that is set."""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy as sp

from lsec_models.algebra.exact_numbers import to_fmpq


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
