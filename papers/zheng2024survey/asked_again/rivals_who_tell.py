"""Two streamers of whom one tells the other what it sees of demand: in prices, and where the other moves first.

What is not said to be other is as in the rivals of the model information_sharing, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from lsec_models import Game, Player, decisions, parameters, random, signal, solve
from lsec_models.games.laws import normal
from lsec_models.models import load

a, V, s, sigma = parameters("a V s sigma", positive=True)
p_1, p_2 = decisions("p_1 p_2", real=True)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``rivals_priced_`` sell ``a + zeta - p_1 + sigma*p_2`` and its mirror image; ``none`` of them tells, or the
    ``first``. In ``rivals_shown_`` the second decides its quantity before the first, to whom it shows what it sees; in
    ``rivals_led_`` it sees nothing but what it is told.
    """
    found: dict[str, Any] = {}
    for teller in ("none", "first"):
        shown = load("information_sharing", how="rivals", sharing=teller, order=["second", "first"])
        found[f"rivals_priced_{teller}"] = solve(_priced(told=teller == "first"))
        found[f"rivals_shown_{teller}"] = solve(shown)
        found[f"rivals_led_{teller}"] = solve(_blind(shown, told=teller == "first"))
    return found


def _blind(game: Game, *, told: bool) -> Game:
    """Return a game of rivals in which the second sees no signal of its own."""
    first, second = game.players
    return replace(game, players=[first, replace(second, sees=first.sees if told else [])])


def _priced(*, told: bool) -> Game:
    zeta = random("zeta", normal(0, V))
    seen = [signal(f"Y_{i}", of=zeta, noise=s * V) for i in (1, 2)]
    players = [
        Player(
            name,
            decides=[own],
            payoff=(a + zeta - own + sigma * other) * own,
            sees=seen if told and name == "second" else [mine],
        )
        for name, own, other, mine in zip(("first", "second"), (p_1, p_2), (p_2, p_1), seen, strict=True)
    ]
    return Game(players=players, order=[("first", "second")], assuming=[sigma < 1])
