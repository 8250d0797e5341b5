"""Smooth value functions of a game with one state between two ends: collocation at Chebyshev's points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import Chebyshev as Polynomial

from lsec_models.solve.differential.feedback.on_a_grid.controlled_chain import ChainEquilibrium
from lsec_models.solve.differential.feedback.on_a_grid.own_quadratic import OwnQuadratic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DEGREES = (8, 11, 14, 17, 20)
_IMPATIENT, _FASTER, _SLOWEST = 100.0, 2.0, 1.01
_ROUNDS, _STEPS = 60, 30
_SAME, _SMALL, _AGREE, _LEFT = 1e-13, 1e-8, 1e-5, 1e-5


def smooth_equilibrium(game: OwnQuadratic, states: Array) -> tuple[ChainEquilibrium, float] | None:
    """Return decisions and values at some states, and what the equations leave over; None if nothing smooth was found.

    Where players pull a stock in opposite directions, the Hamilton-Jacobi-Bellman equations of all together cannot be
    marched backwards in time (small waves grow). But their stationary solution may be smooth:

    1. Value functions are polynomials that solve the equations at Chebyshev's points, decisions being best replies to
       each other there (Newton's method), first for very impatient players, then for less and less impatient ones.
    2. With more points the values must be the same to five digits; in between the points the equations must hold, and
       between the ends no decision may be at its bound.

    Parameters
    ----------
    game : OwnQuadratic
        With two ends between which the state stays.
    states : array
        The first and the last are the ends.

    References
    ----------
    Boyd, J. P. (2001). Chebyshev and Fourier Spectral Methods, chapters 5 and 6. Dover.
    """
    rough = None
    for degree in _DEGREES:
        fine = _collocated(_Points.between(states[0], states[-1], degree), game)
        if fine is not None and rough is not None and _apart(rough, fine, states) <= _AGREE:
            return _tabulated(game, states, fine)
        rough = fine
    return None


def _apart(one: list[Polynomial], other: list[Polynomial], states: Array) -> float:
    gaps = [np.abs(a(states) - b(states)).max() / _size(b(states)) for a, b in zip(one, other, strict=True)]
    return float(max(gaps))


def _size(values: Array) -> float:
    return float(np.abs(values).max() + np.ptp(values) + 1e-12)


def _tabulated(game: OwnQuadratic, states: Array, found: list[Polynomial]) -> tuple[ChainEquilibrium, float] | None:
    """Return decisions and values at some states; None if a bound is met there or the equations do not hold."""
    values, slopes = [one(states) for one in found], [one.deriv()(states) for one in found]
    decided = _replies(game, states, slopes)
    if decided is None or any((one[1:-1] <= f).any() for one, f in zip(decided, game.floors, strict=True)):
        return None
    speed, left = game.speed(states, decided), 0.0
    for i, rate in enumerate(game.rates):
        gap = game.flows[i](states, decided) + slopes[i] * speed - rate * values[i]
        left = max(left, float(np.abs(gap).max()) / (rate * _size(values[i])))
    if left > _LEFT:
        return None
    return ChainEquilibrium(states=states, decided=tuple(decided), values=tuple(values)), left


@dataclass(frozen=True)
class _Points:
    """Chebyshev's points between two ends, and how values there become slopes.

    Attributes
    ----------
    low, high : float
    states : array
    slopes : array
        The matrix of differentiation.
    """

    low: float
    high: float
    states: Array
    slopes: Array

    @classmethod
    def between(cls, low: float, high: float, degree: int) -> _Points:
        """Return as many points as polynomials of a degree have coefficients."""
        basis = np.polynomial.chebyshev
        roots = np.sort(basis.chebpts1(degree + 1))
        whole = basis.chebvander(roots, degree)
        bent = np.stack([basis.chebval(roots, basis.chebder(row)) for row in np.eye(degree + 1)], axis=1)
        states = (low + high) / 2 + (high - low) / 2 * roots
        return cls(low, high, states, np.asarray(np.linalg.solve(whole.T, bent.T).T * 2 / (high - low)))

    def polynomial(self, values: Array) -> Polynomial:
        """Return the polynomial through values at the points."""
        fitted: Polynomial = Polynomial.fit(self.states, values, len(self.states) - 1, domain=[self.low, self.high])
        return fitted


def _collocated(points: _Points, game: OwnQuadratic) -> list[Polynomial] | None:
    """Return value functions that solve the equations at the points; None if Newton's method fails."""
    players, count = len(game.rates), len(points.states)
    nothing = [np.maximum(0.0 * points.states, floor) for floor in game.floors]
    flows = [flow(points.states, nothing) for flow in game.flows]
    last = 2 * _IMPATIENT
    values: Array = np.concatenate([f / (_IMPATIENT * r) for f, r in zip(flows, game.rates, strict=True)])

    def left(impatience: float, v: Array) -> Array:
        worth = v.reshape(players, count)
        slopes = worth @ points.slopes.T
        decided = _replies(game, points.states, list(slopes))
        if decided is None:
            return np.full(v.shape, np.nan)
        speed = game.speed(points.states, decided)
        gaps = [
            game.flows[i](points.states, decided) + slopes[i] * speed - impatience * rate * worth[i]
            for i, rate in enumerate(game.rates)
        ]
        return np.concatenate(gaps)

    impatience, ratio = _IMPATIENT, _FASTER
    while ratio > _SLOWEST:
        solved = _newton(partial(left, impatience), values)
        if solved is not None and impatience == 1.0:
            return [points.polynomial(value) for value in solved.reshape(players, count)]
        if solved is not None:
            values, last = solved, impatience
            impatience = max(1.0, last / ratio)
        else:
            # Half of the way on from where it was solved last.
            ratio = ratio**0.5
            impatience = max(1.0, last / ratio)
    return None


def _newton(left: Callable[[Array], Array], values: Array) -> Array | None:
    """Return where a function vanishes, by Newton's method with differences for slopes; None if it does not settle."""
    for _ in range(_STEPS):
        now = left(values)
        size = 1 + np.abs(values).max()
        step = 1e-7 * size
        matrix = np.stack([(left(values + step * one) - now) / step for one in np.eye(len(values))], axis=1)
        if not (np.isfinite(now).all() and np.isfinite(matrix).all()):
            return None
        try:
            change = np.linalg.solve(matrix, now)
        except np.linalg.LinAlgError:
            return None
        values = values - change
        if np.abs(change).max() <= _SMALL * size:
            return values
    return None


def _replies(game: OwnQuadratic, states: Array, slopes: list[Array]) -> list[Array] | None:
    """Return decisions that are best replies to each other, given the slopes of the value functions."""
    decided = [np.maximum(0.0 * states, floor) for floor in game.floors]
    for _ in range(_ROUNDS):
        moved = 0.0
        for i, slope in enumerate(slopes):
            without = [0.0 * states if n == i else one for n, one in enumerate(decided)]
            force = game.gains[i](states, without) + game.pushes[i](states, without) * slope
            reply = np.maximum(force / game.costs[i](states, without), game.floors[i])
            moved, decided[i] = max(moved, float(np.abs(reply - decided[i]).max())), reply
        if moved <= _SAME * (1 + max(float(np.abs(one).max()) for one in decided)):
            return decided
    return None
