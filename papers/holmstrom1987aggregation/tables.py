"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "e": "effort",
    "b": "share of output b",
    "s": "salary s",
    "b_1": "share b_1",
    "b_2": "share b_2",
    **{f"{name}_{i}": f"effort {name}_{i}" for name in "et" for i in (1, 2)},
    "both": "what both have together",
    "firm": "profit of the firm",
    "worker": "what the worker has",
}
_TITLES = {
    "seen": "effort is seen",
    "linear_pay": "linear pay",
    "hired": "a firm that hires",
    "two_periods": "two periods",
    "relative_pay": "noise that is common in part",
    "two_tasks": "two tasks",
    "one_seen": "two tasks, one is seen",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Shares, efforts and payoffs.", "Where it holds; the others hold for all parameters."),
        columns=("game", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def risks(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show what a firm offers as risk grows."""
    shown = {"V": "variance V", "b": "share b", "e": "effort", "s": "salary", "firm": "firm"}
    rows = [tuple(entry[name] for name in shown) for entry in value]
    return [Table(name="risks", caption="At v = k = ρ = 1, u = 0.", columns=tuple(shown.values()), rows=rows)]


def tasks(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the bonuses of two tasks."""
    rows = [(entry["g"], entry["V_2"], f"{float(entry['b_1']):.4f}", f"{float(entry['b_2']):.4f}") for entry in value]
    caption = "Bonuses at f_1 = f_2 = 1, ρ = 2, V_1 = 1/4; without end: nothing is seen of the second task."
    return [Table(name="tasks", caption=caption, columns=("g", "V_2", "b_1", "b_2"), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    return audit_table(value, of="game", titles={label: _TITLES[label] for label in value["passed"]})
