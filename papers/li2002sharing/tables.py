"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "M": "profit of the manufacturer",
    "R1": "profit of retailer 1",
    "R2": "profit of retailer 2",
    "R3": "profit of retailer 3",
    "R4": "profit of retailer 4",
    "F1": "profit of firm 1",
    "F2": "profit of firm 2",
}
_SHOWING = {"none": "nobody shows", "first": "firm 1 shows", "second": "firm 2 shows", "both": "both show"}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show expected payoffs, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("What everybody expects before anything is seen.", "Where it holds; the others always do."),
        columns=("game", "quantity", "expected"),
        words=_WORDS,
        titles={label: _title(label) for label in value},
    )


def strategies(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show that strategies are the article's."""
    rows = [(_title(label), name, difference) for label, own in value.items() for name, difference in own.items()]
    columns = ("game", "decision", "derived less printed")
    return [Table(name="strategies", caption="Strategies and the article's.", columns=columns, rows=rows)]


def sharing(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show who shows what it knows."""
    rows = [(over, line) for over, lines in value.items() for line in lines]
    columns = ("rivals in", "firm 1 / firm 2, by g")
    return [Table(name="sharing", caption="Whether to show, with a = 10, V = s = 1.", columns=columns, rows=rows)]


def numbers(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show payoffs at numbers."""
    columns = ("who shares", "who keeps", "manufacturer")
    rows = [(_title(label), *(entry.get(name, "") for name in columns)) for label, entry in value.items()]
    return [Table(name="numbers", caption="Payoffs at a = 10, V = 4, s = 1.", columns=("game", *columns), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a better strategy."""
    rows = [(_title(label), passed) for label, passed in value.items()]
    return [Table(name="audit", caption="Strategies in drawn worlds.", columns=("game", "no gain"), rows=rows)]


def _title(label: str) -> str:
    first, second = label.split("_")
    if first in ("quantities", "prices"):
        return f"two rivals in {first}, {_SHOWING[second]}"
    return f"{first[1:]} retailers, {second[1:]} of them share"
