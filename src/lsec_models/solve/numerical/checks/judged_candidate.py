"""A candidate at one point with what its movers were seen to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lsec_models.solve.numerical.checks.deviations import Deviations
from lsec_models.solve.numerical.graph.compiled_values import Numbers


class JudgedCandidate(NamedTuple):
    """Decisions at one point at which all conditions hold, and the best deviation of each move.

    Attributes
    ----------
    values : mapping from str to array of shape (1,)
        Parameters, decisions and multipliers.
    tried : sequence of Deviations
    """

    values: Mapping[str, Numbers]
    tried: Sequence[Deviations]

    @property
    def is_refuted(self) -> bool:
        """Whether somebody gains by another decision."""
        return any(deviations.refutes[0] for deviations in self.tried)
