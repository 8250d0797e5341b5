"""A supplier that sets a wholesale price, and nothing else, to a retailer that orders before demand is known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, random, solve, uniform
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

from . import power_laws

p, c, B, surely = parameters("p c B l", positive=True)
w = decisions("w")


@cache
def equilibria() -> Mapping[str, Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    sure = {label: solve(game, corners=True) for label, game in uniform_demand().items()}
    return {**sure, **{label: solve(game) for label, game in power_laws.games().items()}}


def games() -> Mapping[str, Game]:
    """Return the games as declared, by label; those of uniform demand are solved with corners."""
    return {**uniform_demand(), **power_laws.games()}


def uniform_demand() -> Mapping[str, Game]:
    """Return the games of one owner, and of a supplier with its retailer, with sure customers and without."""
    return {
        "owner": owner(surely),
        "supplier": supplier(surely),
        "owner_unsure": owner(sp.S.Zero),
        "supplier_unsure": supplier(sp.S.Zero),
    }


def owner(sure: sp.Expr) -> Game:
    """Return the order of one owner of the chain."""
    q, sold = _order(sure)
    return Game(players=[Player("owner", decides=[q], payoff=p * sold - c * q)], assuming=[p > c])


def supplier(sure: sp.Expr) -> Game:
    """Return the wholesale price, and the order that it leads to."""
    q, sold = _order(sure)
    players = [
        Player("supplier", decides=[w], payoff=(w - c) * q),
        Player("retailer", decides=[q], payoff=p * sold - w * q),
    ]
    return Game(players=players, order=["supplier", "retailer"], assuming=[p > c], constraints=[w <= p])


def _order(sure: sp.Expr) -> tuple[sp.Symbol, sp.Expr]:
    """Return an order between the ends of demand, and what is sold of it."""
    ends = sure * B, (1 + sure) * B
    q = decisions("q", within=ends)
    return q, sp.Min(q, random("D", uniform(*ends), nonnegative=True))
