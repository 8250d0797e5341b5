"""What is decided at states where the printed laws do not hold: a table along the line of states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class OffPath:
    """Decisions and values beyond the states where the printed laws hold, on one side of them or on both.

    Attributes
    ----------
    states : array
        Rising; those at which the laws hold are left out, but for the two ends.
    decisions, values : mapping from str to array
        What is decided, and what the rest of the game is worth to each decider, in these states.
    """

    states: Array
    decisions: Mapping[str, Array]
    values: Mapping[str, Array]

    def decision(self, name: str, states: Array) -> Array:
        """Return a decision at some states, linearly between those of the table and as at its ends beyond them."""
        import numpy as np

        return np.asarray(np.interp(states, self.states, self.decisions[name]))

    def value(self, name: str, states: Array) -> Array:
        """Return what the rest of the game is worth to a decider at some states, by cubic interpolation."""
        from scipy.interpolate import PchipInterpolator

        found: Array = PchipInterpolator(self.states, self.values[name])(states)
        return found
