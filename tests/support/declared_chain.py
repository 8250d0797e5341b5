"""A chain of a manufacturer and a streamer, declared with changes."""

from __future__ import annotations

from typing import Any

from lsec_models import Game, Player, decisions, parameters

a, b, c = parameters("a b c", positive=True)
r = parameters("r", real=True)
w, q, m = decisions("w q m")
DEMAND = a - b * (w + m) + q
MAKER = Player("maker", decides=[w, q], payoff=(w - c) * DEMAND - q**2 * b)
SELLER = Player("seller", decides=[m], payoff=m * DEMAND)


def game(**changes: Any) -> Game:
    declared: dict[str, Any] = {"players": [MAKER, SELLER], "order": ["maker", "seller"], "assuming": [a > b * c]}
    return Game(**(declared | changes))
