"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "w": "price of both goods",
    "F": "fee",
    "supplier": "profit of the supplier",
    "retailer": "profit of the retailer",
    "buyers": "surplus of buyers",
    **{
        f"{name}_{i}": f"{words} {i}"
        for i in (1, 2)
        for name, words in (
            ("w", "price of good"),
            ("q", "quantity of good"),
            ("F", "fee to supplier"),
            ("supplier", "profit of supplier"),
            ("retailer", "profit of retailer"),
        )
    },
}
_TITLES = {
    "apart": "two pairs",
    "one_supplier": "one supplier",
    "one_retailer": "one retailer",
    "one_of_each": "one of each",
    "fees": "one retailer, fees too",
    "fee": "one of each, a fee too",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Terms, quantities and profits.", "Where it holds."),
        columns=("who bargains", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show prices and profits at numbers."""
    shown = ("price", "supplier", "retailer", "buyers")
    rows = [
        (entry["g"], _TITLES[str(entry["who"])], *(f"{float(entry[name]):.4f}" for name in shown)) for entry in value
    ]
    columns = ("g", "who bargains", "price", "suppliers", "retailers", "buyers")
    return [Table(name="numbers", caption="At a = 10 and β = 9/10.", columns=columns, rows=rows)]
