"""The best decisions by a grid that is refined around its best points."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from equilibrium_brute_force.state import TIE, Array, Grid

# A grid point beside a smooth maximum is almost as good and no tie; one on a plateau is.
UNREFINED = 1e-4


def maximised(
    values: Callable[[Array, Array], Array], low: Array, high: Array, scale: Array, grid: Grid, further: Array
) -> tuple[Array, Array, Array]:
    """Search one decision for each of M rows: a grid, then narrowing brackets around its best points, further places.

    Returns the points (M, P), their values (M, P, c) of which the first three are searched where they differ, and
    where the first rises without bound.
    """
    rows = np.arange(len(low))
    tried = grid_between(low, high, scale, grid.points)
    value = values(rows, tried)
    none = np.zeros(len(low), bool)
    for end, last, before in ((high, -1, -2), (low, 0, 1)):
        top = value[:, last, 0]
        rising = top > value[:, before, 0] + 1e-6 * (1 + np.abs(value[:, before, 0]))
        none |= ~np.isfinite(end) & np.isfinite(top) & rising & (top >= value[..., 0].max(axis=-1))
    pools, found = [tried], [value]
    for column in range(3):
        # Refining the first may lead to places at which later movers are indifferent; elsewhere all three are one.
        apart = np.any([_do_differ(one) for one in found], axis=0) if column else np.ones(len(low), bool)
        if not apart.any():
            break
        bracket_rows, middle = _peaks(value[..., column], grid.brackets)
        order = np.arange(len(bracket_rows)) % grid.brackets
        kept = apart[bracket_rows]
        bracket_rows, middle, order = bracket_rows[kept], middle[kept], order[kept]
        last = grid.points - 1
        left, right = np.maximum(middle - 1, 0), np.minimum(middle + 1, last)
        best_t, best_v = tried[bracket_rows, middle].copy(), value[bracket_rows, middle].copy()
        start, end = tried[bracket_rows, left], tried[bracket_rows, right]
        around = np.clip(middle, 1, last - 1)[:, None] + np.array([-1, 0, 1])
        top = _vertex(tried[bracket_rows[:, None], around], value[bracket_rows[:, None], around, column])
        active, stale = np.flatnonzero(end > start), np.zeros(len(best_t), int)
        for turn in range(grid.rounds):
            if not len(active):
                break
            even = np.linspace(start[active], end[active], grid.inner, axis=-1)
            extra = np.where(np.isfinite(top[active]), top[active], best_t[active])[:, None]
            points = np.concatenate([even, np.clip(extra, start[active, None], end[active, None])], axis=-1)
            got = values(bracket_rows[active], points)
            lines = np.arange(len(active))
            first = np.where(np.isfinite(got[..., column]), got[..., column], -np.inf).argmax(axis=-1)
            # The top of a parabola on a wide base is more accurate than the best of many equal values.
            first = np.where(got[:, -1, column] >= got[lines, first, column] - 1e-13, grid.inner, first)
            reached = best_v[active, column]
            better = got[lines, first, column] > reached + 1e-13 * (1 + np.abs(reached))
            improved = active[better]
            best_t[improved], best_v[improved] = points[lines, first][better], got[lines, first][better]
            at = np.clip(got[:, : grid.inner, column].argmax(axis=-1), 1, grid.inner - 2)[:, None] + np.array(
                [-1, 0, 1]
            )
            top[active] = _vertex(even[lines[:, None], at], got[lines[:, None], at, column])
            width = (end[active] - start[active]) / (grid.inner - 1)
            start[active] = np.maximum(start[active], best_t[active] - width)
            end[active] = np.minimum(end[active], best_t[active] + width)
            # At a jump a round may not gain although the next one will.
            stale[active] = np.where(better, 0, stale[active] + 1)
            around = got[lines[:, None], at, column]
            steep = best_v[active, column] - np.where(np.isfinite(around), around, -np.inf).min(axis=-1) > 1e-9
            wide = end[active] - start[active] > 1e-15 * (1 + np.abs(best_t[active]))
            keep = wide & (better | (turn < 2) | (steep & (stale[active] < 4)))
            active = active[keep]
        wide_t, wide_v = np.tile(tried[:, :1], grid.brackets), np.tile(value[:, :1], (1, grid.brackets, 1))
        wide_t[bracket_rows, order], wide_v[bracket_rows, order] = best_t, best_v
        pools.append(wide_t)
        found.append(wide_v)
    if further.shape[1]:
        inside = np.where((further >= low[:, None]) & (further <= high[:, None]), further, tried[:, :1])
        pools.append(inside)
        found.append(values(rows, inside))
    return np.concatenate(pools, axis=1), np.concatenate(found, axis=1), none


def grid_between(low: Array, high: Array, scale: Array, points: int) -> Array:
    """Return (M, points) decisions, even in a bounded interval and ever wider apart in an unbounded one."""
    near = int(points * 0.6)
    away = np.concatenate([np.linspace(0, 10, near), np.geomspace(10, 1e4, points - near + 1)[1:]])
    half = points // 2
    side = np.concatenate(
        [np.linspace(0, 10, int(half * 0.6) + 1)[1:], np.geomspace(10, 1e4, half - int(half * 0.6) + 1)[1:]]
    )
    both = np.concatenate([-side[::-1], [0.0] * (points - 2 * half), side])
    start, end = np.where(np.isfinite(low), low, 0.0), np.where(np.isfinite(high), high, 0.0)
    even = start[:, None] + (end - start)[:, None] * np.linspace(0, 1, points)
    up = start[:, None] + scale[:, None] * away
    down = end[:, None] - scale[:, None] * away[::-1]
    free = scale[:, None] * both
    below, above = np.isfinite(low)[:, None], np.isfinite(high)[:, None]
    return np.where(below & above, even, np.where(below, up, np.where(above, down, free)))


def _vertex(t: Array, v: Array) -> Array:
    """Return the top of the parabola through three points (B, 3); nan where it has none between them."""
    left, right = t[:, 0] - t[:, 1], t[:, 2] - t[:, 1]
    with np.errstate(all="ignore"):
        first, second = (v[:, 0] - v[:, 1]) / left, (v[:, 2] - v[:, 1]) / right
        bend = (second - first) / (right - left)
        top = -(first - bend * left) / (2 * bend)
    good = np.isfinite(top) & (bend < 0) & (top >= left) & (top <= right)
    return np.where(good, t[:, 1] + np.where(good, top, 0.0), np.nan)


def _do_differ(value: Array) -> Array:
    """Return in which rows the least and the most that later movers leave differ anywhere."""
    with np.errstate(invalid="ignore"):
        gap = np.nan_to_num(value[..., 2] - value[..., 1])
    return (gap > 1e-8 * (1 + np.abs(np.nan_to_num(value[..., 0], neginf=0)))).any(axis=-1)


def _peaks(value: Array, count: int) -> tuple[Array, Array]:
    """Return rows and places of the highest local maxima, `count` for each row (some may be no maxima)."""
    padded = np.pad(value, ((0, 0), (1, 1)), constant_values=-np.inf)
    peak = (value >= padded[:, :-2]) & (value >= padded[:, 2:]) & np.isfinite(value)
    # Of a plateau its ends are enough, but a strict peak comes first.
    plateau = (value == padded[:, :-2]) & (value == padded[:, 2:])
    height = np.where(peak & ~plateau, value, -np.inf)
    places = np.argsort(-height, axis=-1, kind="stable")[:, :count]
    return np.repeat(np.arange(len(value)), count), places.reshape(-1)


def chosen_first(value: Array, best: Array, short: Array, earlier: Sequence[int]) -> Array:
    left = np.isfinite(value[..., 0]) & (value[..., 0] >= best[:, :1] - short)
    for column in range(3, 3 + len(earlier)):
        liked = np.where(left, value[..., column], -np.inf)
        top = liked.max(axis=-1, keepdims=True)
        left &= liked >= top - TIE * (1 + np.abs(np.where(np.isfinite(top), top, 0.0)))
    # Of equal points the last comes from the refinement.
    return np.where(left.any(axis=-1), value.shape[1] - 1 - left[:, ::-1].argmax(axis=-1), 0)


def is_spread(pool: Array, good: Array, chosen: Array) -> bool:
    at = np.take_along_axis(pool, chosen[:, None], axis=1)
    return bool((good & (np.abs(pool - at) > 1e-6 * (1 + np.abs(at)))).any())


def corners_of(matrix: Array, constant: Array) -> Array:
    """Return the corners of a polyhedron."""
    size = matrix.shape[1]
    found = []
    for rows in itertools.combinations(range(len(matrix)), size):
        part = matrix[list(rows)]
        if abs(np.linalg.det(part)) > 1e-9:
            point = np.linalg.solve(part, -constant[list(rows)])
            if (matrix @ point + constant >= -1e-9).all():
                found.append(point)
    return np.array(found).reshape(-1, size)


def directions_among(matrix: Array, size: int) -> Array:
    """Return pairs of opposite directions: the axes, their mixtures, and along the edges of the constraints."""
    found = [np.array(signs, float) for signs in itertools.product((-1, 0, 1), repeat=size) if any(signs)]
    if size == 2:
        found.extend(np.array([-row[1], row[0]]) for row in matrix if row.any())
    else:
        found.extend(np.cross(a, b) for a, b in itertools.combinations(matrix, 2) if np.cross(a, b).any())
    unit = {tuple(np.round(d / np.linalg.norm(d), 12) + 0.0) for d in found}
    kept = [d for d in sorted(unit) if tuple(-np.array(d) + 0.0) not in unit or d > tuple(-np.array(d) + 0.0)]
    return np.array([sign * np.array(d) for d in kept for sign in (1, -1)])


def far_apart(pool: Array, value: Array, count: int, span: float) -> Array:
    """Return the places of the highest values that are not close to each other."""
    kept: list[int] = []
    for place in np.argsort(-value):
        if not np.isfinite(value[place]) or len(kept) == count:
            break
        if all(np.abs(pool[place] - pool[other]).max() > 1.5 * span for other in kept):
            kept.append(int(place))
    return np.array(kept, int)
