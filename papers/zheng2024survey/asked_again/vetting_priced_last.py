"""Vetting for an audience whose price the brand decides last: ``phi*(1 - p)`` see what passed, and buy.

Money is measured by the highest that anybody pays for a unit. What is not said to be other is as in the model
product_selection, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot

k, L, phi, kappa = parameters("k L phi kappa", positive=True)
commission = parameters("lambda", positive=True)
p, q, x = decisions("p q x")
_ORDERS: Mapping[str, list[Slot]] = {"": [(q, x), p], "_shown_first": [x, q, p], "_made_first": [q, x, p]}


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    In ``priced_last`` quality and accuracy are decided at once, in ``priced_last_shown_first`` the streamer leads, and
    in ``priced_last_made_first`` the brand.
    """
    return {f"priced_last{words}": solve(_game(order)) for words, order in _ORDERS.items()}


def _game(order: list[Slot]) -> Game:
    audience, sold, defects = phi * (1 - p), 1 - (1 - q) * x, (1 - q) * (1 - x)
    players = [
        Player("manufacturer", decides=[q], payoff=(1 - commission) * p * audience * sold - k * q**2 / 2),
        Player("streamer", decides=[x], payoff=audience * (commission * p * sold - L * defects) - kappa * x**2 / 2),
        # Whoever prices later is a player of its own; what passed only scales what a price brings.
        Player("later", decides=[p], payoff=(1 - commission) * p * audience),
    ]
    price, shown = sp.Rational(1, 2), phi / 2
    stake, earned = L - commission * price, (1 - commission) * price
    # Quality and accuracy are chances after every chance.
    chances = [shown * L <= kappa, shown * stake <= kappa, shown * earned <= k]
    return Game(players=players, order=order, assuming=[commission < 1, stake > 0, *chances])
