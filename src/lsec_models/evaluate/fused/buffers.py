"""The memory that a program runs in, and the tables that many of its blocks share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.computed import bound_of
from lsec_models.evaluate.fused.expression_graph import Place
from lsec_models.evaluate.fused.memory_apart import apart

_ROWS_AT_ONCE = 1 << 12


class Tabled(Protocol):
    """What knows its rows and its columns."""

    @property
    def row_count(self) -> int:
        """The number of rows."""

    def table(self, columns: slice) -> dict[Place, Floats]:
        """Return what some columns know by themselves."""

    def row_table(self, rows: slice) -> dict[Place, Floats]:
        """Return what some rows know by themselves, as columns."""


@dataclass(frozen=True)
class SharedTable:
    """Values that stand for several blocks, with their bounds."""

    where: slice
    values: dict[Place, Floats]
    bounds: dict[Place, float]

    @classmethod
    def of(cls, where: slice, values: dict[Place, Floats]) -> SharedTable:
        """Return a table of values with their bounds."""
        return cls(where, values, {place: bound_of(value) for place, value in values.items()})


class Buffers:
    """The memory of a run: as many blocks as values are alive at once, and the tables of rows and columns at hand."""

    def __init__(self) -> None:
        self._slots: list[Floats] = []
        self._views: list[Floats] = []
        self._shape = (0, 0)
        self._columns = self._rows = SharedTable.of(slice(0, 0), {})

    def taken(self, count: int, shape: tuple[int, int]) -> list[Floats]:
        """Return the memory of so many slots, in the shape of a block."""
        size = shape[0] * shape[1]
        if shape != self._shape or len(self._views) < count:
            if not self._slots or self._slots[0].size < size or len(self._slots) < count:
                self._slots = [apart((size,), number) for number in range(count)]
            self._shape, self._views = shape, [slot[:size].reshape(shape) for slot in self._slots]
        return self._views

    def columns(self, program: Tabled, block: Block) -> SharedTable:
        """Return the table of a block's columns: computed once for all blocks that have them."""
        if self._columns.where != block.columns:
            self._columns = SharedTable.of(block.columns, program.table(block.columns))
        return self._columns

    def rows(self, program: Tabled, block: Block) -> SharedTable:
        """Return the table of a block's rows, which are computed, and bounded, many rows at once."""
        start, stop = block.rows.start, block.rows.stop
        if start < self._rows.where.start or stop > self._rows.where.stop:
            where = slice(start, max(stop, min(start + _ROWS_AT_ONCE, program.row_count)))
            self._rows = SharedTable.of(where, program.row_table(where))
        first = self._rows.where.start
        values = {place: value[start - first : stop - first] for place, value in self._rows.values.items()}
        return SharedTable(block.rows, values, self._rows.bounds)
