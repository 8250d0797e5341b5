"""Points that are spread evenly, the same ones whenever they are asked for."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.stats import qmc

from lsec_models.solve.numerical.graph.compiled_values import Numbers

_SEED = 0


@cache
def sobol_points(decisions: int, count: int) -> Numbers:
    """Return scrambled Sobol points between 0 and 1, a power of two of them, of shape (count, decisions).

    Examples
    --------
    >>> sobol_points(2, 4).shape
    (4, 2)
    """
    return np.asarray(qmc.Sobol(decisions, seed=_SEED).random(count))
