"""When decisions that are found in numbers are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.graph.compiled_values import Numbers

SAME = 1e-6
# As good as zero in any unit.
NO_SIZE = 1e-9


def are_alike(one: Mapping[str, Numbers], other: Mapping[str, Numbers], names: Sequence[str]) -> NDArray[np.bool_]:
    """Return where decisions are the same but for rounding: relative to each, or to what is nothing beside others."""
    sizes = {name: np.maximum(np.abs(one[name]), np.abs(other[name])) for name in names}
    with np.errstate(invalid="ignore"):
        least = np.maximum(NO_SIZE, SAME * np.max(list(sizes.values()), axis=0))
        alike = [np.abs(one[name] - other[name]) <= SAME * np.maximum(sizes[name], least) for name in names]
    return np.asarray(np.all(alike, axis=0))
