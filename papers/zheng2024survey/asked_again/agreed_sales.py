"""Brands and streamers who agree on what is sold together with the fee, instead of on a price before it.

Each pair takes what the others have agreed on as it is, and nothing is adjusted where a pair does not agree. The fee is
paid to the brand. What is not said to be other is as in the models exclusivity and partnership, in its story rivals,
and so are the letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.models.mechanisms.exclusivity import LINKS, alike, sigma, tau

from .links import by_player, partners

alpha, c, beta = parameters("alpha c beta", positive=True)
_POWERS = (1 - beta, beta)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    ``agreed_two_brands``, ``agreed_one_brand`` and ``agreed_one_brand_sold`` are rivals at one streamer,
    ``agreed_linked_`` brands by who shows them.
    """
    games = {
        "agreed_two_brands": _agreed(LINKS["common"], _rivals),
        "agreed_one_brand": _agreed(("11",), _rivals),
        "agreed_one_brand_sold": _agreed(("11",), _rivals, powers=(sp.S.Zero, sp.S.One)),
    }
    for links in ("exclusive", "all", "first_exclusive", "common"):
        games[f"agreed_linked_{links}"] = _agreed(LINKS[links], alike, known=[tau < 1])
    return {label: solve(game) for label, game in games.items()}


def _rivals(pair: str, other: str) -> sp.Expr:
    return sp.S.One if pair == other else sigma


def _agreed(
    pairs: Sequence[str],
    likeness: Callable[[str, str], sp.Expr],
    *,
    powers: Sequence[sp.Expr] = _POWERS,
    known: Sequence[sp.Basic] = (),
) -> Game:
    sold = {pair: decisions(f"d_{pair}") for pair in pairs}
    fee = {pair: decisions(f"F_{pair}", real=True) for pair in pairs}
    price = {pair: alpha - sp.Add(*(likeness(pair, other) * sold[other] for other in pairs)) for pair in pairs}
    earned = by_player(
        {pair: fee[pair] - c * sold[pair] for pair in pairs},
        {pair: price[pair] * sold[pair] - fee[pair] for pair in pairs},
    )
    agreements = tuple(
        Bargain(
            partners(pair),
            over=[sold[pair], fee[pair]],
            weights=powers,
            disagreement=[earned[name].subs({sold[pair]: 0, fee[pair]: 0}) for name in partners(pair)],
        )
        for pair in pairs
    )
    return Game(
        players=[Player(name, decides=[], payoff=payoff) for name, payoff in earned.items()],
        order=[agreements],
        assuming=[alpha > c, beta < 1, sigma < 1, *known],
        report={
            "demand": sp.Add(*sold.values()),
            "consumer_surplus": sp.Add(*((alpha - price[pair]) * sold[pair] for pair in pairs)) / 2,
        },
    )
