"""A square system of first-order conditions with its Jacobian, compiled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, starmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.scalar.in_python import PointInPython
from lsec_models.solve.numerical.first_order.small_matrices import rows_of
from lsec_models.solve.numerical.first_order.stacked_conditions import StageConditions, jacobian_entries
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues, Numbers
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph

# At so many points numbers of Python are faster than arrays.
FEW = 16


@dataclass(frozen=True, kw_only=True)
class System:
    """A square system with its Jacobian, compiled.

    Attributes
    ----------
    unknowns : tuple of str
    known : tuple of str
        The other symbols.
    values : CompiledValues
        From the values of unknowns, then of known symbols, to those of the conditions and of the Jacobian's entries.
    rows, columns : tuple of int
        Where the entries belong; all others are zero.
    in_logarithms : array of bool
        Which unknowns are positive, so that steps are relative.
    movers : tuple of slice
        Where the decisions of each mover of the system's first stage stand; they come before all other unknowns.
    """

    unknowns: tuple[str, ...]
    known: tuple[str, ...]
    values: CompiledValues
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    in_logarithms: NDArray[np.bool_]
    movers: tuple[slice, ...]

    @property
    def own(self) -> int:
        """The number of decisions of the system's first stage."""
        return self.movers[-1].stop if self.movers else 0

    @cached_property
    def logarithms(self) -> NDArray[np.intp]:
        """The places of positive unknowns."""
        return np.flatnonzero(self.in_logarithms)

    @cached_property
    def own_logarithms(self) -> Numbers:
        """Where the first decisions' logarithms stand on the diagonal of their second derivatives: 1, else 0."""
        return np.diag(self.in_logarithms[: self.own].astype(float))[..., None]

    @cached_property
    def _entries(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return np.array(self.rows, dtype=np.intp), np.array(self.columns, dtype=np.intp)

    @cached_property
    def in_python(self) -> PointInPython:
        """The system at one point, in Python's numbers."""
        counts = [move.stop - move.start for move in self.movers]
        return PointInPython(self.values, (self.rows, self.columns), self.in_logarithms.tolist(), counts)

    def evaluated(self, x: Numbers, known: Sequence[Any] | Numbers) -> tuple[Numbers, Numbers]:
        """Return conditions, of shape (unknowns, points), and Jacobians, (unknowns, unknowns, points)."""
        return self.evaluated_in(np.concatenate([x, rows_of(known, x.shape[1])]))

    def evaluated_in(self, states: Numbers) -> tuple[Numbers, Numbers]:
        """Return the same of unknowns and then known symbols, as rows of one array."""
        size, points = len(self.unknowns), states.shape[1]
        jacobian = np.zeros((size, size, points))
        if points <= FEW:
            few = self.values.at_few(states)
            jacobian[self._entries] = few[size:]
            return few[:size], jacobian
        conditions, found = np.empty((size, points)), self.values([*states])
        for row, value in enumerate(found[:size]):
            conditions[row] = value
        for row, column, value in zip(self.rows, self.columns, found[size:], strict=True):
            jacobian[row, column] = value
        return conditions, jacobian

    def scales(self, x: Numbers) -> Numbers:
        """Return what steps of unknowns are relative to: themselves where they are positive, else at least one."""
        if len(self.logarithms) == len(x):
            return x
        scales = np.maximum(1.0, np.abs(x))
        scales[self.logarithms] = x[self.logarithms]
        return scales

    def moved(self, x: Numbers, steps: Numbers, scales: Numbers) -> Numbers:
        """Return where steps lead, those of positive unknowns in their logarithms."""
        if len(self.logarithms) == len(x):
            return np.asarray(x * np.exp(steps))
        moved = x + steps * scales
        if len(self.logarithms):
            moved[self.logarithms] = x[self.logarithms] * np.exp(steps[self.logarithms])
        return moved


def system_of(
    graph: DerivativeGraph, stage: StageConditions, known: Sequence[str], positive: Collection[str]
) -> System:
    """Return the system of a stage and all later ones, compiled."""
    slopes = jacobian_entries(graph, stage)
    ends = [0, *accumulate(len(move.decisions) for move in stage.moves)]
    return System(
        unknowns=stage.unknowns,
        known=tuple(known),
        values=graph.compiled([*stage.unknowns, *known], [*stage.conditions, *slopes.values()]),
        rows=tuple(row for row, _ in slopes),
        columns=tuple(column for _, column in slopes),
        in_logarithms=np.array([name in positive for name in stage.unknowns], dtype=bool),
        movers=tuple(starmap(slice, pairwise(ends))),
    )
