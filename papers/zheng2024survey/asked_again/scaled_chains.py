"""Chains of three whose buyers' values scale by 1 + h or 1 - h, equally likely: ``a - b*price/(1 + h)``, and likewise.

All three adjust their margins to that, or keep them. What is not said to be other is as in the model live_pricing, and
so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

a, b, c, h = parameters("a b c h", positive=True)
_STATES = {"h": 1 + h, "l": 1 - h}
_MARGINS = {"manufacturer": "w", "streamer": "m", "platform": "f"}
_ORDERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "at_once": (tuple(_MARGINS),),
    "led": (("manufacturer",), ("streamer", "platform")),
}


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, ``scaled_chain_ORDER_adjusted`` and ``_kept``."""
    return {
        f"scaled_chain_{order}_{words}": solve(_chain(order, adjusted=words == "adjusted"))
        for order in _ORDERS
        for words in ("adjusted", "kept")
    }


def _chain(order: str, *, adjusted: bool) -> Game:
    own = {
        name: {state: decisions(f"{letter}_{state}" if adjusted else letter) for state in _STATES}
        for name, letter in _MARGINS.items()
    }
    sold = {state: a - b * sp.Add(*(each[state] for each in own.values())) / moved for state, moved in _STATES.items()}
    players = [
        Player(
            name,
            decides=list(dict.fromkeys(each.values())),
            payoff=sp.Add(*((each[s] - (c if name == "manufacturer" else 0)) * sold[s] for s in _STATES)) / 2,
        )
        for name, each in own.items()
    ]
    # Where values are low something is sold at prices that are kept, also after two margins.
    known = [h < 1, (1 - h) * a > b * c, 5 * (1 - h**2) * a + b * c < 6 * (1 - h) * a]
    return Game(players=players, order=list(_ORDERS[order]), assuming=known)
