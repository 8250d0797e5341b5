"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table, decimals

from .hiring import QUANTITIES

MODE_WORDS = {"none": "none", "self_run": "own host", "reselling": "reselling", "agency": "agency"}
_SHOWN = ("w", "d_r", "d_l", "e", "manufacturer", "retailer", "streamer", "consumer_surplus")
_WORDS = {
    "w": "wholesale price w",
    "d_r": "retail sales d_r",
    "d_l": "live sales d_l",
    "e": "live effort e",
    "manufacturer": "profit of the manufacturer",
    "retailer": "profit of the retailer",
    "streamer": "profit of the streamer",
    "consumer_surplus": "consumer surplus",
    "chain_profit": "chain profit",
    "retail_demand": "retail sales",
    "live_demand": "live sales",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show decisions, payoffs and conditions in every mode."""
    return closed_form_tables(
        value,
        name="modes",
        captions=("Closed forms in each mode.", "Where these equilibria exist; all conditions of a mode together."),
        columns=("mode", "quantity", "at the equilibrium"),
        words={name: _WORDS[name] for name in _SHOWN},
        titles=MODE_WORDS,
    )


def worth(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what each mode is worth before fixed payments."""
    rows = [[MODE_WORDS[mode], e["manufacturer"], e["streamer"]] for mode, e in value.items()]
    return [
        Table(
            name="worth",
            caption="Gain of the manufacturer and profit of the streamer, before fixed payments, without unit cost.",
            columns=["mode", "gain of the manufacturer", "profit of the streamer"],
            rows=rows,
        )
    ]


def thresholds(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show where wholesale price and retail sales rise."""
    rows = [
        [MODE_WORDS[mode], _WORDS[what], point["parameter"], point["threshold"]]
        for mode, quantities in value.items()
        for what, points in quantities.items()
        for point in points
    ]
    return [
        Table(
            name="retailer_thresholds",
            caption="Where a quantity is higher with a live channel than without: above the threshold, and only there.",
            columns=["mode", "quantity", "parameter", "threshold"],
            rows=rows,
        )
    ]


def hosts(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show numbers, three decimals, for each host and mode."""
    rows = [
        [kind, MODE_WORDS[mode], *(decimals(entry.get(name)) for name in QUANTITIES), _accepts(entry)]
        for kind, modes in value.items()
        for mode, entry in modes.items()
    ]
    return [
        Table(
            name="hosts",
            caption="Each host at its illustrative terms, three decimals (the record holds exact fractions).",
            columns=["host", "mode", *(_WORDS[name] for name in QUANTITIES), "streamer accepts"],
            rows=rows,
        )
    ]


def fee_room(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show which slot fees both sides accept."""
    names = ("least", "most_against_none", "most_against_own_host")
    rows = [[kind, *(decimals(entry[name]) for name in names)] for kind, entry in value.items()]
    return [
        Table(
            name="fee_room",
            caption="Slot fees: the least that the streamer accepts, the most that the manufacturer pays.",
            columns=["streamer", "least", "most, against no live channel", "most, against the own host"],
            rows=rows,
        )
    ]


def _accepts(entry: Mapping[str, Any]) -> str | bool:
    if not entry["interior"]:
        return "not interior"
    accepts: str | bool = entry.get("streamer_accepts", "not asked")
    return accepts
