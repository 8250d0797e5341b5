"""Which of several equilibria has the greatest, or the least, value: at how many points each, and which ones tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.plan import SweepPlan
from lsec_models.evaluate.reductions.reduction import Part, State
from lsec_models.evaluate.reductions.tally import joined, tally_of
from lsec_models.signature import explained_fields

TOLERANCE = 1e-9
MOST = 62
_COUNTED_DIRECTLY = 16
# NumPy counts numbers of twice the size, which should be in the cache still.
_COUNTED_AT_ONCE = 1 << 15
TIE = " = "
NONE = "none"
Sets = NDArray[np.int32] | NDArray[np.int64]


@dataclass(frozen=True)
class BestOfSeveral:
    """What :class:`Argmax` and :class:`Argmin` share."""

    tolerance: float = TOLERANCE
    word: ClassVar[str]
    _sign: ClassVar[int]

    def __post_init__(self) -> None:
        if not isinstance(self.tolerance, int | float) or not 0 <= self.tolerance < 1:
            raise DeclarationError(f"tolerance = {self.tolerance!r}: it is a share below 1, as in tolerance=1e-9")

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:
        """Return which sets of equilibria are best somewhere, as bits, and at how many points."""
        values = _with_ties(part.field.values[quantity], plan.equal[quantity])
        best = (np.fmax if self.is_greatest else np.fmin).reduce(values, axis=0)
        limit = best - self._sign * self.tolerance * np.abs(best)
        reaches = values >= limit if self.is_greatest else values <= limit
        sets = np.zeros(best.shape, dtype=np.int32 if len(values) <= _COUNTED_DIRECTLY else np.int64)
        for place, reached in enumerate(reaches):
            sets |= np.multiply(reached, sets.dtype.type(1 << place), dtype=sets.dtype)
        return self.of_sets(sets, len(values))

    @property
    def is_greatest(self) -> bool:
        """Whether the greatest value is the best."""
        return self._sign > 0

    def of_sets(self, sets: Sets, count: int) -> State:
        """Return which sets of so many equilibria there are, and at how many points."""
        if sets.dtype != np.int32:
            return tally_of([sets.ravel().astype(np.int64, copy=False)])
        flat, counts = sets.ravel(), np.zeros(1 << count, dtype=np.int64)
        for first in range(0, flat.size, _COUNTED_AT_ONCE):
            found = np.bincount(flat[first : first + _COUNTED_AT_ONCE])
            counts[: found.size] += found
        [present] = np.nonzero(counts)
        return present.astype(np.int64), counts[None, present].astype(np.int64)

    def joined(self, one: State, other: State) -> State:
        """Return the counts of both."""
        return joined((one[0], one[1]), (other[0], other[1]))

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the counts, by who is best."""
        sets, [counts] = state
        dim = f"{quantity}_{'best' if self.is_greatest else 'least'}"
        words = plan.quantities[quantity].get("long_name", quantity)
        wins = sorted(zip(sets.tolist(), counts.tolist(), strict=True), key=lambda pair: (pair[0] == 0, pair))
        attributes: dict[str, object] = {
            "long_name": f"points by who has the {'greatest' if self.is_greatest else 'least'} {words}",
            "units": "points",
            "tolerance": self.tolerance,
            "provably_equal": "\n".join(_provably_equal(plan, quantity)),
        }
        return {
            f"{quantity}_{self.word}": xr.Variable(dim, [count for _, count in wins], attributes),
            dim: xr.Variable(dim, [_names(members, plan.labels) for members, _ in wins]),
        }


@explained_fields
@dataclass(frozen=True)
class Argmax(BestOfSeveral):
    """Which of several equilibria has the greatest value, for ``sweep(..., reduce={"maker": "argmax"})``.

    Parameters
    ----------
    tolerance : float
        Values within this share of the greatest are a tie, counted under the names of all that reach it. Formulas that
        are provably equal tie whatever the tolerance.

    Examples
    --------
    >>> Argmax(tolerance=1e-6)
    Argmax(tolerance=1e-06)
    """

    word: ClassVar[str] = "argmax"
    _sign: ClassVar[int] = 1


@explained_fields
@dataclass(frozen=True)
class Argmin(BestOfSeveral):
    """Which of several equilibria has the least value; see :class:`Argmax`.

    Examples
    --------
    >>> Argmin()
    Argmin(tolerance=1e-09)
    """

    word: ClassVar[str] = "argmin"
    _sign: ClassVar[int] = -1


def _with_ties(values: Floats, equal: Sequence[int]) -> Floats:
    """Return values in which those of provably equal formulas are the same float where both hold."""
    if list(equal) == list(range(len(equal))):
        return values
    values = values.copy()
    for first in set(equal):
        alike = [place for place, other in enumerate(equal) if other == first]
        common = np.fmax.reduce(values[alike], axis=0)
        for place in alike:
            np.copyto(values[place], common, where=~np.isnan(values[place]))
    return values


def _names(members: int, labels: Sequence[str]) -> str:
    return TIE.join(label for place, label in enumerate(labels) if members >> place & 1) or NONE


def _provably_equal(plan: SweepPlan, quantity: str) -> list[str]:
    firsts = plan.equal[quantity]
    groups = ([plan.labels[p] for p, first in enumerate(firsts) if first == place] for place in range(len(firsts)))
    return [TIE.join(group) for group in groups if len(group) > 1]
