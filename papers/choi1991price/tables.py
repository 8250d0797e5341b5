"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_TITLES = {
    "makers_lead": "manufacturers lead",
    "retailer_leads": "the retailer leads",
    "nobody_leads": "nobody leads",
    "unlike_costs": "manufacturers of unlike costs lead",
    "same_market": "manufacturers lead, b + g for b",
    "exclusive": "exclusive retailers",
    "one_product": "the retailer leads, with one product",
    "one_owner": "one owner",
}
_NUMBERS = {"1": "first", "2": "second"}
_WORDS = {
    f"{name}_{number}": f"{words} the {which}"
    for name, words in {
        "w": "wholesale price of",
        "m": "margin on",
        "p": "price of",
        "q": "sales of",
        "manufacturer": "profit of the manufacturer of",
        "retailer": "profit of the retailer of",
    }.items()
    for number, which in _NUMBERS.items()
} | {"retailer": "profit of the retailer", "channel": "profit of the channel", "owner": "profit of the owner"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Prices, sales and profits.", "Where it holds."),
        columns=("game", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show prices and profits at numbers."""
    columns = ("price", "wholesale", "manufacturer", "retailers", "share")
    rows = [(_TITLES[label], *(_decimals(entry.get(name)) for name in columns)) for label, entry in value.items()]
    headings = ("price", "wholesale price", "a manufacturer", "retailers together", "channel, as a share")
    caption = "Prices and profits at a = 10, b = 2, c = 1, g = 1."
    return [Table(name="numbers", caption=caption, columns=("game", *headings), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="game", titles={label: _TITLES[label] for label in value["passed"]})


def _decimals(number: Any) -> str:
    return "" if number is None else f"{float(number):.4f}"
