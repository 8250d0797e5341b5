"""Hosts at their illustrative terms: exact profits, who accepts, and which slot fees leave room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, solve
from lsec_models.errors import OutsideDomain
from lsec_models.games.static.results.point_equilibrium import PointEquilibrium
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.channels.channel_choice import reservations
from lsec_models.models.parts.streamers import STREAMER_TYPES, streamer_type

MODEL = "channel_choice"
QUANTITIES = (
    "manufacturer",
    "retailer",
    "streamer",
    "consumer_surplus",
    "chain_profit",
    "retail_demand",
    "live_demand",
)


def hosts() -> dict[str, Any]:
    """Return numbers for no live channel and for every type of host in every mode in which it can work."""
    found: dict[str, Any] = {"no host": {"none": _numbers("none", None)}}
    for kind, terms in STREAMER_TYPES.items():
        modes = ("self_run",) if terms.employed else ("reselling", "agency")
        found[kind] = {mode: _numbers(mode, kind) for mode in modes}
    return found


def fee_room(kind: str) -> dict[str, sp.Expr]:
    """Return the least slot fee that a type accepts as an agent, and the largest that the manufacturer would pay."""
    fee, asked = streamer_type(kind).slot_fee, reservations("agency", kind)["streamer"]
    hired, none, own = _at("agency", kind), _at("none", None), _at("self_run", "self_run")
    before_fee = hired["manufacturer"] + _exact(fee)
    return {
        "least": asked - (hired["streamer"] - _exact(fee)),
        "most_against_none": before_fee - none["manufacturer"],
        "most_against_own_host": before_fee - own["manufacturer"],
    }


def _numbers(mode: str, kind: str | None) -> dict[str, Any]:
    try:
        values = _at(mode, kind)
    except OutsideDomain:
        return {"interior": False}
    found: dict[str, Any] = {"interior": True} | {name: values[name] for name in QUANTITIES}
    asked: Mapping[str, sp.Expr] = reservations(mode, kind)
    if "streamer" in asked:
        found["streamer_accepts"] = bool(values["streamer"] >= asked["streamer"])
    return found


def _at(mode: str, kind: str | None) -> PointEquilibrium:
    equilibrium = _solved(mode, kind)
    return equilibrium.at(baseline(CATALOGUE[MODEL], equilibrium.game, kind))


@cache
def _solved(mode: str, kind: str | None) -> Equilibrium:
    return solve(load(MODEL, mode=mode, streamer=kind))


def _exact(value: Any) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)
