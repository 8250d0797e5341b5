"""The games of the article: a retailer that orders before demand is known, and one that exerts effort."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, random, solve, uniform
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

from . import effort_apart

p, c, B, a, k = parameters("p c B a k", positive=True)
w_0, phi, b, s = parameters("w_0 phi b s", positive=True)
mu, eta = parameters("mu eta", positive=True)
w, Q, e = decisions("w Q e")
q = decisions("q", within=(0, B))
z = decisions("z", within=(0, 1))

SOLD = sp.Min(q, random("D", uniform(0, B), nonnegative=True))
_SHARE = random("xi", uniform(0, 1))
_WHOLE = sp.S.One


@cache
def equilibria() -> Mapping[str, Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    orders = {label: solve(game, corners=True) for label, game in orders_before_demand().items()}
    inside = {label: solve(game) for label, game in efforts().items()}
    return {**orders, **inside, **effort_apart.equilibria()}


def games() -> Mapping[str, Game]:
    """Return the games as declared, by label; those of an order before demand are solved with corners.

    Games whose payoffs are what another game's stock brings are made as that is solved, and are not among them.
    """
    return {**orders_before_demand(), **efforts()}


def efforts() -> Mapping[str, Game]:
    """Return the games in which the retailer exerts effort, for the whole chain and with shared revenue."""
    return {
        "price_effort_chain": price_effort(_WHOLE),
        "price_effort_shared": price_effort(phi),
        "size_effort_chain": size_effort(_WHOLE),
        "size_effort_shared": size_effort(phi),
    }


def orders_before_demand() -> Mapping[str, Game]:
    """Return the games in which a quantity is ordered before demand, uniform on [0, B], is known."""
    left, same = q - SOLD, (1 - phi) * p
    return {
        "chain": _ordered(p * SOLD - c * q, sp.S.Zero),
        "price_only": _price_only(),
        "at_price": _ordered(p * SOLD - w_0 * q, (w_0 - c) * q, w_0 > c, w_0 < p),
        "shared": _shared(phi * c),
        "shared_at_price": _shared(w_0, w_0 < phi * p),
        "bought_back": _bought_back(c + b * (p - c) / p, b, left),
        "bought_back_as_shared": _bought_back(phi * c + same, same, left),
    }


def price_effort(kept: sp.Expr) -> Game:
    """Return quantity and effort of a retailer that keeps a share of revenue, at a wholesale price of that share of c.

    The price is a + e - s Q; effort costs k e^2/2, and the retailer alone.
    """
    payoff = kept * (a + e - s * Q) * Q - kept * c * Q - k * e**2 / 2
    return Game(
        players=[Player("retailer", decides=[Q, e], payoff=payoff)],
        assuming=[a > c, 2 * s * k > 1, *_below_one(kept)],
    )


def size_effort(kept: sp.Expr) -> Game:
    """Return the same where effort scales demand, (a + mu e) xi with xi uniform on [0, 1], and costs eta e^2/2.

    The stock is z for each unit of the market's size a + mu e.
    """
    size = a + mu * e
    payoff = kept * size * (p * sp.Min(z, _SHARE) - c * z) - eta * e**2 / 2
    return Game(
        players=[Player("retailer", decides=[z, e], payoff=payoff)],
        order=[z, e],
        assuming=[p > c, *_below_one(kept)],
        report={"stock": z * size},
    )


def _price_only() -> Game:
    return Game(
        players=[
            Player("supplier", decides=[w], payoff=(w - c) * q),
            Player("retailer", decides=[q], payoff=p * SOLD - w * q),
        ],
        order=["supplier", "retailer"],
        assuming=[p > c],
    )


def _shared(price: sp.Expr, *known: sp.Rel) -> Game:
    """Return the order of a retailer that keeps the share phi of revenue."""
    return _ordered(phi * p * SOLD - price * q, (1 - phi) * p * SOLD + (price - c) * q, phi < 1, *known)


def _bought_back(price: sp.Expr, credit: sp.Expr, left: sp.Expr) -> Game:
    """Return the order of a retailer that gets a credit for each unit that is left."""
    retailer, supplier = p * SOLD - price * q + credit * left, (price - c) * q - credit * left
    return _ordered(retailer, supplier, *([b < p] if b in credit.free_symbols else _below_one(phi)))


def _ordered(retailer: sp.Expr, supplier: sp.Expr, *known: sp.Rel) -> Game:
    """Return the retailer's order under a contract that is given, and report what the supplier gets."""
    return Game(
        players=[Player("retailer", decides=[q], payoff=retailer)],
        assuming=[p > c, *known],
        report={"supplier": supplier},
    )


def _below_one(share: sp.Expr) -> list[sp.Rel]:
    return [share < 1] if share.free_symbols else []
