"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria

RESULTS = Results()

_SHOWN = ("x_0", "moved", "x_1", "x_2", "worth")
_REST: dict[str, Any] = {"A_1": 9, "B_1": 1, "B_2": 3, "r": "1/2", "h": 3, "delta": "9/10"}
_SECOND_LEVELS = (9, 13, 15, 17, 20)


@RESULTS.add("R1", title="Decisions, and what being told is worth", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """The decision without looking ahead, how much it moves, and tomorrow's; that nothing is better is proved."""
    found = established_forms({label: one for label, one in equilibria().items() if label != "myopic"})
    return {label: {**entry, "quantities": _shown(entry["quantities"])} for label, entry in found.items()}


@RESULTS.add("R2", title="Which way, at numbers", tables=tables.numbers)
def at_numbers() -> list[dict[str, Any]]:
    """With A_1 = 9, slopes 1 and 3, r = 1/2, h = 3, δ = 9/10: the decision moves away from where the lines cross.

    At A_2 = 15 they cross at the decision that does not look ahead, and both directions are equally good.
    """
    return [_row(level) for level in _SECOND_LEVELS]


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    return audited(equilibria(), draws=6)


def _shown(quantities: dict[str, Any]) -> dict[str, Any]:
    return {name: quantities[name] for name in _SHOWN}


def _row(level: int) -> dict[str, Any]:
    sides = {label: equilibria()[label].at({**_REST, "A_2": level}) for label in ("above", "below")}
    best = max(side["seller"] for side in sides.values())
    found = {label: side for label, side in sides.items() if side["seller"] == best}
    first = {name: {label: side[name] for label, side in found.items()} for name in ("x", "chance")}
    (alone,) = {side["x_0"] for side in found.values()}
    return {"A_2": level, "x_0": alone, **first, "seller": best}
