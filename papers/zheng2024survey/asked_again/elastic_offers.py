"""Carriers and referrals where demand has the elasticity 2: ``a/price**2``.

The brand that takes a carrier decides y, what a unit of money buys: one over its price. The large carrier's least
volume is what is bought at the price P. What is not said to be other is as in the stories carriers of the model
logistics and referral of the model business_model, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve

a, c, c_1, c_2, dearest, P, p, r = parameters("a c c_1 c_2 H P p r", positive=True)
y, B = decisions("y B")


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label: each carrier, and a bonus or the best price."""
    small = Game(players=[_sold_at(c_1)], assuming=[c_2 < c_1], report={"price": 1 / y})
    large = Game(players=[_sold_at(c_2)], assuming=[c_2 < c_1], constraints=[y >= 1 / P], report={"price": 1 / y})
    return {
        "elastic_small": solve(small),
        "elastic_large": solve(large, corners=True),
        "elastic_bonus": solve(_with_bonus()),
        "elastic_price": solve(Game(players=[_sold_at(c)])),
    }


def _sold_at(cost: sp.Expr) -> Player:
    return Player("manufacturer", decides=[y], payoff=a * (y - cost * y**2))


def _with_bonus() -> Game:
    demand = a / p**2
    brought = demand * B / dearest * r
    brand = Player("manufacturer", decides=[B], payoff=(p - c) * demand + (p - c - B) * brought)
    return Game(players=[brand], assuming=[p > c, p - c <= 2 * dearest])
