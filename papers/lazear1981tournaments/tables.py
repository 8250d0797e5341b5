"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "e": "effort e",
    "effort": "effort",
    "D": "spread of prizes D",
    "W_1": "prize W_1 of who wins",
    "W_2": "prize W_2 of who loses",
    "worker": "payoff of a worker",
    "firm": "profit of the firm",
}
_BEST_REPLY = {True: "the best reply", False: "no best reply", None: "not seen"}
_TITLES = {
    "reply": "spread below 4kh²: reply to the effort S/(2hk)",
    "reply_beyond": "spread above 4kh²: reply to the effort S/(2hk)",
    "piece_rate": "piece rate",
    "competitive": "firms compete for workers",
    "principal": "one firm",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("Efforts, prizes and payoffs.", "Where it holds; the others hold for all parameters."),
        columns=("game", "quantity", "at the equilibrium"),
        words=_WORDS,
        titles=_TITLES,
    )


def spreads(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the equilibria at each spread."""
    rows = [
        (entry["spread"], "; ".join(f"{e['e_1']} and {e['e_2']}" for e in entry["efforts"]) or "none", entry["all"])
        for entry in value
    ]
    columns = ("spread S", "efforts", "no other equilibrium")
    return [Table(name="spreads", caption="Equilibria in pure strategies, k = h = 1.", columns=columns, rows=rows)]


def normal_noise(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the symmetric effort at each spread, and whether it is the best reply to itself."""
    rows = [
        (entry["spread"], "; ".join(" and ".join(e) for e in entry["efforts"]) or "none found", words)
        for entry in value["spreads"]
        for words in [_BEST_REPLY[entry["is equilibrium"]]]
    ]
    caption = "Normal noise of variance 1, k = 1: efforts, and the effort S/(2 sqrt(pi)) as a reply to itself."
    return [Table(name="normal_noise", caption=caption, columns=("spread S", "efforts", "by balls"), rows=rows)]


def prizes(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what one firm sets."""
    rows = [(_WORDS[name], number) for name, number in value.items()]
    caption = "One firm, v = 3/2, k = h = 1, u_0 = 1/10."
    return [Table(name="prizes", caption=caption, columns=("quantity", "value"), rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    return audit_table(value, of="game", titles={label: _TITLES[label] for label in value["passed"]})
