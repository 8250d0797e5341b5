"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.papers.folder.ledger import CHANGES
from lsec_models.show.export.table import Table

_QUANTITIES = {"e": "effort", "stock": "stock", "stock_outs": "chance of a stock-out"}
_PAYOFFS = {"manufacturer": "manufacturer", "streamer": "streamer"}


def statements(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show each statement, whether it holds, and the condition in words; then what becomes of it elsewhere."""
    rows = [[row["statement"], row["where"], row["outcome"], row["condition"]] for row in value.values()]
    columns = ["statement", "section and model", "verdict", "the condition, in words"]
    decided = Table(name="statements", caption="The survey's advice, decided.", columns=columns, rows=rows)
    again = [
        [row["statement"], row["where"], row["outcome"], *(row[change] for change in CHANGES)] for row in value.values()
    ]
    survived = Table(
        name="robustness",
        caption="Whether verdicts survive another form of demand and another timing.",
        columns=["statement", "section and model", "verdict", *(f"another {change}" for change in CHANGES)],
        rows=again,
    )
    return [decided, survived]


def sight(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show effort, stock and payoffs by what the streamer sees."""
    words = _QUANTITIES | _PAYOFFS
    rows = [[name, *(_short(row.get(quantity)) for quantity in words)] for name, row in value.items()]
    caption = "A commission at the catalogue's numbers, by what the streamer sees of the stock."
    return [Table(name="sight", caption=caption, columns=["timing", *words.values()], rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    return audit_table(value, of="game", titles={name: name.replace("_", " ") for name in value["passed"]})


def _short(number: str | None) -> str:
    return "" if number is None else f"{float(number):.4g}"
