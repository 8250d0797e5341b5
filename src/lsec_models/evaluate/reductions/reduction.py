"""What every reduction of a sweep does: say what a block comes to, and put together what two blocks come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import xarray as xr
from numpy.typing import NDArray

from lsec_models.evaluate.field import Field
from lsec_models.evaluate.plan import SweepPlan

State: TypeAlias = tuple[NDArray[Any], ...]


@dataclass(frozen=True)
class Part:
    """A block of a sweep.

    Attributes
    ----------
    field : Field
        Equilibria, rows, columns.
    conditions, regimes : list of str
        What its codes stand for.
    """

    field: Field
    conditions: list[str]
    regimes: list[str]


class Reduction(Protocol):
    """A way of making one number, or a few, of a quantity at all points of a grid."""

    @property
    def word(self) -> str:
        """What it is called, also in the names of its variables."""

    def of_part(self, quantity: str, part: Part, plan: SweepPlan) -> State:
        """Return what a block comes to."""

    def joined(self, one: State, other: State) -> State:
        """Return what two blocks come to together, the first before the second."""

    def variables(self, quantity: str, state: State, plan: SweepPlan) -> Mapping[str, xr.Variable]:
        """Return the variables, with those of new dimensions, that say it."""
