"""A retailer that orders before demand is known, and one that orders again when it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, random, solve, uniform
from lsec_models.games.laws import Law
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

p, c, c_2, s, B = parameters("p c c_2 s B", positive=True)
K = parameters("K", nonnegative=True)
x = decisions("x")


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return both games solved, by label, for uniform demand."""
    return {label: solve(game, corners=True) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return both games as declared, by label, for uniform demand; they are solved with corners."""
    q, demand = decisions("q", within=(0, B)), random("D", uniform(0, B), nonnegative=True)
    return {"once": once(q, demand), "twice": twice(q, demand)}


def games_under(law: Law) -> Mapping[str, Game]:
    """Return both games under a law of demand."""
    q, demand = decisions("q"), random("D", law)
    return {"once": once(q, demand), "twice": twice(q, demand)}


def once(q: sp.Symbol, demand: Random) -> Game:
    """Return the one order of a retailer."""
    sold = sp.Min(q, demand)
    retailer = Player("retailer", decides=[q], payoff=p * sold + s * (q - sold) - c * q)
    return Game(players=[retailer], assuming=[p > c, c > s], report={"sold": sold, "left": q - sold})


def twice(q: sp.Symbol, demand: Random) -> Game:
    """Return the orders of a retailer before and after demand is known."""
    earned = p * sp.Min(demand, q + x) + s * sp.Max(0, q + x - demand)
    return Game(
        players=[Player("retailer", decides=[q, x], payoff=earned - c * q - c_2 * x - K)],
        order=[q, demand, x],
        assuming=[p > c_2, c_2 > c, c > s],
        report={"again": x, "left": sp.Max(0, q - demand)},
    )
