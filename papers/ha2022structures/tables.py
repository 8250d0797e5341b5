"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.table import Table

_WORDS = {
    "w": "wholesale price w",
    "q_I": "quantity of the intermediary q_I",
    "q_M": "quantity of the manufacturer q_M",
    "e": "service effort e",
    "manufacturer": "profit of the manufacturer",
    "intermediary": "profit of the intermediary",
}


def closed_forms(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show closed forms, and where they hold."""
    return closed_form_tables(
        value,
        name="closed_forms",
        captions=("The equilibrium of each channel structure.", "Where it holds."),
        columns=("structure", "quantity", "at the equilibrium"),
        words=_WORDS,
    )


def intermediary(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show r_I at each cost of effort, and the change of sign."""
    return _turns("intermediary", "r_I", value)


def manufacturer(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show r_M at each cost of effort, and the change of sign."""
    return _turns("manufacturer", "r_M", value)


def effort_cost(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the change of sign in k, and the polynomials at its ends."""
    ends = [
        ["at k = 1", value["at_k_1"]],
        ["as r goes to 0", value["as_r_goes_to_0"]],
        ["as r goes to 1/2", value["as_r_goes_to_1/2"]],
    ]
    return [
        _change("k_m_change_of_sign", "The manufacturer's deciding polynomial in k.", value),
        Table(
            name="k_m_ends",
            caption="The manufacturer's deciding polynomial: dual is preferred where it is at least zero.",
            columns=["where", "polynomial"],
            rows=ends,
        ),
    ]


def example(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the printed example."""
    rows = [
        [name, player, entry["exact"], entry["printed"], entry["rounds_to_printed"]]
        for name, players in value.items()
        for player, entry in players.items()
    ]
    columns = ["structure", "profit of", "exact", "printed", "rounds to it"]
    return [Table(name="example", caption="Profits at a = 1, k = 2, r = 1/10.", columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which structures nobody found a profitable deviation."""
    return audit_table(value, of="structure", titles={name: name for name in value["passed"]})


def _turns(player: str, threshold: str, value: Mapping[str, Any]) -> list[Table]:
    rows = [
        [sp.Rational(cost), entry["polynomial"], entry["decimal"], entry["printed"], entry["rounds_to_printed"]]
        for cost, entry in sorted(value["at"].items(), key=lambda item: sp.Rational(item[0]))
    ]
    return [
        Table(
            name=f"{threshold.lower()}_at",
            caption=f"{threshold} at each k for which a number is printed: a root of an irreducible polynomial in r.",
            columns=["k", "root of", "rounded", "printed", "rounds to it"],
            rows=rows,
        ),
        _change(f"{threshold.lower()}_change_of_sign", f"The {player}'s deciding polynomial in r.", value),
        Table(
            name=f"{threshold.lower()}_limit",
            caption=f"As k grows, {threshold} goes to the root between 0 and 1 of the leading coefficient.",
            columns=["leading coefficient in k"],
            rows=[[value["leading_coefficient_in_k"]]],
        ),
    ]


def _change(name: str, caption: str, value: Mapping[str, Any]) -> Table:
    entry = value["one_change_of_sign"]
    row = [entry["in"], ", ".join(entry["given"]), entry["direction"], entry["verdict"]]
    columns = ["as this rises", "given", "sign turns once, from", "verdict"]
    return Table(name=name, caption=caption, columns=columns, rows=[row])
