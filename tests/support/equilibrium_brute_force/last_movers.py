"""What last movers answer: the best of their ends and of the points at which their payoffs are level."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import sympy as sp

from equilibrium_brute_force.arrays import (
    largest,
    numeric,
    real_roots,
    reordered,
    replaced,
    size_of,
    slack_of,
    solved_for,
    values_of,
    with_decision,
)
from equilibrium_brute_force.game_in_numbers import GameInNumbers
from equilibrium_brute_force.state import TIE, Array, Paths, Search

FAR = 1e6
MODERATE = 60.0
_FLAT_STEPS = np.array([0.0, 0.3, 0.5, 0.7, 1.0])
_FLAT_AWAY = np.array([0.0, 0.5, 1.0, 3.0, 10.0])


class LastMovers(GameInNumbers):
    """A game whose last movers are answered."""

    def last_answer(self, stage: int, points: Array, search: Search) -> Paths:
        """Answer a last mover; where its payoff is known to be a parabola or a line, without trying all candidates."""
        player, (number,) = self.stages[stage][0]
        bend = self.bend(player, number)
        if bend is None:
            return self._best_candidates(stage, points, search)
        if bend < 0:
            return self._top_of_a_parabola(stage, player, number, points)
        paths, is_sure = self._better_end(stage, points, search)
        lines = np.ones((len(points), 1), bool)
        found = Paths(paths[:, None, :], lines, np.zeros(len(points), bool), np.zeros(len(points), bool))
        rest = np.flatnonzero(~is_sure)
        return found if not len(rest) else replaced(found, rest, self._best_candidates(stage, points[rest], search))

    def candidates(self, stage: int, player: int, number: int, points: Array) -> tuple[Array, Array, Array, Array]:
        """Return a last mover's possible best decisions (M, C), their values, where none is best, where none fits.

        Values are -inf where a decision is not allowed.
        """
        low, high = self.interval(stage, number, points)
        coefficients = np.stack([values_of(f, points) for f in self.derivative(player, number)], axis=-1)
        size = 1 + size_of(points)
        found = [low, high]
        if coefficients.shape[-1] == 2:
            first, second = coefficients[:, 0], coefficients[:, 1]
            found.append(np.where(np.abs(first) > 1e-12, -second / np.where(first == 0, 1, first), np.nan))
        elif coefficients.shape[-1] > 2:
            found.extend(real_roots(coefficients).T)
        flat = largest(np.abs(coefficients)) <= 1e-11 * size
        if flat.any():
            for step, away in zip(_FLAT_STEPS, _FLAT_AWAY, strict=True):
                bounded = np.isfinite(low) & np.isfinite(high)
                inside = np.where(bounded, low + step * (high - low), np.nan)
                up = np.where(np.isfinite(low), low + away, np.where(np.isfinite(high), high - away, away))
                found.append(np.where(flat, np.where(bounded, inside, up), np.nan))
            for other in range(len(self.players)):
                slopes = [values_of(f, points) for f in self.derivative(other, number)]
                if other != player and len(slopes) == 2:
                    ideal = np.where(slopes[0] == 0, np.nan, -slopes[1] / np.where(slopes[0] == 0, 1, slopes[0]))
                    found.append(np.where(flat, ideal, np.nan))
        if (~np.isfinite(low) & ~np.isfinite(high)).any():
            found.append(np.where(~np.isfinite(low) & ~np.isfinite(high), 0.0, np.nan))
        tried = np.stack(found, axis=-1)
        slack = 1e-9 * size[:, None]
        allowed = np.isfinite(tried) & (tried >= low[:, None] - slack) & (tried <= high[:, None] + slack)
        tried = np.clip(np.where(allowed, tried, 0.0), low[:, None], np.maximum(high, low)[:, None])
        none = np.zeros(len(points), bool)
        infeasible = low > high + 1e-9 * size
        allowed &= ~infeasible[:, None]
        value = np.where(allowed, self._valued(player, number, points, tried), -np.inf)
        best = largest(value)
        for end, sign in ((low, -1), (high, 1)):
            open_end = ~np.isfinite(end)
            if open_end.any():
                start = np.where(sign > 0, np.where(np.isfinite(low), low, 0.0), np.where(np.isfinite(high), high, 0.0))
                away = self._valued(player, number, points, (start + sign * FAR * size)[:, None])[:, 0]
                none |= open_end & (away > best + 1e-5 * (1 + np.abs(best)))
        none |= self._poles_up(player, number, points, low, high)
        return tried, value, none & ~infeasible, infeasible

    def _cares_without_bound(self, stage: int, player: int, number: int, points: Array) -> bool:
        """Return whether a mover is indifferent on an interval without end, and an earlier mover is not."""
        slopes = self.derivative(player, number)
        low, high = self.interval(stage, number, points)
        flat = ~(np.isfinite(low) & np.isfinite(high)) & (size_of(points) <= MODERATE)
        for slope in slopes:
            flat &= np.abs(values_of(slope, points)) <= 1e-11
        others = {other for moves in self.stages[:stage] for other, _ in moves if other != player}
        return bool(flat.any()) and any(
            (np.abs(values_of(slope, points[flat])) > 1e-9).any()
            for other in others
            for slope in self.derivative(other, number)
        )

    def _poles_up(self, player: int, number: int, points: Array, low: Array, high: Array) -> Array:
        """Return where a payoff rises without bound at a pole inside the interval."""
        none = np.zeros(len(points), bool)
        poles = self._poles[player, number]
        if poles:
            for pole in real_roots(np.stack([values_of(f, points) for f in poles], axis=-1)).T:
                for sign in (-1, 1):
                    near = pole + sign * 1e-7 * (1 + np.abs(pole))
                    inside = np.isfinite(pole) & (near > low) & (near < high)
                    value = self._valued(player, number, points, np.where(inside, near, 0.0)[:, None])[:, 0]
                    none |= inside & (value > 1e4)
        return none

    def _valued(self, player: int, number: int, points: Array, tried: Array) -> Array:
        columns = [tried if place == number else points[:, place, None] for place in range(self.size)]
        with np.errstate(all="ignore"):
            value = np.broadcast_to(np.asarray(self._payoffs[player](*columns), dtype=float), tried.shape)
        return np.where(np.isfinite(value), value, -np.inf)

    def _best_candidates(self, stage: int, points: Array, search: Search) -> Paths:
        player, (number,) = self.stages[stage][0]
        tried, value, none, infeasible = self.candidates(stage, player, number, points)
        search.open_ties |= self._cares_without_bound(stage, player, number, points)
        best = largest(value)
        ok = np.isfinite(value) & (value >= (best - slack_of(search.tie, best, points))[:, None]) & ~none[:, None]
        for i, j in itertools.combinations(range(tried.shape[1]), 2):
            ok[:, j] &= ~(ok[:, i] & (np.abs(tried[:, i] - tried[:, j]) <= 1e-12 * (1 + np.abs(tried[:, i]))))
        infeasible |= ~np.isfinite(best) & ~none
        counts = ok.sum(axis=-1)
        first = np.zeros(len(points), int)
        for i in reversed(range(tried.shape[1])):
            first[ok[:, i]] = i
        lines = np.arange(len(points))
        if counts.max(initial=0) <= 1:
            paths = points.copy()
            paths[:, number] = tried[lines, first]
            return Paths(paths[:, None, :], ok[lines, first][:, None], none, infeasible)
        wide = np.argsort(~ok, axis=-1, kind="stable")[:, : counts.max()]
        paths = with_decision(points, number, np.take_along_axis(tried, wide, axis=1))
        ok = np.take_along_axis(ok, wide, axis=1)
        tied = np.flatnonzero(counts > 1)
        part = self._favoured(stage, Paths(paths[tied], ok[tied], none[tied], infeasible[tied]), search)
        paths[tied], ok[tied] = part.paths, part.ok
        return Paths(paths, ok, none, infeasible)

    def gain_between_ends(self, stage: int, player: int, number: int, points: Array) -> tuple[Array, Array]:
        """Return the better end for a mover whose payoff has no top, and by how much the upper one is better."""
        if (player, number) not in self._starts:
            payoff, own = sp.expand(self.declared.payoffs[self.players[player]]), self.symbols[number]
            size = self.coefficients_of(player)
            self._starts[player, number] = numeric(self.symbols, sp.diff(payoff, own).subs(own, 0)), size
        slope, _ = self._starts[player, number]
        low, high = self.interval(stage, number, points)
        bend = self.bend(player, number) or 0.0
        with np.errstate(all="ignore"):
            middle = (low + high) / 2 if bend else 0.0
            gain = (high - low) * (values_of(slope, points) + bend * middle)
        return np.where(gain > 0, high, low), np.where(high > low, gain, np.nan)

    def _better_end(self, stage: int, points: Array, search: Search) -> tuple[Array, Array]:
        """Return paths on which a last mover whose payoff has no top takes the better end, and where it surely is."""
        player, (number,) = self.stages[stage][0]
        end, gain = self.gain_between_ends(stage, player, number, points)
        _, coefficients = self._starts[player, number]
        with np.errstate(all="ignore"):
            noise = (2 * search.tie + 1e-12) * (1 + coefficients) * (size_of(points) + np.abs(end) + 1) ** 2
            is_sure = np.isfinite(end) & (np.abs(gain) > noise)
        paths = points.copy()
        paths[:, number] = np.where(is_sure, end, 0.0)
        return paths, is_sure

    def _top_of_a_parabola(self, stage: int, player: int, number: int, points: Array) -> Paths:
        """Answer a last mover whose payoff is a parabola with one top: there, or at the end next to it."""
        low, high = self.interval(stage, number, points)
        infeasible = low > high + 1e-9 * (1 + size_of(points))
        slope, constant = (values_of(f, points) for f in self.derivative(player, number))
        paths = points.copy()
        paths[:, number] = np.clip(-constant / slope, low, np.maximum(high, low))
        paths[infeasible, number] = 0.0
        return Paths(paths[:, None, :], ~infeasible[:, None], np.zeros(len(points), bool), infeasible)

    def answers_at_once(self, stage: int, points: Array, search: Search) -> Paths:
        """Answer last movers who move at once: every mixture of ends and level points, checked one by one."""
        moves = [(player, own[0]) for player, own in self.stages[stage]]
        count, movers = len(points), len(moves)
        ends = [self.interval(stage, number, points) for _, number in moves]
        infeasible = np.logical_or.reduce([low > high + 1e-9 for low, high in ends])
        slopes = [self.linear_slope(player, number) for player, number in moves]
        if any(slope is None for slope in slopes):
            raise NotImplementedError("payoffs of movers at once that are not quadratic")
        start = with_decision(points, moves[0][1], np.zeros((count, 1)))[:, 0, :]
        for _, number in moves:
            start[:, number] = 0
        numbers = [number for _, number in moves]
        inside = np.array([[slope[0][number] for number in numbers] for slope in slopes])
        outside = np.stack([start @ slope[0] + slope[1] for slope in slopes], axis=-1)
        found: list[Array] = []
        for types in itertools.product(("low", "high", "level"), repeat=movers):
            fixed = {i: ends[i][0] if kind == "low" else ends[i][1] for i, kind in enumerate(types) if kind != "level"}
            found.extend(solved_for(inside, outside, fixed, ends))
        tried = np.stack(found, axis=1)
        finite = np.isfinite(tried).all(axis=-1)
        for i, (low, high) in enumerate(ends):
            slack = 1e-9 * (1 + np.abs(np.where(finite, tried[..., i], 0.0)))
            finite &= (tried[..., i] >= low[:, None] - slack) & (tried[..., i] <= high[:, None] + slack)
        tried = np.where(finite[..., None], tried, 0.0)
        paths = np.repeat(start[:, None, :], tried.shape[1], axis=1)
        paths[..., numbers] = tried
        loss = np.zeros(tried.shape[:2])
        flat_paths = paths.reshape(-1, self.size)
        for player, number in moves:
            _, value, none, _ = self.candidates(stage, player, number, flat_paths)
            best = largest(value)
            own = self.payoff(player, flat_paths)
            short = np.where(none, np.inf, (best - own) / (1 + np.abs(best) + 1e-5 * size_of(flat_paths) ** 2))
            loss = np.maximum(loss, short.reshape(loss.shape))
        loss = np.where(finite, loss, np.inf)
        ok = loss <= max(search.tie, 1e-11)
        held = flat_paths[ok.reshape(-1)]
        search.open_ties |= any(self._cares_without_bound(stage, player, number, held) for player, number in moves)
        least = loss.min(axis=-1)
        none = ~ok.any(axis=-1)
        if (none & (least < 1e-4)).any():
            search.unsure = True
            none &= least >= 1e-4
        none &= ~infeasible
        return self._favoured(stage, Paths(paths, ok, none, infeasible), search)

    def _favoured(self, stage: int, found: Paths, search: Search) -> Paths:
        """Put the favourable path first, and keep only paths that matter to somebody."""
        left = found.ok.copy()
        for player in self.priority(stage, search):
            value = np.where(left, self.payoff(player, found.paths), -np.inf)
            best = value.max(axis=-1, keepdims=True)
            left &= value >= best - slack_of(TIE, best, found.paths[:, 0, :])
        return reordered(found, left.argmax(axis=-1))

    def priority(self, stage: int, search: Search) -> Iterator[int]:
        for moves in reversed(self.stages[:stage]):
            players = [player for player, _ in moves]
            if search.deviator in players:
                yield search.deviator
            yield from (player for player in players if player != search.deviator)
