"""Two levers at a time in another order than that of the model levers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import solve
from lsec_models.games.static.game import Slot
from lsec_models.models import load
from lsec_models.models.mechanisms.levers import PAIRS, f, m, t, w, x

_CONTENT, _CARE, _ = PAIRS.values()
_MARGINS = (w, m, f)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label and which of two levers there are.

    ``shown_first_`` are content and traffic before margins are set; in ``served_first_`` the manufacturer promises
    service before the streamer vets, and money is counted for a unit of the market; in ``cared_led_`` it leads streamer
    and platform; in ``taught_first_both`` the brand trains before the platform sends traffic.
    """
    before: dict[str, list[Slot]] = {
        "both": [(x, t), _MARGINS],
        "content": [x, _MARGINS],
        "promotion": [t, _MARGINS],
        "neither": [_MARGINS],
    }
    found = {f"shown_first_{which}": load("levers", levers=which, order=order) for which, order in before.items()}
    care = {"pair": "vetting_after_sales"}
    for which in ("both", *_CARE):
        order = ["manufacturer", "streamer"] if which == "both" else None
        priced = load("levers", **care, prices="given", levers=which, order=order)
        found[f"served_first_{which}"] = priced.with_values({"phi": 1, "a": 1})
    led: list[Slot] = ["manufacturer", ("streamer", "platform")]
    for which in ("both", "neither", *_CARE):
        found[f"cared_led_{which}"] = load("levers", **care, levers=which, order=led)
    found["taught_first_both"] = load("levers", pair="training_traffic", order=["brand", "platform"])
    return {label: solve(game) for label, game in found.items()}
