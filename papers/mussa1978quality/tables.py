"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "q": "quality q",
    "q_H": "quality for the high type q_H",
    "p_H": "price of it p_H",
    "q_L": "quality for the low type q_L",
    "p_L": "price of it p_L",
    "rent": "what the high type keeps",
    "seller": "profit of the seller",
}
_TITLES = {
    "priced": "prices of the qualities x_L + d and x_L",
    "menu: interior": "best menu, both are served",
    "menu: q_L = 0": "best menu, the low type is left out",
    "seen": "tastes are seen",
    "one_offer": "one offer to both",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Qualities, prices and profits.", "Where it holds; the others hold for all parameters."),
        columns=("game", "quantity", "at the optimum"),
        words=_WORDS,
        titles=_TITLES,
    )


def menus(value: Mapping[str, Mapping[str, Any]]) -> Sequence[Table]:
    """Show menus at numbers."""
    names = list(next(iter(value.values())))
    rows = [(words, *entry.values()) for words, entry in value.items()]
    caption = "Qualities and prices chosen at once, k = 1, t_L = 3/2, g = 1/2."
    return [Table(name="menus", caption=caption, columns=("who is served", *names), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better decision."""
    titles = {"menu": "best menu"} | _TITLES
    return audit_table(value, of="game", titles={label: titles[label] for label in value["passed"]})
