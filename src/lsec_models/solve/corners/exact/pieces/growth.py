"""Histories after which a mover gains without bound by going beyond all numbers: a linear program over histories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of, rays_of
from lsec_models.solve.quadratic import Row

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces

_MAX_CORNERS = 20_000
_ZERO = flint.fmpq(0)


def history_of_growth(pieces: Pieces, number: int, player: str, piece: Piece) -> list[Any] | None:
    """Return a history at which a far piece is valid and pays without bound; None if there is none, empty if unsure."""
    value = leading_in_bounds(pieces.value(player, piece), len(piece.given))
    if all(x == 0 for x in value[:-1]) and value[-1] <= 0:
        return None
    width = len(piece.given) + piece.free
    region = finite_region(pieces, number, player, piece)
    if region is None:
        return None
    if comb(len(region), width) > _MAX_CORNERS:
        return []
    corners = corners_of(region, width)
    if not corners:
        return None
    row = [*value[:-1], *[_ZERO] * piece.free]
    rays = rays_of(region, width)
    for place in _places(corners, rays):
        if sum((x * y for x, y in zip(row, place, strict=True)), value[-1]) > 0:
            history = dict(zip(piece.given, place, strict=False))
            return [history.get(v, _ZERO) for v in range(len(pieces.model.names))]
    return None


def finite_region(pieces: Pieces, number: int, player: str, piece: Piece) -> list[tuple[Any, Row]] | None:
    """Return the finite histories at which a far piece is valid, as sides of a polyhedron; None if there are none."""
    width = len(piece.given) + piece.free
    region: list[tuple[Any, Row]] = []
    for side in (s for s in piece.sides if s.is_asked):
        bounds = side.row[width:-1]
        leading = next((x for x in reversed(bounds) if x != 0), None)
        if leading is not None and leading < 0:
            return None
        if leading is None:
            region.append((side.row[-1], side.row[:width]))
    for row in piece.equations:
        if any(x != 0 for x in row[len(piece.given) : -1]):
            return None
        full = [*row[: len(piece.given)], *[_ZERO] * piece.free]
        region += [(row[-1], full), (-row[-1], [-x for x in full])]
    return [*region, *_limits_before(pieces, number, player, piece, width)]


def _places(corners: list[list[Any]], rays: list[list[flint.fmpq]]) -> Iterator[list[Any]]:
    """Yield points of a polyhedron, one inside, among which an affine function is positive if it is anywhere."""
    middle = [sum(column[1:], column[0]) / len(corners) for column in zip(*corners, strict=True)]
    yield [x + sum((ray[i] for ray in rays), _ZERO) for i, x in enumerate(middle)]
    yield from corners
    for corner, ray in ((c, r) for c in corners for r in rays):
        for step in (1, 1000, 10**6, 10**12):
            yield [x + y * step for x, y in zip(corner, ray, strict=True)]


def _limits_before(pieces: Pieces, number: int, player: str, piece: Piece, width: int) -> Iterator[tuple[Any, Row]]:
    place = {v: i for i, v in enumerate(piece.given)}
    own = dict(pieces.model.stages[number].movers)[player]
    for stage in pieces.model.stages[: number + 1]:
        for limit in stage.limits:
            if any(limit.row[v] != 0 for v in own if v < len(limit.row) - 1):
                continue
            if any(entry != 0 and v not in place for v, entry in enumerate(limit.row[:-1])):
                continue
            row = [_ZERO] * width
            for v, entry in enumerate(limit.row[:-1]):
                if entry != 0:
                    row[place[v]] = entry
            yield limit.row[-1], row


def leading_in_bounds(value: list[Row], given: int) -> Sequence[Any]:
    """Return the leading coefficient of a payoff in the bounds beyond all numbers, affine in what is given."""
    width = len(value)
    for j in reversed(range(given, width - 1)):
        if value[j][j] != 0:
            return [*[_ZERO] * given, value[j][j]]
        lower = next((value[j][i] for i in reversed(range(given, j)) if value[j][i] != 0), None)
        if lower is not None:
            return [*[_ZERO] * given, lower]
        if any(value[j][i] != 0 for i in (*range(given), width - 1)):
            return [*value[j][:given], value[j][width - 1]]
    return [*[_ZERO] * given, flint.fmpq(-1)]
