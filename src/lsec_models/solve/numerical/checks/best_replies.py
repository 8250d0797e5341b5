"""Whether who moves last has no better decision between its ends, for certain: branch and bound in intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import flint

from lsec_models.algebra.enclosures.balls import is_positive_definite
from lsec_models.games.static.order import Move
from lsec_models.solve.numerical.smooth_game import SmoothGame

Sides: TypeAlias = list[tuple[float, float]]

MOST_BOXES = 20_000
_BITS = 64
_SHARES = [0.5**k for k in range(1, 21)]
# Relative to all decisions between the ends.
_NARROWEST = 1e-12
# Added to a radius: more than what is lost by rounding.
_ROUNDED = 1e-15


def is_certainly_best(game: SmoothGame, move: Move, around: Mapping[str, flint.arb]) -> bool:
    """Whether a mover of the last stage has no better decision between its ends, whatever others decide in a box.

    1. In a box of its own decisions around the reply, its payoff is strictly concave: there nothing else is better.
    2. All other decisions between its ends are halved into boxes. One is left out where the payoff is less than that of
       the reply, or where it rises in a direction in which one can go on; it is reduced to a side of all decisions
       where one cannot.

    False where a decision lacks an end, or where that takes more than `MOST_BOXES` boxes.

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
        self._payoff = self._graph.place_of(next(p.payoff for p in game.game.players if p.name == move.player))
        self._slopes = [self._graph.derivative(self._payoff, name) for name in self._names]
        self._curvatures = [self._graph.derivative(slope, name) for slope in self._slopes for name in self._names]
        self._whole = None if any(None in decision.within for decision in move.decisions) else self._ends(move)

    def succeeds(self) -> bool:
        core = self._core() if self._whole else None
        if self._whole is None or core is None:
            return False
        [reply] = self._graph.in_balls(self._around, [self._payoff])
        left, count = [self._whole], 0
        while left:
            sides, count = left.pop(), count + 1
            if count > MOST_BOXES:
                return False
            if all(low >= least and high <= most for (low, high), (least, most) in zip(sides, core, strict=True)):
                continue
            value, *slopes = self._graph.in_balls(self._in(sides), [self._payoff, *self._slopes])
            if value < reply.lower():
                continue
            reduced = self._reduced(sides, slopes)
            if reduced == sides:
                halves = self._halves(sides)
                if halves is None:
                    return False
                left += halves
            elif reduced is not None:
                left.append(reduced)
        return True

    def _ends(self, move: Move) -> Sides:
        found = []
        for decision in move.decisions:
            low, high = self._graph.in_balls(self._around, [self._graph.place_of(end) for end in decision.within])
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

    def _halves(self, sides: Sides) -> list[Sides] | None:
        """Return both halves of a box along its longest side; None where it is too small to halve."""
        assert self._whole is not None
        lengths = [(h - low) / (most - least) for (low, h), (least, most) in zip(sides, self._whole, strict=True)]
        i = max(range(len(sides)), key=lengths.__getitem__)
        low, high = sides[i]
        middle = (low + high) / 2
        if lengths[i] < _NARROWEST:
            return None
        return [[*sides[:i], side, *sides[i + 1 :]] for side in ((low, middle), (middle, high))]
