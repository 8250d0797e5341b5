"""Suppliers and retailers of two goods, substitutes or complements, who bargain in pairs, merged or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import sympy as sp

from lsec_models import Bargain, Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

a, beta = parameters("a beta", positive=True)
g, v = parameters("g v", real=True)
w_1, w_2, w = decisions("w_1 w_2 w", real=True)
q_1, q_2 = decisions("q_1 q_2", real=True)
F_1, F_2, F = decisions("F_1 F_2 F", real=True)

_POWERS = (beta, 1 - beta)
_REVENUE_1, _REVENUE_2 = (a - q_1 - g * q_2) * q_1, (a - q_2 - g * q_1) * q_2
_PAID_1, _PAID_2 = w_1 * q_1, w_2 * q_2
_NOTHING = sp.S.Zero
_TWO_PAIRS = ("apart", "one_supplier", "one_retailer")
_KNOWN = (beta < 1, g > -1, g < 1)


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    agreed = {label: solve(game) for label, game in games().items()}
    return {**agreed, **{f"{label}_tried": solve(_tried(agreed[label])) for label in _TWO_PAIRS}}


def games() -> Mapping[str, Game]:
    """Return the bargains as declared, by label.

    Games in which another price than the agreed one is tried are made of what is agreed, and are not among them.
    """
    return {
        "apart": apart(),
        "one_supplier": one_supplier(),
        "one_retailer": one_retailer(_NOTHING, _NOTHING),
        "one_of_each": one_of_each(_NOTHING),
        "fees": one_retailer(F_1, F_2),
        "fee": one_of_each(F),
    }


def apart() -> Game:
    """Return bargains of two suppliers, each with its own retailer."""
    return _game(
        [Player("supplier_1", decides=[], payoff=_PAID_1), Player("supplier_2", decides=[], payoff=_PAID_2)],
        _rivals(),
        _bargain("supplier_1", "retailer_1", w_1, q_1),
        _bargain("supplier_2", "retailer_2", w_2, q_2),
    )


def one_supplier() -> Game:
    """Return bargains of one supplier with each of two retailers."""
    return _game(
        [Player("supplier", decides=[], payoff=_PAID_1 + _PAID_2)],
        _rivals(),
        _bargain("supplier", "retailer_1", w_1, q_1),
        _bargain("supplier", "retailer_2", w_2, q_2),
    )


def one_retailer(fee_1: sp.Expr, fee_2: sp.Expr) -> Game:
    """Return bargains of two suppliers, each with the one retailer of both goods; over fees too, if there are any."""
    paid_1, paid_2 = _PAID_1 + fee_1, _PAID_2 + fee_2
    return _game(
        [Player("supplier_1", decides=[], payoff=paid_1), Player("supplier_2", decides=[], payoff=paid_2)],
        [Player("retailer", decides=[q_1, q_2], payoff=_REVENUE_1 + _REVENUE_2 - paid_1 - paid_2)],
        _bargain("supplier_1", "retailer", w_1, q_1, fee_1),
        _bargain("supplier_2", "retailer", w_2, q_2, fee_2),
    )


def one_of_each(fee: sp.Expr) -> Game:
    """Return the bargain of one supplier with one retailer, over one price for both goods; over a fee too, if any."""
    paid = w * (q_1 + q_2) + fee
    return _game(
        [Player("supplier", decides=[], payoff=paid)],
        [Player("retailer", decides=[q_1, q_2], payoff=_REVENUE_1 + _REVENUE_2 - paid)],
        Bargain(["supplier", "retailer"], over=[w, *fee.free_symbols], weights=_POWERS),
    )


def _game(suppliers: list[Player], retailers: list[Player], *bargains: Bargain) -> Game:
    later = tuple(player.name for player in retailers)
    return Game(
        players=[*suppliers, *retailers],
        order=[bargains, later],
        assuming=_KNOWN,
        report={"buyers": (q_1**2 + q_2**2) / 2 + g * q_1 * q_2},
    )


def _tried(agreed: PiecewiseEquilibrium) -> Game:
    """Return what retailers order at any price v of the first good, at the price of the second that was agreed.

    Reported is what the supplier of the first good gains over having no agreement on it.
    """
    (regime,) = agreed.regimes
    price = regime["w_2"]
    tried = {w_1: v, w_2: price}
    later = [replace(player, payoff=player.payoff.subs(tried)) for player in agreed.game.players if player.decides]
    (supplier, *_), alone = agreed.game.players, (a - price) / 2
    without = price * alone if supplier.payoff.has(q_2) else _NOTHING
    return Game(
        players=later,
        order=[tuple(player.name for player in later)],
        assuming=_KNOWN,
        report={"gain": supplier.payoff.subs(tried) - without},
    )


def _rivals() -> list[Player]:
    return [
        Player("retailer_1", decides=[q_1], payoff=_REVENUE_1 - _PAID_1),
        Player("retailer_2", decides=[q_2], payoff=_REVENUE_2 - _PAID_2),
    ]


def _bargain(supplier: str, retailer: str, price: sp.Symbol, order: sp.Symbol, fee: sp.Expr = _NOTHING) -> Bargain:
    terms = [price, *fee.free_symbols]
    return Bargain([supplier, retailer], over=terms, weights=_POWERS, breakdown={order: _NOTHING})
