"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "P": "price P",
    "m": "margin m",
    "price": "price",
    "z": "stock z, above a - b P or for each unit of size",
    "stock": "stock",
    "missed": "mean of demand beyond the stock",
    "retailer": "profit of the retailer",
}
_TITLES = {
    "additive": "chance is added to demand",
    "at_stock": "chance is added to demand, the stock is given",
    "riskless": "linear demand, no uncertainty",
    "stocked": "chance scales demand, the price is given",
    "scaled": "chance scales linear demand",
    **{f"elastic_{power}": f"chance scales demand of elasticity {power}" for power in (2, 3, 5)},
    **{f"riskless_{power}": f"demand of elasticity {power}, no uncertainty" for power in (2, 3, 5)},
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Prices, stocks and profits.", "Where it holds; the others hold for all parameters."),
        columns=("demand", "quantity", "at the optimum"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show prices and stocks at numbers."""
    rows = [(words, *entry.values()) for words, entry in value.items()]
    caption = "Price and stock at a = 100, b = 5, c = 4, and h = 20 where chance is added."
    columns = ("demand", "price", "stock", "profit", "no other one")
    return [Table(name="numbers", caption=caption, columns=columns, rows=rows)]


def any_elasticity(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what has the sign of the slope of profit."""
    caption = "Slope of profit in the price as a share of profit, times P (P - c), at any elasticity; P is above c."
    return [Table(name="any_elasticity", caption=caption, columns=("demand", "slope"), rows=list(value.items()))]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="demand", titles={label: _TITLES[label] for label in value["passed"]})
