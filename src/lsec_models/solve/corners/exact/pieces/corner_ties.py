"""Later movers who are indifferent keep to corners of what they may choose.

Where an indifferent mover may go on for ever, to favour who moves before it may have no maximum. Of the other
selections the one that lets it choose between the corners of its continuum is as simple: finitely many answers to each
history, among which the mover before it is favoured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lsec_models.solve.corners.exact.pieces.growth import history_of_growth
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.polyhedra.vertices import bases
from lsec_models.solve.linear_algebra import ZERO
from lsec_models.solve.quadratic import Matrix, Row


class CornerPieces(Pieces):
    """The pieces of a game in which later movers keep to corners wherever they are indifferent.

    If one mover is last, it must be known that its payoff is bounded after every history: a bound beyond all numbers is
    then where it may stop, and need not.
    """

    def _distinct(self, number: int, players: list[str]) -> list[Piece]:
        pieces = super()._distinct(number, players)
        if number == 0:
            return pieces
        found = [corner for piece in pieces for corner in (_corners(piece) if piece.free else (piece,))]
        return [p for p in found if not (p.is_far and self._need_not_be_far(number, players, p))]

    def _need_not_be_far(self, number: int, players: Sequence[str], piece: Piece) -> bool:
        """Whether movers of a stage do not gain by going beyond all numbers."""
        if len(players) == 1 and len(self.model.stages[number].movers) == 1:
            is_last = number == len(self.model.stages) - 1
            return is_last or history_of_growth(self, number, players[0], piece) is None
        count = len(piece.given)
        values = [self.value(player, piece) for player in players]
        return all(row[j] == 0 for value in values for row in value for j in range(count, len(value) - 1))


def _corners(piece: Piece) -> Iterator[Piece]:
    """Yield a piece at each corner of its free parameters; where it has no corner, where they are zero."""
    count, free = len(piece.given), piece.free
    asked = [side.row for side in piece.sides if side.is_asked]
    for ids, solving in bases([row[count : count + free] for row in asked], free):
        corner = [_combined(row, [asked[i] for i in ids], count, free) for row in solving]
        yield replace(
            piece,
            free=0,
            rows={v: _inserted(row, corner, count, free) for v, row in piece.rows.items()},
            sides=tuple(replace(s, row=_inserted(s.row, corner, count, free)) for s in piece.sides),
            equations=piece.equations,
        )


def _combined(solving: Row, binding: Matrix, count: int, free: int) -> Row:
    """Return a free parameter where some sides are zero, over what is given, the bounds and the constant."""
    total = [ZERO] * len(binding[0][:count] + binding[0][count + free :]) if binding else []
    for entry, row in zip(solving, binding, strict=True):
        total = [x - entry * y for x, y in zip(total, (*row[:count], *row[count + free :]), strict=True)]
    return total


def _inserted(row: Row, corner: Matrix, count: int, free: int) -> Row:
    """Return a row of a piece with its free parameters at a corner."""
    total = [*row[:count], *row[count + free :]]
    for entry, function in zip(row[count : count + free], corner, strict=True):
        if entry != 0 and function:
            total = [x + entry * y for x, y in zip(total, function, strict=True)]
    return total
