"""Contests for recommendation in which visitors buy at a price that is decided.

A visitor's demand is ``a - b*p``, of a streamer of reach v_i it is v_i times as much. What is not said to be other is
as in the model promotion, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, others, parameters, solve, total
from lsec_models.models.parts.streamers import STREAMER_TYPES

a, b, mu, eta, upsilon, kappa = parameters("a b mu eta upsilon kappa", positive=True)
given_traffic, commission = parameters("t lambda", positive=True)
n = parameters("n", integer=True)
t, e, p = decisions("t e p")
_NAMES = ("first", "second", "third")
_KINDS = ("top", "ordinary", "virtual")


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``stars_priced`` are a top and an ordinary streamer who set their own prices once visitors are theirs,
    ``stars_and_virtual_priced`` these and a virtual one. ``attention_priced_`` are n alike who sell the goods of a
    manufacturer, who sets the price last, where the platform decides on traffic ``first`` or after them (``last``).
    """
    games = {
        "stars_priced": _priced(2),
        "stars_and_virtual_priced": _priced(3),
        "attention_priced_first": _traffic(["platform", "streamer", "manufacturer"]),
        "attention_priced_last": _traffic(["streamer", "platform", "manufacturer"]),
    }
    return {label: solve(game) for label, game in games.items()}


def _priced(count: int) -> Game:
    efforts, prices = (decisions(" ".join(f"{letter}_{i}" for i in range(1, count + 1))) for letter in "ep")
    together = sp.Add(*efforts)
    named = list(zip(_KINDS, efforts, prices, strict=False))
    streamers, pricing = [], []
    for name, (kind, effort, price) in zip(_NAMES, named, strict=False):
        spent = sp.Rational(STREAMER_TYPES[kind].influence) * price * (a - b * price)
        earned = (1 - mu) * given_traffic * effort / together * spent
        streamers.append(Player(name, decides=[effort], payoff=earned - eta * effort))
        # Whoever prices later is a player of its own; how many visitors there are only scales what a price brings.
        pricing.append(Player(f"{name}_later", decides=[price], payoff=spent))
    return Game(
        players=[*streamers, *pricing],
        order=[tuple(efforts), tuple(prices)],
        assuming=[mu < 1],
        report={f"{name}_share": effort / together for name, effort in zip(_NAMES, efforts, strict=False)},
    )


def _traffic(order: list[Any]) -> Game:
    bought = p * (a - b * p)
    sales = t * bought
    players = [
        Player("platform", decides=[t], payoff=mu * sales - upsilon * t**2 / 2 + kappa * total(e)),
        Player("manufacturer", decides=[p], payoff=(1 - mu) * (1 - commission) * sales),
        Player(
            "streamer",
            decides=[e],
            payoff=(1 - mu) * commission * t * e / (e + others(e)) * bought - eta * e,
            copies=n,
        ),
    ]
    known = [mu < 1, commission < 1, n >= 2]
    return Game(players=players, order=order, assuming=known, report={"total_effort": total(e)})
