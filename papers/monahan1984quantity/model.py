"""A buyer that orders in lots, and a vendor that pays it, by a lower price, to order larger ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

D, h, p, q_0, K = parameters("D h p q_0 K", positive=True)
q = decisions("q", positive=True)

ORDER_OF_BUYER = h * q_0**2 / (2 * D)
"""What an order costs a buyer that orders q_0: it rises in q_0, from zero on and without bound."""
ORDER_OF_VENDOR = (K**2 - 1) * ORDER_OF_BUYER
"""What it costs a vendor to which lots of K q_0 are right: it rises in K, from zero at 1 on and without bound."""


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label."""
    return {"buyer": buyer(), "both": both(), "vendor": vendor()}


def buyer() -> Game:
    """Return the lot of a buyer that pays the price p for each unit, whatever it orders."""
    return Game(
        players=[Player("buyer", decides=[q], payoff=-p * D - cost(q, ORDER_OF_BUYER))],
        assuming=[K > 1],
        report={"vendor": p * D - _orders(q), "order_of_buyer": ORDER_OF_BUYER, "order_of_vendor": ORDER_OF_VENDOR},
    )


def both() -> Game:
    """Return the lot that is best for buyer and vendor together."""
    payoff = -cost(q, ORDER_OF_BUYER + ORDER_OF_VENDOR)
    return Game(players=[Player("owner", decides=[q], payoff=payoff)], assuming=[K > 1])


def vendor() -> Game:
    """Return the lot that a vendor asks for, at a discount that leaves the buyer just as well off as without."""
    discount = (cost(q, ORDER_OF_BUYER) - cost(q_0, ORDER_OF_BUYER)) / D
    payoff = (p - discount) * D - _orders(q)
    return Game(
        players=[Player("vendor", decides=[q], payoff=payoff)],
        assuming=[K > 1],
        report={"discount": discount, "buyer": -(p - discount) * D - cost(q, ORDER_OF_BUYER)},
    )


def cost(lot: sp.Expr, order: sp.Expr) -> sp.Expr:
    """Return what lots cost a year: so many orders, and half a lot in stock on average."""
    return D / lot * order + h * lot / 2


def _orders(lot: sp.Expr) -> sp.Expr:
    return D / lot * ORDER_OF_VENDOR
