"""Agencies that settle with their streamer before they bargain with brand and platform, or after it.

Whatever is settled later divides what is left by powers. What is not said to be other is as in the story agency of the
model partnership, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain

a, b, c, beta_m, omega = parameters("a b c beta_m omega", positive=True)
y, w, f, d_l = decisions("y w f d_l")
_KNOWN = (a > b * c, beta_m < 1, omega < 1)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games: ``streamer_settled_first`` and ``streamer_settled_last``."""
    return {f"streamer_settled_{words}": solve(game) for words, game in {"first": _first(), "last": _last()}.items()}


def _first() -> Game:
    # What is sold at y is known then: brand, platform and agency divide y - c.
    asked = (1 - beta_m) * (y - c) / (2 - beta_m)
    price = (a - d_l) / b
    players = [
        Player("manufacturer", decides=[], payoff=asked * d_l),
        Player("platform", decides=[], payoff=asked * d_l),
        Player("agency", decides=[], payoff=(y - c - 2 * asked) * d_l),
        Player("streamer", decides=[d_l], payoff=(price - y) * d_l),
    ]
    agreement = Bargain(["agency", "streamer"], over=[y], weights=[1 - omega, omega], breakdown={d_l: 0})
    return Game(players=players, order=[agreement, "streamer"], assuming=[*_KNOWN], report={"price": price})


def _last() -> Game:
    # Agency and streamer agree on y for what both ask for, and as much is sold as is best at y.
    paid = ((1 - omega) * a / b + (1 + omega) * (w + f)) / 2
    sold = (a - b * paid) / 2
    price = (a - sold) / b
    players = [
        Player("manufacturer", decides=[], payoff=(w - c) * sold),
        Player("platform", decides=[], payoff=f * sold),
        Player("agency", decides=[], payoff=(paid - w - f) * sold),
        Player("streamer", decides=[], payoff=(price - paid) * sold),
    ]
    agreements = tuple(
        Bargain([one, "agency"], over=[term], weights=[1 - beta_m, beta_m])
        for one, term in (("manufacturer", w), ("platform", f))
    )
    return Game(players=players, order=[agreements], assuming=[*_KNOWN], report={"price": price})
