"""One affine piece of what is answered from a stage on, and where it is valid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lsec_models.solve.corners.exact.polyhedra.linear_systems import Eliminated, without_columns
from lsec_models.solve.linear_algebra import ZERO
from lsec_models.solve.quadratic import Matrix, Row, row_key

FAR = "no bound"


@dataclass(frozen=True, kw_only=True)
class Side:
    """An affine function that is at least zero on a piece.

    Attributes
    ----------
    row : list of fmpq
        Coefficients of what is given, the free parameters, a bound beyond all numbers for each stage, and the constant.
    words : str
        The constraint that it is, or the one whose multiplier it is.
    is_asked : bool
        Whether the function must be at least zero. A bound beyond all numbers, and the indifference of a later mover,
        only say where a mover may stop.
    """

    row: Row
    words: str
    is_asked: bool = True


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One affine piece of what is answered from a stage on.

    Attributes
    ----------
    given : tuple of int
        The decisions on which it depends, in the order of the columns.
    free : int
        How many parameters are left free.
    rows : dict from int to list of fmpq
        Each decision from the stage on that is not given.
    sides : tuple of Side
        Where it is valid.
    equations : tuple of list of fmpq
        Functions of what is given that vanish where it is valid.
    parent : Piece or None
        The piece of later answers on which it stands.
    binding : tuple of str
        What binds in the stage, in words.
    is_far : bool
        Whether a bound beyond all numbers binds in the stage or later.
    """

    given: tuple[int, ...]
    free: int
    rows: dict[int, Row]
    sides: tuple[Side, ...]
    equations: tuple[Row, ...]
    parent: Piece | None
    binding: tuple[str, ...]
    is_far: bool

    @cached_property
    def consequences(self) -> list[Row]:
        """What is at least zero where it is valid, whatever the free parameters."""
        rows = [side.row for side in self.sides if side.is_asked]
        return without_columns(rows, range(len(self.given), len(self.given) + self.free))

    @cached_property
    def without_free(self) -> list[Side]:
        """The sides that do not depend on the free parameters, without the columns of these."""
        count, stop = len(self.given), len(self.given) + self.free
        kept = (side for side in self.sides if not any(side.row[count:stop]))
        return [replace(side, row=[*side.row[:count], *side.row[stop:]]) for side in kept]

    def with_free(self, row: Row) -> Row:
        """Return an affine function of what is given with columns for the free parameters."""
        count = len(self.given)
        return [*row[:count], *[ZERO] * self.free, *row[count:]]

    @cached_property
    def key(self) -> object:
        """Equal for pieces that are the same function on the same set."""
        rows = tuple((v, row_key(row)) for v, row in sorted(self.rows.items()))
        return rows, frozenset(row_key(s.row) for s in self.sides), frozenset(map(row_key, self.equations))


def eliminated(piece: Piece, own: Sequence[int]) -> tuple[list[Row], Matrix]:
    """Return own decisions and the free parameters of a piece where its equations hold, as far as they determine them.

    Each is a row over what is given to the piece, with zeros for the own decisions, and a direction: its coefficients
    of the numbers that are left to choose.
    """
    count = len(piece.given)
    own_places = [piece.given.index(v) for v in own]
    rest = [i for i in range(count) if i not in own_places]
    unknowns = len(own) + piece.free
    table = [
        [*(row[i] for i in own_places), *[ZERO] * piece.free, *(row[i] for i in rest), *row[count:]]
        for row in piece.equations
    ]
    solved = Eliminated.of(table, unknowns, len(rest))
    if solved is None:
        raise AssertionError("the equations of a piece contradict each other")
    tail = len(piece.equations[0]) - count if piece.equations else 1
    width = len(rest) + len(solved.free) + tail
    values, directions = [], []
    for column in range(unknowns):
        row = solved.row(column, solved.free, width)
        full = [ZERO] * (count + tail)
        for i, entry in zip(rest, row, strict=False):
            full[i] = entry
        full[count:] = row[len(rest) + len(solved.free) :]
        values.append(full)
        directions.append(row[len(rest) : len(rest) + len(solved.free)])
    return values, directions
