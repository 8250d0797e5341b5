"""The pieces of a grid that are computed, stored or sent to another process as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import overload

import numpy as np

from lsec_models.evaluate.fused.blocks import Block


@dataclass(frozen=True)
class GridPiece:
    """A box of a grid whose points follow each other.

    Attributes
    ----------
    index : tuple of slice
        Its places along each axis.
    block : Block
        The same as rows and columns.
    """

    index: tuple[slice, ...]
    block: Block

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of places along each axis."""
        return tuple(part.stop - part.start for part in self.index)


@dataclass(frozen=True)
class GridPieces(Sequence[GridPiece]):
    """All pieces of a grid, in the order of its points; what they are depends on its shape and a size alone.

    Parameters
    ----------
    grid_shape : tuple of int
    size : int
        The number of points that a piece has at most.

    Examples
    --------
    >>> pieces = GridPieces((4, 100, 100), 3000)
    >>> pieces.box, len(pieces), pieces[-1].index[1], pieces[-1].block.rows
    ((1, 30, 100), 16, slice(90, 100, None), slice(390, 400, None))
    """

    grid_shape: tuple[int, ...]
    size: int

    @cached_property
    def box(self) -> tuple[int, ...]:
        """The shape of a piece that no edge of the grid cuts."""
        room, sides = max(self.size, 1), []
        for length in reversed(self.grid_shape):
            side = min(length, room)
            sides.append(side)
            room = room // side if side == length else 1
        return tuple(reversed(sides))

    @cached_property
    def _counts(self) -> tuple[int, ...]:
        return tuple(-(-length // side) for length, side in zip(self.grid_shape, self.box, strict=True))

    def __len__(self) -> int:
        return prod(self._counts)

    @overload
    def __getitem__(self, number: int) -> GridPiece: ...
    @overload
    def __getitem__(self, number: slice) -> list[GridPiece]: ...
    def __getitem__(self, number: int | slice) -> GridPiece | list[GridPiece]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        places = np.unravel_index(number % len(self), self._counts)
        index = tuple(
            slice(int(place) * side, min((int(place) + 1) * side, length))
            for place, side, length in zip(places, self.box, self.grid_shape, strict=True)
        )
        *outer, columns = index
        first = 0
        for part, length in zip(outer, self.grid_shape, strict=False):
            first = first * length + part.start
        rows = prod(part.stop - part.start for part in outer)
        return GridPiece(index, Block(slice(first, first + rows), columns))
