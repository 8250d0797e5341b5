"""The results of this folder as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.models.parts.streamers import STREAMER_TYPES
from lsec_models.papers.folder.audited import audit_table
from lsec_models.show.export.closed_forms import closed_form_tables
from lsec_models.show.export.formulas import WrittenSum
from lsec_models.show.export.table import Table, decimals

from .model import BILATERAL, CHAIN, STRENGTH, TRILATERAL

KINDS = tuple(STREAMER_TYPES)
_QUANTITIES = ("w", "q", "m", "e", "f", "t", "p", "manufacturer", "streamer", "platform", "chain")
_REPORTED = ("demand", "price", "chain_profit", "consumer_surplus")
_WORDS = {"w": "wholesale price w", "q": "quality q", "m": "margin m", "e": "live effort e", "f": "unit fee f"} | {
    "t": "traffic t",
    "p": "retail price p",
    "manufacturer": "profit of M",
    "streamer": "profit of S",
    "platform": "profit of P",
    "chain": "profit of the chain",
    "chain_profit": "chain profit",
    "consumer_surplus": "consumer surplus",
    "streamer_accepts": "streamer earns its reservation profit",
}


def closed_forms(name: str, caption: str) -> Any:
    """Return the function that shows closed forms and conditions of several games."""

    def tables(value: Mapping[str, Any]) -> Sequence[Table]:
        return closed_form_tables(
            {label: value[label] for label in _ordered(value)},
            name=name,
            captions=(
                f"Closed forms: {caption}.",
                f"Where the equilibria exist: {caption}; all conditions of a structure together.",
            ),
            columns=("power structure", "quantity", "at the equilibrium"),
            words={quantity: _word(quantity) for quantity in (*_QUANTITIES, *_REPORTED)},
        )

    return tables


def general_formula(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show Phi for every game, and how many quantities it returns."""
    rows = [
        [
            label,
            _phi(entry["Phi_0"]),
            *(_phi(entry["below"][player]) if player in entry["below"] else "" for player in STRENGTH),
            f"{entry['quantities_returned']} of {entry['quantities']}",
            entry["same_conditions"],
        ]
        for label, entry in ((label, value[label]) for label in _ordered(value))
    ]
    columns = ["power structure", *map(sp.Symbol, ("Phi_0", "Phi_M", "Phi_S", "Phi_P")), "returned", "same conditions"]
    caption = (
        "Φ above the first block (Φ₀) and below the block of each player, from the recursion; how many quantities of "
        "the solved game it returns; whether its conditions and the game's imply each other."
    )
    return [Table(name="general_formula", caption=caption, columns=columns, rows=rows)]


