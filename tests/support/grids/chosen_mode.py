"""A leader's decision, a follower's choice among modes, and the mode's game, on grids of numbers: no algebra.

In a mode one player decides one number at most, found by refining a grid. The leader's decision is tried on a fine
grid, refined around the best; the follower takes the mode it likes best there, a tie being resolved for the leader.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models import Game

Floats = NDArray[np.float64]

_ROUNDS = 8
_LEADER_ROUNDS = 2
_FINE = 31


def best_of_leader(game: Game, point: Mapping[Any, Fraction], low: float, high: float, count: int = 4_001) -> float:
    """Return the most that the leader, who decides one number between two ends, finds."""
    for _ in range(_LEADER_ROUNDS):
        best, where = _best(game, point, np.linspace(low, high, count))
        step = (high - low) / (count - 1)
        low, high = where - 2 * step, where + 2 * step
    return best


def _best(game: Game, point: Mapping[Any, Fraction], tried: Floats) -> tuple[float, float]:
    then = game.then
    assert then is not None
    (decision,), (leader,) = game.decisions, [move.player for move in game.stages[0].moves]
    worth = {name: _worth(mode, decision, tried, point) for name, mode in then.among.items()}
    mine = {name: earned[leader] for name, earned in worth.items()}
    liked = np.max([earned[str(then.by)] for earned in worth.values()], axis=0)
    own = next(player.payoff for player in game.players if player.name == leader)
    before = np.broadcast_to(sp.lambdify([decision], own.subs(_numbers(point)))(tried), tried.shape)
    reached = [np.where(worth[name][str(then.by)] >= liked - 1e-9, mine[name], -np.inf) for name in worth]
    earned = before + np.max(reached, axis=0)
    return float(earned.max()), float(tried[earned.argmax()])


def _numbers(point: Mapping[Any, Fraction]) -> dict[Any, sp.Rational]:
    return {symbol: sp.Rational(value) for symbol, value in point.items()}


def _worth(mode: Any, decision: sp.Symbol, tried: Floats, point: Mapping[Any, Fraction]) -> dict[str, Floats]:
    symbols = (decision, *mode.decisions)
    payoffs = {p.name: sp.lambdify(symbols, p.payoff.subs(_numbers(point))) for p in mode.players}
    answer: list[Floats] = []
    if mode.decisions:
        (later,) = mode.decisions
        (mover,) = [move.player for move in mode.stages[0].moves]
        least = 0.0 if later.is_nonnegative else -100.0
        low, high = np.full(tried.shape, least), np.full(tried.shape, 100.0)
        for _ in range(_ROUNDS):
            grid = np.linspace(low, high, _FINE, axis=-1)
            own = np.broadcast_to(payoffs[mover](tried[:, None], grid), grid.shape)
            best = np.take_along_axis(grid, own.argmax(axis=-1)[:, None], axis=-1)[:, 0]
            step = (high - low) / (_FINE - 1)
            low, high = np.maximum(best - step, least), best + step
        answer = [best]
    return {name: np.broadcast_to(payoff(tried, *answer), tried.shape) for name, payoff in payoffs.items()}
