"""What a graph computes for a grid, in which order, in which memory: known before any number is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lsec_models.evaluate.fused.expression_graph import LEVELS, ExpressionGraph, Level, Place

Step: TypeAlias = tuple[Place, str, tuple[Place, ...]]


@dataclass(frozen=True)
class BlockSteps:
    """The operations that compute some values of a graph, in the order in which they are computed.

    Attributes
    ----------
    graph : ExpressionGraph
    groups : tuple of tuple of int
        The places in the graph of what is asked for, group by group: the memory of one is taken again for the next.
    """

    graph: ExpressionGraph
    groups: tuple[tuple[Place, ...], ...]

    @property
    def results(self) -> tuple[Place, ...]:
        """The places of all that is asked for."""
        return tuple(place for group in self.groups for place in group)

    @cached_property
    def leaves(self) -> dict[Level, list[tuple[Place, float | str]]]:
        """The symbols and numbers of each level."""
        leaves: dict[Level, list[tuple[Place, float | str]]] = {level: [] for level in LEVELS}
        for place in self.graph.reached(self.results):
            if not self.graph.operands(place):
                leaves[self.graph.level(place)].append((place, self.graph.nodes[place].arguments[0]))
        return leaves

    @cached_property
    def operations(self) -> dict[Level, list[Step]]:
        """The operations of each level, operands first."""
        operations: dict[Level, list[Step]] = {level: [] for level in LEVELS}
        for place in self.graph.reached(self.results):
            if operands := self.graph.operands(place):
                node = self.graph.nodes[place]
                operations[node.level].append((place, node.operation, operands))
        return operations

    @cached_property
    def kept(self) -> dict[Level, list[Place]]:
        """By level, what is read at each point or asked for: blocks need no more."""
        read = {*self.results, *(operand for _, _, operands in self.operations[Level.BOTH] for operand in operands)}
        return {level: [place for place in sorted(read) if self.graph.level(place) is level] for level in LEVELS}

    @cached_property
    def stages(self) -> list[list[Step]]:
        """What varies with both axes, operands first, by the group that needs it first."""
        stages, done = [], set()
        steps = {step[0]: step for step in self.operations[Level.BOTH]}
        for group in self.groups:
            new = [place for place in self.graph.reached(group) if place in steps and place not in done]
            stages.append([steps[place] for place in new])
            done.update(new)
        return stages

    @cached_property
    def slots(self) -> dict[Place, int]:
        """The buffer of each value of a block: one that nobody reads any more is taken again."""
        reads: list[tuple[Place | None, tuple[Place, ...]]] = []
        for group, steps in zip(self.groups, self.stages, strict=True):
            reads += [*((place, operands) for place, _, operands in steps), (None, group)]
        last = {place: time for time, (_, read) in enumerate(reads) for place in read}
        slots: dict[Place, int] = {}
        free: list[int] = []
        for time, (place, read) in enumerate(reads):
            free.extend(slots[operand] for operand in sorted(set(read)) if operand in slots and last[operand] == time)
            if place is not None:
                slots[place] = free.pop() if free else len(set(slots.values()))
        return slots

    @cached_property
    def slot_count(self) -> int:
        """The number of buffers."""
        return len(set(self.slots.values()))
