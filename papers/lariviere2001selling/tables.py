"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "w": "wholesale price w",
    "q": "order q",
    **{f"{order}_{power}": "order" for order in "xyq" for power in (2, 3)},
    "retailer": "profit of the retailer",
    "supplier": "profit of the supplier",
    "owner": "profit of one owner",
    "chain": "profit of one owner",
}
_TITLES = {
    "owner": "sure customers, one owner",
    "supplier: interior": "sure customers, others too are sold to",
    "supplier: w = p": "sure customers, they alone are sold to",
    "owner_unsure": "no sure customers, one owner",
    "supplier_unsure": "no sure customers",
    **{
        f"{label}_k{power}": f"demand below x with the chance x{exponent}, {words}"
        for power, exponent in ((2, "²"), (3, "³"))
        for label, words in (
            ("chain", "one owner"),
            ("at_price", "at a given price"),
            ("price_only", "the supplier chooses the price"),
        )
    },
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Price, order and profits.", "Where it holds; the others hold for all parameters."),
        columns=("demand", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def power_laws(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what holds for every power."""
    caption = "Demand up to 1 that is below x with the chance x^k, for every k; the margin is d = p - c."
    return [Table(name="power_laws", caption=caption, columns=("what", "is"), rows=list(value.items()))]


def sure(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show prices, orders and profits at numbers."""
    shown = {"w": "price", "q": "order", "supplier": "supplier", "retailer": "retailer", "part": "part that is left"}
    rows = [(entry["l"], *(f"{float(entry[name]):.4f}" for name in shown)) for entry in value]
    caption = "Demand between 100 l and 100 (1 + l), at p = 10, c = 2."
    return [Table(name="sure", caption=caption, columns=("l", *shown.values()), rows=rows)]
