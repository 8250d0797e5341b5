"""What is computed at one point on the way, in arrays that many points take one after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lsec_models.solve.numerical.graph.compiled_values import Numbers


class Memory(NamedTuple):
    """Arrays of a block of n unknowns, of which its movers decide the first ones.

    Attributes
    ----------
    conditions, scale, step : arrays of shape (n,)
        Its conditions, and the units and the step of its unknowns.
    jacobian, work : arrays of shape (n, n)
        The derivatives of its conditions in these units, and the matrix of a linear system.
    sides : array of shape (n, own + 1)
        The right sides of that.
    reduced, symmetric, vectors : arrays of shape (own, own)
        Second derivatives in what its movers decide, later unknowns answering; of one of them, their symmetric part,
        and its eigenvectors.
    slopes, units : arrays of shape (own,)
        Slopes in what its movers decide; the units of one of them.
    """

    conditions: Numbers
    jacobian: Numbers
    scale: Numbers
    step: Numbers
    work: Numbers
    sides: Numbers
    reduced: Numbers
    slopes: Numbers
    symmetric: Numbers
    vectors: Numbers
    units: Numbers


def memory_of(n: int, own: int) -> Memory:
    """Return arrays for a block of so many unknowns, of which its movers decide so many."""
    return Memory(
        np.zeros(n),
        np.zeros((n, n)),
        np.ones(n),
        np.zeros(n),
        np.zeros((n, n)),
        np.zeros((n, own + 1)),
        np.zeros((own, own)),
        np.zeros(own),
        np.zeros((own, own)),
        np.zeros((own, own)),
        np.zeros(own),
    )


def clear(matrix: Numbers) -> None:
    """Write zeros: what is never written else may have been multiplied by what is no number."""
    for i in range(len(matrix)):
        row = matrix[i]
        for j in range(len(row)):
            row[j] = 0.0
