"""What data of a show are worth to a brand that leads a chain, with an ordinary streamer or its own host.

Brand, streamer and platform set w, m and f, which make the price; the brand's own host sets no margin, and costs the
wage W. Numbers of types are the catalogue's. What is not said to be other is as in the chain of the model live_pricing,
and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, parameters, random, signal, solve
from lsec_models.games.laws import normal
from lsec_models.models.mechanisms.live_pricing import a, b, c, f, m, s, variance, w
from lsec_models.models.parts.streamers import STREAMER_TYPES

W = parameters("W", positive=True)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, ``led_KIND_adjusted`` and ``led_KIND_kept``."""
    return {
        f"led_{kind}_{words}": solve(_chain(kind, adjusted=words == "adjusted"))
        for kind in ("ordinary", "self_run")
        for words in ("adjusted", "kept")
    }


def _chain(kind: str, *, adjusted: bool) -> Game:
    host = STREAMER_TYPES[kind]
    audience = sp.Rational(host.influence)
    margin, wage = (sp.S.Zero, W) if host.employed else (m, sp.S.Zero)
    zeta = random("zeta", normal(0, variance))
    seen = [signal("Y", of=zeta, noise=s * variance / audience)] if adjusted else []
    sold = audience * (a + zeta - b * (w + margin + f))
    followers = [
        *([] if host.employed else [Player("streamer", decides=[m], payoff=m * sold, sees=seen)]),
        Player("platform", decides=[f], payoff=f * sold, sees=seen),
    ]
    players = [Player("manufacturer", decides=[w], payoff=(w - c) * sold - wage, sees=seen), *followers]
    return Game(
        players=players, order=["manufacturer", tuple(player.name for player in followers)], assuming=[a > b * c]
    )
