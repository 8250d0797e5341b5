"""Stock where chance is added to demand and not multiplied with it: ``phi*(a + mu*e) + xi``, xi uniform on [-h, h].

A service level y is kept, as in the model inventory, whose letters these are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, solve
from lsec_models.models.mechanisms.inventory import a, b, c, c_2, d, e, eta, g, h, mu, p, phi, s, y
from lsec_models.models.parts.contracts import contract

COMMISSION = contract("commission").share
KEPT = contract("revenue_sharing").share
_PLAIN: Mapping[sp.Symbol, sp.Expr] = {s: sp.S.Zero, g: sp.S.Zero}

_SIZE = phi * (a + mu * e)
_MISSED, _LEFT = h * (1 - y) ** 2, h * y**2
_SALES, _STOCK = _SIZE - _MISSED, _SIZE - h + 2 * h * y
_EFFORT = eta * e**2 / 2
_KNOWN = (p > c, h <= phi * a)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label; with ``_plain`` without salvage and goodwill loss."""
    owner = p * _SALES + s * _LEFT - g * _MISSED - c * _STOCK - _EFFORT
    quick = p * _SIZE + s * _LEFT - c * _STOCK - c_2 * _MISSED - _EFFORT
    wholesale = c + b * (p - c) / p
    games = {
        "added_owner": _alone(owner, c > s),
        "added_owner_quick": _alone(quick, c > s, c_2 > c, c_2 < p),
        "added_owner_on_demand": _on_demand(),
        "added_owner_plain": _alone(owner.subs(_PLAIN)),
        "added_commission_plain": _commission(),
        "added_buy_back": _alone(p * _SALES + b * _LEFT - wholesale * _STOCK - _EFFORT, b < p, by="streamer"),
        "added_revenue_sharing": _alone(KEPT * (p * _SALES - c * _STOCK) - _EFFORT, KEPT > 0, by="streamer"),
    }
    return {label: solve(game) for label, game in games.items()}


def _alone(payoff: sp.Expr, *known: sp.Basic, by: str = "manufacturer") -> Game:
    """Return the game of who orders and works: one owner, or a streamer under terms that are given."""
    return Game(players=[Player(by, decides=[y, e], payoff=payoff)], assuming=[*_KNOWN, *known])


def _on_demand() -> Game:
    made = (p - c - d) * _SIZE - _EFFORT
    return Game(players=[Player("manufacturer", decides=[e], payoff=made)], assuming=[*_KNOWN, c + d < p])


def _commission() -> Game:
    players = [
        Player("manufacturer", decides=[y], payoff=(1 - COMMISSION) * p * _SALES - c * _STOCK),
        Player("streamer", decides=[e], payoff=COMMISSION * p * _SALES - _EFFORT),
    ]
    known = [*_KNOWN, COMMISSION < 1, (1 - COMMISSION) * p > c]
    return Game(players=players, order=[("manufacturer", "streamer")], assuming=known)
