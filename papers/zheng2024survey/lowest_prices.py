"""Lowest-price clauses where demand has the elasticity 2: decided is y, the root of what is sold in shop or show.

Prices are ``(alpha - c*sigma*(the other root))/y``: buyers gain ``2*alpha*(y_r + y_l) - 2*c*sigma*y_r*y_l`` by buying.
What is not said to be other is as in the story clause of the model partnership, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

alpha, c, given = parameters("alpha c lambda", positive=True)
sigma = parameters("sigma", nonnegative=True)
y_r, y_l = decisions("y_r y_l")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games: ``elastic_clause`` and ``elastic_no_clause``."""
    return {f"elastic_{words}": solve(_sold(clause=words == "clause")) for words in ("clause", "no_clause")}


def _sold(*, clause: bool) -> Game:
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
