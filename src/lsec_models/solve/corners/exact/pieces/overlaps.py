"""Whether two pieces of what a stage may answer say different things after one and the same history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb
from typing import Any

from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of, rays_of
from lsec_models.solve.linear_algebra import ONE, ZERO
from lsec_models.solve.quadratic import Row

_MAX_CORNERS = 5_000


def places_of_difference(piece: Piece, other: Piece) -> list[list[Any]] | None:
    """Return finite histories at which two pieces are valid and answer different things, some inside.

    They are empty where there is none; None where there are too many corners to look at.

    Parameters
    ----------
    piece, other : Piece
        Of the same stage, without free parameters.
    """
    own, theirs = _sides(piece), _sides(other)
    gaps = list(_gaps(piece, other))
    if own is None or theirs is None or not gaps:
        return []
    width = len(piece.given)
    sides = [(row[-1], row[:-1]) for row in _without_repetitions([*own, *theirs])]
    if comb(len(sides), width) > _MAX_CORNERS:
        return None
    corners = corners_of(sides, width)
    if not corners:
        return []
    rays = rays_of(sides, width)
    middle = [sum(column[1:], column[0]) / len(corners) for column in zip(*corners, strict=True)]
    inside = [x + sum((ray[i] for ray in rays), ZERO) for i, x in enumerate(middle)]
    places = [inside, *([(x + y) / 2 for x, y in zip(corner, inside, strict=True)] for corner in corners[:1])]
    return [place for place in places if any(_at(gap, place) != 0 for gap in gaps)][:1]


def _at(function: Row, place: Sequence[Any]) -> Any:
    return sum((x * y for x, y in zip(function[:-1], place, strict=True)), function[-1])


def _gaps(piece: Piece, other: Piece) -> Iterator[Row]:
    """Yield functions of the history of which one is not zero where two pieces answer different things."""
    for v, row in piece.rows.items():
        count = len(piece.given)
        rival = other.rows[v]
        if any(x != y for x, y in zip(row[count:-1], rival[count:-1], strict=True)):
            yield [*[ZERO] * count, ONE]
        elif row != rival:
            yield [x - y for x, y in zip([*row[:count], row[-1]], [*rival[:count], rival[-1]], strict=True)]


def _sides(piece: Piece) -> list[Row] | None:
    """Return what is at least zero where a piece is valid at finite histories; None if it is valid at none.

    Rows are over what is given, and the constant.
    """
    count = len(piece.given)
    kept = []
    for row in piece.consequences:
        beyond = next((x for x in reversed(row[count + piece.free : -1]) if x != 0), ZERO)
        if beyond < 0:
            return None
        if beyond == 0:
            kept.append([*row[:count], row[-1]])
    for row in piece.equations:
        if any(row[count:-1]):
            return None
        equal = [*row[:count], row[-1]]
        kept += [equal, [-x for x in equal]]
    return kept


def _without_repetitions(rows: list[Row]) -> list[Row]:
    """Return inequalities once each, whatever positive number they are multiplied by."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        lead = next((abs(x) for x in row if x != 0), None)
        if lead is not None:
            first.setdefault(tuple(x / lead for x in row), row)
    return list(first.values())
