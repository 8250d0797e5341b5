"""Lowest-price clauses where demand has the elasticity 2: decided is y, the root of what each buyer gets.

At a given commission prices are ``(alpha - c*sigma*(the other root))/y`` in shop and show: buyers gain
``2*alpha*(y_r + y_l) - 2*c*sigma*y_r*y_l`` by buying. Where the streamer decides its commission first, shop and show
have buyers of their own, ``a*r**2`` and ``a*(1 - r**2)`` in number, the price is 1/y, and a brand that would earn more
without the show closes it. What is not said to be other is as in the story clause of the model partnership, and so are
the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Equilibrium, Game, PiecewiseEquilibrium, Player, decisions, parameters, solve

a, r, alpha, c, given = parameters("a r alpha c lambda", positive=True)
sigma = parameters("sigma", nonnegative=True)
y, y_r, y_l = decisions("y y_r y_l")
commission, kept = (decisions(name, within=(0, 1)) for name in ("lambda", "g"))


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return the equilibria of these games: ``elastic_`` and ``commission_first_``, with ``clause`` and ``no_clause``.

    Under a clause the streamer that moves first decides g, the part of all revenue that it leaves to the brand.
    """
    return {
        "elastic_clause": solve(_given(clause=True)),
        "elastic_no_clause": solve(_given(clause=False)),
        "commission_first_clause": solve(_first_with_clause(), corners=True),
        "commission_first_no_clause": solve(_first()),
    }


def _given(*, clause: bool) -> Game:
    shop = y_l if clause else y_r
    own, live = shop * (alpha - c * sigma * y_l), y_l * (alpha - c * sigma * shop)
    earned = own + (1 - given) * live - c * (shop**2 + y_l**2)
    players = [
        Player("manufacturer", decides=[y_l] if clause else [y_r, y_l], payoff=earned),
        Player("streamer", decides=[], payoff=given * live),
    ]
    # The show sells without the clause too.
    known = [given < 1, 2 * (1 - given) > (2 - given) * sigma]
    report = {"retail_price": own / shop**2, "live_price": live / y_l**2, "chain_profit": earned + given * live}
    return Game(players=players, assuming=known, report=report)


def _first() -> Game:
    shop, show = a * r**2, a * (1 - r**2)
    earned = shop * (y_r - c * y_r**2) + show * ((1 - commission) * y_l - c * y_l**2)
    return Game(
        players=[
            Player("streamer", decides=[commission], payoff=commission * show * y_l),
            Player("manufacturer", decides=[y_r, y_l], payoff=earned),
        ],
        order=["streamer", "manufacturer"],
        assuming=[r < 1],
        report={"retail_price": 1 / y_r, "live_price": 1 / y_l, "chain_profit": earned + commission * show * y_l},
    )


def _first_with_clause() -> Game:
    earned = a * (kept * y - c * y**2)
    return Game(
        players=[
            Player("streamer", decides=[kept], payoff=(1 - kept) * a * y),
            Player("manufacturer", decides=[y], payoff=earned),
        ],
        order=["streamer", "manufacturer"],
        assuming=[r < 1],
        # The brand earns a*g**2/(4*c), and a*r**2/(4*c) in its shop alone.
        constraints={"streamer": [kept >= r]},
        report={
            "retail_price": 1 / y,
            "live_price": 1 / y,
            "chain_profit": earned + (1 - kept) * a * y,
            "commission": (1 - kept) / (1 - r**2),
        },
    )
