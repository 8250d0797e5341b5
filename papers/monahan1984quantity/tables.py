"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "q": "lot",
    "discount": "discount for a unit",
    "order_of_buyer": "cost of an order to the buyer",
    "order_of_vendor": "cost of an order to the vendor",
    "buyer": "buyer, a year",
    "vendor": "vendor, a year",
    "owner": "both, a year",
}
_TITLES = {"buyer": "one price", "both": "both together", "vendor": "a discount"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Lots, the discount, and payoffs.", "Where it holds."),
        columns=("terms", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def discounts(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show discounts by what orders cost the vendor."""
    shown = {"k_v": "cost of an order", "q": "lot", "discount": "discount", "gain": "gain of the vendor"}
    rows = [tuple(entry[name] for name in shown) for entry in value]
    caption = "At D = 600, h = 2, p = 5 and k_b = 6, where the buyer orders 60 without a discount."
    return [Table(name="discounts", caption=caption, columns=tuple(shown.values()), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="terms", titles=_TITLES)
