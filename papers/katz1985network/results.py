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

_AT = {"A": 10, "c": 2}
_ALIKE = ("1/4", "1/2", "3/4")
_UNLIKE = ((2, "1/2"), (1, "1/2"), (2, "4/5"))
_DEAR = 3


@RESULTS.add("R1", title="Sales and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Sales, prices and profits of each game; that there is no other equilibrium is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Two sellers who are alike, and one, at numbers", tables=tables.alike)
def alike_at_numbers() -> list[dict[str, Any]]:
    """With A = 10 and c = 2: what one of two sells, and what the one seller there is sells."""
    return [
        {
            "nu": sp.Rational(effect),
            **{
                label: equilibria()[label].at({**_AT, "nu": effect, **more})["sold"]
                for label, more in {"compatible": {"n": 2}, "own": {"n": 2}, "one": {}, "one_seen": {}}.items()
            },
        }
        for effect in _ALIKE
    ]


@RESULTS.add("R3", title="Two sellers who differ, at numbers", tables=tables.unlike)
def unlike_at_numbers() -> list[dict[str, Any]]:
    """With A = 10 and c_2 = 3: a larger advantage of the first, or a stronger network effect, turns its interest."""
    return [
        {"c_1": sp.Integer(cost), "nu": sp.Rational(effect), **_profits({"c_1": cost, "nu": effect})}
        for cost, effect in _UNLIKE
    ]


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters each seller re-optimises numerically, and finds nothing better."""
    shown = ("compatible", "own", "one", "unlike_compatible", "unlike_own")
    return audited({label: equilibria()[label] for label in shown}, draws=4)


def _profits(at: dict[str, Any]) -> dict[str, list[sp.Expr]]:
    found = {way: equilibria()[f"unlike_{way}"].at({"A": 10, "c_2": _DEAR, **at}) for way in ("compatible", "own")}
    return {way: [there["first"], there["second"]] for way, there in found.items()}
