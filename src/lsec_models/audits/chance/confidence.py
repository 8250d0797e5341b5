"""Confidence bounds of a mean, which hold for rare events too where the range of what is drawn is known.

References
----------
Maurer, A. and Pontil, M. (2009). Empirical Bernstein bounds and sample variance penalization. COLT, theorem 4.
"""

from __future__ import annotations

import math

from lsec_models.evaluate.compiled import Floats


def half_width(drawn: Floats, extremes: Floats | None, error: float) -> float:
    """Return how far a mean of independent draws is at most from the expected value.

    Parameters
    ----------
    drawn : array
        At least two.
    extremes : array or None
        Other values that the same quantity may have: they bound its range, together with `drawn`. None where it is
        smooth in what is normal, so that no event is both rare and grave, and the mean is nearly normal.
    error : float
        How likely it may be that the bound is wrong, on either side together.

    Examples
    --------
    >>> import numpy as np
    >>> round(half_width(np.array([0.0, 1.0] * 5000), np.array([0.0, 1.0]), 1e-6), 3)
    0.031
    """
    number = len(drawn)
    tail = math.log(4 / error)
    width = math.sqrt(2 * drawn.var(ddof=1) * tail / number)
    if extremes is None:
        return width
    reach = max(drawn.max(), extremes.max()) - min(drawn.min(), extremes.min())
    return float(width + 7 * reach * tail / (3 * (number - 1)))
