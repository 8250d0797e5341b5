"""Virtual hosts as a threat whose show has a price that is decided, or whose brand builds nothing before it agrees.

A virtual host of the size z draws ``a + v*z`` buyers less b for each unit of the price: its show is worth
``(a + v*z)**2/(4*b)``. As an outside option that counts against the brand's part of P, which is what a show for R
buyers would be worth. What is not said to be other is as in the story threat of the model technology, and so are the
letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain

a, b, k, v, worth, R, beta = parameters("a b k v P R beta", positive=True)
z = decisions("z")
_BUILDING = k * z**2 / 2


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``threat_priced`` is what the brand has while they disagree, ``threat_priced_outside`` what it may take instead;
    ``threat_agreed`` and ``threat_agreed_outside`` are agreements before anything is built.
    """
    return {
        "threat_priced": solve(_priced()),
        "threat_priced_outside": solve(_priced_outside(), corners=True),
        "threat_agreed": solve(_agreed(outside=False)),
        "threat_agreed_outside": solve(_agreed(outside=True)),
    }


def _priced() -> Game:
    fallen_back = (a + v * z) ** 2 / (4 * b)
    gained = fallen_back + (1 - beta) * (worth - fallen_back)
    # At the size that is best for use the host is worth less than the human one.
    known = [beta < 1, 2 * b * k > v**2, worth * (2 * b * k - v**2) ** 2 > b * k**2 * a**2]
    return _built(gained, worth - gained, known)


def _priced_outside() -> Game:
    gained = sp.Max(R, a + v * z) ** 2 / (4 * b)
    everything = R**2 / (4 * b * (1 - beta))
    return _built(gained, everything - gained, [beta < 1, 2 * b * k > v**2])


def _built(by_brand: sp.Expr, by_streamer: sp.Expr, known: list[sp.Basic]) -> Game:
    players = [
        Player("manufacturer", decides=[z], payoff=by_brand - _BUILDING),
        Player("streamer", decides=[], payoff=by_streamer),
    ]
    return Game(players=players, assuming=known)


def _agreed(*, outside: bool) -> Game:
    fee = decisions("F", real=True)
    players = [
        Player("manufacturer", decides=[z], payoff=worth - fee - _BUILDING),
        Player("streamer", decides=[], payoff=fee),
    ]
    # Without an agreement the brand builds what is best for use.
    alone = [v**2 / (2 * k), sp.S.Zero]
    known = {"outside": alone} if outside else {"disagreement": alone}
    agreement = Bargain(("manufacturer", "streamer"), over=[fee], weights=(1 - beta, beta), **known)
    return Game(players=players, order=[agreement, "manufacturer"], assuming=[beta < 1, k * worth > v**2])
