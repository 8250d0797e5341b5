"""Running an expression graph over a grid with NumPy, block by block: nothing but the results has the grid's size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.expression_graph import (
    ABSOLUTE,
    ADD,
    LEVELS,
    MULTIPLY,
    POWER,
    RECIPROCAL,
    ROOT,
    SUBTRACT,
    ExpressionGraph,
    Level,
    Place,
)

BLOCK = 1 << 16
_ROWS_AT_ONCE = 1 << 12
Step: TypeAlias = tuple[Place, np.ufunc, tuple[Place, ...]]
_UFUNCS: Mapping[str, np.ufunc] = {
    ADD: np.add,
    SUBTRACT: np.subtract,
    MULTIPLY: np.multiply,
    RECIPROCAL: np.reciprocal,
    ROOT: np.sqrt,
    ABSOLUTE: np.abs,
    POWER: np.power,
}


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

    def blocks(self, size: int) -> Iterator[Block]:
        """Yield the pieces of about `size` points that the block is computed in; whole rows where they are short."""
        height, width = self.shape
        for block in blocks_of((height, width), size):
            yield Block(
                slice(self.rows.start + block.rows.start, self.rows.start + block.rows.stop),
                slice(self.columns.start + block.columns.start, self.columns.start + block.columns.stop),
            )


def blocks_of(shape: tuple[int, ...], size: int = BLOCK) -> Iterator[Block]:
    """Yield the pieces that a grid is computed in, of about `size` points; whole rows where they are short.

    Examples
    --------
    >>> [block.shape for block in blocks_of((1000, 100))]
    [(655, 100), (345, 100)]
    """
    rows, columns = prod(shape[:-1]), shape[-1]
    width = min(columns, size)
    height = max(1, size // width)
    for left in range(0, columns, width):
        for top in range(0, rows, height):
            yield Block(slice(top, min(top + height, rows)), slice(left, min(left + width, columns)))


@dataclass(frozen=True, kw_only=True)
class BlockProgram:
    """What a graph computes for a grid, in the order in which it is computed.

    Attributes
    ----------
    graph : ExpressionGraph
    groups : tuple of tuple of int
        The places in the graph of what is asked for, group by group: the memory of one is taken again for the next.
    outer, inner : mapping from str to array
        The swept parameters: those that vary from row to row, and those that vary along it.
    fixed : mapping from str to float
        The others.
    """

    graph: ExpressionGraph
    groups: tuple[tuple[Place, ...], ...]
    outer: Mapping[str, Floats]
    inner: Mapping[str, Floats]
    fixed: Mapping[str, float]

    def run(
        self,
        block: Block,
        buffers: Buffers,
        into: Mapping[Place, Floats],
        known: Mapping[str, Floats] = MappingProxyType({}),
    ) -> dict[Place, Floats]:
        """Return each result over a block, as an array that broadcasts to it; it stands until the next run.

        Results in `into` that vary with both axes are written there, and nowhere else; `known` has, over the block, the
        symbols that vary with both.

        Divisions by zero and overflows give infinities and NaN, silently: it is for the caller to say what they mean.
        """
        results: dict[Place, Floats] = {}
        for found in self.stages(block, buffers, into, known):
            results |= found
        return results

    def stages(
        self,
        block: Block,
        buffers: Buffers,
        into: Mapping[Place, Floats],
        known: Mapping[str, Floats] = MappingProxyType({}),
    ) -> Iterator[dict[Place, Floats]]:
        """Yield the results of each group as `run` returns them; they stand until the next group is asked for."""
        values = self.constants | buffers.rows(self, block) | buffers.tables(self, block)
        values |= {place: known[str(leaf)] for place, leaf in self._leaves[Level.BOTH]}
        for group, steps in zip(self.groups, self._stages, strict=True):
            with np.errstate(all="ignore"):
                for place, function, operands in steps:
                    out = into[place] if place in into else buffers.taken(self._slots[place], block.shape)
                    values[place] = function(*(values[operand] for operand in operands), out=out)
            yield {place: values[place] for place in group}

    def table(self, columns: slice) -> dict[Place, Floats]:
        """Return what some columns know by themselves."""
        return self._known(Level.INNER, {name: axis[columns] for name, axis in self.inner.items()})

    def row_table(self, rows: slice) -> dict[Place, Floats]:
        """Return what some rows know by themselves, as columns."""
        return self._known(Level.OUTER, self.row_values(rows))

    def _known(self, level: Level, symbols: Mapping[str, Floats]) -> dict[Place, Floats]:
        values = dict(self.constants)
        with np.errstate(all="ignore"):
            self._compute(level, values, symbols)
        return {place: value for place, value in values.items() if self.graph.level(place) is level}

    def _compute(self, level: Level, values: dict[Place, Floats], symbols: Mapping[str, Floats]) -> None:
        """Enter what varies with a level's axes alone."""
        for place, leaf in self._leaves[level]:
            values[place] = symbols[leaf] if isinstance(leaf, str) else np.asarray(leaf)
        for place, function, operands in self._steps[level]:
            values[place] = np.asarray(function(*(values[operand] for operand in operands)))

    def row_values(self, rows: slice) -> dict[str, Floats]:
        """Return the outer parameters at each of some rows, as columns."""
        shape = tuple(len(axis) for axis in self.outer.values())
        places = np.unravel_index(np.arange(rows.start, rows.stop), shape) if shape else ()
        return {name: axis[place][:, None] for (name, axis), place in zip(self.outer.items(), places, strict=True)}

    def arguments(self, block: Block) -> tuple[Floats, Floats, Floats]:
        """Return what a compiled loop takes: fixed parameters, outer ones at each row of a block, inner ones."""
        outer = np.empty((len(self.outer), block.shape[0]))
        for row, values in zip(outer, self.row_values(block.rows).values(), strict=True):
            row[:] = values[:, 0]
        [inner] = self.inner.values()
        return np.array(list(self.fixed.values())), outer, inner[block.columns]

    @cached_property
    def _leaves(self) -> dict[Level, list[tuple[Place, float | str]]]:
        """Return the symbols and numbers of each level."""
        leaves: dict[Level, list[tuple[Place, float | str]]] = {level: [] for level in LEVELS}
        for place in self.graph.reached(self.results):
            if not self.graph.operands(place):
                leaves[self.graph.level(place)].append((place, self.graph.nodes[place].arguments[0]))
        return leaves

    @cached_property
    def _steps(self) -> dict[Level, list[Step]]:
        """Return the operations of each level, operands first."""
        steps: dict[Level, list[Step]] = {level: [] for level in LEVELS}
        for place in self.graph.reached(self.results):
            if operands := self.graph.operands(place):
                node = self.graph.nodes[place]
                steps[node.level].append((place, _UFUNCS[node.operation], operands))
        return steps

    @cached_property
    def constants(self) -> dict[Place, Floats]:
        """The values that vary with no axis."""
        values: dict[Place, Floats] = {}
        with np.errstate(all="ignore"):
            self._compute(Level.FIXED, values, {name: np.asarray(value) for name, value in self.fixed.items()})
        return values

    @property
    def row_count(self) -> int:
        """The number of combinations of values of the outer axes."""
        return prod(len(axis) for axis in self.outer.values())

    @property
    def results(self) -> tuple[Place, ...]:
        """The places of all that is asked for."""
        return tuple(place for group in self.groups for place in group)

    @cached_property
    def _stages(self) -> list[list[Step]]:
        """Return what varies with both axes, operands first, by the group that needs it first."""
        stages, done = [], set()
        steps = {step[0]: step for step in self._steps[Level.BOTH]}
        for group in self.groups:
            new = [place for place in self.graph.reached(group) if place in steps and place not in done]
            stages.append([steps[place] for place in new])
            done.update(new)
        return stages

    @cached_property
    def _slots(self) -> dict[Place, int]:
        """Return the buffer of each value of a block: one that nobody reads any more is taken again."""
        reads: list[tuple[Place | None, tuple[Place, ...]]] = []
        for group, steps in zip(self.groups, self._stages, strict=True):
            reads += [*((place, operands) for place, _, operands in steps), (None, group)]
        last = {place: time for time, (_, read) in enumerate(reads) for place in read}
        slots: dict[Place, int] = {}
        free: list[int] = []
        for time, (place, read) in enumerate(reads):
            free.extend(slots[operand] for operand in sorted(set(read)) if operand in slots and last[operand] == time)
            if place is not None:
                slots[place] = free.pop() if free else len(set(slots.values()))
        return slots


