"""Paths that may be equilibria, found by search."""

from __future__ import annotations

import numpy as np

from equilibrium_brute_force.arrays import placed, with_decision
from equilibrium_brute_force.maximised import UNREFINED, grid_between, maximised
from equilibrium_brute_force.nested_search import EXACT, NestedSearch
from equilibrium_brute_force.state import USUAL, Array, Search


def possible_outcomes(search: NestedSearch) -> list[Array]:
    """Return paths that may be equilibria."""
    start = np.zeros((1, search.size))
    moves = search.stages[0]
    single = len(search.stages) == 1
    if len(moves) == 1:
        player, own = moves[0]
        plain = Search(search.grids(0), tie=EXACT, deviator=player)
        if single and len(own) == 1:
            found = search.answers(0, start, plain)
            return list(found.paths[0][found.ok[0]])
        tried, value, refined = search.deviations(0, player, own, start[0], plain)
        best = value[:, 0].max(initial=-np.inf)
        if not np.isfinite(best):
            return []
        short = np.full(len(value), 1e-9 * (1 + abs(best)))
        short[: refined.start], short[refined.stop :] = UNREFINED * short[0], UNREFINED * short[0]
        good = np.flatnonzero(value[:, 0] >= best - short)
        good = np.concatenate([good[good >= refined.start], good[good < refined.start]])[:12]
        later = search.answers(1, placed(start[0], own, tried[good]), plain)
        return [later.paths[i, 0] for i in range(len(good)) if later.ok[i].any()]
    if single:
        try:
            found = search.answers(0, start, Search(search.grids(0)))
            return list(found.paths[0][found.ok[0]])
        except NotImplementedError:
            pass
    if len(moves) == 2 and all(len(own) == 1 for _, own in moves):
        return _crossings(search)
    return []


def _crossings(search: NestedSearch) -> list[Array]:
    """Return where the replies of two movers in the first stage meet."""
    (first, (one,)), (second, (two,)) = search.stages[0]
    grids = (USUAL, *(USUAL for _ in search.stages[1:]))

    def reply(player: int, number: int, other: int, given: Array) -> Array:
        points = np.zeros((len(given), search.size))
        points[:, other] = given
        if len(search.stages) == 1:
            tried, value, none, _ = search.candidates(0, player, number, points)
            found = np.take_along_axis(tried, value.argmax(axis=-1)[:, None], axis=1)[:, 0]
            return np.where(none, np.nan, found)
        low, high = search.interval(0, number, points)
        how = Search(grids, tie=EXACT, deviator=player)

        def values(rows: Array, tried: Array) -> Array:
            later = search.answers(1, with_decision(points[rows], number, tried).reshape(-1, search.size), how)
            own = search.payoff(player, later.paths)[:, 0]
            own = np.where(later.none | later.infeasible, -np.inf, own)
            return np.stack([own, own, own], axis=-1).reshape(*tried.shape, 3)

        levels = search.levels(0, number, points)
        pool, value, none = maximised(values, low, np.maximum(low, high), 1 + np.abs(given), USUAL, levels)
        found = np.take_along_axis(pool, value[..., 0].argmax(axis=-1)[:, None], axis=1)[:, 0]
        return np.where(none | (low > high), np.nan, found)

    def shift(given: Array) -> tuple[Array, Array]:
        answer = reply(first, one, two, given)
        back = reply(second, two, one, np.nan_to_num(answer))
        return answer, np.where(np.isfinite(answer), back - given, np.nan)

    low, high = search.interval(0, two, np.zeros((1, search.size)))
    if low[0] > high[0]:
        return []
    tried = grid_between(low, high, np.ones(1), 301)[0]
    answer, gap = shift(tried)
    # Replies to replies settle at what is stable even where the gap jumps.
    for _ in range(3):
        more = np.unique(np.round((tried + gap)[np.isfinite(gap)], 12))[:200]
        tried = np.concatenate([tried, more])
        answer_more, gap_more = shift(more)
        answer, gap = np.concatenate([answer, answer_more]), np.concatenate([gap, gap_more])
        if not len(more):
            break
    order = np.argsort(tried)
    tried, answer, gap = tried[order], answer[order], gap[order]
    pairs = [(a, t) for a, t, g in zip(answer, tried, gap, strict=True) if abs(g) <= 1e-8 * (1 + abs(t))]
    left = np.flatnonzero(gap[:-1] * gap[1:] < 0)[:24]
    starts, ends = tried[left], tried[left + 1]
    for _ in range(11):
        if not len(left):
            break
        inside = np.linspace(starts, ends, 17, axis=-1)
        _, gaps = shift(inside.reshape(-1))
        gaps = gaps.reshape(inside.shape)
        change = (np.sign(gaps[:, :-1]) != np.sign(gaps[:, 1:])).argmax(axis=-1)
        lines = np.arange(len(left))
        starts, ends = inside[lines, change], inside[lines, change + 1]
    if len(left):
        middle = (starts + ends) / 2
        answers, _ = shift(middle)
        pairs.extend(zip(answers, middle, strict=True))
    found = []
    for a, t in pairs[:60]:
        point = np.zeros(search.size)
        point[one], point[two] = a, t
        if not np.isfinite(point).all():
            continue
        if len(search.stages) > 1:
            later = search.answers(1, point[None, :], Search(search.grids(0), tie=EXACT))
            if not later.ok[0].any():
                continue
            point = later.paths[0, 0]
        found.append(point)
    return found
