"""The games of vetting, deliveries, technology and business models that the survey's statements are decided in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.models import load


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label."""
    return {**vetting(), **deliveries(), **technologies(), **businesses()}


@cache
def vetting() -> Mapping[str, Any]:
    """Return vetting of what is sold, by who leads and what becomes of a defect; one owner; brands under one name."""
    chosen: dict[str, dict[str, Any]] = {
        "vetting": {},
        "vetting_made_first": {"order": ["manufacturer", "streamer"]},
        "vetting_shown_first": {"order": ["streamer", "manufacturer"]},
        "vetting_own_host": {"streamer": "self_run"},
        "vetting_replaced": {"found": "replaced"},
        "vetting_replaced_own_host": {"found": "replaced", "streamer": "self_run"},
        "vetting_seen": {"found": "replaced", "accuracy": "seen"},
        "name_common": {"story": "name"},
        "name_own": {"story": "name", "record": "own"},
    }
    found = {name: solve(load("product_selection", **options)) for name, options in chosen.items()}
    return {**found, "inspected": solve(_inspection())}


@cache
def deliveries() -> Mapping[str, Any]:
    """Return promises by who delivers and who leads, carriers, and the spike of a show."""
    led = ["manufacturer", ("streamer", "platform")]
    pair: dict[str, Any] = {"platform": False, "order": ["manufacturer", "streamer"]}
    chosen: dict[str, dict[str, Any]] = {
        "equals_maker": {},
        "equals_streamer": {"runner": "streamer"},
        "led_maker": {"order": led},
        "led_streamer": {"order": led, "runner": "streamer"},
        "led_platform": {"order": led, "runner": "platform"},
        "pair_maker": pair,
        "pair_streamer": {**pair, "runner": "streamer"},
        "pair_own_host": {"platform": False, "streamer": "self_run"},
        "pair_paid_maker": {"platform": False, "contract": "commission"},
        "pair_paid_streamer": {"platform": False, "contract": "commission", "runner": "streamer"},
        "carrier_small": {"story": "carriers"},
        "spike": {"story": "spike"},
        "spike_given": {"story": "spike", "capacity": "given"},
        "spike_own_host": {"story": "spike", "streamer": "self_run"},
    }
    found = {name: solve(load("logistics", **options)) for name, options in chosen.items()}
    large = load("logistics", story="carriers", carrier="large")
    return {**found, "carrier_large": solve(large, corners=True)}


@cache
def technologies() -> Mapping[str, Any]:
    """Return adoption by none, one and both; hosts; a virtual host that is built as a threat; research."""
    chosen: dict[str, dict[str, Any]] = {
        **{f"adopted_by_{who}": {"adopters": who} for who in ("none", "first", "both")},
        "host_human": {"story": "host"},
        "host_own": {"story": "host", "streamer": "self_run"},
        "host_virtual": {"story": "host", "streamer": "virtual"},
        "threat": {"story": "threat"},
        **{f"research_{how}": {"story": "research", "research": how} for how in ("apart", "joint")},
    }
    found = {name: solve(load("technology", **options)) for name, options in chosen.items()}
    outside = load("technology", story="threat", fallback="outside")
    return {**found, "threat_outside": solve(outside, corners=True)}


@cache
def businesses() -> Mapping[str, Any]:
    """Return networks by what buyers see and who leads, sellers, a bonus against a lower price."""
    seen: dict[str, Any] = {"expectations": "responsive"}
    chosen: dict[str, dict[str, Any]] = {
        "net": {},
        "net_seen": seen,
        "net_maker_leads": {**seen, "order": ["manufacturer", ("streamer", "platform")]},
        "net_platform_leads": {**seen, "order": ["platform", ("manufacturer", "streamer")]},
        "net_own_host": {"streamer": "self_run"},
        **{f"sellers_{how}": {"story": "sellers", "networks": how} for how in ("compatible", "own")},
        **{f"referral_{lever}": {"story": "referral", "lever": lever} for lever in ("bonus", "price")},
    }
    return {name: solve(load("business_model", **options)) for name, options in chosen.items()}


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
