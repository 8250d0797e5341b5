"""Weights with which polynomials add up to another one, in exact numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.polynomials.ring import Polynomial

Row = TypeVar("Row", bound=Hashable)


def exact_weights(
    columns: Sequence[Mapping[Row, object]], wanted: Mapping[Row, object], rows: Sequence[Row]
) -> dict[int, Fraction] | None:
    """Return weights of columns, by their number, with which they add up to what is wanted; None if there are none.

    Columns that are not listed have the weight zero.

    Parameters
    ----------
    columns : sequence of mapping
        Whole numbers by row.
    wanted : mapping
        Whole numbers by row.
    rows : sequence
        All rows.

    Examples
    --------
    >>> exact_weights([{"x": 2}, {"x": 1, "y": 1}], {"x": 2, "y": 1}, ["x", "y"])
    {0: Fraction(1, 2), 1: Fraction(1, 1)}
    >>> exact_weights([{"x": 2}], {"y": 1}, ["x", "y"]) is None
    True
    """
    matrix = flint.fmpq_mat(
        [[flint.fmpq(column.get(row, 0)) for column in columns] + [flint.fmpq(wanted.get(row, 0))] for row in rows]
    )
    reduced, rank = matrix.rref()
    weights: dict[int, Fraction] = {}
    for i in range(rank):
        pivot = next(j for j in range(len(columns) + 1) if reduced[i, j] != 0)
        if pivot == len(columns):
            return None
        weights[pivot] = to_fraction(reduced[i, len(columns)])
    return weights


def largest_bits(polynomial: Polynomial) -> int:
    """Return the length in bits of the largest coefficient."""
    return max((int(coefficient).bit_length() for coefficient in polynomial.coeffs()), default=0)
