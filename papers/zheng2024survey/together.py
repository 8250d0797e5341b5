"""The games of two levers that stand together, and of two brands at two streamers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import solve
from lsec_models.models import load
from lsec_models.models.mechanisms.exclusivity import LINKS
from lsec_models.models.mechanisms.levers import PAIRS


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label."""
    return {**pairs_of_levers(), **homes()}


@cache
def pairs_of_levers() -> Mapping[str, Any]:
    """Return each pair of levers with both, either and (where prices are decided) none of them.

    ``shown_`` is content and promotion, all at once, and ``shown_led_`` with a streamer that leads; ``cared_`` vetting
    and service with prices decided, ``priced_`` with prices given; ``taught_`` training and traffic.
    """
    chosen: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
        "shown": ("content_promotion", {}, ("neither",)),
        "cared": ("vetting_after_sales", {}, ("neither",)),
        "priced": ("vetting_after_sales", {"prices": "given"}, ()),
        "taught": ("training_traffic", {}, ()),
    }
    found = {
        f"{name}_{which}": solve(load("levers", pair=pair, levers=which, **options))
        for name, (pair, options, more) in chosen.items()
        for which in ("both", *PAIRS[pair], *more)
    }
    led = ["streamer", ("manufacturer", "platform")]
    return found | {
        f"shown_led_{which}": solve(load("levers", levers=which, order=led)) for which in ("content", "neither")
    }


@cache
def homes() -> Mapping[str, Any]:
    """Return two brands and two streamers by who works with whom, by secret contracts."""
    return {f"linked_{links}": solve(load("exclusivity", links=links)) for links in LINKS}
