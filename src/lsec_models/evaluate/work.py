"""A sweep as numbered pieces of work, which come out the same in whatever process they are done."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.kernel import INSIDE
from lsec_models.evaluate.pieces import GridPieces
from lsec_models.evaluate.plan import Evaluator, SweepPlan
from lsec_models.evaluate.reductions.asked import AskedReduction
from lsec_models.evaluate.reductions.fold import Fold, States
from lsec_models.evaluate.reductions.reduction import Part

_POINTS_REDUCED_AT_ONCE = 1 << 22
_NUMBERS_AT_ONCE = 1 << 22
_FEWEST_POINTS = 1 << 12
_MOST_POINTS = (1 << 63) - 1
_HERE = threading.local()


@dataclass(frozen=True)
class SweepWork:
    """What a sweep computes, and what of it is asked for; it can be sent to another process.

    Attributes
    ----------
    plan : SweepPlan
    asked : tuple of AskedReduction, optional
        Reductions; all numbers without it.
    """

    plan: SweepPlan
    asked: tuple[AskedReduction, ...] | None = None

    @cached_property
    def pieces(self) -> GridPieces:
        """The pieces of the grid; how many there are depends on what is swept alone.

        Raises
        ------
        DeclarationError
            If there are more points than NumPy can number.
        """
        points = prod(self.plan.grid.shape)
        if points > _MOST_POINTS:
            raise DeclarationError(f"{points:.3g} points are more than can be counted; sweep fewer")
        size = self.plan.points_at_once
        if size is None and self.asked is not None:
            size = _POINTS_REDUCED_AT_ONCE
        elif size is None:
            columns = len(self.plan.labels) * (len(self.plan.quantities) + 1)
            size = max(_FEWEST_POINTS, _NUMBERS_AT_ONCE // columns)
        return GridPieces(self.plan.grid.shape, size)

    @property
    def fold(self) -> Fold:
        """What puts reductions together."""
        assert self.asked is not None, "nothing is reduced"
        return Fold(self.plan, self.asked)

    def done(self, number: int) -> Part | States:
        """Return what a piece is: what is asked of it, or all its numbers."""
        if self.asked is not None:
            return self.fold.of_piece(self._evaluator(), self.pieces[number])
        evaluator, block = self._evaluator(), self.pieces[number].block
        field = Field.empty((len(self.plan.labels), *block.shape), self.plan.quantities)
        evaluator.fill(block, [field.at(place) for place in range(len(self.plan.labels))])
        return Part(field, list(evaluator.conditions), list(evaluator.regimes))

    def _evaluator(self) -> Evaluator:
        """Return what computes, compiled once for each thread: it has memory of its own."""
        if getattr(_HERE, "work", None) is not self:
            _HERE.work, _HERE.evaluator = self, self.plan.evaluator()
        evaluator: Evaluator = _HERE.evaluator
        return evaluator


class Words:
    """What codes stand for, over all pieces: each has words of its own, and the same word one code in the end.

    Parameters
    ----------
    conditions, regimes : sequence of str
        Those that are known already.
    """

    def __init__(self, conditions: Sequence[str] = (), regimes: Sequence[str] = ()) -> None:
        self.conditions, self.regimes = list(conditions), list(regimes)

    def entered(self, part: Part) -> Field:
        """Return a piece's field with the codes of all pieces, which get the words they lack."""
        field = part.field
        violated = _recoded(field.violated, part.conditions, self.conditions)
        return Field(field.values, violated, _recoded(field.regime, part.regimes, self.regimes))


def _recoded(codes: NDArray[np.int16], own: Sequence[str], all_: list[str]) -> NDArray[np.int16]:
    all_ += [words for words in own if words not in all_]
    if all_[: len(own)] == list(own):
        return codes
    return np.array([*map(all_.index, own), INSIDE], dtype=np.int16)[codes]
