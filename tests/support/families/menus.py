"""Random menus for two types, and the best ones by enumeration of what binds, and of grids, without the solver."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models import Game, Player, decisions

Floats = NDArray[np.float64]
_GRID = 81
_CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Menu:
    """A seller's problem in numbers: the highest x'Qx/2 + cx with Ax >= b, for x = (q_H, p_H, q_L, p_L).

    Attributes
    ----------
    game : Game
    curved : array
        Q.
    slope : array
        c.
    sides, least : array
        A and b: own offers taken, taking part, and quantities not negative.
    most : float
        No quantity that is worth while is higher.
    """

    game: Game
    curved: Floats
    slope: Floats
    sides: Floats
    least: Floats
    most: float

    def earned(self, offers: Floats) -> Floats:
        """Return the payoff of menus, one a row."""
        return np.asarray(np.einsum("ni,ij,nj->n", offers, self.curved, offers) / 2 + offers @ self.slope)

    def largest_error(self, found: Any) -> float:
        """Return by how much the menu that was found misses a constraint, or the best payoff there is."""
        offer = np.array([[float(found[name]) for name in ("q_H", "p_H", "q_L", "p_L")]])
        missed = float((self.least - self.sides @ offer[0]).max())
        own = float(self.earned(offer)[0])
        best = max(self.earned(one[None, :])[0] for one in self.by_what_binds())
        return max(missed, abs(own - float(found["seller"])), abs(best - own), self.best_on_grid() - own)

    def by_what_binds(self) -> Iterator[Floats]:
        """Return the menus at which the conditions of Karush, Kuhn and Tucker hold, one for each set that may bind."""
        count = len(self.least)
        for binding in chain.from_iterable(combinations(range(count), size) for size in range(count + 1)):
            rows = self.sides[list(binding)]
            whole = np.block([[self.curved, rows.T], [rows, np.zeros((len(binding), len(binding)))]])
            right = np.concatenate([-self.slope, self.least[list(binding)]])
            answer = np.linalg.lstsq(whole, right, rcond=None)[0]
            offer, prices = answer[:4], answer[4:]
            solves = np.abs(whole @ answer - right).max() < _CLOSE
            if solves and (self.sides @ offer > self.least - _CLOSE).all() and (prices > -_CLOSE).all():
                yield offer

    def best_on_grid(self) -> float:
        """Return the best payoff over quantities on a grid, with prices where two constraints bind."""
        axis = np.linspace(0, self.most, _GRID)
        first, second = (part.ravel() for part in np.meshgrid(axis, axis))
        best = -np.inf
        for pair in combinations(range(4), 2):
            prices = self.sides[list(pair)][:, [1, 3]]
            if abs(np.linalg.det(prices)) < _CLOSE:
                continue
            quantities = self.sides[list(pair)][:, [0, 2]] @ np.stack([first, second])
            high, low = np.linalg.solve(prices, self.least[list(pair)][:, None] - quantities)
            offers = np.stack([first, high, second, low], axis=1)
            allowed = (offers @ self.sides.T > self.least - _CLOSE).all(axis=1)
            best = max(best, self.earned(offers[allowed]).max(initial=-np.inf))
        return float(best)


def random_menu(seed: int) -> Menu:
    """Return a random menu: tastes, what types have elsewhere, and what they cost to serve, each of either order."""
    draw = random.Random(seed)

    def number(low: int, high: int) -> sp.Rational:
        return sp.Rational(draw.randint(low, high), draw.randint(1, 4))

    low = number(1, 6)
    high = low + number(1, 6)
    share = sp.Rational(draw.randint(1, 9), 10)
    elsewhere = [draw.choice([sp.S.Zero, number(0, 4)]) for _ in range(2)]
    cost = [number(1, 4) for _ in range(2)]
    fixed = [draw.choice([sp.S.Zero, number(0, 2)]) for _ in range(2)]
    q_high, q_low = decisions("q_H q_L")
    p_high, p_low = decisions("p_H p_L", real=True)
    payoff = share * (p_high - cost[0] * q_high**2 / 2 - fixed[0] * q_high)
    payoff += (1 - share) * (p_low - cost[1] * q_low**2 / 2 - fixed[1] * q_low)
    gains = [
        high * q_high - p_high - (high * q_low - p_low),
        low * q_low - p_low - (low * q_high - p_high),
        high * q_high - p_high - elsewhere[0],
        low * q_low - p_low - elsewhere[1],
    ]
    offer = [q_high, p_high, q_low, p_low]
    seller = Player("seller", decides=offer, payoff=payoff)
    sides = [[float(sp.diff(gain, one)) for one in offer] for gain in gains]
    nothing = dict.fromkeys(offer, 0)
    return Menu(
        game=Game(players=[seller], constraints=[gain >= 0 for gain in gains]),
        curved=np.array([[float(sp.diff(payoff, one, other)) for other in offer] for one in offer]),
        slope=np.array([float(sp.diff(payoff, one).subs(nothing)) for one in offer]),
        sides=np.array([*sides, [1, 0, 0, 0], [0, 0, 1, 0]]),
        least=np.array([*(-float(gain.subs(nothing)) for gain in gains), 0, 0]),
        most=float(2 * high / min(cost)),
    )
