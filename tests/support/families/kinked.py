"""Random games with Min and Max in payoffs, and what grids of numbers say about them, without the solver.

Every decision is between 0 and a cap, so that best replies exist. Payoffs are evaluated as they are declared.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models import Game, Player, decisions

Floats = NDArray[np.float64]
x, y = decisions("x y")
_FINE = 4001
_COARSE = 801


@dataclass(frozen=True, kw_only=True)
class Kinked:
    """Two movers with one decision each, at once or one after the other, or one mover with two decisions."""

    payoffs: tuple[sp.Expr, ...]
    caps: tuple[int, int]
    kind: str

    @cached_property
    def game(self) -> Game:
        """The game as a user declares it."""
        bounds = [x <= self.caps[0], y <= self.caps[1]]
        if self.kind == "alone":
            return Game(players=[Player("one", decides=[x, y], payoff=self.payoffs[0])], constraints=bounds)
        players = [
            Player("one", decides=[x], payoff=self.payoffs[0]),
            Player("two", decides=[y], payoff=self.payoffs[1]),
        ]
        order = ["one", "two"] if self.kind == "leader" else [("one", "two")]
        return Game(players=players, order=order, constraints=bounds)

    @cached_property
    def _numbers(self) -> list[Callable[[Floats, Floats], Floats]]:
        functions = [sp.lambdify((x, y), payoff, modules="numpy") for payoff in self.payoffs]
        return [lambda a, b, f=f: np.broadcast_to(f(a, b), np.broadcast(a, b).shape) for f in functions]  # type: ignore[misc]

    def earned(self, player: int, first: Floats, second: Floats) -> Floats:
        """A payoff at decisions."""
        return self._numbers[player](first, second)

    def axis(self, decision: int, count: int = _FINE) -> Floats:
        """All that may be decided, on a grid."""
        return np.linspace(0, self.caps[decision], count)

    def regrets(self, first: float, second: float) -> tuple[float, float]:
        """What each mover gains by the best deviation of a grid, all at once."""
        one = self.earned(0, self.axis(0), np.array(second)).max() - self.earned(0, np.array(first), np.array(second))
        two = self.earned(1, np.array(first), self.axis(1)).max() - self.earned(1, np.array(first), np.array(second))
        return float(one), float(two)

    def highest(self) -> float:
        """What the first mover has at some point of a grid, alone, or followed by the second mover's best reply."""
        if self.kind == "alone":
            first, second = np.meshgrid(self.axis(0, _COARSE), self.axis(1, _COARSE), indexing="ij")
            return float(self.earned(0, first, second).max())
        tried = self.axis(0, _COARSE)
        return float(self.earned(0, tried, self.reply(1, tried)).max())

    def reply(self, player: int, given: Floats) -> Floats:
        """A best reply to each of some decisions, on a grid that is refined once."""
        axis = self.axis(player, _COARSE)
        pairs = (axis[None, :], given[:, None]) if player == 0 else (given[:, None], axis[None, :])
        rough = axis[self.earned(player, *pairs).argmax(axis=1)]
        step = axis[1] - axis[0]
        near = np.clip(rough[:, None] + np.linspace(-step, step, _COARSE)[None, :], 0, self.caps[player])
        pairs = (near, given[:, None]) if player == 0 else (given[:, None], near)
        return np.take_along_axis(near, self.earned(player, *pairs).argmax(axis=1)[:, None], axis=1)[:, 0]

    def fixed_points(self) -> list[tuple[float, float]]:
        """Equilibria of both at once that lie where best replies to best replies cross the diagonal."""

        def gap(first: Floats) -> Floats:
            return self.reply(0, self.reply(1, first)) - first

        tried = self.axis(0, 321)
        values = gap(tried)
        low, high = tried[:-1], tried[1:]
        turns = (values[:-1] >= 0) & (values[1:] <= 0) | (values[:-1] <= 0) & (values[1:] >= 0)
        low, high, rising = low[turns], high[turns], values[:-1][turns] > 0
        for _ in range(18):
            middle = (low + high) / 2
            above = (gap(middle) > 0) == rising if len(middle) else rising
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        ends = [*low, *high, *(t for t, v in zip(tried, values, strict=True) if abs(v) < 1e-9)]
        found = []
        for first in ends:
            second = float(self.reply(1, np.array([first]))[0])
            if max(self.regrets(float(first), second)) < 1e-6:
                found.append((float(first), second))
        return found


def random_kinked(seed: int, kind: str) -> Kinked:
    """Return the game of a seed."""
    dice = random.Random(f"{kind} {seed}")

    def affine(scale: int = 4) -> sp.Expr:
        return dice.randint(-scale, scale) + dice.choice((-2, -1, 0, 1, 2)) * x + dice.choice((-2, -1, 0, 1, 2)) * y

    def kink() -> sp.Expr:
        parts = [affine() for _ in range(dice.choice((2, 2, 2, 3)))]
        return dice.choice((sp.Min, sp.Max))(*parts)

    def payoff(own: sp.Symbol) -> sp.Expr:
        curved = -sp.Rational(dice.choice((0, 1, 1, 2)), 2) * own**2
        smooth = own * affine() + curved
        bent = dice.choice((1, -1, 2, sp.Rational(1, 2))) * kink()
        sold = dice.choice((0, 1)) * (own - dice.randint(0, 2)) * sp.Max(0, affine())
        return sp.expand(smooth) + bent + sold

    own = (x, y)
    if kind == "alone":
        return Kinked(payoffs=(payoff(x) - dice.choice((0, 1)) * y**2,), caps=(3, 3), kind=kind)
    return Kinked(payoffs=tuple(map(payoff, own)), caps=(dice.randint(2, 4), dice.randint(2, 4)), kind=kind)
