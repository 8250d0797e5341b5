"""What later movers answer, each in view of those after it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from equilibrium_brute_force.arrays import largest, quadratic_roots, size_of, slack_of, values_of, with_decision
from equilibrium_brute_force.last_movers import MODERATE, LastMovers
from equilibrium_brute_force.maximised import UNREFINED, chosen_first, is_spread, maximised
from equilibrium_brute_force.state import Array, Paths, Search


class Answers(LastMovers):
    """A game whose later movers are answered from any stage on."""

    def answers(self, stage: int, points: Array, search: Search) -> Paths:
        """Return what may follow histories (M, n), of which the decisions before `stage` count.

        Parameters
        ----------
        stage : int
        points : array
        search : Search
        """
        if stage == len(self.stages):
            count = len(points)
            return Paths(points[:, None, :], np.ones((count, 1), bool), np.zeros(count, bool), np.zeros(count, bool))
        moves = self.stages[stage]
        last = stage == len(self.stages) - 1
        if len(moves) == 1 and len(moves[0][1]) == 1:
            found = (self.last_answer if last else self._middle)(stage, points, search)
        elif last and all(len(own) == 1 for _, own in moves):
            found = self.answers_at_once(stage, points, search)
        else:
            raise NotImplementedError("several decisions at once, not by last movers")
        for row in np.flatnonzero(found.none & ~found.infeasible):
            if np.abs(points[row]).max(initial=0.0) <= MODERATE:
                search.broken.append((stage, points[row].copy()))
                break
        return found

    def _middle(self, stage: int, points: Array, search: Search) -> Paths:
        player, (number,) = self.stages[stage][0]
        low, high = self.interval(stage, number, points)
        infeasible = low > high + 1e-9 * (1 + size_of(points))
        low, high = np.where(infeasible, 0.0, low), np.where(infeasible, 0.0, high)
        earlier = list(dict.fromkeys(self.priority(stage, search)))

        def values(rows: Array, tried: Array) -> Array:
            """Return, for each decision tried, the payoff by favour, at least, at most; and others' by favour."""
            later = self.answers(stage + 1, with_decision(points[rows], number, tried).reshape(-1, self.size), search)
            own = self.payoff(player, later.paths)
            columns = [
                own[:, 0],
                -largest(np.where(later.ok, -own, -np.inf)),
                largest(np.where(later.ok, own, -np.inf)),
                *(self.payoff(other, later.paths[:, 0, :]) for other in earlier),
            ]
            if search.careful == stage:
                columns[0] = columns[1]
            found = np.stack(columns, axis=-1)
            found[later.none | later.infeasible | ~later.ok.any(axis=-1)] = -np.inf
            return found.reshape(*tried.shape, -1)

        scale = 1 + size_of(points)
        levels = self.levels(stage, number, points)
        pool, value, none = maximised(values, low, high, scale, search.grids[stage], levels)
        noise = 4e-16 * self.coefficients_of(player) * (pool**2 + scale[:, None] ** 2)[..., None]
        best = (value[..., :2] - noise).max(axis=1)  # by favour, and what is safe
        slack = slack_of(search.tie, best, points)
        short = np.repeat(slack[:, None, :], pool.shape[1], axis=1)
        short[:, : search.grids[stage].points] *= UNREFINED
        short += noise
        good = np.isfinite(value[..., 0]) & (value[..., 2] >= best[:, None, 1] - short[..., 1])
        chosen = [chosen_first(value, best, short[..., 0], earlier)]
        if is_spread(pool, good, chosen[0]):
            # What is best where ties are broken against the mover need not be best where they favour it.
            chosen.append(np.where(good, value[..., 1], -np.inf).argmax(axis=-1))
            for column in range(3, value.shape[-1]):
                chosen.append(np.where(good, value[..., column], -np.inf).argmax(axis=-1))
                chosen.append(np.where(good, value[..., column], np.inf).argmin(axis=-1))
            chosen.append(np.where(good, pool, -np.inf).argmax(axis=-1))
            chosen.append(np.where(good, pool, np.inf).argmin(axis=-1))
        picked = np.stack(chosen, axis=-1)
        tried = np.take_along_axis(pool, picked, axis=1)
        later = self.answers(stage + 1, with_decision(points, number, tried).reshape(-1, self.size), search)
        wide = later.paths.shape[1]
        paths = later.paths.reshape(len(points), -1, self.size)
        ok = later.ok.reshape(len(points), -1).copy()
        ok &= np.repeat(np.take_along_axis(good, picked, axis=1), wide, axis=1)
        own = self.payoff(player, paths)
        ok &= own >= best[:, 1:2] - slack[:, 1:2]
        ok[:, 0] |= np.isfinite(best[:, 0])
        none |= ~np.isfinite(best[:, 0]) & ~infeasible
        ok[none | infeasible] = False
        return self._fewer(Paths(paths, ok, none, infeasible), earlier)

    def levels(self, stage: int, number: int, points: Array) -> Array:
        """Return decisions (M, E) at which a last mover does not care what it does, if its payoff is linear in that.

        A favourable answer inside an interval is given at such a place alone: no grid meets it, nor is it approached.
        If its payoff has no top, they are those at which its two ends pay the same, and places next to them: what is
        answered there may be the best only in a part that lies between two grid points.
        """
        found = []
        for player, own in self.stages[-1] if stage < len(self.stages) - 1 else ():
            for other in own:
                slopes = self.derivative(player, other)
                if len(slopes) == 1:
                    at = with_decision(points, number, np.broadcast_to(np.array([0.0, 1.0]), (len(points), 2)))
                    start, step = values_of(slopes[0], at[:, 0, :]), np.diff(values_of(slopes[0], at), axis=-1)[:, 0]
                    found.append(np.where(step == 0, np.nan, -start / np.where(step == 0, 1, step)))
                elif (self.bend(player, other) or 0.0) > 0 and stage == len(self.stages) - 2:
                    at = with_decision(points, number, np.broadcast_to(np.array([-1.0, 0.0, 1.0]), (len(points), 3)))
                    gain = self.gain_between_ends(len(self.stages) - 1, player, other, at.reshape(-1, self.size))[
                        1
                    ].reshape(-1, 3)
                    before, here, after = gain.T
                    level = quadratic_roots((before + after) / 2 - here, (after - before) / 2, here)
                    away = 1e-7 * (1 + np.abs(level))
                    found.extend([*level.T, *(level - away).T, *(level + away).T])
        return np.stack(found, axis=-1) if found else np.zeros((len(points), 0))

    def _fewer(self, found: Paths, earlier: Sequence[int]) -> Paths:
        """Keep the favourable path and, for each earlier mover, the best and the worst."""
        if found.paths.shape[1] <= 2 * len(earlier) + 1:
            return found
        kept = [np.zeros(len(found.paths), int)]
        for player in earlier:
            value = self.payoff(player, found.paths)
            kept.append(np.where(found.ok, value, -np.inf).argmax(axis=-1))
            kept.append(np.where(found.ok, value, np.inf).argmin(axis=-1))
        picked = np.stack(kept, axis=-1)
        return Paths(
            np.take_along_axis(found.paths, picked[..., None], axis=1),
            np.take_along_axis(found.ok, picked, axis=1),
            found.none,
            found.infeasible,
        )
