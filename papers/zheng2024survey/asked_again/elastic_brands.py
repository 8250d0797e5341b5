"""Brands at streamers where demand has the elasticity 2: y is the root of what is sold, and a unit costs 1.

Prices are ``(alpha - others)/y``, where others is the sum of the other roots, each times the number that says how alike
goods and audiences are: buyers gain ``2*alpha`` times the sum of all roots by buying, less twice each such number times
the product of its two roots.

Contracts pass goods on at cost, since nobody else sees them. Of what a link adds the streamer gets the part beta:
without it the streamer sells the more of the other brand, at what it believes its rival to sell. What is not said to be
other is as in the models exclusivity and partnership, in its story rivals, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models.mechanisms.exclusivity import LINKS, alike, sigma, tau

from .links import by_player, partners

alpha, beta = parameters("alpha beta", positive=True)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, in which streamers decide what they sell, by label.

    ``elastic_two_brands`` and ``elastic_one_brand`` are rivals at one streamer, ``elastic_linked_`` brands by who shows
    them. Reported is with ``_has`` what brands and streamers have after fees.
    """
    games = {"elastic_two_brands": _sold(LINKS["common"], _rivals), "elastic_one_brand": _sold(("11",), _rivals)}
    for links in ("exclusive", "all", "first_exclusive", "common"):
        games[f"elastic_linked_{links}"] = _sold(LINKS[links], alike, [tau < 1])
    return {label: solve(game) for label, game in games.items()}


def _rivals(_: str, __: str) -> sp.Expr:
    return sigma


def _sold(pairs: Sequence[str], likeness: Callable[[str, str], sp.Expr], known: Sequence[sp.Basic] = ()) -> Game:
    root = {pair: decisions(f"y_{pair}") for pair in pairs}

    def left(pair: str, beside: Sequence[str]) -> sp.Expr:
        return alpha - sp.Add(*(likeness(pair, other) * root[other] for other in beside if other != pair))

    takings = {pair: root[pair] * left(pair, pairs) - root[pair] ** 2 for pair in pairs}
    earned = by_player({}, takings)
    added = {}
    for pair in pairs:
        rivals = [other for other in pairs if other[1] != pair[1]]
        beside = [other for other in pairs if other[1] == pair[1] and other != pair]
        # The root of what is sold alone is half of what is left for it.
        alone = sp.Add(*(left(other, rivals) ** 2 / 4 for other in beside))
        added[pair] = earned[partners(pair)[1]] - alone
    has = by_player(
        {pair: (1 - beta) * added[pair] for pair in pairs},
        {pair: takings[pair] - (1 - beta) * added[pair] for pair in pairs},
    )
    report = {"consumer_surplus": alpha * sp.Add(*root.values()), "demand": sp.Add(*(one**2 for one in root.values()))}
    return Game(
        players=[
            Player(name, decides=[root[pair] for pair in pairs if name in partners(pair)], payoff=payoff)
            for name, payoff in earned.items()
        ],
        assuming=[beta < 1, sigma < 1, *known],
        report={**{f"{name}_has": value for name, value in has.items()}, **report},
    )
