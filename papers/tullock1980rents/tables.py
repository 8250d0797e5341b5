"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "x": "what each decides, x",
    "x_1": "what the first decides, x_1",
    "x_2": "what the second decides, x_2",
    "x_3": "what the third decides, x_3",
    "y": "answer y",
    "effort": "effort",
    "spent": "effort of all",
    "chance": "chance of the first",
    "reply": "answer",
    "prize": "prize",
    "bidder": "payoff of each",
    "first": "payoff of the first",
    "second": "payoff of the second",
    "third": "payoff of the third",
    "leader": "payoff of who moves first",
    "follower": "payoff of who answers",
}
_TITLES = {
    "alike": "n alike, r = 1",
    "alike_half": "n alike, r = 1/2",
    "two_half_more": "two alike, r = 3/2",
    "two_squares": "two alike, r = 2",
    "reply_of_three": "answer of one of three, r = 6/5",
    "two": "two",
    "three": "three",
    "follower": "answer to X²",
    "leader: interior": "one moves first, the other answers",
    "leader: x = v": "one moves first, the other is kept out",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Efforts and payoffs.", "Where it holds; the others hold for all parameters."),
        columns=("contest", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def contests(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the equilibria at each power."""
    rows = [
        (
            entry["power"],
            _several(entry["values"]),
            "; ".join(_several(efforts) for efforts in entry["efforts"]) or "none",
            entry["all"],
        )
        for entry in value
    ]
    columns = ("power r", "values", "efforts", "no other equilibrium")
    return [Table(name="contests", caption="Equilibria of two in pure strategies.", columns=columns, rows=rows)]


def any_power(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show a bidder's slopes, and what n who are alike do."""
    caption = "A bidder at the effort x that wins with the chance p, at any power r; and n who are alike."
    return [Table(name="any_power", caption=caption, columns=("quantity", "value"), rows=list(value.items()))]


def numbers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show efforts and payoffs at numbers."""
    rows = [(entry["contest"], _several(entry["efforts"]), _several(entry["payoffs"])) for entry in value]
    caption = "Efforts and payoffs at r = 1, in the order of what the prize is worth."
    return [Table(name="numbers", caption=caption, columns=("contest", "efforts", "payoffs"), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which contests nobody found a profitable deviation."""
    return audit_table(value, of="contest", titles={label: _TITLES[label] for label in value["passed"]})


def _several(values: Sequence[Any]) -> str:
    return ", ".join(map(str, values))
