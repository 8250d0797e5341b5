"""Linear-quadratic games over time on a grid of dates: open-loop and feedback, by linear algebra. Uses no package code.

Decisions are constant on each of N steps, stocks follow the implicit midpoint rule, payoffs are taken at midpoints. An
open-loop payoff is then a quadratic function of all decisions at once; an equilibrium is a linear complementarity
problem; a best reply a quadratic programme. Errors fall with the square of the step, so that two grids make a third
(Richardson) and say how far they can be trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

Array = NDArray[Any]
ROUNDS = 200
CLEAR = 1e-3


@dataclass(frozen=True, kw_only=True)
class LinearQuadratic:
    """``x' = F x + G u + f`` and payoff flows ``z' W z / 2 + w' z`` with ``z = (x, u)``, all in numbers.

    Attributes
    ----------
    drift, effect, inflow : array
        F, G and f.
    curves, slopes : sequence of array
        W and w of each player.
    owners : tuple of int
        Which player takes each decision.
    rates : tuple of float
        Discount rates, by player.
    start : array
    horizon : float
    nonnegative : tuple of bool
        Which decisions must not be negative.
    stocks_nonnegative : tuple of bool
        Which stocks must not.
    together : bool
        Whether one decider maximises the sum of all payoffs.
    leader : int or None
        Who commits to a path before the others choose theirs.
    """

    drift: Array
    effect: Array
    inflow: Array
    curves: Sequence[Array]
    slopes: Sequence[Array]
    owners: tuple[int, ...]
    rates: tuple[float, ...]
    start: Array
    horizon: float
    nonnegative: tuple[bool, ...]
    stocks_nonnegative: tuple[bool, ...]
    together: bool = False
    leader: int | None = None

    @property
    def deciders(self) -> tuple[int, ...]:
        """Who maximises; together, the first stands for all."""
        return (0,) if self.together else tuple(sorted(set(self.owners)))


@dataclass(frozen=True)
class Discretised:
    """A game on a grid of N equal steps; decisions are one vector, step by step.

    Attributes
    ----------
    game : LinearQuadratic
    steps : int
    """

    game: LinearQuadratic
    steps: int

    @property
    def step(self) -> float:
        """The length of a step."""
        return self.game.horizon / self.steps

    @property
    def times(self) -> Array:
        """The midpoints of the steps."""
        return (np.arange(self.steps) + 0.5) * self.step

    @cached_property
    def nodes(self) -> tuple[Array, Array]:
        """The stocks at the ends of the steps as ``constant + matrix @ decisions``."""
        game, h, n = self.game, self.step, len(self.game.start)
        m, size = len(game.owners), self.steps * len(game.owners)
        left = np.linalg.inv(np.eye(n) - h / 2 * game.drift)
        right = np.eye(n) + h / 2 * game.drift
        constant, matrix = [game.start.astype(float)], [np.zeros((n, size))]
        for k in range(self.steps):
            impulse = np.zeros((n, size))
            impulse[:, k * m : (k + 1) * m] = h * game.effect
            constant.append(left @ (right @ constant[-1] + h * game.inflow))
            matrix.append(left @ (right @ matrix[-1] + impulse))
        return np.array(constant), np.array(matrix)

    @cached_property
    def payoffs(self) -> list[tuple[Array, Array, float]]:
        """Each player's payoff as a quadratic function of all decisions: matrix, slope, constant."""
        game, m = self.game, len(self.game.owners)
        constant, matrix = self.nodes
        middle, moved = (constant[1:] + constant[:-1]) / 2, (matrix[1:] + matrix[:-1]) / 2
        picks = np.zeros((self.steps, m, self.steps * m))
        for k in range(self.steps):
            picks[k, :, k * m : (k + 1) * m] = np.eye(m)
        at = np.concatenate([middle, np.zeros((self.steps, m))], axis=1)
        by = np.concatenate([moved, picks], axis=1)
        found = []
        for curve, slope, rate in zip(game.curves, game.slopes, game.rates, strict=True):
            weights = self.step * np.exp(-rate * self.times)
            pulled = (at @ curve + slope) * weights[:, None]
            bent = np.einsum("kaj,ab,kbi,k->ji", by, curve, by, weights, optimize=True)
            own = (np.einsum("ka,ab,kb,k->", at, curve, at, weights) / 2) + float(weights @ (at @ slope))
            found.append((bent, np.einsum("ka,kaj->j", pulled, by), float(own)))
        return found

    def aim(self, decider: int) -> tuple[Array, Array, float]:
        """Return the quadratic function that a decider maximises."""
        chosen = self.payoffs if self.game.together else [self.payoffs[decider]]
        bent, slope, constant = chosen[0]
        for more in chosen[1:]:
            bent, slope, constant = bent + more[0], slope + more[1], constant + more[2]
        return bent, slope, constant

    def own(self, decider: int) -> Array:
        """Return the places of a decider's decisions."""
        owned = [self.game.together or owner == decider for owner in self.game.owners]
        return np.flatnonzero(np.tile(owned, self.steps))

    @property
    def floor(self) -> Array:
        """Below what no decision may be."""
        return np.tile(np.where(self.game.nonnegative, 0.0, -np.inf), self.steps)

    def curvature(self, decider: int) -> float:
        """Return the largest curvature of a decider's payoff in its own decisions, per unit of time, undiscounted."""
        places = self.own(decider)
        return self._largest(decider, self.aim(decider)[0][np.ix_(places, places)])

    def earned(self, decisions: Array) -> Array:
        """Return all payoffs."""
        return np.array([decisions @ a @ decisions / 2 + b @ decisions + c for a, b, c in self.payoffs])

    def lowest_stock(self, decisions: Array) -> float:
        """Return the lowest of the stocks that must not be negative; infinite where all may be."""
        constant, matrix = self.nodes
        watched = list(self.game.stocks_nonnegative)
        return float((constant + matrix @ decisions)[:, watched].min()) if any(watched) else np.inf

    def equilibrium(self) -> Array | None:
        """Return the open-loop equilibrium, or the joint optimum; None if it was not found."""
        if self.game.leader is not None:
            return self._led()
        size = self.steps * len(self.game.owners)
        matrix, pull = np.zeros((size, size)), np.zeros(size)
        for decider in self.game.deciders:
            places, (bent, slope, _) = self.own(decider), self.aim(decider)
            matrix[places], pull[places] = -bent[places], -slope[places]
        found = complementary(matrix, pull, self.floor)
        if found is None or self.lowest_stock(found) >= -1e-9:
            return found
        return self._replying_in_turn(found)

    def best_reply(self, decider: int, decisions: Array) -> Array | None:
        """Return all decisions with those of one decider best, the others' paths given; None if it was not found."""
        places, (bent, slope, _) = self.own(decider), self.aim(decider)
        others = np.delete(np.arange(len(decisions)), places)
        curve = bent[np.ix_(places, places)]
        pull = slope[places] + bent[np.ix_(places, others)] @ decisions[others]
        best = complementary(-curve, -pull, self.floor[places])
        if best is None:
            return None
        reply = decisions.copy()
        reply[places] = best
        if self.lowest_stock(reply) >= -1e-9:
            return reply
        return self._constrained(decisions, places, curve, pull)

    def _constrained(self, decisions: Array, places: Array, curve: Array, pull: Array) -> Array | None:
        constant, matrix = self.nodes
        watched = np.tile(self.game.stocks_nonnegative, self.steps)
        rows = matrix[1:].reshape(-1, len(decisions))[watched]
        base = constant[1:].reshape(-1)[watched]
        others = np.delete(np.arange(len(decisions)), places)
        base = base + rows[:, others] @ decisions[others]
        active = np.abs(rows[:, places]).max(axis=1) > 1e-12
        floor = self.floor[places]
        bounded = np.isfinite(floor)
        best = constrained(
            -curve,
            pull,
            np.concatenate([rows[active][:, places], np.eye(len(places))[bounded]]),
            np.concatenate([-base[active], floor[bounded]]),
        )
        if best is None:
            return None
        reply = decisions.copy()
        reply[places] = best
        return reply if self.lowest_stock(reply) > -1e-6 else None

    def _replying_in_turn(self, decisions: Array) -> Array | None:
        for _ in range(ROUNDS):
            before = decisions
            for decider in self.game.deciders:
                replied = self.best_reply(decider, decisions)
                if replied is None:
                    return None
                decisions = replied
            if np.abs(decisions - before).max() < 1e-8 * (1 + np.abs(decisions).max()):
                return decisions
        return None

    def follow(self, path: Array) -> Array | None:
        """Return all decisions when the leader takes a path and the others answer it, decisions without bounds."""
        lead = self.own(self.game.leader or 0)
        rest = np.delete(np.arange(self.steps * len(self.game.owners)), lead)
        answer, pull = self._answers(lead, rest)
        everything = np.zeros(len(lead) + len(rest))
        everything[lead], everything[rest] = path, answer @ path + pull
        return everything

    def led_curvature(self) -> float:
        """Return the largest curvature of the leader's payoff in its path, answers inserted, per unit of time."""
        into, leader = self._inserted(), self.game.leader or 0
        return self._largest(leader, into.T @ self.aim(leader)[0] @ into)

    def _largest(self, decider: int, bent: Array) -> float:
        # What comes late counts for little; its curvature is to count like that of today.
        risen = np.exp(self.game.rates[decider] * self.times / 2)
        scale = np.repeat(risen, len(bent) // self.steps)
        return float(np.linalg.eigvalsh(bent * scale[:, None] * scale)[-1]) / self.step

    def _inserted(self) -> Array:
        lead = self.own(self.game.leader or 0)
        rest = np.delete(np.arange(self.steps * len(self.game.owners)), lead)
        answer, _ = self._answers(lead, rest)
        into = np.zeros((len(lead) + len(rest), len(lead)))
        into[lead], into[rest] = np.eye(len(lead)), answer
        return into

    def _answers(self, lead: Array, rest: Array) -> tuple[Array, Array]:
        size = len(lead) + len(rest)
        matrix, pull = np.zeros((size, size)), np.zeros(size)
        for decider in self.game.deciders:
            if decider != self.game.leader:
                places, (bent, slope, _) = self.own(decider), self.aim(decider)
                matrix[places], pull[places] = bent[places], slope[places]
        inverse = np.linalg.inv(matrix[np.ix_(rest, rest)])
        return -inverse @ matrix[np.ix_(rest, lead)], -inverse @ pull[rest]

    def _led(self) -> Array | None:
        into = self._inserted()
        bent, slope, _ = self.aim(self.game.leader or 0)
        still = self.follow(np.zeros(into.shape[1]))
        if still is None:
            return None
        path = np.linalg.solve(-(into.T @ bent @ into), into.T @ (slope + bent @ still))
        return self.follow(path)


def constrained(curve: Array, pull: Array, rows: Array, least: Array) -> Array | None:
    """Return the v that maximises ``pull v - v' curve v / 2`` subject to ``rows v >= least``; None if none is found.

    Completing the square makes it a least distance, which nonnegative least squares find (Lawson and Hanson 1974,
    Solving Least Squares Problems, chapter 23).
    """
    root = np.linalg.cholesky(curve)
    centre = np.linalg.solve(root, pull)
    sides = np.linalg.solve(root, rows.T).T
    size = np.linalg.norm(sides, axis=1)
    sides, gaps = sides / size[:, None], (least - sides @ centre) / size
    try:
        weights, _ = nnls(np.vstack([sides.T, gaps]), np.append(np.zeros(len(centre)), 1.0), maxiter=20 * len(gaps))
    except RuntimeError:
        return None
    rest = np.vstack([sides.T, gaps]) @ weights - np.append(np.zeros(len(centre)), 1.0)
    if abs(rest[-1]) < 1e-12:
        return None
    return np.linalg.solve(root.T, centre - rest[:-1] / rest[-1])


def complementary(matrix: Array, pull: Array, floor: Array) -> Array | None:
    """Solve ``v >= floor, matrix v + pull >= 0, complementary`` (zero where there is no floor) by active sets."""
    bounded = np.isfinite(floor)
    low = np.where(bounded, floor, 0.0)
    resting = np.zeros(len(pull), dtype=bool)
    for attempt in range(ROUNDS):
        value, free = np.where(resting, low, 0.0), ~resting
        try:
            value[free] = np.linalg.solve(matrix[np.ix_(free, free)], -(pull + matrix @ value)[free])
        except np.linalg.LinAlgError:
            return None
        force = matrix @ value + pull
        scale = 1e-11 * (1 + np.abs(value).max())
        leave, enter = resting & (force < -1e-13), free & bounded & (value < low - scale)
        if not (leave | enter).any():
            return value
        changed = leave | enter
        if attempt > ROUNDS // 4:
            # One at a time, the last first: slow, but it ends where active sets would cycle.
            changed = np.arange(len(pull)) == np.flatnonzero(changed)[-1]
        resting = resting ^ changed
    return None


@dataclass(frozen=True, kw_only=True)
class Extrapolated:
    """What two grids say together.

    Attributes
    ----------
    payoffs : array
        Richardson's extrapolation.
    apart : float
        How far the grids are apart, relative to the size of the payoffs.
    """

    payoffs: Array
    apart: float


def extrapolated(game: LinearQuadratic, steps: int = 60) -> Extrapolated | None:
    """Return the payoffs of the open-loop equilibrium from grids of `steps` and twice as many; None if not found."""
    coarse, fine = (Discretised(game, n) for n in (steps, 2 * steps))
    decisions = coarse.equilibrium(), fine.equilibrium()
    if decisions[0] is None or decisions[1] is None:
        return None
    one, two = coarse.earned(decisions[0]), fine.earned(decisions[1])
    size = max(float(np.abs(two).max()), 1e-6)
    return Extrapolated(payoffs=two + (two - one) / 3, apart=float(np.abs(two - one).max()) / size)


def is_bounded(game: LinearQuadratic, steps: int = 120) -> bool:
    """Return whether every decider's payoff is clearly concave in its own path, the leader's with answers inserted."""
    grid = Discretised(game, steps)
    own = [grid.curvature(decider) for decider in game.deciders if decider != game.leader]
    return max([*own, *([grid.led_curvature()] if game.leader is not None else [])]) < -CLEAR


def gain(game: LinearQuadratic, paths: Sequence[object], steps: int = 60) -> float:
    """Return the largest relative gain from a deviation, extrapolated from two grids; infinite, or not a number.

    Parameters
    ----------
    game : LinearQuadratic
    paths : sequence of callable
        Each decision as a function of times.
    """
    gains = []
    for n in (steps, 2 * steps):
        grid = Discretised(game, n)
        taken = np.stack([path(grid.times) for path in paths], axis=1).ravel()  # type: ignore[operator]
        gains.append(max(_gained(grid, decider, taken) for decider in game.deciders))
    # A path that falls below a bound by a little on a coarse grid seems to be better than what is admissible.
    return gains[1] + (gains[1] - gains[0]) / 3 if np.isfinite(gains).all() and gains[0] > 0 else gains[1]


def _gained(grid: Discretised, decider: int, taken: Array) -> float:
    bent, slope, constant = grid.aim(decider)
    if decider == grid.game.leader:
        reply = grid.equilibrium()
    elif grid.curvature(decider) >= -CLEAR:
        # Without bounds gains have none; with bounds the grid cannot tell.
        free = not np.isfinite(grid.floor[grid.own(decider)]).any()
        return np.inf if free and grid.curvature(decider) > CLEAR else np.nan
    else:
        reply = grid.best_reply(decider, taken)
    if reply is None:
        return np.nan
    kept, got = (v @ bent @ v / 2 + slope @ v + constant for v in (taken, reply))
    return float(got - kept) / max(abs(float(kept)), abs(float(got)), 1e-6)


def feedback_payoffs(game: LinearQuadratic, steps: int = 2000) -> Array | None:
    """Return the payoffs of the feedback equilibrium by dynamic programming, extrapolated; None beyond an escape.

    All decide at once (or together) in each step, decisions without bounds; stocks follow Euler's rule, so that errors
    fall with the step.
    """
    one, two = _programmed(game, steps), _programmed(game, 2 * steps)
    return None if one is None or two is None else 2 * two - one


def _programmed(game: LinearQuadratic, steps: int) -> Array | None:
    n, m, h = len(game.start), len(game.owners), game.horizon / steps
    size = 1 + n
    values = [np.zeros((size, size)) for _ in game.curves]
    move = np.zeros((size, size + m))
    move[0, 0] = 1.0
    move[1:, 0], move[1:, 1:size], move[1:, size:] = h * game.inflow, np.eye(n) + h * game.drift, h * game.effect
    flows = []
    for curve, slope in zip(game.curves, game.slopes, strict=True):
        flow = np.zeros((size + m, size + m))
        flow[1:, 1:] = curve / 2
        flow[0, 1:] = flow[1:, 0] = slope / 2
        flows.append(h * flow)
    for _ in range(steps):
        stage = [
            f + np.exp(-rate * h) * move.T @ v @ move for f, v, rate in zip(flows, values, game.rates, strict=True)
        ]
        aims = [sum(stage)] * m if game.together else [stage[owner] for owner in game.owners]
        rows = np.array([aim[size + j] for j, aim in enumerate(aims)])
        try:
            law = np.linalg.solve(rows[:, size:], -rows[:, :size])
        except np.linalg.LinAlgError:
            return None
        closed = np.concatenate([np.eye(size), law])
        values = [closed.T @ s @ closed for s in stage]
        if max(np.abs(v).max() for v in values) > 1e9:
            return None
    begin = np.concatenate([[1.0], game.start])
    return np.array([begin @ v @ begin for v in values])
