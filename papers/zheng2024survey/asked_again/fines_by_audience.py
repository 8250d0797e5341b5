"""Fines where laxity sells more at a price that is decided, and where streamers move before platforms look.

What is not said to be other is as in the model regulation, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import EvolutionaryGame, Game, Player, decisions, parameters, solve

a, b, f, g, k, d, more, phi = parameters("a b f g k d x phi", positive=True)
kept, part = parameters("nu mu", nonnegative=True)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``audience_priced`` are streamers who sell ``phi*(a - b*price)``, and ``phi*(a + x - b*price)`` where they are lax,
    of which they keep the part 1 - mu. ``lax_seen`` is a streamer who decides to what degree y it is
    lax before a platform, who sees it, supervises where that pays.
    """
    return {"audience_priced": solve(_priced()), "lax_seen": solve(_lax_first(), corners=True)}


def _priced() -> EvolutionaryGame:
    won, caught = phi * ((a + more) ** 2 - a**2) / (4 * b), phi * d

    def earned(streamer: str, platform: str) -> dict[str, Any]:
        lax, watched = int(streamer == "lax"), int(platform == "supervise")
        return {
            "streamers": lax * ((1 - part) * won - watched * f),
            "platforms": watched * (lax * (kept * f + caught) - k) + (1 - watched) * lax * part * won,
        }

    return EvolutionaryGame(
        populations={"streamers": ["strict", "lax"], "platforms": ["supervise", "ignore"]},
        payoffs=earned,
        assuming=[kept <= 1, part < 1],
    )


def _lax_first() -> Game:
    lax = decisions("y", within=(0, 1))
    won, caught = phi * g, kept * f + phi * d
    players = [
        Player("streamer", decides=[lax], payoff=lax * won),
        Player("platform", decides=[], payoff=lax * part * won),
    ]
    return Game(
        players=players,
        # Else the platform supervises, and the streamer, who pays more than it gains, is better off strict.
        constraints={"streamer": [lax * (caught - part * won) <= k]},
        assuming=[kept <= 1, part < 1, f > won, caught > k + part * won],
    )
