"""A piece after a history, and the paths on it that are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of, shifted
from lsec_models.solve.quadratic import Row

Path = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A piece after a history: affine functions of its free parameters."""

    piece: Piece
    path: list[tuple[Any, Row]]
    sides: list[tuple[Any, Row]]

    def paths(self) -> list[Path]:
        """Return whole paths of the piece, its corners and one between them; none if it is not valid there."""
        if not self.piece.free:
            return [tuple(a for a, _ in self.path)] if all(sign(a) >= 0 for a, _ in self.sides) else []
        corners = corners_of(self.sides, self.piece.free)
        if len(corners) > 1:
            corners.append([sum(column[1:], column[0]) / len(corners) for column in zip(*corners, strict=True)])
        return [tuple(shifted(a, row, t) for a, row in self.path) for t in corners]
