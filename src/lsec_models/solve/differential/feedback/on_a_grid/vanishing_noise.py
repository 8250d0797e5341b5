"""Feedback games on a grid of states by Newton's method: noise makes them easy, and then vanishes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from lsec_models.solve.differential.feedback.on_a_grid.controlled_chain import (
    ChainEquilibrium,
    best_replies,
    jumps,
    slopes_of,
)
from lsec_models.solve.differential.feedback.on_a_grid.own_quadratic import OwnQuadratic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MOST = 4
_BEGIN, _QUIET = (1.0, 1e-1, 1e-2, 1e-3), 1e-5
_FACTOR, _LARGEST, _SMALLEST = 3.0, 10.0, 1.02
_EASY = 8
_STEPS, _ALL_STEPS = 25, 600
_SHORTEST = 1e-3
_SOLVED = 1e-9
_ROUNDING = 1e-14
_AWAY = 1e-6


def quiet_equilibrium(
    game: OwnQuadratic, states: Array, near: ChainEquilibrium | None = None
) -> ChainEquilibrium | None:
    """Return an equilibrium of the game on a grid as the limit of games with less and less noise; None if it is lost.

    Where players push a state against each other, iterations backwards in time need not settle, however short their
    steps: what one changes the other answers with more. What stands still may be there all the same, and is found as
    the solution of equations.

    1. At each state decisions are best replies to each other, given the slopes of the values: of all sets of decisions
       at zero that one which violates its conditions least. At the ends of the grid they are found in turn.
    2. The values solve ``rate V = flow + speeds slopes + noise V''``. Newton's method takes the replies to slopes into
       account; with much noise it converges from anywhere.
    3. Noise is reduced by a factor that falls where Newton's method fails, until there is none. From an equilibrium
       nearby the game without noise is tried at once.

    Parameters
    ----------
    game : OwnQuadratic
        All decisions at least zero.
    states : array
        The grid, rising.
    near : ChainEquilibrium, optional

    References
    ----------
    Bressan, A. and Shen, W. (2004). Small BV solutions of hyperbolic noncooperative differential games. SIAM Journal on
    Control and Optimization 43(1), 194-215.
    """
    if len(game.floors) > _MOST or any(floor != 0 for floor in game.floors):
        return None
    grid = _Grid(game=game, states=states)
    with np.errstate(all="ignore"):
        if near is not None:
            found, _ = grid.newton(np.array(near.values), 0.0)
            if found is not None:
                return grid.equilibrium(found)
        values = _without_noise(grid)
    return None if values is None else grid.equilibrium(values)


def _without_noise(grid: _Grid) -> Array | None:
    """Return the values of the game without noise, reached from one with much of it."""
    noise, values = _with_much_noise(grid)
    factor, left = _FACTOR, _ALL_STEPS
    while values is not None and noise and factor > _SMALLEST and left > 0:
        less = noise / factor if noise > _QUIET else 0.0
        found, steps = grid.newton(values, less)
        left -= steps
        if found is None:
            factor **= 0.5
        else:
            noise, values = less, found
            factor = min(factor**1.5, _LARGEST) if steps < _EASY else factor
    return None if noise else values


def _with_much_noise(grid: _Grid) -> tuple[float, Array | None]:
    span = float(grid.states[-1] - grid.states[0])
    nothing = np.zeros((len(grid.game.flows), len(grid.states)))
    for share in _BEGIN:
        values, _ = grid.newton(nothing, share * span**2)
        if values is not None:
            return share * span**2, values
    return np.inf, None


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """The Hamilton-Jacobi-Bellman equations on a grid; arrays have one row a player."""

    game: OwnQuadratic
    states: Array

    def equilibrium(self, values: Array) -> ChainEquilibrium:
        """Return the decisions that go with values, and both."""
        decided, _ = self._decided(values)
        return ChainEquilibrium(states=self.states, decided=tuple(decided), values=tuple(values))

    def newton(self, values: Array, noise: float) -> tuple[Array | None, int]:
        """Return the solution near some values, None if none is reached, and how many steps were taken."""
        from scipy.sparse.linalg import spsolve

        state = self._residual(values, noise)
        for step in range(_STEPS):
            if state.error < _SOLVED:
                return state.values, step
            direction = spsolve(self._jacobian(state), -state.residual.ravel()).reshape(values.shape)
            length = 1.0
            while True:
                tried = self._residual(state.values + length * direction, noise)
                if tried.size < state.size * (1 - length / 10):
                    break
                length /= 2
                if length < _SHORTEST:
                    return None, step + 1
            state = tried
        return None, _STEPS

    @cached_property
    def _nothing(self) -> list[Array]:
        return [0.0 * self.states for _ in self.game.flows]

    @cached_property
    def _pushes(self) -> Array:
        return np.stack([push(self.states, self._nothing) for push in self.game.pushes])

    @cached_property
    def _forces(self) -> tuple[Array, Array]:
        """What raises decisions at zero, and how each decision adds to that; own costs with a minus."""
        game, states, nothing = self.game, self.states, self._nothing
        base = np.stack([gain(states, nothing) for gain in game.gains])
        by = np.zeros((len(states), len(base), len(base)))
        for j in range(len(base)):
            one = [np.ones_like(states) if i == j else still for i, still in enumerate(nothing)]
            for i, gain in enumerate(game.gains):
                by[:, i, j] = -game.costs[i](states, nothing) if i == j else gain(states, one) - base[i]
        return base, by

    def _decided(self, values: Array) -> tuple[Array, Array]:
        """Return decisions, and how they rise with the slopes on the side that each pushes to."""
        above, below = slopes_of(self.states, values)
        base, by = self._forces
        wanted = base + self._pushes * np.where(self._pushes > 0, above, below)
        count = len(base)
        decided, rises = np.zeros_like(wanted), np.zeros_like(by)
        least = np.full(len(self.states), np.inf)
        for free in product((True, False), repeat=count):
            chosen = [i for i in range(count) if free[i]]
            tried, risen = np.zeros_like(wanted), np.zeros_like(by)
            if chosen:
                rows = np.ix_(range(len(self.states)), chosen, chosen)
                inverse = -np.linalg.inv(by[rows])
                tried[chosen] = np.einsum("kij,jk->ik", inverse, wanted[chosen])
                risen[rows] = inverse * self._pushes[chosen].T[:, None, :]
            forces = wanted + np.einsum("kij,jk->ik", by, tried)
            violated = np.maximum(np.where(np.array(free)[:, None], -tried, forces).max(axis=0), 0.0)
            better = violated < least - _ROUNDING
            least = np.where(better, violated, least)
            decided, rises = np.where(better, tried, decided), np.where(better[:, None, None], risen, rises)
        self._at_ends(values, decided, rises)
        return decided, rises

    def _at_ends(self, values: Array, decided: Array, rises: Array) -> None:
        """Write what is decided at both ends, where decisions may not drive the state out."""
        places = [0, 1, -2, -1]
        states, count = self.states[places], len(values)

        def found(moved: Array) -> Array:
            begin = [np.zeros(len(places)) for _ in range(count)]
            replied, _ = best_replies(self.game, states, begin, list(moved))
            return np.stack(replied)

        there = values[:, places]
        still = found(there)
        for end, inner in ((0, 1), (-1, -2)):
            decided[:, end], gap = still[:, end], abs(states[inner] - states[end])
            for j in range(count):
                moved = there.copy()
                step = _AWAY * (1 + abs(moved[j, inner] - moved[j, end]))
                moved[j, inner] += step
                rises[end, :, j] = (found(moved)[:, end] - still[:, end]) * gap / step * (1 if end == 0 else -1)

    def _residual(self, values: Array, noise: float) -> _Residual:
        decided, rises = self._decided(values)
        up, down = jumps(self.game, self.states, list(decided))
        moves = np.ones_like(self.states)
        moves[0], moves[-1] = up[0] > 0, down[-1] > 0
        spacing = np.diff(self.states)
        # The ends reflect what noise does.
        around = 2 * noise / (np.append(spacing, 0.0) + np.append(0.0, spacing))
        up[:-1] += around[:-1] / spacing
        down[1:] += around[1:] / spacing
        change = np.diff(values, axis=1)
        flows = np.stack([flow(self.states, list(decided)) for flow in self.game.flows])
        rates = np.array(self.game.rates)[:, None]
        residual = flows - rates * values
        residual[:, :-1] += up[:-1] * change
        residual[:, 1:] -= down[1:] * change
        relative = np.abs(residual) / (1 + np.abs(values))
        return _Residual(
            values=values,
            decided=decided,
            rises=rises,
            up=up,
            down=down,
            moves=moves,
            residual=residual,
            size=float(relative.max()) if np.isfinite(relative).all() else np.inf,
            error=float((relative / (rates + up + down)).max()),
        )

    def _jacobian(self, state: _Residual) -> object:
        """Return the derivatives of all residuals in all values."""
        from scipy.sparse import bmat, diags

        slope_in_values = [self._slope_in_values(push) for push in self._pushes]
        by_decision = self._by_decision(state)
        blocks = []
        for i, rate in enumerate(self.game.rates):
            replies = np.einsum("jk,kjm->mk", by_decision[i], state.rises)
            row = [diags(reply) @ slope for reply, slope in zip(replies, slope_in_values, strict=True)]
            row[i] = row[i] + diags([-state.up - state.down - rate, state.up[:-1], state.down[1:]], [0, 1, -1])
            blocks.append(row)
        return bmat(blocks).tocsc()

    def _slope_in_values(self, push: Array) -> object:
        """Return the slopes on the side that a decision pushes to as a matrix times values."""
        from scipy.sparse import diags

        rising = push > 0
        spacing = np.diff(self.states)
        above, below = np.append(1 / spacing, 0.0), np.append(0.0, 1 / spacing)
        # At an end, the only slope there is.
        rising = np.where(above == 0, False, np.where(below == 0, True, rising))
        upwards, downwards = np.where(rising, above, 0.0), np.where(rising, 0.0, below)
        return diags([downwards - upwards, upwards[:-1], -downwards[1:]], [0, 1, -1])

    def _by_decision(self, state: _Residual) -> Array:
        """Return the derivative of each player's equation in each decision: player, decision, state."""
        above, below = slopes_of(self.states, state.values)
        decided = list(state.decided)
        found = np.zeros((len(decided), len(decided), len(self.states)))
        for j, one in enumerate(decided):
            step = 1e-3 * (1 + np.abs(one))
            more, less = ([one + sign * step if k == j else d for k, d in enumerate(decided)] for sign in (1, -1))
            push = self._pushes[j] * state.moves
            for i, flow in enumerate(self.game.flows):
                slope = np.where(self._pushes[j] > 0, above[i], below[i])
                slope[0], slope[-1] = above[i, 0], below[i, -1]
                found[i, j] = (flow(self.states, more) - flow(self.states, less)) / (2 * step) + push * slope
        return found


@dataclass(frozen=True, kw_only=True)
class _Residual:
    """Values, what is decided there, and by how much the equations fail: as they stand, and as errors of values."""

    values: Array
    decided: Array
    rises: Array
    up: Array
    down: Array
    moves: Array
    residual: Array
    size: float
    error: float
