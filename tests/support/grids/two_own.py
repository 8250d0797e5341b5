"""Two players at once, two decisions each, played on grids of numbers: no algebra, and nothing of the solvers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models import Game

Floats = NDArray[np.float64]

_COUNT, _ROUNDS, _FAR = 61, 6, 30.0
_STEPS, _SETTLED = 60, 1e-6


class TwoOwnGrid:
    """A game of one stage without parameters, in which each of two players decides twice.

    Parameters
    ----------
    game : Game
    """

    def __init__(self, game: Game) -> None:
        moves = game.stages[0].moves
        self.names = [d.name for move in moves for d in move.decisions]
        everything = [d for move in moves for d in move.decisions]
        payoffs = {player.name: player.payoff for player in game.players}
        self._payoffs = [sp.lambdify(everything, payoffs[move.player], "numpy") for move in moves]
        self._lowest = [-_FAR if d.ends[0] is None else float(d.ends[0]) for d in everything]
        self._highest = [_FAR if d.ends[1] is None else float(d.ends[1]) for d in everything]

    def gain(self, decided: Sequence[float], mover: int) -> float:
        """Return what a mover gains at most by deciding otherwise, relative to its payoff."""
        now = float(self._payoffs[mover](*decided))
        return (self._best(decided, mover)[0] - now) / (1 + abs(now))

    def settled(self, start: Sequence[float]) -> list[float] | None:
        """Return where best replies lead, halfway at each step; None if they do not settle."""
        now = list(start)
        for _ in range(_STEPS):
            replies = [*self._best(now, 0)[1], *self._best(now, 1)[1]]
            after = [(a + b) / 2 for a, b in zip(now, replies, strict=True)]
            if max(abs(a - b) for a, b in zip(now, after, strict=True)) < _SETTLED:
                return after if max(map(abs, after)) < _FAR / 2 else None
            now = after
        return None

    def _best(self, decided: Sequence[float], mover: int) -> tuple[float, tuple[float, float]]:
        own = (2 * mover, 2 * mover + 1)
        lowest, highest = [self._lowest[i] for i in own], [self._highest[i] for i in own]
        low, high, best, where = lowest, highest, -np.inf, (0.0, 0.0)
        for _ in range(_ROUNDS):
            tried = np.meshgrid(*(np.linspace(a, b, _COUNT) for a, b in zip(low, high, strict=True)), indexing="ij")
            values: list[Floats | float] = list(decided)
            values[own[0]], values[own[1]] = tried
            earned = np.broadcast_to(self._payoffs[mover](*values), tried[0].shape)
            place = np.unravel_index(int(earned.argmax()), earned.shape)
            if earned[place] > best:
                best, where = float(earned[place]), (float(tried[0][place]), float(tried[1][place]))
            steps = [3 * (b - a) / (_COUNT - 1) for a, b in zip(low, high, strict=True)]
            low = [max(end, at - step) for end, at, step in zip(lowest, where, steps, strict=True)]
            high = [min(end, at + step) for end, at, step in zip(highest, where, steps, strict=True)]
        return best, where
