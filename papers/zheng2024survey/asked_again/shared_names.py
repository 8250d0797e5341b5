"""Brands under one name whose quality draws buyers at a price of their own, and two that decide one after the other.

What is not said to be other is as in the name of the model product_selection, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import Game, Player, decisions, others, parameters, solve

a, b, k, v, phi = parameters("a b k v phi", positive=True)
commission = parameters("lambda", positive=True)
n = parameters("n", integer=True)
p, q, q_1, q_2 = decisions("p q q_1 q_2")
_KEPT = 1 - commission


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``name_drawn_common`` and ``name_drawn_own`` are n brands that sell ``phi*(a + v*quality - b*p)``, of which buyers
    know the average quality or that of each; in ``name_led`` the first of two under one name decides before the second.
    """
    drawn = {f"name_drawn_{record}": solve(_drawn(common=record == "common")) for record in ("common", "own")}
    return {**drawn, "name_led": solve(_led())}


def _drawn(*, common: bool) -> Game:
    known = (q + others(q)) / n if common else q
    payoff = _KEPT * phi * p * (a + v * known - b * p) - k * q**2 / 2
    brand = Player("brand", decides=[q, p], payoff=payoff, copies=n)
    # At the best price quality is a chance.
    chance = _KEPT * phi * v * (a + v) <= 2 * b * k
    return Game(players=[brand], assuming=[commission < 1, n >= 2, chance])


def _led() -> Game:
    players = [
        Player(name, decides=[own], payoff=_KEPT * phi * v * (q_1 + q_2) / 2 - k * own**2 / 2)
        for name, own in (("first", q_1), ("second", q_2))
    ]
    return Game(players=players, order=["first", "second"], assuming=[commission < 1, _KEPT * phi * v <= k])
