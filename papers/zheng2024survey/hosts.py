"""The games of each mechanism with each type of host: top, ordinary and virtual streamers, and the brand's own host."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import Game, solve
from lsec_models.models import load
from lsec_models.models.mechanisms.regulation import regulation
from lsec_models.models.parts.streamers import STREAMER_TYPES

from .appeal_and_care import numbers_of

_KINDS = ("top", "ordinary", "virtual", "self_run")
# By the name in labels, the model and its options; types are those of the catalogue.
_MODELS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "stock": ("inventory", {}),
    "untold": ("information_sharing", {"how": "agency", "sharing": "none"}),
    "told": ("information_sharing", {"how": "agency", "sharing": "told"}),
    "trained": ("streamer_training", {}),
    "vetted": ("product_selection", {}),
    "replaced": ("product_selection", {"found": "replaced"}),
    "spike": ("logistics", {"story": "spike"}),
    "promised": ("logistics", {"platform": False}),
    "net": ("business_model", {}),
    "trusted": ("consumer_demand", {"segments": "trust"}),
    "deal": ("partnership", {"story": "effort"}),
    "shown": ("technology", {"story": "host"}),
    "recommended": ("promotion", {"streamers": "alike"}),
}


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label."""
    return {**by_type(), **contests(), "audience": solve(regulation(consumers=False, streamer="top"))}


@cache
def by_type() -> Mapping[str, Any]:
    """Return each game with each type at the catalogue's numbers, as ``GAME_by_TYPE``."""
    return {
        f"{name}_by_{kind}": solve(_hosted(load(model, **options, streamer=kind), kind))
        for name, (model, options) in _MODELS.items()
        for kind in _KINDS
    }


@cache
def contests() -> Mapping[str, Any]:
    """Return contests for traffic at the types' audiences, and of n alike where traffic is decided first or last.

    ``stars`` are a top and an ordinary streamer, ``stars_and_virtual`` these and a virtual one; ``attention_`` where
    effort itself is worth something to the platform.
    """
    audiences = {
        f"v_{place}": STREAMER_TYPES[kind].influence for place, kind in enumerate(("top", "ordinary", "virtual"), 1)
    }
    found = {
        "stars": load("promotion").with_values({name: audiences[name] for name in ("v_1", "v_2")}),
        "stars_and_virtual": load("promotion", streamers="three").with_values(audiences),
    }
    for attention in (False, True):
        for words, order in {"first": ["platform", "streamer"], "last": ["streamer", "platform"]}.items():
            found[f"{'attention' if attention else 'traffic'}_{words}"] = load(
                "promotion", streamers="alike", traffic="decided", attention=attention, order=order
            )
    return {name: solve(game) for name, game in found.items()}


def _hosted(game: Game, kind: str) -> Game:
    """Return a game at the catalogue's numbers of a type."""
    return game.with_values(numbers_of(game, kind))
