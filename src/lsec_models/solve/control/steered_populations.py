"""Populations under the replicator dynamics, with a lever: motion, running cost and their slopes in floats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.evolutionary.game import EvolutionaryGame

Array = NDArray[np.float64]
Law = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class SteeredPopulations:
    """The state is made of *free* shares: of each population all but the last one.

    Attributes
    ----------
    game : EvolutionaryGame
    free : tuple of sympy.Symbol
    shares : mapping from str to sympy.Expr
        Every share, in free ones.
    lever : sympy.Symbol
    motion : tuple of sympy.Expr
        How fast each free share changes, in free shares and the lever.
    cost : sympy.Expr
        What each unit of time costs, in the same.
    low, high : float
        The ends of the lever.
    horizon, discount : float
    start : tuple of float
        The free shares at time 0.
    """

    game: EvolutionaryGame
    free: tuple[sp.Symbol, ...]
    shares: Mapping[str, sp.Expr]
    lever: sp.Symbol
    motion: tuple[sp.Expr, ...]
    cost: sp.Expr
    low: float
    high: float
    horizon: float
    discount: float
    start: tuple[float, ...]

    @cached_property
    def flow(self) -> Law:
        """From free shares and the lever, numbers or arrays, to how fast the shares change and what that costs."""
        return _compiled((*self.free, self.lever), [*self.motion, self.cost])

    @cached_property
    def slopes(self) -> Law:
        """The derivatives of the flow: a row for each of its entries, in the free shares and then the lever."""
        symbols = (*self.free, self.lever)
        return _compiled(symbols, [sp.diff(one, symbol) for one in (*self.motion, self.cost) for symbol in symbols])

    def share(self, name: str) -> Law:
        """Return a share as a function of the free ones."""
        return _compiled(self.free, self.shares[name])

    def followed(self, lever: Callable[[int, list[Any]], Any], pieces: int, steps: int) -> tuple[list[list[Any]], Any]:
        """Return the free shares where pieces begin and at the end, and what the path costs (Runge and Kutta, order 4).

        Parameters
        ----------
        lever : callable
            From the number of a piece and the free shares to the lever; of arrays it yields arrays.
        pieces, steps : int
            Into how many pieces the horizon is cut, and each of these.
        """
        h = self.horizon / pieces / steps
        now: list[Any] = list(self.start)
        path, total = [now], 0.0
        for piece in range(pieces):

            def flow(shares: list[Any], piece: int = piece) -> Sequence[Any]:
                moved: Sequence[Any] = self.flow(*shares, lever(piece, shares))
                return moved

            for step in range(piece * steps, (piece + 1) * steps):
                now, spent = runge_kutta(flow, now, h, self.discount)
                total = total + np.exp(-self.discount * h * step) * spent
            path.append(now)
        return path, total


def _compiled(symbols: Sequence[sp.Symbol], expressions: sp.Expr | Sequence[sp.Expr]) -> Law:
    function: Law = sp.lambdify(symbols, expressions, modules="numpy", cse=True)
    return function


def runge_kutta(
    flow: Callable[[list[Any]], Sequence[Any]], now: list[Any], h: float, discount: float
) -> tuple[list[Any], Any]:
    """Return the state after a step, and what the step costs, discounted to its begin; the flow ends with the cost."""
    size = len(now)
    half, whole = np.exp(-discount * h / 2), np.exp(-discount * h)
    one = flow(now)
    two = flow([now[i] + h / 2 * one[i] for i in range(size)])
    three = flow([now[i] + h / 2 * two[i] for i in range(size)])
    four = flow([now[i] + h * three[i] for i in range(size)])
    after = [now[i] + h / 6 * (one[i] + 2 * two[i] + 2 * three[i] + four[i]) for i in range(size)]
    return after, h / 6 * (one[size] + 2 * half * (two[size] + three[size]) + whole * four[size])


def free_shares(game: EvolutionaryGame) -> tuple[tuple[sp.Symbol, ...], Mapping[str, sp.Expr]]:
    """Return the free shares, and every share in these, by name."""
    free: list[sp.Symbol] = []
    shares: dict[str, sp.Expr] = {}
    for population, strategies in game.populations.items():
        own = [sp.Symbol(game.share_names[population, strategy]) for strategy in strategies[:-1]]
        free += own
        shares |= {symbol.name: symbol for symbol in own}
        shares[game.share_names[population, strategies[-1]]] = 1 - sp.Add(*own)
    return tuple(free), shares


def replicator_motion(
    game: EvolutionaryGame, shares: Mapping[str, sp.Expr], point: Mapping[sp.Symbol, Fraction]
) -> tuple[sp.Expr, ...]:
    """Return how fast each free share changes; parameters without a number in `point` stay."""
    numbers = {symbol: to_sympy(value) for symbol, value in point.items()}
    motion: list[sp.Expr] = []
    for number, (population, strategies) in enumerate(game.populations.items()):
        # A single population meets itself: own strategies are the rows, the other member's the columns.
        own = 0 if game.is_symmetric else number
        earned = [sp.S.Zero] * len(strategies)
        for place, entry in game.entries[population].items():
            met = [
                shares[game.share_names[name, game.populations[name][place[i]]]]
                for i, name in enumerate(game.dimensions)
                if i != own
            ]
            earned[place[own]] += entry.expression().subs(numbers) * sp.Mul(*met)
        mine = [shares[game.share_names[population, strategy]] for strategy in strategies]
        mean = sp.Add(*(share * more for share, more in zip(mine, earned, strict=True)))
        motion += [share * (more - mean) for share, more in zip(mine[:-1], earned[:-1], strict=True)]
    return tuple(motion)
