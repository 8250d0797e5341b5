"""The atlas: every pairwise comparison of the 13 structures and every comparative static, as verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from lsec_models.prove.comparisons.compare import compare
from lsec_models.prove.comparisons.statics import comparative_statics
from lsec_models.prove.results.signs import DecidedSign
from lsec_models.prove.results.verdicts import Proved
from lsec_models.show.export.table import Cell, Table

from .model import TRILATERAL, interior

QUANTITIES: Mapping[str, str] = {
    "q": "quality",
    "price": "retail price",
    "e": "live effort",
    "t": "traffic support",
    "manufacturer": "the manufacturer's profit",
    "streamer": "the streamer's profit",
    "platform": "the platform's profit",
    "chain_profit": "chain profit",
    "consumer_surplus": "consumer surplus",
}

_ORDERS: Mapping[str, str] = {
    ">": "has more than",
    "<": "has less than",
    "=": "has as much as",
    ">=": "has at least as much as",
    "<=": "has at most as much as",
    "><": "has more or less than",
    "?": "is not decided against",
    "-": "never exists together with",
}
_SLOPES: Mapping[str, str] = {
    ">": "+", "<": "−", "=": "0", ">=": "+ or 0", "<=": "− or 0", "><": "turns", "?": "undecided", "-": "empty"
}  # fmt: skip


def pairwise() -> dict[str, Any]:
    """Return, for each of the 78 pairs and each quantity, the decided order.

    Pair by pair, so that certificates, which the record does not keep, do not pile up.
    """
    found = {}
    for left, right in combinations(TRILATERAL, 2):
        compared = compare({label: interior()[label] for label in (left, right)}, list(QUANTITIES))
        found[f"{left} | {right}"] = {cell.quantity: _entry(cell.sign) for cell in compared}
    return found


def statics(label: str) -> dict[str, Any]:
    """Return, for each quantity and parameter of one structure, the decided sign of the derivative."""
    table = comparative_statics(interior()[label], list(QUANTITIES))
    return {f"{cell.quantity} in {cell.parameter}": _entry(cell.sign) for cell in table}


def pairwise_tables(value: Any) -> list[Table]:
    """Return one table of 78 pairs for each quantity."""
    return [_pairwise_table(value, quantity, words) for quantity, words in QUANTITIES.items()]


def statics_tables(value: Any) -> list[Table]:
    """Return the sign table of each structure, and below it where signs turn."""
    return [table for label, entries in value.items() for table in (_signs(label, entries), _turns(label, entries))]


def _pairwise_table(value: Any, quantity: str, words: str) -> Table:
    rows = []
    for pair, entries in value.items():
        left, right = pair.split(" | ")
        entry = entries[quantity]
        rows.append([left, _ORDERS[entry["sign"]], right, _condition(entry), entry["evidence"]])
    return Table(
        name=f"atlas_{quantity}",
        caption=f"All pairs of structures compared in {words}, wherever both equilibria exist.",
        columns=["left", "order", "right", "left has more exactly where", "evidence"],
        rows=rows,
    )


def _signs(label: str, entries: Any) -> Table:
    parameters = sorted({key.split(" in ")[1] for key in entries}, key=str.lower)
    rows = [[words, *(_SLOPES[entries[f"{q} in {p}"]["sign"]] for p in parameters)] for q, words in QUANTITIES.items()]
    return Table(
        name=f"statics_{_stem(label)}",
        caption=f"Comparative statics under {label}: the sign of each derivative.",
        columns=["quantity", *parameters],
        rows=rows,
    )


def _turns(label: str, entries: Any) -> Table:
    rows = [[key, _condition(entry)] for key, entry in entries.items() if entry["sign"] == "><"]
    return Table(
        name=f"statics_{_stem(label)}_turns",
        caption=f"Where derivatives under {label} turn their sign.",
        columns=["quantity and parameter", "positive exactly where"],
        rows=rows,
    )


def _condition(entry: Any) -> Cell:
    return entry["positive iff"]


def _stem(label: str) -> str:
    return label.lower().replace(" = ", "").replace(" > ", "_")


def _entry(sign: DecidedSign) -> dict[str, Any]:
    """What is recorded of a decided sign: the sign, the exact condition where it turns, and the kind of evidence."""
    return {
        "sign": sign.symbol,
        "positive iff": "" if sign.condition is None else sign.condition,
        "evidence": _evidence(sign),
    }


def _evidence(sign: DecidedSign) -> str:
    if isinstance(sign.verdict, Proved):
        return "certificate" if sign.verdict.exact else "two engines"
    return "exact points of either sign" if sign.symbol == "><" else "none"
