"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "b": "what a third party gets b",
    "w": "wholesale price w",
    "q": "quantity q",
    "tau": "share collected τ",
    "p": "price p",
    "owner": "profit of one owner",
    "manufacturer": "profit of the manufacturer",
    "retailer": "profit of the retailer",
    "collector": "profit of the third party",
    "buyers": "consumer surplus",
}
_TITLES = {
    "one_owner": "one owner",
    "retailer": "the retailer, at the whole saving",
    "retailer_at": "the retailer, at any transfer",
    "manufacturer": "the manufacturer",
    "third_party": "a third party, transfer decided",
    "third_party_at": "a third party, at any transfer",
    "nobody": "nobody",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Shares, prices and profits.", "Where it holds."),
        columns=("who collects", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show shares, prices and profits at numbers."""
    names = [name for name in _WORDS if any(name in entry for entry in value.values())]
    rows = [(_TITLES[label], *(entry.get(name, "") for name in names)) for label, entry in value.items()]
    caption = "Shares, prices and profits at f = 100, β = 2, c_m = 20, Δ = 5, C_L = 200."
    columns = ("who collects", *(_WORDS[name] for name in names))
    return [Table(name="numbers", caption=caption, columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="who collects", titles={label: _TITLES[label] for label in value["passed"]})
