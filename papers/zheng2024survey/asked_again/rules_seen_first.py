"""Rules for streamers who know, when they choose how lax they are, who watches or will complain; and laxity that sells.

What is not said to be other is as in the model regulation, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import EvolutionaryGame, Game, Player, decisions, parameters, solve

a, b, f, g, k, d, z, c, n, more = parameters("a b f g k d z c n x", positive=True)
kept, part = parameters("nu mu", nonnegative=True)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``seen_pooled`` are members of an association who know that they are watched, ``seen_complaining`` and
    ``seen_silent`` streamers who know whether consumers complain; ``pooled_priced`` and ``complaining_priced`` are
    populations in which laxity sells more at a price that is decided.
    """
    pooled = _lax(g - f / n, {}, [n >= 1])
    consumers = {"seen_complaining": (z, lambda lax: lax * z - c), "seen_silent": (sp.S.Zero, lambda _: sp.S.Zero)}
    found: dict[str, Any] = {"seen_pooled": solve(pooled, corners=True)}
    for label, (refund, earned) in consumers.items():
        found[label] = solve(_lax(g - refund, {"consumer": earned}, [z > g]), corners=True)
    found["pooled_priced"] = solve(_priced(fine=f / n, consumers=False))
    found["complaining_priced"] = solve(_priced(fine=f, consumers=True))
    return found


def _lax(gained: sp.Expr, others: Mapping[str, Any], known: list[sp.Basic]) -> Game:
    lax = decisions("x", within=(0, 1))
    players = [
        *(Player(name, decides=[], payoff=earned(lax)) for name, earned in others.items()),
        Player("streamer", decides=[lax], payoff=lax * gained),
    ]
    return Game(players=players, order=["streamer"], assuming=known)


def _priced(*, fine: sp.Expr, consumers: bool) -> EvolutionaryGame:
    def earned(streamer: str, platform: str, consumer: str = "silent") -> dict[str, sp.Expr]:
        lax, watched, complained = int(streamer == "lax"), int(platform == "supervise"), int(consumer == "complain")
        sales = (a + lax * more) ** 2 / (4 * b)
        found = {
            "streamers": (1 - part) * sales - lax * (watched * fine + complained * z),
            "platforms": part * sales + watched * (lax * (kept * f + d) - k),
        }
        return found | ({"consumers": complained * (lax * z - c)} if consumers else {})

    populations = {"streamers": ["strict", "lax"], "platforms": ["supervise", "ignore"]}
    return EvolutionaryGame(
        populations=populations | ({"consumers": ["complain", "silent"]} if consumers else {}),
        payoffs=earned,
        assuming=[kept <= 1, part < 1, *([] if consumers else [n >= 1])],
    )
