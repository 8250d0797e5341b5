"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "q_1": "sales of firm 1, q_1",
    "q_2": "sales of firm 2, q_2",
    "x_1": "research of firm 1, x_1",
    "x_2": "research of firm 2, x_2",
    "x": "research of each firm, x",
    "Q": "sales of both, Q",
    "sold": "sales of both",
    "firm_1": "profit of firm 1",
    "firm_2": "profit of firm 2",
    "laboratory": "profit of both",
    "owner": "profit of both",
    "planner": "welfare",
    "welfare": "welfare",
}
_TITLES = {
    "market: interior": "sales, both sell something",
    "market: q_1 = 0": "sales, firm 1 sells nothing",
    "market: q_2 = 0": "sales, firm 2 sells nothing",
    "alone": "research alone",
    "joint": "joint research",
    "owner": "one owner",
    "planner": "planner",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Research, sales, profits and welfare.", "Where it holds; the others hold for all parameters."),
        columns=("who decides", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show research, sales and welfare at numbers."""
    rows = [
        (entry["beta"], _TITLES[label], f"{float(research):.6g}", f"{float(entry['sold'][label]):.6g}")
        for entry in value
        for label, research in entry["research"].items()
    ]
    welfare = [
        (entry["beta"], _TITLES[label], f"{float(amount):.6g}")
        for entry in value
        for label, amount in entry["welfare"].items()
    ]
    where = "a - A = 10, b = 1, γ = 3, to six digits"
    spillovers = "spillovers β"
    return [
        Table(
            name="numbers",
            caption=f"Research of each firm, and sales of both: {where}.",
            columns=(spillovers, "who decides", "research", "sales"),
            rows=rows,
        ),
        Table(
            name="welfare",
            caption=f"Welfare: {where}.",
            columns=(spillovers, "who decides", "welfare"),
            rows=welfare,
        ),
    ]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show under which ways to decide nobody found a profitable deviation."""
    return audit_table(value, of="way to decide", titles={label: _TITLES[label] for label in value["passed"]})
