"""Whether who moves last has no better decision between its ends, for certain: branch and bound in intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from itertools import combinations_with_replacement
from math import isfinite
from typing import TypeAlias

import flint

from lsec_models.algebra.enclosures.balls import is_positive_definite
from lsec_models.games.static.order import Move
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame

Sides: TypeAlias = list[tuple[float, float]]

# So many boxes are looked at, the most: three or four decisions take tens of thousands. Where a search gets on, ten
# thousand settle nine tenths of what was left; where they do not settle half of it, nothing more is looked for.
MOST_BOXES, EVERY, _SLOWEST = 200_000, 10_000, 0.5
_BITS = 64
_SHARES = [0.5**k for k in range(1, 21)]
# Relative to all decisions between the ends.
_NARROWEST = 1e-12
# Added to a radius: more than what is lost by rounding.
_ROUNDED = 1e-15


def is_certainly_best(game: SmoothGame, move: Move, around: Mapping[str, flint.arb]) -> bool:
    """Whether a mover of the last stage has no better decision between its ends, whatever others decide in a box.

    1. In a box of its own decisions around the reply, its payoff is strictly concave: there nothing else is better.
    2. All other decisions between its ends are halved into boxes, the largest first. One is left out where the payoff
       is less than that of the reply, where it rises in a direction in which one can go on, or where it is convex in a
       decision that is not at its ends; it is reduced to a side of all decisions where one cannot go on. Payoffs and
       slopes are enclosed as they are written, then by mean values.

    False where a decision lacks an end, where another decision is certainly better, where that takes more than
    `MOST_BOXES` boxes, and where `EVERY` boxes do not settle half of what was left.

    Parameters
    ----------
    game : SmoothGame
    move : Move
        Of the last stage.
    around : mapping from str to flint.arb
        Parameters, and a box that holds the decisions at which all conditions hold.

    References
    ----------
    Hansen, E. and Walster, G. W. (2004). Global Optimization Using Interval Analysis, 2nd edition, chapter 12.
    Kearfott, R. B. (1996). Rigorous Global Search: Continuous Problems, section 4.3.2: where boxes are halved.
    """
    before, flint.ctx.prec = flint.ctx.prec, _BITS
    try:
        return _Search(game, move, around).succeeds()
    finally:
        flint.ctx.prec = before


class _Search:
    def __init__(self, game: SmoothGame, move: Move, around: Mapping[str, flint.arb]) -> None:
        self._graph, self._around = game.graph, around
        self._names = [decision.name for decision in move.decisions]
        self._payoff = game.place_of_payoff(next(p for p in game.game.players if p.name == move.player))
        self._slopes = [self._graph.derivative(self._payoff, name) for name in self._names]
        self._curvatures = [self._graph.derivative(slope, name) for slope in self._slopes for name in self._names]
        pairs = combinations_with_replacement(range(len(self._names)), 2)
        self._bends = [self._curvatures[i * len(self._names) + j] for i, j in pairs]
        self._whole = None if any(None in decision.within for decision in move.decisions) else self._ends(move)

    def succeeds(self) -> bool:
        core = self._core() if self._whole else None
        if self._whole is None or core is None:
            return False
        [reply] = self._graph.in_balls(self._around, [self._payoff])
        # The largest box first: what is left shrinks by shares.
        left, count, share, before = [(-1.0, 0, self._whole)], 0, 1.0, 1.0
        while left:
            size, _, sides = heappop(left)
            count, share = count + 1, share + size
            if count % EVERY == 0:
                if count >= MOST_BOXES or share > _SLOWEST * before:
                    return False
                before = share
            if all(low >= least and high <= most for (low, high), (least, most) in zip(sides, core, strict=True)):
                continue
            found = self._judged(sides, reply)
            if found is None:
                return False
            for part in found:
                share -= size / len(found)
                heappush(left, (size / len(found), count, part))
        return True

    def _judged(self, sides: Sides, reply: flint.arb) -> list[Sides] | None:
        """Return in which parts of a box there may be a better decision; None where there is one, or it is too small.

        Twice: by balls of the payoff and of its slopes as they are written, then by mean values, which cost more.
        """
        box = self._in(sides)
        value, *slopes = self._graph.in_balls(box, [self._payoff, *self._slopes])
        for is_sharp in (False, True):
            if is_sharp:
                value, slopes, there, curvatures = self._by_mean_values(box, value, slopes)
                if there > reply.upper():
                    return None
                if self._is_convex_inside(sides, curvatures):
                    return []
            if value < reply.lower():
                return []
            reduced = self._reduced(sides, slopes)
            if reduced is None:
                return []
            if reduced != sides:
                return [reduced]
        return self._halves(sides, slopes)

    def _by_mean_values(
        self, box: Mapping[str, flint.arb], value: flint.arb, slopes: Sequence[flint.arb]
    ) -> tuple[flint.arb, list[flint.arb], flint.arb, list[flint.arb]]:
        """Return narrower balls of the payoff and of its slopes, the payoff in the middle, and its own curvatures."""
        middle = {name: box[name].mid() for name in self._names}
        apart = [box[name] - middle[name] for name in self._names]
        there, *starts = self._graph.in_balls(dict(box) | middle, [self._payoff, *self._slopes])
        found = iter(self._graph.in_balls(box, self._bends))
        bends = {pair: next(found) for pair in combinations_with_replacement(range(len(apart)), 2)}
        rows = [[bends[min(i, j), max(i, j)] for j in range(len(apart))] for i in range(len(apart))]
        slopes = [
            _both(slope, _along(start, row, apart)) for slope, start, row in zip(slopes, starts, rows, strict=True)
        ]
        own = [row[i] for i, row in enumerate(rows)]
        return _both(value, _along(there, slopes, apart)), slopes, there, own

    def _is_convex_inside(self, sides: Sides, curvatures: Sequence[flint.arb]) -> bool:
        """Whether the payoff is convex, all over a box, in a decision that reaches none of its ends there."""
        assert self._whole is not None
        return any(
            bool(low > least and high < most and curvature > 0)
            for (low, high), (least, most), curvature in zip(sides, self._whole, curvatures, strict=True)
        )

    def _ends(self, move: Move) -> Sides:
        found = []
        for decision in move.decisions:
            ends = [self._graph.per_unit(self._graph.place_of(end), decision.name) for end in decision.within]
            low, high = self._graph.in_balls(self._around, ends)
            least, most = float(low.lower()), float(high.upper())
            found.append((least - _ROUNDED * abs(least), most + _ROUNDED * abs(most)))
        return found

    def _core(self) -> Sides | None:
        """Return a box around the reply in which the payoff is strictly concave."""
        assert self._whole is not None
        middles = [float(self._around[name].mid()) for name in self._names]
        for share in _SHARES:
            core = [
                (max(low, x - share * (high - low)), min(high, x + share * (high - low)))
                for x, (low, high) in zip(middles, self._whole, strict=True)
            ]
            replies = [self._around[name] for name in self._names]
            if not all(low < reply and reply < high for reply, (low, high) in zip(replies, core, strict=True)):
                return None
            found = iter(self._graph.in_balls(self._in(core), self._curvatures))
            if is_positive_definite([[-next(found) for _ in self._names] for _ in self._names]):
                return core
        return None

    def _in(self, sides: Sides) -> dict[str, flint.arb]:
        boxes = {
            name: flint.arb((low + high) / 2, (high - low) / 2 + _ROUNDED * max(abs(low), abs(high)))
            for name, (low, high) in zip(self._names, sides, strict=True)
        }
        return dict(self._around) | boxes

    def _reduced(self, sides: Sides, slopes: Sequence[flint.arb]) -> Sides | None:
        """Return the part of a box in which there may be a best decision; None where there is none."""
        assert self._whole is not None
        reduced = list(sides)
        for i, ((low, high), (least, most), slope) in enumerate(zip(sides, self._whole, slopes, strict=True)):
            if slope > 0:
                if high < most:
                    return None
                reduced[i] = (most, most)
            elif slope < 0:
                if low > least:
                    return None
                reduced[i] = (least, least)
        return reduced

    def _halves(self, sides: Sides, slopes: Sequence[flint.arb]) -> list[Sides] | None:
        """Return both halves of a box along the side over which the payoff may change most; None if it is too small."""
        assert self._whole is not None
        lengths = [(h - low) / (most - least) for (low, h), (least, most) in zip(sides, self._whole, strict=True)]
        changes = [float(abs(slope).upper()) * (h - low) for slope, (low, h) in zip(slopes, sides, strict=True)]
        weights = changes if all(map(isfinite, changes)) else lengths
        i = max(range(len(sides)), key=weights.__getitem__)
        low, high = sides[i]
        middle = (low + high) / 2
        if lengths[i] < _NARROWEST:
            return None
        return [[*sides[:i], side, *sides[i + 1 :]] for side in ((low, middle), (middle, high))]


def _along(start: flint.arb, slopes: Sequence[flint.arb], apart: Sequence[flint.arb]) -> flint.arb:
    """Return a ball that holds a function in a box, from its value in the middle and its slopes in the box."""
    for slope, side in zip(slopes, apart, strict=True):
        start += slope * side
    return start


def _both(one: flint.arb, other: flint.arb) -> flint.arb:
    """Return what two balls that hold the same number have in common; one of them where the other is none."""
    if not one.is_finite():
        return other
    return one.intersection(other) if other.is_finite() else one
