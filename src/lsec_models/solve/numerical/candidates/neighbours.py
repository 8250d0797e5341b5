"""Which points of a sweep are looked at twice: some everywhere, and those between which decisions jump."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.graph.compiled_values import Numbers

Places: TypeAlias = NDArray[np.intp]

# Where so many are looked at, of so many points one, and so many at least.
AT_LEAST = 16
# Decisions jump where they change so many times as much as they usually do from one point to the next, and by more than
# this share.
_JUMP, _LEAST_JUMP = 8.0, 1e-3
_GOLDEN = (5**0.5 - 1) / 2


def some_of(points: int, every: int) -> NDArray[np.bool_]:
    """Return which points to check, one of so many: spread so that they are not all in one column of a grid.

    Examples
    --------
    >>> int(some_of(1000, 20).sum())
    50
    """
    count = max(AT_LEAST, -(-points // every))
    chosen = np.full(points, points <= 3 * count)
    chosen[(points * (np.arange(count) * _GOLDEN % 1)).astype(int)] = True
    return chosen


def across_jumps(decided: Sequence[Numbers], shape: tuple[int, int]) -> tuple[Places, Places]:
    """Return the points that are beside a jump of decisions, each as often as it is, and those across the jump.

    One start may lead to the worse of two candidates there.

    Parameters
    ----------
    decided : sequence of arrays of shape (points,)
    shape : pair of int
        In how many rows and columns points stand.

    Examples
    --------
    >>> here, there = across_jumps([np.array([1.0, 1.1, 1.2, 5.0, 5.1, 5.2])], (1, 6))
    >>> here.tolist(), there.tolist()
    ([2, 3], [3, 2])
    """
    return _apart(decided, shape, _jumps)


def across_turns(signs: Sequence[Numbers], shape: tuple[int, int]) -> tuple[Places, Places]:
    """Return the points that have another sign than one beside them, and that one.

    Parameters
    ----------
    signs : sequence of arrays of shape (points,)
        1 and -1; anything else is not compared.
    shape : pair of int
        In how many rows and columns points stand.

    Examples
    --------
    >>> here, there = across_turns([np.array([1.0, 1.0, 1.0, -1.0])], (2, 2))
    >>> here.tolist(), there.tolist()
    ([1, 2, 3, 3], [3, 3, 1, 2])
    """
    return _apart(signs, shape, lambda one, other: one * other < 0)


def _apart(
    arrays: Sequence[Numbers], shape: tuple[int, int], differ: Callable[[Numbers, Numbers], NDArray[np.bool_]]
) -> tuple[Places, Places]:
    """Return points at which a value and one beside it differ, along columns or rows, and that one."""
    places = np.arange(shape[0] * shape[1]).reshape(shape)
    pairs = [np.empty((2, 0), dtype=np.intp)]
    for one, other in ((places[:-1], places[1:]), (places[:, :-1], places[:, 1:])):
        apart = np.zeros(one.shape, dtype=bool)
        for values in arrays if one.size else ():
            apart |= differ(values[one], values[other])
        pairs.append(np.array([one[apart], other[apart]]))
    first, second = np.concatenate(pairs, axis=1)
    return np.concatenate([first, second]), np.concatenate([second, first])


def _jumps(one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    with np.errstate(all="ignore"):
        sizes = np.maximum(np.abs(one), np.abs(other))
        steps = np.abs(other - one) / np.where(sizes > 0, sizes, 1.0)
        usual = np.nanmedian(steps) if np.isfinite(steps).any() else 0.0
        return np.asarray(steps > max(_JUMP * usual, _LEAST_JUMP))
