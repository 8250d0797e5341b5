"""What a deviation brings in view of what is answered to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from equilibrium_brute_force.answers import Answers
from equilibrium_brute_force.arrays import largest, placed, relative_gain, without
from equilibrium_brute_force.findings import Finding
from equilibrium_brute_force.maximised import corners_of, directions_among, far_apart, grid_between, maximised
from equilibrium_brute_force.state import COARSE, FINE, OUTER, TIE, USUAL, Array, Grid, Search

_LOOSE = 1e-6
EXACT = 1e-12
_ALARM = 1e-3
# Random directions of several decisions, so many that some run along a ridge where an answer bends.
_RANDOM = 40
_FURTHER = np.array([0.5, 1.0, 3.0, 10.0])
_NEARBY = np.concatenate([sign * np.geomspace(1e-3, 0.1, 5) for sign in (-1, 1)])


class NestedSearch(Answers):
    """The search for one game.

    Parameters
    ----------
    declared : Declared
    """

    def move(self, stage: int, player: int, own: Sequence[int], point: Array, tolerance: float) -> Finding:
        """Return whether one mover gains by another decision on a path.

        Parameters
        ----------
        stage, player : int
        own : sequence of int
            Which decisions.
        point : array
        tolerance : float
            Relative gains below it are noise.
        """
        base = float(self.payoff(player, point))
        name = self.players[player]
        last = stage == len(self.stages) - 1
        if not np.isfinite(base):
            return Finding(refuted=True, softly=True, reason=f"the payoff of {name} is not defined there", gain=np.inf)
        if last and len(own) == 1:
            tried, value, none, _ = self.candidates(stage, player, own[0], point[None, :])
            if none[0]:
                return Finding(refuted=True, softly=True, reason=f"{name} gains without bound", gain=np.inf)
            value = value[0]
            better, gain = tried[0][value.argmax()], relative_gain(value.max(), base, point)
            words = f"{name} gains {gain:.3g} by {self.names[own[0]]} = {better:.9g}"
            return Finding(
                refuted=gain > tolerance, softly=gain > tolerance, reason=words * (gain > tolerance), gain=gain
            )
        search = Search(self.grids(stage), deviator=player)
        tried, value, _ = self.deviations(stage, player, own, point, search)
        broken = self._really_broken(search)
        if broken is not None and broken.refuted:
            return broken
        words, gains, unsure = "", [0.0, 0.0], search.unsure
        for count, column in enumerate((1, 0)):  # the careful count, then the soft one
            for place in np.argsort(-value[:, column])[:3]:
                if (
                    not np.isfinite(value[place, column])
                    or relative_gain(value[place, column], base, point) <= tolerance
                ):
                    continue
                tie = TIE if column else EXACT
                again = Search(self.grids(stage, fine=True), tie=tie, deviator=player)
                there = placed(point, own, tried[place][None, :])
                later = self.answers(stage + 1, there, again)
                got = self.payoff(player, later.paths)[0]
                if later.none[0] or later.infeasible[0] or not later.ok[0].any():
                    unsure = True
                    continue
                sure = float(got[later.ok[0]].min() if column else got[0])
                gain = relative_gain(sure, base, there[0])
                if gain > tolerance:
                    gains[count] = max(gains[count], gain)
                    at = ", ".join(f"{self.names[n]} = {x:.9g}" for n, x in zip(own, tried[place], strict=True))
                    words = (
                        words or f"{name} gains {gain:.3g} by {at}{'' if column else ' (if later movers favour it)'}"
                    )
                    break
                unsure |= float(value[place, column]) - base > _ALARM * (1 + abs(base))  # coarse grids err by less
        refuted = gains[0] > tolerance
        return Finding(
            refuted=refuted,
            softly=refuted or gains[1] > tolerance or broken is not None,
            several=any(len(moves) > 1 for moves in self.stages[stage + 1 :]),
            reason=words or (broken.reason if broken else ""),
            gain=max(gains),
            unsure=unsure and not refuted,
            open_ties=search.open_ties or broken is not None,
        )

    def deviations(
        self, stage: int, player: int, own: Sequence[int], point: Array, search: Search
    ) -> tuple[Array, Array, slice]:
        """Return decisions of a mover (K, own), payoffs by favour, at least, at most (K, 3), and which are refined."""

        def values(tried: Array) -> Array:
            later = self.answers(stage + 1, placed(point, own, tried), search)
            value = self.payoff(player, later.paths)
            found = np.stack(
                [
                    value[:, 0],
                    -largest(np.where(later.ok, -value, -np.inf)),
                    largest(np.where(later.ok, value, -np.inf)),
                ],
                axis=-1,
            )
            found[later.none | later.infeasible | ~later.ok.any(axis=-1)] = -np.inf
            return found

        if len(own) > 1:
            return self._in_several(stage, own, point, values)
        low, high = self.interval(stage, own[0], point[None, :])
        if low[0] > high[0]:
            middle = (low + high) / 2
            low = high = middle
        scale = np.array([1 + np.abs(np.delete(point, own)).max(initial=0.0)])
        pool, value, _ = maximised(
            lambda _, tried: values(tried.reshape(-1, 1)).reshape(*tried.shape, 3),
            low,
            high,
            scale,
            search.grids[stage],
            self.levels(stage, own[0], point[None, :]),
        )
        return pool[0][:, None], value[0], slice(search.grids[stage].points, pool.shape[1])

    def _in_several(
        self, stage: int, own: Sequence[int], point: Array, values: Callable[[Array], Array]
    ) -> tuple[Array, Array, slice]:
        """Search several decisions of one mover at once: a grid, then steps from its best points."""
        matrix, constant = self._rows[stage]
        rest = point.copy()
        rest[list(own)] = 0
        matrix, constant = matrix[:, list(own)], constant + matrix @ rest
        axes: list[Array] = []
        lows: list[float] = []
        highs: list[float] = []
        for i in range(len(own)):
            rows = [
                (*map(Fraction, row), Fraction(free))
                for row, free in zip(matrix.tolist(), constant.tolist(), strict=True)
            ]
            for j in range(len(own)):
                rows = rows if j == i else without(rows, j)
            low = max((float(-row[-1] / row[i]) for row in rows if row[i] > 0), default=-np.inf)
            high = min((float(-row[-1] / row[i]) for row in rows if row[i] < 0), default=np.inf)
            lows.append(low)
            highs.append(max(low, high))
            axes.append(grid_between(np.array([low]), np.array(highs[-1:]), np.ones(1), 41 if len(own) == 2 else 17)[0])

        def allowed(tried: Array) -> Array:
            return (tried @ matrix.T + constant >= -1e-9).all(axis=-1)

        def masked(tried: Array) -> Array:
            found = np.full((len(tried), 3), -np.inf)
            inside = allowed(tried)
            if inside.any():
                # What lies beside a bound by rounding is not a history, and an answer to it may be none.
                found[inside] = values(np.clip(tried[inside], lows, highs))
            return found

        corners = corners_of(matrix, constant)
        mesh = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(own))
        pool = np.concatenate([mesh, corners]) if len(corners) else mesh
        value = masked(pool)
        tops, top_values = [], []
        dice = np.random.default_rng(0)
        span = max(float(np.diff(axis).min(initial=1.0)) for axis in axes)
        directions = directions_among(matrix, len(own))
        for column in (0, 1):
            best = far_apart(pool, value[:, column], 8, span)
            centre, reached, step = pool[best].copy(), value[best].copy(), np.full(len(best), 2 * span)
            earlier = centre.copy()
            for _ in range(60):
                random = dice.normal(size=(_RANDOM, len(own)))
                moves = np.concatenate([directions, random / np.linalg.norm(random, axis=-1, keepdims=True)])
                onward = centre[:, None, :] + _FURTHER[:, None] * (centre - earlier)[:, None, :]
                tried = np.concatenate([centre[:, None, :] + step[:, None, None] * moves, onward], axis=1)
                got = masked(tried.reshape(-1, len(own))).reshape(*tried.shape[:2], 3)
                ahead, behind = got[:, 0 : len(directions) : 2, column], got[:, 1 : len(directions) : 2, column]
                with np.errstate(invalid="ignore", divide="ignore"):
                    bend = ahead + behind - 2 * reached[:, None, column]
                    length = np.where(bend < 0, (behind - ahead) / (2 * bend), 0.0)
                length = np.clip(np.nan_to_num(length, posinf=0.0, neginf=0.0), -3, 3)
                further = centre[:, None, :] + (step[:, None] * length)[..., None] * directions[0::2]
                got_further = masked(further.reshape(-1, len(own))).reshape(*further.shape[:2], 3)
                tried, got = np.concatenate([tried, further], axis=1), np.concatenate([got, got_further], axis=1)
                first = got[..., column].argmax(axis=1)
                lines = np.arange(len(best))
                better = got[lines, first, column] > reached[:, column] + 1e-13 * (1 + np.abs(reached[:, column]))
                earlier[better] = centre[better]
                centre[better], reached[better] = tried[lines, first][better], got[lines, first][better]
                step = np.where(better, step, step / 2)
                if (step < 1e-10).all():
                    break
            tops.append(centre)
            top_values.append(reached)
        fit = np.isfinite(value[:, 0])
        return (
            np.concatenate([*tops, pool[fit]]),
            np.concatenate([*top_values, value[fit]]),
            slice(0, sum(map(len, tops))),
        )

    def grids(self, stage: int, *, fine: bool = False) -> tuple[Grid, ...]:
        later = len(self.stages) - 2 - stage
        below = FINE if fine else (USUAL if later <= 1 else COARSE)
        above = OUTER if later > 1 else FINE
        return tuple(above if number <= stage else below for number in range(len(self.stages)))

    def _really_broken(self, search: Search) -> Finding | None:
        """Return that a later mover has no best decision, looked at again on the finest grids; None if it has one.

        That refutes a path if it is so whatever is answered, not only if later movers who may choose favour it.
        """
        soft = None
        for stage, point in search.broken[:3]:
            again = [
                self.answers(
                    stage,
                    point[None, :],
                    Search(tuple(FINE for _ in self.stages), deviator=search.deviator, careful=careful),
                ).none[0]
                for careful in (None, stage)
            ]
            if not again[0]:
                continue
            who = " and ".join(self.players[player] for player, _ in self.stages[stage])
            before = [n for moves in self.stages[:stage] for _, own in moves for n in own]
            after = ", ".join(f"{self.names[n]} = {point[n]:.6g}" for n in before)
            words = f"off the path: {who} cannot answer {after} (no best decision, or none that fit together)"
            if again[1]:
                return Finding(refuted=True, softly=True, reason=words, gain=np.inf)
            soft = soft or Finding(refuted=False, softly=True, reason=f"{words} if later movers favour it")
        return soft

    def attained(self, points: Array, stage: int) -> bool:
        """Return whether what a mover does best is a maximum, not only approached, after each of some histories.

        Parameters
        ----------
        points : array
            Histories (M, n).
        stage : int
            Whose.
        """
        if stage >= len(self.stages) - 1 or len(self.stages[stage]) > 1 or len(self.stages[stage][0][1]) > 1:
            return True
        player = self.stages[stage][0][0]
        found = self.answers(stage, points, Search(self.grids(stage)))
        fit = ~found.none & ~found.infeasible & found.ok.any(axis=-1)
        paths = found.paths[fit][:, 0, :]
        return len(paths) == 0 or self.attained_on(paths, stage, player)

    def attained_on(self, paths: Array, stage: int, player: int, loss: float = 1e-4) -> bool:
        """Return whether a mover gets what it expects on paths if ties are counted loosely.

        Parameters
        ----------
        paths : array
        stage, player : int
        loss : float
            What it may get less.
        """
        loose = Search(self.grids(stage), tie=_LOOSE, deviator=player)
        later = self.answers(stage + 1, paths, loose)
        expected, got = self.payoff(player, paths), self.payoff(player, later.paths)[:, 0]
        return bool((got >= expected - loss * (1 + np.abs(expected))).all())

    def is_favoured(self, point: Array) -> bool:
        """Return whether no indifferent mover has a decision nearby that suits the mover before it better.

        Of a continuum of equally good decisions a search meets those of a grid, so that it may miss the favourable one.

        Parameters
        ----------
        point : array
        """
        for stage in range(1, len(self.stages)):
            player, (number, *further) = self.stages[stage][0]
            before = [other for other in self.priority(stage, Search(())) if other != player]
            if further or not before or len(self.stages[stage]) > 1:
                continue
            size = 1 + float(np.abs(point).max())
            low, high = self.interval(stage, number, point[None, :])
            around = np.clip(point[number] + size * _NEARBY, low[0], np.maximum(high, low)[0])
            later = self.answers(
                stage + 1, placed(point, [number], around[:, None]), Search(self.grids(0), deviator=player)
            )
            left = ~later.none & ~later.infeasible & later.ok.any(axis=-1)
            slack = TIE * (1 + np.abs(point).max() ** 2)
            gains, changes = (
                self.payoff(who, later.paths[:, 0, :]) - self.payoff(who, point) for who in (before[0], player)
            )
            if (left & (changes >= -slack) & (gains > slack)).any():
                return False
        return True
