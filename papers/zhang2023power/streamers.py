"""Streamer types under a few power structures, and when a commission changes nothing but the split."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import Equilibrium, solve
from lsec_models.errors import OutsideDomain
from lsec_models.games.static.order import order_label
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.channels.power_structures import commission
from lsec_models.models.parts.streamers import streamer_type
from lsec_models.show.export.closed_forms import closed_form

from .model import BILATERAL, PLAYERS, TRILATERAL, Order

INDEPENDENT: Mapping[str, Order] = {label: TRILATERAL[label] for label in ("M = S = P", "M > S = P", "S > M = P")}
EMPLOYED: Mapping[str, Order] = {order_label(o): o for o in ([("M", "P")], [("M",), ("P",)], [("P",), ("M",)])}


def orders_of(kind: str) -> Mapping[str, Order]:
    """Return the structures that are shown for a type; an employed host does not play."""
    return EMPLOYED if streamer_type(kind).employed else INDEPENDENT


def type_entry(kind: str, label: str) -> dict[str, Any]:
    """Return closed forms, conditions, and exact numbers at the type's baseline."""
    equilibrium = _solved(kind, label)
    forms = closed_form(equilibrium)
    return {
        "closed_forms": forms["quantities"],
        "holds_where": forms["holds_where"],
        "at_baseline": _numbers(equilibrium, kind),
    }


def commission_entry(label: str) -> dict[str, Any]:
    """Return which quantities move with the commission rate of an ordinary streamer."""
    equilibrium = _by_commission(label)
    moved = sorted(name for name, value in equilibrium.exact.items() if value.depends_on(commission))
    order = {**TRILATERAL, **BILATERAL}[label]
    place = {player: n for n, block in enumerate(order) for player in block}
    return {
        "manufacturer_before_streamer": place["M"] < place["S"],
        "neutral": set(moved) <= {"w", "m"},
        "moved": moved,
    }


def neutral_exactly_when_manufacturer_first(entries: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the commission is neutral in those structures, and no others, in which M moves before S."""
    return all(entry["neutral"] == entry["manufacturer_before_streamer"] for entry in entries.values())


@cache
def _solved(kind: str, label: str) -> Equilibrium:
    return solve(load("power_structures", order=_named(orders_of(kind)[label]), streamer=kind))


@cache
def _by_commission(label: str) -> Equilibrium:
    """The ordinary type has a commission and nothing else."""
    if label in BILATERAL:
        return solve(load("power_structures_bilateral", order=_named(BILATERAL[label]), streamer="ordinary"))
    return solve(load("power_structures", order=_named(TRILATERAL[label]), streamer="ordinary"))


def _numbers(equilibrium: Equilibrium, kind: str) -> dict[str, Any]:
    point = baseline(CATALOGUE["power_structures"], equilibrium.game, kind)
    try:
        values = equilibrium.at(point).values
    except OutsideDomain as error:
        return {"outside": str(error)}
    numbers: dict[str, Any] = dict(values)
    if "streamer" in values:
        numbers["streamer_accepts"] = bool(values["streamer"] >= streamer_type(kind).reservation)
    return numbers


def _named(order: Order) -> list[tuple[str, ...]]:
    return [tuple(PLAYERS[initial] for initial in block) for block in order]
