"""Feedback games with one state on a grid: best replies and Nash equilibria by controlled Markov chains.

The package does not import this, and it uses nothing of the package. Time stays continuous; the state jumps to a
neighbour at rates that reproduce its speed (Kushner and Dupuis 2001, Numerical Methods for Stochastic Control Problems
in Continuous Time, chapter 5). Values converge like the spacing of the grid, so that two grids are extrapolated.
A state does not leave the ends of its grid: a decision that would drive it out is not admissible there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_banded

Array = NDArray[np.float64]
Law = Callable[[Array], Array]
_ROUNDS = 200


@dataclass(frozen=True, kw_only=True)
class Side:
    """One player: what it earns and what it may do.

    Attributes
    ----------
    flow : callable
        Payoff per unit of time, of the state, the own decision and the rivals' decisions; quadratic in the own.
    rate : float
        Discount rate.
    push : float
        By how much one unit of the own decision speeds up the state.
    lowest, highest : float
        Between which the own decision lies.
    """

    flow: Callable[..., Any]
    rate: float
    push: float
    lowest: float = 0.0
    highest: float = np.inf


def best_reply(side: Side, drift: Law, rivals: Sequence[Law], grid: Array) -> tuple[Array, Array]:
    """Return a player's best decision and what it is worth at every point of the grid, the rivals' laws given.

    `drift` is the speed of the state without the own decision, with the rivals' inserted. Howard's policy iteration:
    evaluate the policy exactly, then improve it at every point, until it stays.
    """
    others = [np.asarray(law(grid), dtype=float) for law in rivals]
    still = np.asarray(drift(grid), dtype=float)
    # The payoff is quadratic in the own decision; a step of the size of the states keeps differences accurate.
    unit = 1 + float(np.abs(grid).max())
    nothing, one, minus = (side.flow(grid, np.full_like(grid, u), *others) for u in (0.0, unit, -unit))
    linear, square = (one - minus) / (2 * unit), ((one + minus) / 2 - nothing) / unit**2
    assert (square < 0).all(), "a payoff must be strictly concave in the own decision"

    def flow(u: Array) -> Array:
        return np.asarray(nothing + linear * u + square * u**2)

    low, high = _admissible(side, still)
    own = np.clip(np.zeros_like(grid), low, high)
    value = _worth(side, flow(own), still + side.push * own, grid)
    for _ in range(_ROUNDS):
        up, down = np.append(np.diff(value) / np.diff(grid), 0.0), np.append(0.0, np.diff(value) / np.diff(grid))
        rest = -still / side.push
        tried = [-(linear + side.push * slope) / (2 * square) for slope in (up, down)]
        tried = [np.clip(u, low, high) for u in (*tried, rest, own)]

        def gain(u: Array, up: Array = up, down: Array = down) -> Array:
            speed = still + side.push * u
            return flow(u) + np.where(speed > 0, speed * up, speed * down)

        gains = np.stack([gain(u) for u in tried])
        best = np.take_along_axis(np.stack(tried), gains.argmax(axis=0)[None], axis=0)[0]
        better = gains.max(axis=0) > gains[-1] + 1e-12 * (1 + np.abs(gains[-1]))
        if not better.any():
            return own, value
        own = np.where(better, best, own)
        value = _worth(side, flow(own), still + side.push * own, grid)
    raise AssertionError("policy iteration does not settle")


def _admissible(side: Side, still: Array) -> tuple[Array, Array]:
    """Return the bounds of the own decision at every point; at the ends of the grid it must not drive the state out."""
    low, high = np.full_like(still, side.lowest), np.full_like(still, side.highest)
    for end, inward in ((0, 1.0), (-1, -1.0)):
        rest = -still[end] / side.push
        if inward * side.push > 0:
            low[end] = max(low[end], rest)
        else:
            high[end] = min(high[end], rest)
        if low[end] > high[end]:
            low[end] = high[end] = side.lowest if rest < side.lowest else side.highest
    return low, high


def _worth(side: Side, flow: Array, speed: Array, grid: Array) -> Array:
    """Return what a policy is worth: ``rate * V = flow + speed * V'``, differences against the motion."""
    spacing = np.diff(grid)
    up, down = np.maximum(speed, 0.0), np.maximum(-speed, 0.0)
    up[:-1], down[1:] = up[:-1] / spacing, down[1:] / spacing
    up[-1] = down[0] = 0.0
    bands = np.zeros((3, len(grid)))
    bands[0, 1:], bands[1], bands[2, :-1] = -up[:-1], side.rate + up + down, -down[1:]
    return np.asarray(solve_banded((1, 1), bands, flow))


def extrapolated(values: Callable[[Array], Array], grid: Array, at: Array) -> tuple[Array, Array]:
    """Return values at some states from a grid and one twice as fine, and how far the two are apart."""
    fine = np.sort(np.concatenate([grid, (grid[1:] + grid[:-1]) / 2]))
    coarse, finer = (np.interp(at, points, values(points)) for points in (grid, fine))
    return 2 * finer - coarse, np.abs(finer - coarse)


def nash(
    sides: Sequence[Side], decay: Law, grid: Array, *, start: Sequence[Array] | None = None, weight: float = 0.5
) -> tuple[list[Array], list[Array]]:
    """Return decisions and values of a Nash equilibrium on the grid, by best replies one after the other, damped.

    `decay` is the speed of the state when nobody does anything.
    """
    own = [np.zeros_like(grid) for _ in sides] if start is None else [np.array(one) for one in start]
    values = [np.zeros_like(grid) for _ in sides]
    for _ in range(_ROUNDS):
        moved = 0.0
        for i, side in enumerate(sides):
            others = [j for j in range(len(sides)) if j != i]

            def drift(x: Array, others: list[int] = others) -> Array:
                return np.asarray(decay(x) + sum(sides[j].push * own[j] for j in others))

            reply, values[i] = best_reply(side, drift, [lambda _, j=j: own[j] for j in others], grid)
            moved = max(moved, float(np.abs(reply - own[i]).max()))
            own[i] = (1 - weight) * own[i] + weight * reply
        if moved < 1e-8 * (1 + max(float(np.abs(one).max()) for one in own)):
            return own, values
    raise AssertionError("best replies do not settle")


def simulated(side: Side, speed: Law, flow: Law, start: float, *, years: float, steps: int) -> float:
    """Return the discounted payoff of a closed loop from a state on, by the midpoint rule."""
    times, x, total = np.linspace(0.0, years, steps + 1), np.array([start]), 0.0
    for begin, finish in pairwise(times):
        step = finish - begin
        middle = x + step / 2 * speed(x)
        total += step * float(np.exp(-side.rate * (begin + step / 2)) * flow(middle)[0])
        x = x + step * speed(middle)
    return total + float(np.exp(-side.rate * years) * flow(x)[0]) / side.rate
