"""A supplier that names a price and a credit for what comes back, and a retailer that orders before demand is known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, random, solve, uniform
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

from . import part_returned

p, c, B, w_0, b = parameters("p c B w_0 b", positive=True)
s, g_r, g_m = parameters("s g_r g_m", nonnegative=True)
w = decisions("w")
q = decisions("q", within=(0, B))

DEMAND = random("D", uniform(0, B), nonnegative=True)
SOLD = sp.Min(q, DEMAND)
LEFT, MISSED = q - SOLD, DEMAND - SOLD
WORTH = p + g_r + g_m

_KNOWN = (p > c, c > s)
_CREDIT = (b >= s, b < p + g_r)


@cache
def equilibria() -> Mapping[str, Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    returned = {label: solve(game, corners=True) for label, game in all_or_none_returned().items()}
    return {**returned, **{label: solve(game) for label, game in part_returned.games().items()}}


def games() -> Mapping[str, Game]:
    """Return the games as declared, by label; those where all or nothing comes back are solved with corners."""
    return {**all_or_none_returned(), **part_returned.games()}


def all_or_none_returned() -> Mapping[str, Game]:
    """Return the games of one owner, and of a retailer that may return all that is left, or nothing."""
    return {
        "owner": owner(),
        "at_price": ordered(w_0, s, w_0 >= c, w_0 < p + g_r),
        "chosen_price": chosen_price(),
        "full_credit": ordered(w_0, w_0, w_0 > c, w_0 < p + g_r),
        "credit": ordered(w_0, b, w_0 > b, w_0 < p + g_r, *_CREDIT),
        "right": ordered(right_price(), b, *_CREDIT),
    }


def right_price() -> sp.Expr:
    """Return the price at which a credit b makes the retailer order what one owner would."""
    return p + g_r - (p + g_r - b) * (WORTH - c) / (WORTH - s)


def owner() -> Game:
    """Return the order of one owner of the chain."""
    payoff = p * SOLD - c * q + s * LEFT - (g_r + g_m) * MISSED
    return Game(players=[Player("owner", decides=[q], payoff=payoff)], assuming=_KNOWN)


def ordered(price: sp.Expr, credit: sp.Expr, *known: sp.Rel) -> Game:
    """Return the order at a price and a credit that are given; a credit of s is what the retailer gets elsewhere."""
    return Game(
        players=[_retailer(price, credit)],
        assuming=[*_KNOWN, *known],
        report={"w": price, "supplier": _supplier(price, credit)},
    )


def chosen_price() -> Game:
    """Return the price that the supplier chooses where nothing comes back, and the order that it leads to."""
    return Game(
        players=[Player("supplier", decides=[w], payoff=_supplier(w, s)), _retailer(w, s)],
        order=["supplier", "retailer"],
        assuming=_KNOWN,
        constraints=[w <= p + g_r],
    )


def _retailer(price: sp.Expr, credit: sp.Expr) -> Player:
    return Player("retailer", decides=[q], payoff=p * SOLD - price * q + credit * LEFT - g_r * MISSED)


def _supplier(price: sp.Expr, credit: sp.Expr) -> sp.Expr:
    return (price - c) * q - (credit - s) * LEFT - g_m * MISSED
