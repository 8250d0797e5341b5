"""The games of vetting, deliveries, technology and business models that the survey's statements are decided in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.models import load


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label."""
    return {**vetting()}


@cache
def vetting() -> Mapping[str, Any]:
    """Return vetting of what is sold, by who leads and what becomes of a defect; one owner; brands under one name."""
    chosen: dict[str, dict[str, Any]] = {
        "vetting": {},
        "vetting_made_first": {"order": ["manufacturer", "streamer"]},
        "vetting_shown_first": {"order": ["streamer", "manufacturer"]},
        "vetting_own_host": {"streamer": "self_run"},
        "vetting_replaced": {"found": "replaced"},
        "vetting_seen": {"found": "replaced", "accuracy": "seen"},
        "name_common": {"story": "name"},
        "name_own": {"story": "name", "record": "own"},
    }
    found = {name: solve(load("product_selection", **options)) for name, options in chosen.items()}
    return {**found, "inspected": solve(_inspection())}


def _inspection() -> EvolutionaryGame:
    """Return the classic game of a brand that may cheat and a streamer that may inspect."""
    gain, fine, cost, loss, chance, kept = parameters("G f h d h_p mu", positive=True)

    def earned(brand: str, streamer: str) -> dict[str, Any]:
        cheats, inspects = int(brand == "cheat"), int(streamer == "inspect")
        caught = cheats * inspects * chance
        return {
            "brands": cheats * gain - caught * fine,
            "streamers": caught * kept * fine - (cheats - caught) * loss - inspects * cost,
        }

    return EvolutionaryGame(
        populations={"brands": ["honest", "cheat"], "streamers": ["inspect", "skip"]},
        payoffs=earned,
        assuming=[chance <= 1, kept <= 1],
    )
