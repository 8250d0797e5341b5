"""Where a mover is indifferent between two pieces of what it may answer: affine places, and curves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product
from typing import Any

import flint

from lsec_models.algebra.numbers.rational_roots import rational_root
from lsec_models.solve.corners.exact.pieces.piece import Piece, Side
from lsec_models.solve.corners.exact.polyhedra.linear_systems import is_negative
from lsec_models.solve.linear_algebra import ZERO
from lsec_models.solve.quadratic import Matrix, Row, difference


def with_affine_ties(
    pieces: Sequence[Piece], values: Sequence[Matrix], words: str, *, crossing: bool
) -> Iterator[Piece]:
    """Yield pieces with the places at which a mover is indifferent between two of them, where these are affine.

    Parameters
    ----------
    pieces, values
        What it may answer, and its payoff on each where free parameters are zero, quadratic in what is given.
    words : str
        That it is indifferent.
    crossing : bool
        Whether to tell of places that consist of two that cross.
    """
    for piece, value in zip(pieces, values, strict=True):
        ties: dict[tuple[Any, ...], Side] = {}
        for other, rival in zip(pieces, values, strict=True):
            if other is not piece:
                gap = difference(value, rival)
                both = (*piece.without_free, *other.without_free)
                for row in _affine_ties(gap, len(piece.given), both, crossing=crossing):
                    if not any(_are_parallel(row, side.row) for side in piece.without_free):
                        at = piece.with_free(row)
                        ties.setdefault(tuple(at), Side(row=at, words=words, is_asked=False))
        yield replace(piece, sides=(*piece.sides, *ties.values()))


def curved_ties(pieces: Sequence[Piece], values: Sequence[Matrix]) -> list[tuple[Piece, Matrix]]:
    """Return where a mover is indifferent between two pieces without free parameters and the place is not an affine
    one.

    Each is one of the pieces and a quadratic function of what is given to it, which vanishes there.
    """
    found: dict[object, tuple[Piece, Matrix]] = {}
    for (piece, value), (other, rival) in permutations(zip(pieces, values, strict=True), 2):
        count = len(piece.given)
        gap = difference(value, rival)
        is_affine = all(gap[i][j] == 0 for i in range(count) for j in range(count))
        if piece.is_far or other.is_far or is_affine:
            continue
        factors = _factors(gap)
        if _is_square(factors) or any(_one_sided(gap, factors, (*piece.sides, *other.sides))):
            continue
        kept = [*range(count), len(gap) - 1]
        curve = [[gap[i][j] for j in kept] for i in kept]
        if not _is_definite(curve):
            found.setdefault((id(piece), tuple(map(tuple, curve))), (piece, curve))
    return list(found.values())


def _affine_ties(gap: Matrix, given: int, sides: Sequence[Side], *, crossing: bool) -> list[Row]:
    """Return affine functions that vanish where a difference of two quadratic functions of what is given does, if any.

    The difference is affine itself, the square of an affine function (they touch there), or a product of two, one of
    which keeps its sign where both functions count; or, if that is asked for, any product of two. None is returned that
    is constant, or depends on bounds beyond all numbers.
    """
    width = len(gap)
    if all(gap[i][j] == 0 for i in range(width - 1) for j in range(width - 1)):
        found = [[entry + entry for entry in gap[-1][:-1]] + [gap[-1][-1]]]
    else:
        factors = _factors(gap)
        if _is_square(factors):
            found = [factors[0], [-x for x in factors[0]]]
        else:
            # Which of the pieces is better on which side of a factor depends on the other factor.
            found = list(_one_sided(gap, factors, sides))
            found += [row for factor in factors if crossing for row in (factor, [-x for x in factor])]
    plain = [row for row in found if all(entry == 0 for entry in row[given:-1])]
    scales = [next((abs(entry) for entry in row[:-1] if entry != 0), None) for row in plain]
    return [[entry / scale for entry in row] for row, scale in zip(plain, scales, strict=True) if scale is not None]


def _one_sided(gap: Matrix, factors: Sequence[Row], sides: Sequence[Side]) -> Iterator[Row]:
    """Yield factors of a function whose other factor keeps its sign where sides are at least zero, with its sign."""
    asked = [side.row for side in sides if side.is_asked and any(side.row[:-1])]
    for one, other in permutations(factors, 2):
        row = next((row for row in asked if _are_parallel(other, row)), None)
        if row is not None:
            places = product(range(len(gap)), repeat=2)
            scales = (gap[i][j] / (one[i] * row[j] + row[i] * one[j]) for i, j in places if gap[i][j] != 0)
            yield one if next(scales) > 0 else [-x for x in one]


def _are_parallel(first: Row, second: Row) -> bool:
    """Whether two affine functions vanish at the same places."""
    return bool(flint.fmpq_mat([first, second]).rank() < 2)


def _factors(function: Matrix) -> list[Row]:
    """Return rational affine functions whose product a quadratic one is, up to a number; none if there are none."""
    width = len(function)
    pivot = next((i for i in range(width - 1) if function[i][i] != 0), None)
    if pivot is not None:
        row, scale = function[pivot], function[pivot][pivot]
        rest = [[row[i] * row[j] - scale * function[i][j] for j in range(width)] for i in range(width)]
        root = _root(rest)
        return (
            []
            if root is None
            else [[x + y for x, y in zip(row, root, strict=True)], [x - y for x, y in zip(row, root, strict=True)]]
        )
    i, j = next((i, j) for i in range(width - 1) for j in range(width - 1) if function[i][j] != 0)
    first, second, scale = function[i], function[j], function[i][j]
    product = [[first[k] * second[m] + second[k] * first[m] for m in range(width)] for k in range(width)]
    is_product = all(product[k][m] == scale * function[k][m] for k in range(width) for m in range(width))
    return [list(first), list(second)] if is_product else []


def _is_square(factors: list[Row]) -> bool:
    return bool(factors) and factors[0] == factors[1]


def _root(function: Matrix) -> Row | None:
    """Return the rational affine function of which a quadratic one is the square; None if there is none."""
    width = len(function)
    pivot = next((i for i in range(width) if function[i][i] != 0), None)
    if pivot is None:
        return None if any(x != 0 for row in function for x in row) else [ZERO] * width
    row, square = function[pivot], function[pivot][pivot]
    root = rational_root(square)
    if root is None:
        return None
    is_square = all(function[i][j] * square == row[i] * row[j] for i in range(width) for j in range(width))
    return [x / root for x in row] if is_square else None


def _is_definite(curve: Matrix) -> bool:
    """Whether a quadratic function of some numbers, the constant last, has no zero."""
    negative = [[-x for x in row] for row in curve]
    return is_negative(curve, strictly=True) or is_negative(negative, strictly=True)
