"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_TITLES = {
    "compatible": "n sellers, one network",
    "own": "n sellers, own networks",
    "one": "one seller, quantity not seen",
    "one_seen": "one seller, price seen",
    "unlike_compatible": "two who differ, one network",
    "unlike_own": "two who differ, own networks",
    "planner": "best for all",
}
_WORDS = {
    "x": "sales of each",
    "x_1": "sales of the first",
    "x_2": "sales of the second",
    "p": "price set",
    "N": "network",
    "N_1": "network of the first",
    "N_2": "network of the second",
    "sold": "sales of all",
    "price": "price",
    "buyers": "surplus of buyers",
    "seller": "profit of each",
    "all_sellers": "profit of all",
    "first": "profit of the first",
    "second": "profit of the second",
    "planner": "welfare",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Sales, prices and profits.", "Where it holds."),
        columns=("sellers", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def alike(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show what is sold in all, at numbers."""
    shown = {
        "compatible": "two, one network",
        "own": "two, own networks",
        "one": "one, not seen",
        "one_seen": "one, seen",
    }
    rows = [(entry["nu"], *(f"{float(entry[label]):.4f}" for label in shown)) for entry in value]
    caption = "What is sold in all at A = 10, c = 2."
    return [Table(name="alike", caption=caption, columns=("network effect ν", *shown.values()), rows=rows)]


def unlike(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show profits of two who differ, at numbers."""
    rows = [
        (entry["c_1"], entry["nu"], *(f"{float(number):.4f}" for way in ("compatible", "own") for number in entry[way]))
        for entry in value
    ]
    columns = ("c_1", "ν", "first, one network", "second, one network", "first, own", "second, own")
    return [Table(name="unlike", caption="Profits at A = 10, c_2 = 3.", columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="game", titles={label: _TITLES[label] for label in value["passed"]})
