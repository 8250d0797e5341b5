"""Feedback games on a grid of states: the state jumps to neighbours, at rates that reproduce its speed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lsec_models.solve.differential.feedback.on_a_grid.own_quadratic import OwnQuadratic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_SHORT, _LONGER, _LONGEST = 0.05, 1.05, (20.0, 1.0, 0.1)
_STEPS, _ROUNDS, _REPLIES = 600, 15, 60
_SETTLED, _SAME = 1e-9, 1e-7


@dataclass(frozen=True, kw_only=True)
class ChainEquilibrium:
    """A Nash equilibrium of the game on a grid.

    Attributes
    ----------
    states : array
    decided, values : tuple of array
        Decisions, and what the game is worth to their owners, at each state.
    """

    states: Array
    decided: tuple[Array, ...]
    values: tuple[Array, ...]

    def on(self, states: Array) -> ChainEquilibrium:
        """Return decisions and values at other states, linearly between those of the grid."""
        decided, values = (
            tuple(np.interp(states, self.states, one) for one in several) for several in (self.decided, self.values)
        )
        return ChainEquilibrium(states=states, decided=decided, values=values)


def chain_equilibrium(
    game: OwnQuadratic, states: Array, near: ChainEquilibrium | None = None
) -> ChainEquilibrium | None:
    """Return an equilibrium of the game on a grid, the limit of long horizons; None if nothing settles.

    1. Time stays continuous. The chain moves up at the rate of all that pushes the state up, over the distance to its
       neighbour, and down likewise: each push meets the slope of the value functions on the side it leads to. Where
       players push against each other the chain has a little noise, which vanishes with the spacing, and no jumps of
       best replies where the state would rest.
    2. Backwards from zero (or from an equilibrium nearby), in steps of time that grow: at each state decisions are best
       replies to each other, given the slopes; then values follow from linear equations (an implicit step).
    3. It has settled where neither decisions nor values change any more. Then each player's decisions are best against
       the others' at every state, among all laws on the grid.

    At an end of the grid no decision may drive the state out.

    Parameters
    ----------
    game : OwnQuadratic
    states : array
        The grid, rising.
    near : ChainEquilibrium, optional

    References
    ----------
    Kushner, H. J. and Dupuis, P. (2001). Numerical Methods for Stochastic Control Problems in Continuous Time, chapter
    5. Springer.
    """
    # Steps that are too long may overshoot for ever: what each assumes of the others, their replies overthrow.
    tried = (_settled(game, states, near, longest / max(game.rates)) for longest in _LONGEST)
    return next((found for found in tried if found is not None), None)


def _settled(
    game: OwnQuadratic, states: Array, near: ChainEquilibrium | None, longest: float
) -> ChainEquilibrium | None:
    if near is None:
        decided = [np.maximum(0.0 * states, floor) for floor in game.floors]
        values = [0.0 * states for _ in game.flows]
    else:
        decided, values = list(near.decided), list(near.values)
    ahead = _SHORT
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            decided, restless = best_replies(game, states, decided, values)
            after = [_worth(game, i, states, decided, (values[i], ahead)) for i in range(len(values))]
            if not all(np.isfinite(one).all() for one in (*after, *decided)):
                return None
            change = max(_distance(one, other) for one, other in zip(after, values, strict=True)) / ahead
            values, ahead = after, min(ahead * _LONGER, longest)
            if change < _SETTLED and restless < _SAME:
                return ChainEquilibrium(states=states, decided=tuple(decided), values=tuple(values))
    return None


def largest_gain(game: OwnQuadratic, found: ChainEquilibrium, states: Array) -> float:
    """Return the most that a player gains on a grid by another law, the others keeping to theirs, relative.

    Each player's own problem is solved to its end by policy iteration, from doing nothing on.
    """
    there = found.on(states)
    gain = 0.0
    with np.errstate(all="ignore"):
        for i in range(len(there.values)):
            decided = list(there.decided)
            kept = _worth(game, i, states, decided)
            decided[i] = np.maximum(0.0 * states, game.floors[i])
            for _ in range(_REPLIES):
                slopes = slopes_of(states, _worth(game, i, states, decided))
                reply = _reply(game, i, states, decided, slopes)
                moved, decided[i] = _distance(reply, decided[i]), reply
                if moved < _SAME:
                    break
            best = _worth(game, i, states, decided)
            gain = max(gain, float((best - kept).max() / scale(kept)))
    return gain


def scale(values: Array) -> float:
    """Return the size of values, their rises and falls included."""
    return float(np.abs(values).max() + np.abs(np.diff(values)).sum() + 1e-12)


def _distance(one: Array, other: Array) -> float:
    return float(np.max(np.abs(one - other) / (1 + np.abs(one))))


def slopes_of(states: Array, values: Array) -> tuple[Array, Array]:
    """Return the slopes of one or more rows of values above and below each state."""
    between = np.diff(values) / np.diff(states)
    nothing = np.zeros((*values.shape[:-1], 1))
    return np.concatenate([between, nothing], axis=-1), np.concatenate([nothing, between], axis=-1)


def best_replies(
    game: OwnQuadratic, states: Array, decided: list[Array], values: Sequence[Array]
) -> tuple[list[Array], float]:
    """Return decisions after some rounds of best replies in turn, and how much the last round changed."""
    slopes = [slopes_of(states, value) for value in values]
    decided, moved = list(decided), np.inf
    for _ in range(_ROUNDS):
        moved = 0.0
        for i, own in enumerate(slopes):
            reply = _reply(game, i, states, decided, own)
            moved, decided[i] = max(moved, _distance(reply, decided[i])), reply
        if moved < _SETTLED * 1e-2:
            break
    return decided, moved


def _reply(game: OwnQuadratic, i: int, states: Array, decided: Sequence[Array], slopes: tuple[Array, Array]) -> Array:
    """Return the best decision of one player at each state: one that pushes up, down, or not at all."""
    without = [0.0 * states if n == i else one for n, one in enumerate(decided)]
    gain, cost = game.gains[i](states, without), game.costs[i](states, without)
    push, still = game.pushes[i](states, without), game.speed(states, without)
    low, high = _admissible(game.floors[i], still, push)
    up, down = slopes
    tried = np.stack([decided[i], (gain + push * up) / cost, (gain + push * down) / cost, 0.0 * states])
    tried = np.clip(tried, low, high)
    pushed = push * tried
    pushed[:, [0, -1]] += still[[0, -1]]
    worth = gain * tried - cost * tried**2 / 2 + np.where(pushed > 0, pushed * up, pushed * down)
    best = worth.argmax(axis=0)
    better = worth.max(axis=0) > worth[0] + 1e-12 * (1 + np.abs(worth[0]))
    return np.asarray(np.where(better, np.take_along_axis(tried, best[None], axis=0)[0], tried[0]))


def _admissible(floor: float, still: Array, push: Array) -> tuple[Array, Array]:
    """Return the bounds of a decision: its own, and at the ends of the grid those that keep the state inside."""
    low, high = np.full_like(still, floor), np.full_like(still, np.inf)
    for end, inwards in ((0, 1.0), (-1, -1.0)):
        if push[end] == 0:
            continue
        rest = -still[end] / push[end]
        if inwards * push[end] > 0:
            low[end] = max(low[end], rest)
        else:
            high[end] = max(floor, rest)
    return low, high


def _worth(
    game: OwnQuadratic, i: int, states: Array, decided: Sequence[Array], later: tuple[Array, float] | None = None
) -> Array:
    """Return what decisions are worth to a player, for ever or until some time ahead of given values."""
    from scipy.linalg import solve_banded

    up, down = jumps(game, states, decided)
    kept, flow = game.rates[i], game.flows[i](states, decided)
    if later is not None:
        values, ahead = later
        kept, flow = kept + 1 / ahead, flow + values / ahead
    bands = np.zeros((3, len(states)))
    bands[0, 1:], bands[1], bands[2, :-1] = -up[:-1], kept + up + down, -down[1:]
    try:
        return np.asarray(solve_banded((1, 1), bands, flow))
    except (np.linalg.LinAlgError, ValueError):
        # Decisions beyond all bounds: the caller gives up.
        return np.full_like(states, np.nan)


def jumps(game: OwnQuadratic, states: Array, decided: Sequence[Array]) -> tuple[Array, Array]:
    """Return the rates at which the chain moves up and down; at the ends of the grid by what is left of all pushes."""
    nothing = [0.0 * states for _ in decided]
    pushes = [push(states, nothing) * one for push, one in zip(game.pushes, decided, strict=True)]
    parts = np.stack([game.speed(states, nothing), *pushes])
    up, down = np.maximum(parts, 0.0).sum(axis=0), np.maximum(-parts, 0.0).sum(axis=0)
    up[[0, -1]], down[[0, -1]] = np.maximum(up - down, 0.0)[[0, -1]], np.maximum(down - up, 0.0)[[0, -1]]
    spacing = np.diff(states)
    up[:-1], down[1:] = up[:-1] / spacing, down[1:] / spacing
    up[-1] = down[0] = 0.0
    return up, down
