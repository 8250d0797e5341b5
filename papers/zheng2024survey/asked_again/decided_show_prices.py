"""Hosts of a show whose price the brand decides: demand is ``phi*(a + mu*e - b*p)``.

What is not said to be other is as in the story host of the model technology, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

a, b, c, mu, eta, eta_v, phi, phi_v, W, T = parameters("a b c mu eta eta_v phi phi_v W T", positive=True)
commission = parameters("lambda", positive=True)
p, e = decisions("p e")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: a human streamer on commission, an own and a virtual host."""
    return {
        "priced_human": solve(_human()),
        "priced_own": solve(_run_by_brand(phi, eta, W)),
        "priced_virtual": solve(_run_by_brand(phi_v, eta_v, T)),
    }


def _human() -> Game:
    sold = phi * (a + mu * e - b * p)
    players = [
        Player("manufacturer", decides=[p], payoff=((1 - commission) * p - c) * sold),
        Player("streamer", decides=[e], payoff=commission * p * sold - eta * e**2 / 2),
    ]
    known = [
        commission < 1,
        (1 - commission) * a > b * c,
        # Price and effort raise each other, and come to an end.
        2 * b * eta > commission * phi * mu**2,
    ]
    return Game(players=players, order=[("manufacturer", "streamer")], assuming=known, report={"demand": sold})


def _run_by_brand(audience: sp.Expr, cost: sp.Expr, paid: sp.Expr) -> Game:
    sold = audience * (a + mu * e - b * p)
    brand = Player("manufacturer", decides=[p, e], payoff=(p - c) * sold - cost * e**2 / 2 - paid)
    return Game(players=[brand], assuming=[a > b * c, 2 * b * cost > audience * mu**2], report={"demand": sold})
