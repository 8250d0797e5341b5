"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "w": "wholesale price w",
    "q": "order q",
    **{f"{order}_{k}": "order, as a part of B" for order in "xy" for k in (1, 2)},
    "retailer": "profit of the retailer",
    "supplier": "profit of the supplier",
    "owner": "profit of one owner",
}
_TITLES = {
    "owner": "one owner",
    "at_price": "no returns, at a given price",
    "chosen_price": "no returns, the supplier chooses the price",
    "full_credit": "full credit",
    "credit": "a credit b, at a given price",
    "right": "a credit b, at the right price",
    **{
        f"{label}_k{k}": f"demand below B x with the chance {chance}, {words}"
        for k, chance in ((1, "x"), (2, "x²"))
        for label, words in (("owner", "one owner"), ("part", "full credit for the part r"))
    },
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Order and profits.", "Where it holds."),
        columns=("contract", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def every_law(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show by how much the two sides of each identity differ."""
    caption = "Payoffs at the order q, with expected sales S and mean demand m: by what the two sides differ."
    return [Table(name="every_law", caption=caption, columns=("identity", "difference"), rows=list(value.items()))]


def credits_at_numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show prices and profits at each credit, and without returns."""
    shown = {"w": "price", "q": "order", "retailer": "retailer", "supplier": "supplier"}
    rows = [(entry.get("b", "no returns"), *(f"{float(entry[name]):.3f}" for name in shown)) for entry in value]
    caption = "Price, order and profits at p = 10, c = 2, s = g_r = g_m = 1, B = 100."
    return [Table(name="credits", caption=caption, columns=("credit b", *shown.values()), rows=rows)]


def parts(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the orders of both laws at the price that is right for one of them."""
    shown = {
        "w_0": "price",
        "y_1": "order, uniform",
        "x_1": "one owner's, uniform",
        "y_2": "order, other law",
        "x_2": "one owner's, other law",
    }
    rows = [(entry["r"], *(f"{float(entry[name]):.4f}" for name in shown)) for entry in value]
    caption = "A full credit for the part r, at p = 10, c = 2; orders are parts of the largest demand."
    return [Table(name="parts", caption=caption, columns=("part r", *shown.values()), rows=rows)]
