"""Quadratic forms as square tables of their coefficients."""

from __future__ import annotations

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.solve.chance.affine_strategies.linear_system import Rows, Vector


def add_product(form: Rows, first: Vector, second: Vector, weight: Ratio) -> None:
    """Add a multiple of a product of two linear functions."""
    for i, a in enumerate(first):
        if a.is_zero():
            continue
        for j, b in enumerate(second):
            if not b.is_zero():
                form[i][j] = form[i][j] + weight * a * b


def insert(form: Rows, place: int, image: Vector) -> None:
    """Insert a sum over other places for the symbol at a place."""
    one = Ratio.constant(image[0].ring, 1)
    row, square = list(form[place]), form[place][place]
    row[place] = square - square
    zero = row[place]
    for i in range(len(form)):
        form[i][place] = form[place][i] = zero
    add_product(form, image, row, one)
    add_product(form, row, image, one)
    add_product(form, image, image, square)


def dot(left: Vector, right: Vector, zero: Ratio) -> Ratio:
    """Return the sum of products of coefficients."""
    return sum((a * b for a, b in zip(left, right, strict=True) if not (a * b).is_zero()), zero)
