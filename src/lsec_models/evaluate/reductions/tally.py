"""Counts by key, of several rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64] | NDArray[np.str_]
Counts = NDArray[np.int64]
Tally = tuple[Keys, Counts]


def joined(one: Tally, other: Tally) -> Tally:
    """Return the counts of two tallies together.

    Examples
    --------
    >>> keys, counts = joined((np.array([1, 4]), np.array([[5, 5]])), (np.array([4, 7]), np.array([[1, 1]])))
    >>> keys.tolist(), counts.tolist()
    ([1, 4, 7], [[5, 6, 1]])
    """
    if one[0].shape == other[0].shape and (one[0] == other[0]).all():
        return one[0], one[1] + other[1]
    keys = np.union1d(one[0], other[0])
    counts = np.zeros((len(one[1]), keys.size), dtype=np.int64)
    for known, found in (one, other):
        counts[:, np.searchsorted(keys, known)] += found
    return keys, counts


def tally_of(rows: Sequence[NDArray[np.int64]]) -> Tally:
    """Return how often each number stands in each row.

    Examples
    --------
    >>> keys, counts = tally_of([np.array([3, 3, -1]), np.array([3])])
    >>> keys.tolist(), counts.tolist()
    ([-1, 3], [[1, 2], [0, 1]])
    """
    tallies = [_of_row(row) for row in rows]
    keys = np.unique(np.concatenate([known for known, _ in tallies]))
    counts = np.zeros((len(rows), keys.size), dtype=np.int64)
    for row, (known, found) in zip(counts, tallies, strict=True):
        row[np.searchsorted(keys, known)] = found
    return keys, counts


def _of_row(row: NDArray[np.int64]) -> tuple[NDArray[np.int64], Counts]:
    if not row.size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    low, high = int(row.min()), int(row.max())
    if high - low > 4 * row.size:
        keys, counts = np.unique(row, return_counts=True)
        return keys, counts.astype(np.int64)
    counts = np.bincount(row - low)
    [present] = np.nonzero(counts)
    return present.astype(np.int64) + low, counts[present].astype(np.int64)
