"""Content at other times: before all margins, by who follows a streamer that leads, and as a term of an agreement.

What is not said to be other is as in the model content, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from lsec_models import Game, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.models import load
from lsec_models.models.mechanisms.content import F, beta, commission, e, f, m, w, x

_PAIR = ("brand", "streamer")


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``shown_first_by_`` are chains of three that the manufacturer leads once content is there, paid for by it or by the
    ``streamer``; ``host_leads_maker_pays`` one that the streamer leads. ``deal_together`` is a guest that is a term of
    the agreement.
    """
    games = {
        **{
            f"shown_first_by_{payer}": load("content", story="priced", payer=payer, order=[x, w, (m, e, f)])
            for payer in ("manufacturer", "streamer")
        },
        "host_leads_maker_pays": load(
            "content", story="priced", payer="manufacturer", order=["streamer", ("manufacturer", "platform")]
        ),
        "deal_together": _together(),
    }
    return {label: solve(game) for label, game in games.items()}


def _together() -> Game:
    after = load("content", story="deal", payer="streamer")
    agreement = Bargain(_PAIR, over=[x, commission, F], weights=(1 - beta, beta))
    players = [replace(player, decides=[own for own in player.decides if own != x]) for player in after.players]
    return replace(after, players=players, order=[agreement, "streamer"])
