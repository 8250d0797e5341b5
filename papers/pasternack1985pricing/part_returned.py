"""A full credit for a part of what was ordered, where demand up to B is below B x with the chance x^k, for k = 1 and 2.

The retailer that ordered q may return up to r q of it, at the price that it paid. So it keeps what is left beyond that,
which is what would be left of an order of (1 - r) q. Nothing that is left is worth anything, and nothing that is missed
costs more.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Game, Player, decisions, parameters

p, c, w_0, r = parameters("p c w_0 r", positive=True)
POWERS = (1, 2)


def games() -> Mapping[str, Game]:
    """Return the order of one owner, and of the retailer, as parts of the largest demand, by label and power."""
    return {f"{label}_k{k}": game for k in POWERS for label, game in _games(k).items()}


def left(order: sp.Expr, k: int) -> sp.Expr:
    """Return what is left of an order on average: the chances that demand is below each x up to it, added up."""
    return order ** (k + 1) / (k + 1)


def _games(k: int) -> dict[str, Game]:
    x, y = (decisions(f"{name}_{k}", within=(0, 1)) for name in "xy")
    returned = left(y, k) - left((1 - r) * y, k)
    alone = Player("owner", decides=[x], payoff=p * (x - left(x, k)) - c * x)
    retailer = Player("retailer", decides=[y], payoff=p * (y - left(y, k)) - w_0 * (y - returned))
    return {
        "owner": Game(players=[alone], assuming=[p > c]),
        "part": Game(players=[retailer], assuming=[p > w_0, w_0 > c, r < 1]),
    }
