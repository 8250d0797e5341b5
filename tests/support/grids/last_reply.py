"""Three decisions one after the other on grids of numbers, with nothing of the solvers: does anybody gain?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy as sp

from families.static import Declared

_POINTS, _FINE, _ROUNDS = 81, 161, 6
_FAR = 8.0
Payoff = Callable[..., Any]
Ends = tuple[float | None, float | None]
# An answer on the grid of second decisions is worth less than the best by no more than that.
_SLACK = 2e-3


def is_outdone(game: Declared, decided: Sequence[float]) -> bool | None:
    """Return whether a mover gains by another decision, later ones answering; None if the first two have no ends."""
    names = game.decisions
    ends = [_ends(game, decision) for decision in names]
    if None in (*ends[0], *ends[1]):
        return None
    owner = {decision: player for player, own in game.owners.items() for decision in own}
    payoffs = [sp.lambdify(names, game.payoffs[owner[decision]]) for decision in names]
    x, y, z = decided
    seconds = np.append(np.linspace(*ends[1], _POINTS), y)
    replies, own = _answered(payoffs, x, seconds, ends[2])
    if abs(replies[-1] - z) > 1e-3 * (1 + abs(z)) or own.max() - own[-1] > 1e-7 * (1 + abs(own[-1])):
        return True
    reached = payoffs[0](x, y, z)
    others = np.linspace(*ends[0], _POINTS)
    return any(_secured(payoffs, first, seconds[:-1], ends[2]) > reached + 1e-6 for first in others)


def _secured(payoffs: Sequence[Payoff], first: float, seconds: np.ndarray, ends: Ends) -> float:
    """Return what the first mover has at least, whichever of the nearly best second decisions is taken."""
    replies, own = _answered(payoffs, first, seconds, ends)
    good = own >= own.max() - _SLACK * (1 + abs(own.max()))
    values = payoffs[0](first, seconds, replies) * np.ones(len(seconds))
    return float(values[good].min())


def _answered(
    payoffs: Sequence[Payoff], first: float, seconds: np.ndarray, ends: Ends
) -> tuple[np.ndarray, np.ndarray]:
    low, high = (far if end is None else end for end, far in zip(ends, (-_FAR, _FAR), strict=True))
    rows, step = np.arange(len(seconds)), (high - low) / (_FINE - 1)
    tried = np.linspace(low, high, _FINE) * np.ones((len(seconds), 1))
    for _ in range(_ROUNDS):
        values = payoffs[2](first, seconds[:, None], tried) * np.ones(tried.shape)
        replies = tried[rows, values.argmax(axis=1)]
        tried = np.clip(replies[:, None] + np.linspace(-step, step, 21), low, high)
        step /= 8
    return replies, payoffs[1](first, seconds, replies) * np.ones(len(seconds))


def _ends(game: Declared, decision: sp.Symbol) -> Ends:
    low, high = (0.0 if decision.is_nonnegative else None), None
    for relation in (relation for own in game.constraints.values() for relation in own):
        if relation.free_symbols == {decision}:
            low, high = (low, float(relation.rhs)) if isinstance(relation, sp.LessThan) else (float(relation.rhs), high)
    return low, high
