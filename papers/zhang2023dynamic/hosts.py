"""Streamers at their illustrative terms: exact numbers, and the slot fee up to which a top streamer pays."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import sympy as sp

from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.parts.streamers import STREAMER_TYPES, streamer_type

from .model import exact, solved

MODEL: Final = "dynamic_quality"
QUANTITIES = ("q", "e", "G", "demand", "manufacturer", "streamer")


def hosts() -> dict[str, Any]:
    """Return numbers for every type of host in the mode in which both sides act at once."""
    return {kind: {name: values[name] for name in QUANTITIES if name in values} for kind, values in _all().items()}


def largest_slot_fee() -> dict[str, sp.Expr]:
    """Return the fee per year up to which the manufacturer prefers the top streamer to each other host."""
    found = _all()
    rate, fee = exact(CATALOGUE[MODEL].baseline["r"]), exact(streamer_type("top").slot_fee)
    before_fee = found["top"]["manufacturer"] + fee / rate
    return {kind: rate * (before_fee - values["manufacturer"]) for kind, values in found.items() if kind != "top"}


def _all() -> dict[str, Mapping[str, sp.Expr]]:
    return {kind: _at_terms(kind) for kind in STREAMER_TYPES}


def _at_terms(kind: str) -> Mapping[str, sp.Expr]:
    equilibrium = solved(load(MODEL, streamer=kind))
    point: Mapping[Any, Fraction] = baseline(CATALOGUE[MODEL], equilibrium.game, kind)
    numbers = {symbol: exact(value) for symbol, value in point.items()}
    return {name: equilibrium[name].subs(numbers) for name in equilibrium}
