"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_TITLES = {
    "renter": "renting",
    "renter_three": "renting, three periods",
    "kept": "selling, announced and kept",
    "seller": "selling",
    "wearing": "selling, the part x lasts",
    "guaranteed": "selling, lowest price guaranteed",
    "two_dates": "three periods, two dates of sale",
    "three_dates": "three periods, three dates of sale",
    "last_date": "the last date, r buyers left",
    "used_once": "a good that is used once",
}
_WORDS = {
    "q_1": "sales of today",
    "q_2": "sales of tomorrow",
    "price": "rent",
    "p_1": "price of today",
    "p_2": "price of tomorrow",
    "there": "goods that are there tomorrow",
    "sold": "sales of all dates",
    "q_3": "sales",
    "last": "profit",
    "owner": "profit",
    "today": "profit, seen today",
    "tomorrow": "profit of tomorrow",
    "buyers": "surplus of buyers",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Sales, prices and profits.", "Where it holds."),
        columns=("way to sell", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show sales and profits at numbers."""
    shown = {
        "today": "sales of today",
        "tomorrow": "sales of tomorrow",
        "seller": "profit",
        "buyers": "surplus of buyers",
    }
    rows = [
        (title, *(f"{float(value[label][name]):.4f}" for name in shown))
        for label, title in _TITLES.items()
        if label in value
    ]
    caption = "Sales and profits at d = 9/10, x = 1/2; what is rented stands as sales of today."
    return [Table(name="numbers", caption=caption, columns=("way to sell", *shown.values()), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="way to sell", titles={label: _TITLES[label] for label in value["passed"]})
