"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_TITLES = {
    "integrated": "both sell themselves",
    "one_retailer": "the first has a retailer",
    "retailers": "both have retailers",
}
_NUMBERS = {"1": "first", "2": "second"}
_WORDS = {
    f"{name}_{number}": f"{words} the {which}"
    for name, words in {
        "w": "wholesale price of",
        "p": "price of",
        "q": "sales of",
        "manufacturer": "profit of the manufacturer of",
        "retailer": "profit of the retailer of",
    }.items()
    for number, which in _NUMBERS.items()
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Prices, sales and profits.", "Where it holds."),
        columns=("ways of selling", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def borders(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show from where on retailers are better."""
    rows = [(words, entry["equation"], entry["root"]) for words, entry in value.items()]
    caption = "From which θ on it holds; below it, the contrary does."
    return [Table(name="borders", caption=caption, columns=("what holds", "θ solves", "θ"), rows=rows)]


def choices(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show what is chosen, and what each manufacturer earns in each case."""
    earned = [name for name in next(iter(value.values())) if name != "chosen"]
    rows = [
        (theta, *(f"{float(entry[name]):.6f}" for name in earned), ", or ".join(entry["chosen"]))
        for theta, entry in value.items()
    ]
    caption = "Profit of a manufacturer by who sells itself, and the equilibria of the choice (first / second)."
    return [Table(name="choices", caption=caption, columns=("θ", *earned, "chosen"), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    return audit_table(value, of="ways of selling", titles=_TITLES)
