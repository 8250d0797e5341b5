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
# Where the best is at an edge of these, powers of ten from there on are tried too, of each decision alone, so often.
_ROUNDS = 2
_BEYOND = _WIDE * 10.0 ** np.arange(23)
# So many payoffs are computed at once: more leave the memory nearest to the processor.
_AT_ONCE = 65536


def best_tried(
    decisions: Sequence[Decision], given: Mapping[str, Numbers], ends: Ends, earned: Earned, *, is_far: bool = True
) -> tuple[dict[str, Numbers], NDArray[np.bool_]]:
    """Return the best of what is given and of other decisions that are tried, and where that is at an edge of these.

    Two or three decisions are tried at a grid of all of them, more of them one after the other; where the best is at an
    edge of these, powers of ten beyond it too, of one decision after the other. An edge is not an end that was
    declared.

    Parameters
    ----------
    decisions : sequence of Decision
    given : mapping from str to array of shape (points,)
        All that payoffs depend on.
    ends : mapping from str to pair of arrays of shape (points,)
        The lowest and the highest that each decision may be.
    earned : callable
        The payoff, of arrays of any shapes that go together.
    is_far : bool, optional
        Whether anything is tried beyond an edge.

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
    places = np.flatnonzero(at_edge & is_far)
    if places.size:
        there = {name: value[places] for name, value in start.items()}
        limits = {name: (low[places], high[places]) for name, (low, high) in ends.items()}
        for _ in range(_ROUNDS):
            at_edge[places] = False
            for decision in decisions:
                line = {decision.name: _long_line(decision, *limits[decision.name])}
                at_edge[places] |= _insert_best(there, line, limits, earned)
        for decision in decisions:
            start[decision.name][places] = there[decision.name]
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
        best, place = np.argmax(payoffs, axis=0), np.arange(payoffs.shape[1])
        # What is not a number or is infinite is the greatest of all.
        if not np.isfinite(payoffs[best, place]).all():
            payoffs = np.where(np.isfinite(payoffs), payoffs, -np.inf)
            best = np.argmax(payoffs, axis=0)
        better = ~(earned(there) >= payoffs[best, place])
        for (name, line), index in zip(tried.items(), np.unravel_index(best, shape), strict=True):
            line = line.reshape(-1, line.shape[-1])
            column = place % line.shape[-1]
            best_one = start[name][some] = np.where(better, line[index, column], there[name])
            is_open = ~(np.isfinite(ends[name][0][some]) & np.isfinite(ends[name][1][some]))
            is_last = (best_one == line.min(axis=0)[column]) | (best_one == line.max(axis=0)[column])
            at_edge[some] |= is_open & is_last
    return at_edge


def _line(decision: Decision, steps: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return decisions to try: evenly between two ends, else near zero and far; once if ends are alike everywhere."""
    if (low == low[0]).all() and (high == high[0]).all():
        low, high = low[:1], high[:1]
    if np.isfinite(low).all() and np.isfinite(high).all():
        return np.asarray(low + (high - low) * steps)
    wide = _WIDE ** (2 * steps - 1) if decision.is_nonnegative else np.sinh((2 * steps - 1) * np.arcsinh(_WIDE))
    return np.asarray(np.clip(wide, low, high))


def _long_line(decision: Decision, low: Numbers, high: Numbers) -> Numbers:
    """Return decisions to try of one alone, then ever nearer to zero, and ever further away.

    Of what is as good as others the first one counts.
    """
    line = _line(decision, np.linspace(0.0, 1.0, _TRIED[1])[:, None], low, high)
    nearer = 1 / _BEYOND if decision.is_nonnegative else -_BEYOND
    beyond = np.clip(np.concatenate([nearer, _BEYOND])[:, None], low[: line.shape[1]], high[: line.shape[1]])
    return np.concatenate([line, beyond])
