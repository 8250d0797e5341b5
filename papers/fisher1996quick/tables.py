"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "q": "order q before demand is known",
    "again": "mean order afterwards",
    "sold": "mean sales",
    "left": "mean leftovers",
    "retailer": "profit of the retailer",
}
_TITLES = {"once": "one order", "twice": "two orders"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms; they hold for all parameters that the games admit."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Orders, and what is earned.", "Where it holds."),
        columns=("game", "quantity", "at the optimum"),
        words=_WORDS,
        titles=_TITLES,
    )


def orders(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show orders under other laws."""
    rows = [
        (law, _TITLES[label], entry["order"], entry["profit"])
        for law, games in value.items()
        for label, entry in games.items()
    ]
    caption = "Orders at p = 10, c = 4, s = 1, c_2 = 6."
    return [Table(name="orders", caption=caption, columns=("demand", "game", "first order", "profit"), rows=rows)]
