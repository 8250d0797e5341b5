"""Two-stage games with a leader's constraint on what followers answer, played on grids of numbers: no algebra.

The only follower decides one number; it is found by refining a grid. A leader's decisions are tried on a grid that is
refined around the best feasible point; what the constraint asks is asked of the follower's answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models import Game

Floats = NDArray[np.float64]

_FOLLOWER = 41
_FOLLOWER_ROUNDS = 8
_ROUNDS = 10
_SLACK = 1e-7
_LOOSE = 1e-4


class LeaderGrid:
    """A game of one leader and one follower at numbers.

    Parameters
    ----------
    game : Game
        Its first stage is one player's, its second one decision of another one, or there is none.
    point : mapping from sympy.Symbol to number
    reach : float
        How far from zero anything is tried.
    """

    def __init__(self, game: Game, point: Mapping[sp.Symbol, Fraction], reach: float = 40.0) -> None:
        (lead,) = game.stages[0].moves
        self.leader, self.decided, self.reach = lead.player, lead.decisions, reach
        self.follower = game.stages[1].moves[0] if len(game.stages) > 1 else None
        later = self.follower.decisions if self.follower else ()
        symbols, numbers = (*self.decided, *later), {s: sp.Rational(v) for s, v in point.items()}
        self.payoffs = {p.name: sp.lambdify(symbols, p.payoff.subs(numbers)) for p in game.players}
        constraints = [r for own in getattr(game.constraints, "values", tuple)() for r in own]
        self.limits = [sp.lambdify(symbols, (r.gts - r.lts).subs(numbers)) for r in constraints]
        ends = [e.subs(numbers) for d in self.decided for e in _ends(d)]
        self.limits += [sp.lambdify(symbols, end) for end in ends]

    def answer(self, decided: Sequence[Floats]) -> list[Floats]:
        """Return what the follower decides."""
        if self.follower is None:
            return []
        (later,) = self.follower.decisions
        shape = np.broadcast_shapes(*(np.shape(one) for one in decided))
        low = np.full(shape, 0.0 if later.is_nonnegative else -4 * self.reach)
        high = np.full(shape, 4 * self.reach)
        lowest = low.copy()
        for _ in range(_FOLLOWER_ROUNDS):
            tried = np.linspace(low, high, _FOLLOWER, axis=-1)
            own = self.payoffs[self.follower.player](*(np.asarray(one)[..., None] for one in decided), tried)
            own = np.broadcast_to(own, tried.shape)
            best = np.take_along_axis(tried, own.argmax(axis=-1)[..., None], axis=-1)[..., 0]
            step = (high - low) / (_FOLLOWER - 1)
            low, high = np.maximum(best - step, lowest), best + step
        return [best]

    def at(self, decided: Sequence[float]) -> float:
        """Return the leader's payoff at its decisions; minus infinity where they break a limit."""
        everything = [np.asarray([one]) for one in decided]
        everything += self.answer(everything)
        if any(float(np.broadcast_to(limit(*everything), 1)[0]) < -_LOOSE for limit in self.limits):
            return -np.inf
        return float(np.broadcast_to(self.payoffs[self.leader](*everything), 1)[0])

    def best(self, count: int = 41) -> tuple[float, list[float]]:
        """Return the most that the leader finds, and where; minus infinity where nothing is feasible."""
        middle = [0.0 for _ in self.decided]
        width, top, where = self.reach, -np.inf, middle
        for _ in range(_ROUNDS):
            axes = [np.linspace(m - width, m + width, count) for m in middle]
            tried = [one.ravel() for one in np.meshgrid(*axes, indexing="ij")]
            everything = [*tried, *self.answer(tried)]
            earned = np.broadcast_to(self.payoffs[self.leader](*everything), tried[0].shape).astype(float).copy()
            for limit in self.limits:
                earned[np.broadcast_to(limit(*everything), tried[0].shape) < -_SLACK] = -np.inf
            if earned.max() > top:
                top, where = float(earned.max()), [float(one[earned.argmax()]) for one in tried]
            middle, width = where, width / 3
        return top, where


def _ends(decision: sp.Symbol) -> list[sp.Expr]:
    low, high = decision.within
    found = [decision] if decision.is_nonnegative else []
    found += [] if low is None else [decision - low]
    return found + ([] if high is None else [high - decision])
