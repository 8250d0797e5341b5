"""A price-only contract where the retailer exerts effort that scales demand, mu e xi, xi uniform on [0, 1].

The stock for each unit of the market's size does not depend on effort ('size_stock', at a price that is given). With
what it brings, the supplier chooses its price and the retailer its effort.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, random, solve, uniform
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

p, c, w_0, mu, eta = parameters("p c w_0 mu eta", positive=True)
e = decisions("e")
w, z = decisions("w", within=(c, p)), decisions("z", within=(0, 1))


def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return the stock, and efforts of one owner and under a price-only contract, by label."""
    stock = solve(_stock(), corners=True)
    (best,) = stock.regimes
    kept, brought = best["z"], best["retailer"]
    return {
        "size_stock": stock,
        "size_effort_owner": solve(_owner(brought.subs(w_0, c))),
        "size_effort_price_only": solve(_price_only(kept.subs(w_0, w), brought.subs(w_0, w))),
    }


def _stock() -> Game:
    sold = sp.Min(z, random("xi", uniform(0, 1)))
    return Game(players=[Player("retailer", decides=[z], payoff=p * sold - w_0 * z)], assuming=[p > w_0])


def _owner(brought: sp.Expr) -> Game:
    payoff = mu * e * brought - eta * e**2 / 2
    return Game(players=[Player("chain", decides=[e], payoff=payoff)], assuming=[p > c])


def _price_only(kept: sp.Expr, brought: sp.Expr) -> Game:
    return Game(
        players=[
            Player("supplier", decides=[w], payoff=(w - c) * kept * mu * e),
            Player("retailer", decides=[e], payoff=mu * e * brought - eta * e**2 / 2),
        ],
        order=["supplier", "retailer"],
        assuming=[p > c],
    )