def coefficients(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the constants of Phi_0."""
    rows = [[label, value[label]["constant"], *(value[label][p] for p in STRENGTH)] for label in _ordered(value)]
    return [
        Table(
            name="coefficients",
            caption="Φ₀ = constant − (sum of coefficient × strength); demand is (a − b c)/Φ₀.",
            columns=["power structure", "constant", "of γ²/(b k)", "of μ²/(b η)", "of τ²/(b υ)"],
            rows=rows,
        )
    ]


def consequences(value: Sequence[Mapping[str, Any]]) -> Sequence[Table]:
    """Show the relations that hold in every game."""
    rows = [[entry["relation"], f"{sum(entry['holds'].values())} of {len(entry['holds'])}"] for entry in value]
    caption = (
        "Relations between demand D and quality q, effort e, traffic t, retail price p, consumer surplus CS and chain "
        "profit Π, with s the sum of strengths; in how many of the games that have these quantities they hold."
    )
    return [Table(name="consequences_of_demand", caption=caption, columns=["relation", "holds in"], rows=rows)]


def ranking(name: str, words: str) -> Any:
    """Return the function that shows every pair, and a matrix for moderate strengths."""

    def tables(value: Mapping[str, Any]) -> Sequence[Table]:
        compared = value["pairs"]
        return [_matrix(name, words, compared), pairs(f"ranking_{name}", f"{words}, every pair")(compared)[0]]

    return tables


def ranking_checks(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in how many pairs chain profit and price follow demand."""
    rows = [
        [claim, f"{value[name]} of {value['pairs']}"]
        for claim, name in (
            ("price difference = −(1 − s) × (that of demands)", "price_identity"),
            ("profit difference = (1 − (1 − s/2) × (sum of demands)) × (that of demands)", "chain_profit_identity"),
        )
    ]
    caption = "Pairs of structures in which chain profit and price follow demand."
    return [Table(name="ranking_chain_profit_and_price", caption=caption, columns=["claim", "holds in"], rows=rows)]


def pairs(name: str, caption: str) -> Any:
    """Return the function that shows compared pairs."""

    def tables(value: Mapping[str, Any]) -> Sequence[Table]:
        rows = [
            [
                *pair.split(" | "),
                entry["moderate"],
                entry["everywhere"],
                _condition(entry),
                _point(entry, "higher"),
                _point(entry, "lower"),
            ]
            for pair, entry in ((pair, value[pair]) for pair in sorted(value, key=_rank))
        ]
        columns = ["left", "right", "if moderate", "wherever both exist"]
        columns += ["left higher iff (or equal iff)", "left higher at (s_M, s_S, s_P)", "lower at"]
        return [Table(name=name, caption=f"{caption}: left against right.", columns=columns, rows=rows)]

    return tables


def leading(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show what leading is worth to each player."""
    return [
        pairs(f"leading_{who.lower()}_{size}", f"Profit of {who} when it leads, {size} players")(entries)[0]
        for size in ("two", "three")
        for who in STRENGTH
        if (entries := value[size].get(who))
    ]


def against_chain(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show the integrated chain against each structure."""
    rows = [
        [
            label,
            *(value[label][q]["everywhere"] for q in ("demand", "chain_profit", "price")),
            _condition(value[label]["price"]),
        ]
        for label in _ordered(value)
    ]
    columns = ["power structure", "demand", "chain profit", "price", "price of the chain higher iff"]
    caption = "The integrated chain against each power structure, wherever both exist."
    return [Table(name="integrated_chain", caption=caption, columns=columns, rows=rows)]


def streamer_types(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show numbers at the baseline of each type, closed forms and conditions."""
    entries = [(kind, label, value[kind][label]) for kind in KINDS for label in _ordered(value[kind])]
    names = [*_QUANTITIES[:6], "manufacturer", "streamer", "platform", *_REPORTED]
    numbers = [
        [kind, label, *(decimals(entry["at_baseline"].get(name)) for name in names)] for kind, label, entry in entries
    ]
    accepted = [
        [kind, label, entry["at_baseline"].get("streamer_accepts", "no independent streamer")]
        for kind, label, entry in entries
    ]
    forms = [
        [kind, label, _word(name), form]
        for kind, label, entry in entries
        for name, form in entry["closed_forms"].items()
    ]
    conditions = [[kind, label, asked] for kind, label, entry in entries for asked in entry["holds_where"]]
    heads = ["type", "power structure"]
    return [
        Table(
            name="streamer_types",
            caption="Each type at its illustrative terms, three decimals (the record holds exact fractions).",
            columns=[*heads, *(_short(name) for name in names)],
            rows=numbers,
        ),
        Table(
            name="streamer_types_participation",
            caption="Whether the streamer earns at least its reservation profit there.",
            columns=[*heads, "accepts"],
            rows=accepted,
        ),
        Table(
            name="streamer_types_conditions",
            caption="Where the equilibria with streamer types exist.",
            columns=[*heads, "condition"],
            rows=conditions,
        ),
        Table(
            name="streamer_types_closed_forms",
            caption="Closed forms with streamer types.",
            columns=[*heads, "quantity", "at the equilibrium"],
            rows=forms,
        ),
    ]


def commission_neutrality(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show which quantities a commission moves."""
    rows = [
        [label, entry["manufacturer_before_streamer"], entry["neutral"], ", ".join(map(_short, entry["moved"]))]
        for label, entry in ((label, value["structures"][label]) for label in _ordered(value["structures"]))
    ]
    columns = ["power structure", "M moves before S", "commission neutral", "what depends on λ"]
    caption = "An ordinary streamer's commission λ: which equilibrium quantities depend on it."
    return [Table(name="commission", caption=caption, columns=columns, rows=rows)]


def audit(value: Mapping[str, Any]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation."""
    return audit_table(value, of="power structure", titles={label: label for label in _ordered(value["passed"])})


def _ordered(value: Mapping[str, Any]) -> list[str]:
    known = [*TRILATERAL, *BILATERAL, CHAIN]
    return sorted(value, key=lambda label: known.index(label) if label in known else len(known))


def _rank(pair: str) -> tuple[int, ...]:
    known = [*TRILATERAL, *BILATERAL]
    return tuple(known.index(label) for label in pair.split(" | "))


def _matrix(name: str, words: str, value: Mapping[str, Any]) -> Table:
    """Show whether the row's structure gives more (>), less (<), or it depends (·), for moderate strengths."""
    turned = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
    rows = []
    for left in TRILATERAL:
        row: list[Any] = [left]
        for right in TRILATERAL:
            entry, mirror = value.get(f"{left} | {right}"), value.get(f"{right} | {left}")
            mark = entry["moderate"] if entry else mirror["moderate"] if mirror else ""
            mark = turned.get(mark, mark) if mirror else mark
            row.append("·" if mark in ("depends", "open") else mark)
        rows.append(row)
    return Table(
        name=f"ranking_{name}_moderate",
        caption=f"{words} when all strengths are below 1: row against column (· : it depends, see the list of pairs).",
        columns=["", *(label.replace(" ", "") for label in TRILATERAL)],
        rows=rows,
    )


def _condition(entry: Mapping[str, Any]) -> Any:
    if "higher_where" in entry:
        return entry["higher_where"]
    return entry.get("equal_where", "")


def _point(entry: Mapping[str, Any], kind: str) -> str:
    point = entry.get("examples", {}).get(kind)
    if point is None:
        return ""
    return f"({', '.join(str(point[s.name]) for s in STRENGTH.values() if s.name in point)})"


def _phi(form: sp.Expr) -> WrittenSum:
    """Write a linear form in the strengths with its constant first, then M, S, P."""
    terms = [form.subs(dict.fromkeys(STRENGTH.values(), 0)), *(s * form.coeff(s) for s in STRENGTH.values())]
    return WrittenSum(tuple(term for term in terms if term != 0))


def _word(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))


def _short(name: str) -> str:
    return {"manufacturer": "π M", "streamer": "π S", "platform": "π P", "chain_profit": "π chain"}.get(
        name, "CS" if name == "consumer_surplus" else name
    )
