"""From where who moves last, alone, climbs: the best of many decisions that are tried."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.solve.numerical.graph.compiled_values import Numbers

Ends: TypeAlias = Mapping[str, tuple[Numbers, Numbers]]
Earned: TypeAlias = Callable[[Mapping[str, Numbers]], Numbers]

# So many are tried of a decision, or along each axis of a grid, by how many decisions there are; from a hundredth to a
# hundred.
_TRIED, _WIDE = {1: 61, 2: 21, 3: 7}, 1e2
# So many payoffs are computed at once: more leave the memory nearest to the processor.
_AT_ONCE = 65536


def best_tried(
    decisions: Sequence[Decision], given: Mapping[str, Numbers], ends: Ends, earned: Earned
) -> tuple[dict[str, Numbers], NDArray[np.bool_]]:
    """Return the best of what is given and of other decisions that are tried, and where that is at an edge of these.

    Two or three decisions are tried at a grid of all of them, more of them one after the other. An edge is no end that
    was declared.

    Parameters
    ----------
    decisions : sequence of Decision
    given : mapping from str to array of shape (points,)
        All that payoffs depend on.
    ends : mapping from str to pair of arrays of shape (points,)
        The lowest and the highest that each decision may be.
    earned : callable
        The payoff, of arrays of any shapes that go together.

    Examples
    --------
    >>> import lsec_models as lsec
    >>> [p] = [lsec.decisions("p")]
    >>> ends = {"p": (np.zeros(1), np.full(1, np.inf))}
    >>> start, at_edge = best_tried([p], {"p": np.ones(1)}, ends, lambda values: -((values["p"] - 10) ** 2))
    >>> start["p"].round(9).tolist(), at_edge.tolist()
    ([10.0], [False])
    """
    start = {name: np.array(value) for name, value in given.items()}
    at_edge = np.zeros(np.shape(next(iter(start.values()))), dtype=bool)
    for together in [decisions] if len(decisions) in _TRIED else [[decision] for decision in decisions]:
        axes = np.ix_(*[np.linspace(0.0, 1.0, _TRIED[len(together)])] * len(together))
        lines = {
            decision.name: _line(decision, steps[..., None], *ends[decision.name])
            for decision, steps in zip(together, axes, strict=True)
        }
        at_edge |= _insert_best(start, lines, ends, earned)
    return start, at_edge


def _insert_best(
    start: dict[str, Numbers], lines: Mapping[str, Numbers], ends: Ends, earned: Earned
) -> NDArray[np.bool_]:
    """Write into a start the best of what it has and of lines, an axis each; return where that is at an edge."""
    shape = np.broadcast_shapes(*(line.shape[:-1] for line in lines.values()))
    points, at_once = len(next(iter(start.values()))), max(1, _AT_ONCE // math.prod(shape))
    at_edge = np.zeros(points, dtype=bool)
    for first in range(0, points, at_once):
        some = slice(first, first + at_once)
        there = {name: value[some] for name, value in start.items()}
        tried = {name: line[..., some] if line.shape[-1] > 1 else line for name, line in lines.items()}
        payoffs = earned(there | tried).reshape(math.prod(shape), -1)
        # A sum is not finite where one of its terms is not.
        ranked = payoffs if math.isfinite(payoffs.sum()) else np.where(np.isfinite(payoffs), payoffs, -np.inf)
        best, place = np.argmax(ranked, axis=0), np.arange(ranked.shape[1])
        better = ~(earned(there) >= ranked[best, place])
        for (name, line), index in zip(tried.items(), np.unravel_index(best, shape), strict=True):
            line = line.reshape(-1, line.shape[-1])
            start[name][some] = np.where(better, line[index, place % line.shape[-1]], there[name])
            is_open = ~(np.isfinite(ends[name][0][some]) & np.isfinite(ends[name][1][some]))
            at_edge[some] |= better & is_open & ((index == 0) | (index == len(line) - 1))
    return at_edge


def _line(decision: Decision, steps: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return decisions to try: evenly between two ends, else near zero and far; once if ends are alike everywhere."""
    if (low == low[0]).all() and (high == high[0]).all():
        low, high = low[:1], high[:1]
    if np.isfinite(low).all() and np.isfinite(high).all():
        return np.asarray(low + (high - low) * steps)
    wide = _WIDE ** (2 * steps - 1) if decision.is_nonnegative else np.sinh((2 * steps - 1) * np.arcsinh(_WIDE))
    return np.asarray(np.clip(wide, low, high))
