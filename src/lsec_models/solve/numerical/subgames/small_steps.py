"""Whether small steps from an end or a brink pay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.graph.compiled_values import Numbers

# Who stops at an end gains by none of these steps, relative to the way to the other end, and loses by one of them.
AHEAD = (1e-12, 1e-8, 1e-4)
_ROUNDED = 1e-13


def pays_less(
    before: Numbers, after: Sequence[Numbers], *, is_one_point: NDArray[np.bool_] | bool = False
) -> NDArray[np.bool_]:
    """Return where nothing is gained by any of several steps, and something lost by one, if these lead anywhere.

    Nothing of either is so small that it may be rounding, and payoffs are numbers.
    """
    gains_nothing, loses = np.isfinite(before), np.zeros(before.shape, dtype=bool) | is_one_point
    for payoff in after:
        with np.errstate(invalid="ignore"):
            rounding = _ROUNDED * np.maximum(np.abs(before), np.abs(payoff))
            gains_nothing &= payoff <= before + rounding
            loses |= payoff < before - rounding
    return np.asarray(gains_nothing & loses, dtype=bool)
