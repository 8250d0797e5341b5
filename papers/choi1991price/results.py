"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria

RESULTS = Results()

_AT = {"a": 10, "b": 2, "c": 1, "g": 1}
_COMMON = ("makers_lead", "retailer_leads", "nobody_leads")


@RESULTS.add("R1", title="Prices and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Wholesale prices, margins and profits of each game; that there is no other equilibrium is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Who has what, at numbers", tables=tables.numbers)
def profits_at_numbers() -> dict[str, dict[str, sp.Expr]]:
    """Prices and profits under each order of moves, with exclusive retailers, and with one owner.

    The share is that of what one owner would earn. It is the largest where nobody leads; under manufacturers who lead,
    exclusive retailers, who compete, lose less of it than a common one.
    """
    return {label: _row(label) for label in (*_COMMON, "exclusive", "one_owner")}


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters each player re-optimises numerically, and finds nothing better."""
    return audited({label: equilibria()[label] for label in (*_COMMON, "exclusive")}, draws=3)


def _row(label: str) -> dict[str, sp.Expr]:
    found, whole = (equilibria()[name].at(_AT) for name in (label, "one_owner"))
    if label == "one_owner":
        return {"price": found["p_1"], "share": sp.S.One}
    return {
        "price": found["p_1"],
        "wholesale": found["w_1"],
        "manufacturer": found["manufacturer_1"],
        "retailers": found["channel"] - found["manufacturer_1"] - found["manufacturer_2"],
        "share": found["channel"] / whole["owner"],
    }
