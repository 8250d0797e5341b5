"""Running an expression graph over a grid with NumPy, block by block: nothing but the results has the grid's size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from math import prod
from types import MappingProxyType

import numpy as np

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.buffers import Buffers, SharedTable
from lsec_models.evaluate.fused.computed import BOUNDED_BY_VALUES, Computed
from lsec_models.evaluate.fused.expression_graph import (
    ABSOLUTE,
    ADD,
    MULTIPLY,
    POWER,
    RECIPROCAL,
    ROOT,
    SUBTRACT,
    Level,
    Place,
)

_SMALLEST_BUFFER = 16
# NumPy divides faster than its own reciprocal, and rounds alike.
_FUNCTIONS: Mapping[str, Callable[..., Floats]] = {
    ADD: np.add,
    SUBTRACT: np.subtract,
    MULTIPLY: np.multiply,
    RECIPROCAL: partial(np.divide, 1.0),
    ROOT: np.sqrt,
    ABSOLUTE: np.abs,
    POWER: np.power,
}


@contextmanager
def _unbuffered() -> Iterator[None]:
    """Let NumPy say nothing, and not copy a row or a column again and again where it meets a block, as it does else."""
    with np.errstate(all="ignore"):
        size = np.setbufsize(_SMALLEST_BUFFER)
        try:
            yield
        finally:
            np.setbufsize(size)


@dataclass(frozen=True, kw_only=True)
class BlockProgram:
    """What a graph computes for a grid.

    Attributes
    ----------
    steps : BlockSteps
    outer, inner : mapping from str to array
        The swept parameters: those that vary from row to row, and those that vary along it.
    fixed : mapping from str to float
        The others.
    """

    steps: BlockSteps
    outer: Mapping[str, Floats]
    inner: Mapping[str, Floats]
    fixed: Mapping[str, float]

    def run(
        self,
        block: Block,
        buffers: Buffers,
        into: Mapping[Place, Floats],
        known: Mapping[str, Floats] = MappingProxyType({}),
    ) -> Computed:
        """Return the results of a program of one group over a block; they stand until the next run.

        Results in `into` that vary with both axes are written there, and nowhere else; `known` has, over the block, the
        symbols that vary with both.

        Divisions by zero and overflows give infinities and NaN, silently: it is for the caller to say what they mean.
        """
        [computed] = self.stages(block, buffers, into, known)
        return computed

    def stages(
        self,
        block: Block,
        buffers: Buffers,
        into: Mapping[Place, Floats],
        known: Mapping[str, Floats] = MappingProxyType({}),
    ) -> Iterator[Computed]:
        """Yield the results after each group, as `run` returns them; they stand until the next group is asked for."""
        fixed, columns, rows = self.constants, buffers.columns(self, block), buffers.rows(self, block)
        computed = Computed(fixed.values | columns.values | rows.values, fixed.bounds | columns.bounds | rows.bounds)
        for place, leaf in self.steps.leaves[Level.BOTH]:
            computed.enter(place, known[str(leaf)])
        values, memory = computed.values, buffers.taken(self.steps.slot_count, block.shape)
        for steps, calls in zip(self.steps.stages, self._calls, strict=True):
            with _unbuffered():
                for place, operation, function, operands, slot in calls:
                    if operation in BOUNDED_BY_VALUES:
                        computed.enter_bound_by_values(place, operation, operands[0])
                    out = into.get(place)
                    values[place] = function(*map(values.__getitem__, operands), memory[slot] if out is None else out)
            computed.enter_bounds(steps)
            yield computed

    @cached_property
    def _calls(self) -> list[list[tuple[Place, str, Callable[..., Floats], tuple[Place, ...], int]]]:
        """The steps of each group, with what does them and in which memory."""
        return [
            [
                (place, operation, _FUNCTIONS[operation], operands, self.steps.slots[place])
                for place, operation, operands in steps
            ]
            for steps in self.steps.stages
        ]

    def table(self, columns: slice) -> dict[Place, Floats]:
        """Return what some columns know by themselves."""
        return self._known(Level.INNER, {name: axis[columns] for name, axis in self.inner.items()})

    def row_table(self, rows: slice) -> dict[Place, Floats]:
        """Return what some rows know by themselves, as columns."""
        return self._known(Level.OUTER, self.row_values(rows))

    def _known(self, level: Level, symbols: Mapping[str, Floats]) -> dict[Place, Floats]:
        values = dict(self._fixed)
        with np.errstate(all="ignore"):
            self._compute(level, values, symbols)
        return {place: values[place] for place in self.steps.kept[level]}

    def _compute(self, level: Level, values: dict[Place, Floats], symbols: Mapping[str, Floats]) -> None:
        """Enter what varies with a level's axes alone."""
        for place, leaf in self.steps.leaves[level]:
            values[place] = symbols[leaf] if isinstance(leaf, str) else np.asarray(leaf)
        for place, operation, operands in self.steps.operations[level]:
            values[place] = np.asarray(_FUNCTIONS[operation](*(values[operand] for operand in operands)))

    def row_values(self, rows: slice) -> dict[str, Floats]:
        """Return the outer parameters at each of some rows, as columns."""
        shape = tuple(len(axis) for axis in self.outer.values())
        places = np.unravel_index(np.arange(rows.start, rows.stop), shape) if shape else ()
        return {name: axis[place][:, None] for (name, axis), place in zip(self.outer.items(), places, strict=True)}

    def arguments(self, block: Block) -> tuple[Floats, Floats, tuple[Floats, ...]]:
        """Return what a compiled loop takes: fixed parameters, outer ones at each row of a block, each inner one.

        Inner ones are not copied unless a loop would have to be compiled anew for how they lie in memory.
        """
        outer = np.empty((len(self.outer), block.shape[0]))
        for row, values in zip(outer, self.row_values(block.rows).values(), strict=True):
            row[:] = values[:, 0]
        inner = tuple(np.require(axis[block.columns], float, ["C", "A", "W", "E"]) for axis in self.inner.values())
        return np.array(list(self.fixed.values())), outer, inner

    @cached_property
    def _fixed(self) -> dict[Place, Floats]:
        """All values that vary with no axis."""
        values: dict[Place, Floats] = {}
        with np.errstate(all="ignore"):
            self._compute(Level.FIXED, values, {name: np.asarray(value) for name, value in self.fixed.items()})
        return values

    @cached_property
    def constants(self) -> SharedTable:
        """The values that vary with no axis, of those that are read at each point or asked for."""
        return SharedTable.of(slice(0, 0), {place: self._fixed[place] for place in self.steps.kept[Level.FIXED]})

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """The names of parameters that are fixed, that vary from row to row, and along a row."""
        return tuple(self.fixed), tuple(self.outer), tuple(self.inner)

    @property
    def row_count(self) -> int:
        """The number of combinations of values of the outer axes."""
        return prod(len(axis) for axis in self.outer.values())
