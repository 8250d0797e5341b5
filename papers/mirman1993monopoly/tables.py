"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "x_0": "decision without looking ahead",
    "moved": "moved by looking ahead",
    "x_1": "tomorrow, told the first line",
    "x_2": "tomorrow, told the second line",
    "worth": "what being told is worth",
}
_TITLES = {
    "myopic": "not looking ahead",
    "above": "first line above",
    "below": "first line below",
    "level": "level unknown",
    "quantity": "slope unknown, quantities",
    "price": "slope unknown, prices",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Decisions, and what being told is worth.", "Where it holds."),
        columns=("what is unknown", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show decisions at numbers; where two are equally good, both."""
    columns = ("A_2", "not looking ahead", "first line", "looking ahead", "chance of being told", "profit")
    rows = [
        (entry["A_2"], f"{float(entry['x_0']):.4f}", side, *(f"{float(number):.4f}" for number in numbers))
        for entry in value
        for side in entry["x"]
        for numbers in [(entry["x"][side], entry["chance"][side], entry["seller"])]
    ]
    caption = "Decisions at A_1 = 9, B_1 = 1, B_2 = 3, r = 1/2, h = 3, δ = 9/10."
    return [Table(name="numbers", caption=caption, columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="what is unknown", titles=_TITLES)
