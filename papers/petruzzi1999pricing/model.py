"""A newsvendor that sets its price too: chance is added to demand, or scales it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, random, solve, uniform
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

a, b, c, h, p_0 = parameters("a b c h p_0", positive=True)
M, z_0 = parameters("M", nonnegative=True), parameters("z_0", real=True)
P, m = decisions("P m")
ELASTICITIES = (2, 3, 5)
CORNERS = ("stocked",)
_SHARE = random("xi", uniform(0, 1))
_STOCK = decisions("z", within=(0, 1))


@cache
def equilibria() -> Mapping[str, Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    solved = {label: solve(game, corners=label in CORNERS) for label, game in games().items()}
    (best,) = solved["stocked"].regimes
    brought = best["retailer"]
    elastic = {f"elastic_{power}": solve(by_margin(power, brought)) for power in ELASTICITIES}
    return {**solved, "scaled": solve(scaled(brought)), **elastic}


def games() -> Mapping[str, Game]:
    """Return the games as declared, by label; those in ``CORNERS`` are solved with corners.

    Games of a price in which a unit of the market's size brings what 'stocked' says are made as that is solved, and are
    not among them.
    """
    return {
        "additive": additive(),
        "at_stock": at_stock(),
        "riskless": _alone([P], (P - c) * (a - b * P), assuming=[a > b * c]),
        "stocked": stocked(),
        **{f"riskless_{power}": by_margin(power, (p_0 - c) / 2) for power in ELASTICITIES},
    }


def additive() -> Game:
    """Return the choice of price and stock where chance is added to demand."""
    z = decisions("z", within=(-h, h))
    mean, chance = a - b * P, random("xi", uniform(-h, h))
    met = sp.Min(z, chance)
    payoff = P * (mean + met) - c * (mean + z)
    report = {"stock": mean + z, "missed": chance - met}
    return _alone([z, P], payoff, order=[z, P], assuming=[a > b * c + h], report=report)


def at_stock() -> Game:
    """Return the price at a stock z_0 above a - b P that demand exceeds by M on average, under any law."""
    mean = a - b * P
    return _alone([P], P * (mean - M) - c * (mean + z_0), assuming=[a > b * c + M])


def stocked() -> Game:
    """Return the stock for each unit of the market's size at a price that is given."""
    return _alone([_STOCK], p_0 * sp.Min(_STOCK, _SHARE) - c * _STOCK, assuming=[p_0 > c])


def scaled(brought: sp.Expr) -> Game:
    """Return the choice of a price where the market's size is a - b P, and each unit of it brings what is given."""
    price = decisions("P", within=(c, a / b))
    return _alone([price], (a - b * price) * brought.subs(p_0, price), assuming=[a > b * c])


def by_margin(elasticity: int, brought: sp.Expr) -> Game:
    """Return the choice of a margin where the size of the market is a P^-elasticity."""
    price = c + m
    return _alone([m], a / price**elasticity * sp.factor(brought.subs(p_0, price)), report={"price": price})


def whole(size: sp.Expr) -> Game:
    """Return the choice of price and stock at once, where chance scales a market of some size in P."""
    stock = decisions("q")
    payoff = P * sp.Min(stock, size * _SHARE) - c * stock
    return _alone([P, stock], payoff, constraints=[c <= P, *([b * P < a] if b in size.free_symbols else [])])


def _alone(decides: list[sp.Symbol], payoff: sp.Expr, **more: Any) -> Game:
    return Game(players=[Player("retailer", decides=decides, payoff=payoff)], **more)
