"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "q_1": "quantity promised by firm 1",
    "q_2": "quantity promised by firm 2",
    "p_1": "price promised by firm 1",
    "p_2": "price promised by firm 2",
    "price_1": "price of firm 1",
    "price_2": "price of firm 2",
    "sold_1": "sales of firm 1",
    "sold_2": "sales of firm 2",
    "firm_1": "profit of firm 1",
    "firm_2": "profit of firm 2",
    "buyers": "consumer surplus",
    "welfare": "welfare",
}
_TITLES = {
    "quantities": "both promise quantities",
    "prices": "both promise prices",
    "mixed": "firm 1 a price, firm 2 a quantity",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Prices, quantities and profits.", "Where it holds."),
        columns=("contracts", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show profits and surplus at numbers."""
    names = [name for name in value[0] if name not in ("gamma", "game")]
    rows = [(entry["gamma"], _TITLES[entry["game"]], *(entry[name] for name in names)) for entry in value]
    columns = ("γ", "contracts", *(_WORDS[name] for name in names))
    return [Table(name="numbers", caption="Profits and surplus at α = β = 1.", columns=columns, rows=rows)]


def chosen(value: Sequence[str]) -> Sequence[Table]:
    """Show which contracts are chosen."""
    rows = [(line,) for line in value]
    return [Table(name="chosen", caption="Contracts at α = β = 1.", columns=("firm 1 / firm 2, by γ",), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="contracts", titles={label: _TITLES[label] for label in value["passed"]})
