"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "g": "contribution",
    "g_1": "contribution of the first",
    "g_2": "contribution of the second",
    "provided": "provided in all",
    "left_1": "left to the first",
    "left_2": "left to the second",
    "T": "tax",
    "first": "payoff of the first",
    "second": "payoff of the second",
    "member": "payoff of each",
    "all": "payoff of each",
}
_GAMES = {
    "two": "two",
    "moved": "t was moved to the second",
    "taxed": "taxes t_1 and t_2 are provided",
    "in_turn": "the second sees what was paid",
}
_REGIMES = {
    "interior": "both pay",
    "g_2 = 0": "the first pays alone",
    "g_1 = 0": "the second pays alone",
    "g_1 = 0, g_2 = 0": "nobody pays",
}
_TITLES = {
    **{f"{label}: {regime}": f"{words}; {who}" for label, words in _GAMES.items() for regime, who in _REGIMES.items()},
    "alike": "n alike",
    "subsidised": "n alike, subsidised",
    "best": "best for n alike",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Contributions and payoffs.", "Where it holds."),
        columns=("who pays", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def transfers(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show what moving income does."""
    shown = ("g_1", "g_2", "provided", "left_1", "left_2", "first", "second")
    rows = [(entry["t"], *(entry[name] for name in shown)) for entry in value]
    columns = ("moved", *(_WORDS[name] for name in shown))
    return [Table(name="transfers", caption="Incomes of 120 and 30 before.", columns=columns, rows=rows)]