class Buffers:
    """The memory of a run: as many blocks as values are alive at once, and the tables of rows and columns at hand."""

    def __init__(self) -> None:
        self._blocks: dict[int, Floats] = {}
        self._columns = self._rows = slice(0, 0)
        self._tables: dict[Place, Floats] = {}
        self._row_tables: dict[Place, Floats] = {}

    def taken(self, slot: int, shape: tuple[int, int]) -> Floats:
        """Return the memory of a slot, in the shape of a block."""
        size = shape[0] * shape[1]
        if slot not in self._blocks or self._blocks[slot].size < size:
            self._blocks[slot] = np.empty(size)
        return self._blocks[slot][:size].reshape(shape)

    def tables(self, program: BlockProgram, block: Block) -> dict[Place, Floats]:
        """Return the tables of a block's columns: computed once for all blocks that have them."""
        if self._columns != block.columns:
            self._columns, self._tables = block.columns, program.table(block.columns)
        return self._tables

    def rows(self, program: BlockProgram, block: Block) -> dict[Place, Floats]:
        """Return the tables of a block's rows, which are computed many rows at once."""
        start, stop = block.rows.start, block.rows.stop
        if start < self._rows.start or stop > self._rows.stop:
            last = max(stop, min(start + _ROWS_AT_ONCE, program.row_count))
            self._rows = slice(start, last)
            self._row_tables = program.row_table(self._rows)
        first = self._rows.start
        return {place: values[start - first : stop - first] for place, values in self._row_tables.items()}
