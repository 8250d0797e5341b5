"""Linear algebra on stacks of small matrices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsec_models.evaluate.compiled import Floats


def solve_each(matrices: Floats, right: Floats) -> Floats:
    """Solve many small linear systems.

    Parameters
    ----------
    matrices : array, (systems, n, n)
    right : array, (systems, n, m)

    Returns
    -------
    array, (systems, n, m)
        NaN where a matrix is singular.

    Examples
    --------
    >>> solve_each(np.array([[[2.0]], [[0.0]]]), np.array([[[1.0]], [[1.0]]])).ravel()
    array([0.5, nan])
    """
    with np.errstate(all="ignore"):
        largest = np.abs(matrices).max(axis=2, keepdims=True, initial=0.0)
        matrices, right = matrices / largest, right / largest
        try:
            return np.asarray(np.linalg.solve(matrices, right), dtype=np.float64)
        except np.linalg.LinAlgError:
            regular = np.linalg.slogdet(matrices).sign != 0
            solution = np.full_like(right, np.nan)
            solution[regular] = np.linalg.solve(matrices[regular], right[regular])
            return solution


def negative_definite(matrices: Floats) -> NDArray[np.bool_]:
    """Return which of many small symmetric matrices are negative definite, by the pivots of elimination.

    Parameters
    ----------
    matrices : array, (matrices, n, n)

    Returns
    -------
    array of bool, (matrices,)

    Examples
    --------
    >>> negative_definite(np.array([[[-2.0, 1.0], [1.0, -2.0]], [[-1.0, 2.0], [2.0, -1.0]]]))
    array([ True, False])
    """
    rest = matrices.copy()
    negative = np.ones(len(rest), dtype=bool)
    for i in range(rest.shape[1]):
        pivot = rest[:, i, i]
        negative &= pivot < 0
        rest[:, i + 1 :, i + 1 :] -= rest[:, i + 1 :, i, None] * rest[:, None, i, i + 1 :] / pivot[:, None, None]
    return negative
