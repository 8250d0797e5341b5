"""The pieces of a grid, its rows and columns, that are computed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

BLOCK = 1 << 17


@dataclass(frozen=True)
class Block:
    """A piece of a grid: some of its rows, and some of the places along the innermost axis.

    Attributes
    ----------
    rows : slice
        Numbers of rows; a row is a combination of values of the outer axes, the last of them moving fastest.
    columns : slice
        Places along the innermost axis.
    """

    rows: slice
    columns: slice

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start

    @property
    def size(self) -> int:
        """The number of points."""
        return prod(self.shape)

    def place(self, index: Iterable[int], shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the place in a grid of a shape of what is at a row and a column of the block."""
        row, column = (part.start + int(place) for part, place in zip((self.rows, self.columns), index, strict=True))
        outer = np.unravel_index(row, shape[:-1]) if len(shape) > 1 else ()
        return (*map(int, outer), column)

    def within(self, other: Block) -> Block:
        """Return where this block lies in another, whose rows and columns are counted from 0."""
        rows = slice(self.rows.start - other.rows.start, self.rows.stop - other.rows.start)
        columns = slice(self.columns.start - other.columns.start, self.columns.stop - other.columns.start)
        return Block(rows, columns)

    def blocks(self, size: int, widest: int | None = None) -> Iterator[Block]:
        """Yield the pieces of about `size` points that the block is computed in; whole rows where they are short.

        Rows of more than `widest` points are cut.
        """
        height, width = self.shape
        for block in blocks_of((height, width), size, widest):
            yield Block(
                slice(self.rows.start + block.rows.start, self.rows.start + block.rows.stop),
                slice(self.columns.start + block.columns.start, self.columns.start + block.columns.stop),
            )


def blocks_of(shape: tuple[int, ...], size: int = BLOCK, widest: int | None = None) -> Iterator[Block]:
    """Yield the pieces that a grid is computed in, of about `size` points; whole rows where they are short.

    Examples
    --------
    >>> [block.shape for block in blocks_of((2000, 100))]
    [(1310, 100), (690, 100)]
    """
    rows, columns = prod(shape[:-1]), shape[-1]
    width = min(columns, size, widest or size)
    height = max(1, size // width)
    for left in range(0, columns, width):
        for top in range(0, rows, height):
            yield Block(slice(top, min(top + height, rows)), slice(left, min(left + width, columns)))
