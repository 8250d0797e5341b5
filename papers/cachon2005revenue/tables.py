"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "w": "wholesale price w",
    "q": "order q",
    "Q": "quantity Q",
    "z": "stock for each unit of size z",
    "stock": "stock",
    "e": "effort e",
    "retailer": "profit of the retailer",
    "supplier": "profit of the supplier",
    "chain": "profit of one owner",
}
_TITLES = {
    "chain": "one owner",
    "price_only": "price-only, the supplier chooses the price",
    "at_price": "price-only at a given price",
    "shared": "revenue sharing at the price φ c",
    "shared_at_price": "revenue sharing at any price",
    "bought_back": "buy-back",
    "bought_back_as_shared": "buy-back that is revenue sharing",
    "price_effort_chain": "effort raises the price, one owner",
    "price_effort_shared": "effort raises the price, revenue sharing",
    "size_effort_chain": "effort scales demand, one owner",
    "size_effort_shared": "effort scales demand, revenue sharing",
    "size_stock": "stock for each unit of size, at a given price",
    "size_effort_owner": "no market without effort, one owner",
    "size_effort_price_only": "no market without effort, price-only",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("The order, and what everybody earns.", "Where it holds; the others hold for all parameters."),
        columns=("contract", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def payoffs(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show that both sides of each identity are the same."""
    rows = [(words, difference) for words, difference in value.items()]
    caption = "Payoffs at every order q and every expected sales S: what the two sides differ by."
    return [Table(name="payoffs", caption=caption, columns=("identity", "difference"), rows=rows)]


def orders(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show orders under other laws."""
    rows = [
        (law, contract, entry["order"], entry["the only one"])
        for law, contracts in value.items()
        for contract, entry in contracts.items()
    ]
    columns = ("demand", "contract", "order", "no other one")
    return [Table(name="orders", caption="Orders at a price of 10 and a cost of 2.", columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    return audit_table(value, of="game", titles={label: _TITLES[label] for label in value["passed"]})
