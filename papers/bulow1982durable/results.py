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

_PATIENCE = sp.Rational(9, 10)
_WORN = sp.Rational(1, 2)
_NUMBERS = {"renter": "owner", "seller": "today", "wearing": "today", "guaranteed": "today"}


@RESULTS.add("R1", title="Sales, prices and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Sales, prices and profits of each game; that nothing is better, after any sales of today, is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Who has what, at numbers", tables=tables.numbers)
def at_numbers() -> dict[str, dict[str, sp.Expr]]:
    """What is sold, and what seller and buyers have, where tomorrow counts nine tenths and half of a good wears out."""
    return {label: _row(label, whose) for label, whose in _NUMBERS.items()}


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters the owner re-optimises numerically, and finds nothing better."""
    return audited({"renter": equilibria()["renter"]}, draws=8)


def _row(label: str, whose: str) -> dict[str, sp.Expr]:
    found = equilibria()[label].at({"d": _PATIENCE, **({"x": _WORN} if label == "wearing" else {})})
    sold = [found[name] for name in ("q_1", "q_2") if name in found.values]
    return {"today": sold[0], "tomorrow": sp.Add(*sold[1:]), "seller": found[whose], "buyers": found["buyers"]}
