"""Games of a whole chain, which report what all players earn together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player


def game_of_chain(
    players: Sequence[Player], order: Sequence[Slot] | None, known: Sequence[sp.Basic], more: Mapping[str, sp.Expr]
) -> Game:
    """Return a game that reports chain_profit, and more.

    Examples
    --------
    >>> from lsec_models import decisions
    >>> w, m = decisions("w m")
    >>> maker = Player("manufacturer", decides=[w], payoff=w * (10 - w - m))
    >>> host = Player("streamer", decides=[m], payoff=m * (10 - w - m))
    >>> list(game_of_chain([maker, host], None, [], {"demand": 10 - w - m}).report)
    ['demand', 'chain_profit']
    """
    together = {"chain_profit": sp.Add(*(player.payoff for player in players))}
    return Game(players=players, order=order, assuming=known, report={**more, **together})
