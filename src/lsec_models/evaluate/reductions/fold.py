"""Reductions of a sweep, piece by piece: nothing has the size of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import xarray as xr

from lsec_models.evaluate.closed_forms.several_on_grid import BestOfForms
from lsec_models.evaluate.dataset import fixed_coordinates, labelled
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.pieces import GridPiece
from lsec_models.evaluate.plan import AtPoints, Evaluator, SweepPlan
from lsec_models.evaluate.reductions.asked import REGION, AskedReduction
from lsec_models.evaluate.reductions.best import BestOfSeveral
from lsec_models.evaluate.reductions.reduction import Part, State
from lsec_models.evaluate.reductions.region import Region, met_by

_COMPARED_AT_ONCE = 1 << 18
# Tables of the columns are read again for each row, and should be in the cache still.
_WIDEST = 1 << 12

States: TypeAlias = tuple[State, ...]


@dataclass(frozen=True)
class Fold:
    """What is asked of a sweep, put together piece by piece, always in the same order, so that it is the same number.

    Parameters
    ----------
    plan : SweepPlan
    asked : tuple of AskedReduction
    """

    plan: SweepPlan
    asked: tuple[AskedReduction, ...]

    def of_piece(self, evaluator: Evaluator, piece: GridPiece) -> States:
        """Return what a piece of the grid comes to."""
        best = self._best(evaluator)
        if best is not None:
            compared = self._compared(best, piece)
            if compared is not None:
                return compared
        states: States | None = None
        count = len(self.plan.labels)
        memory = Field.empty((count * min(evaluator.block_size, piece.block.size),), self.plan.quantities)
        for block in piece.block.blocks(evaluator.block_size):
            field = memory.first(count, block)
            evaluator.fill(block, [field.at(place) for place in range(count)], coded=self._is_coded)
            part = Part(field, evaluator.conditions, evaluator.regimes)
            found = tuple(one.reduction.of_part(one.quantity, part, self.plan) for one in self._tracked)
            states = found if states is None else self.joined(states, found)
        assert states is not None, "a piece has points"
        return states

    def joined(self, one: States, other: States) -> States:
        """Return what two pieces come to together, the first before the second."""
        both = zip(self._tracked, one, other, strict=True)
        return tuple(asked.reduction.joined(left, right) for asked, left, right in both)

    def dataset(self, states: States) -> xr.Dataset:
        """Return what all pieces come to."""
        variables: dict[str, xr.Variable] = {}
        for one, state in zip(self.asked, states, strict=False):
            variables |= one.reduction.variables(one.quantity, state, self.plan)
        said = self.plan.attributes(self._met(states)) | {
            "over": self.plan.grid.said,
            "points": prod(self.plan.grid.shape),
        }
        return labelled(self.plan, variables, fixed_coordinates(self.plan), said)

    def _best(self, evaluator: Evaluator) -> BestOfForms | None:
        """Return what answers without any values, where nothing is asked but who is best."""
        match self._tracked:
            case [AskedReduction(quantity, BestOfSeveral() as reduction)]:
                return evaluator.best(quantity, is_greatest=reduction.is_greatest)
        return None

    def _compared(self, best: BestOfForms, piece: GridPiece) -> States | None:
        """Return what a piece comes to; none if a point of it must be looked at exactly."""
        [one] = self._tracked
        assert isinstance(one.reduction, BestOfSeveral)
        states: States | None = None
        for block in piece.block.blocks(_COMPARED_AT_ONCE, _WIDEST):
            sets = best.sets(block, one.reduction.tolerance)
            if sets is None:
                return None
            found = (one.reduction.of_sets(sets, len(self.plan.labels)),)
            states = found if states is None else self.joined(states, found)
        return states

    @property
    def _is_coded(self) -> bool:
        """Whether it matters which condition fails, not only that one does."""
        return any(isinstance(one.reduction, Region) for one in self._tracked)

    @property
    def _tracked(self) -> Sequence[AskedReduction]:
        """What is asked, and for the evidence of a game in how many points what fails."""
        return (*self.asked, AskedReduction(REGION, Region())) if self._is_at_points else self.asked

    @property
    def _is_at_points(self) -> bool:
        return isinstance(self.plan.swept, AtPoints)

    def _met(self, states: States) -> dict[str, int]:
        if not self._is_at_points:
            return {}
        labels, [counts] = states[-1]
        return met_by(labels.tolist(), counts.tolist())
