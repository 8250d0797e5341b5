"""At how many points which regime or mode holds, or which condition fails first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import xarray as xr

from lsec_models.evaluate.choices.at_points import SEVERAL_PURE
from lsec_models.evaluate.closed_forms.closed_forms import NO_REGIME
from lsec_models.evaluate.plan import STRUCTURE, SweepPlan
from lsec_models.evaluate.point_by_point.difference import NONE as NOTHING_STATED
from lsec_models.evaluate.point_by_point.difference import SEVERAL as SEVERAL_SOLUTIONS
from lsec_models.evaluate.point_by_point.points import CANDIDATE, NONE, OPEN, OTHERS, SEVERAL
from lsec_models.evaluate.reductions.reduction import Part, State
from lsec_models.evaluate.reductions.tally import joined, tally_of
from lsec_models.games.choice.at_point import NO_MODE, NO_PURE_EQUILIBRIUM

HOLDS = "holds"
FAILS = "fails: "
_OF_CHOICES = (NO_MODE, NO_PURE_EQUILIBRIUM, SEVERAL_PURE)
_STATES = (NO_REGIME, NONE, SEVERAL, OPEN, CANDIDATE, OTHERS, NOTHING_STATED, SEVERAL_SOLUTIONS, *_OF_CHOICES)


@dataclass(frozen=True)
class Region:
    """Counts of points by region: a regime or mode, "holds" where there are no regimes, or what fails first."""

    word: ClassVar[str] = "count"

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:  # noqa: ARG002
        """Return labels, and how often each is met, by equilibrium."""
        labels = [*(_failing(words) for words in part.conditions), HOLDS, *part.regimes]
        # Of a point at which nothing fails, the code is the regime's, one before it where there is none.
        first = len(part.conditions) + 1
        field = part.field
        codes = np.where(field.violated >= 0, field.violated.astype(np.int64), first + field.regime.astype(np.int64))
        places, counts = tally_of(list(codes.reshape(len(codes), -1)))
        found = np.array([labels[place] for place in places])
        order = np.argsort(found)
        return found[order], counts[:, order]

    def joined(self, one: State, other: State) -> State:
        """Return the counts of both."""
        return joined((one[0], one[1]), (other[0], other[1]))

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:  # noqa: ARG002
        """Return the counts, by equilibrium and region: first where it holds."""
        labels, counts = state
        order = sorted(range(labels.size), key=lambda place: (not is_held(str(labels[place])), str(labels[place])))
        words = {"long_name": "points by region", "units": "points"}
        return {
            f"{quantity}_count": xr.Variable((STRUCTURE, quantity), counts[:, order], words),
            quantity: xr.Variable(quantity, labels[order].astype(str)),
        }


def is_held(label: str) -> bool:
    """Whether a label is of a region in which there is an equilibrium."""
    return not label.startswith(FAILS) and label not in _STATES


def met_by(labels: Sequence[str], counts: Sequence[int]) -> dict[str, int]:
    """Return at how many points what fails, by its words; empty words where nothing does."""
    met: dict[str, int] = {}
    for label, count in zip(labels, counts, strict=True):
        words = "" if is_held(label) else label.removeprefix(FAILS)
        met[words] = met.get(words, 0) + count
    return met


def _failing(words: str) -> str:
    return words if words in _STATES else f"{FAILS}{words}"
