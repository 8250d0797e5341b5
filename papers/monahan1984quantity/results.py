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

_AT: dict[str, Any] = {"D": 600, "h": 2, "p": 5, "q_0": 60}
_FACTORS = ("3/2", 2, 3)


@RESULTS.add("R1", title="Lots, discount and costs", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Lots, the discount, and what buyer and vendor have a year; that no other lot is better is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Discounts at numbers", tables=tables.discounts)
def discounts_at_numbers() -> list[dict[str, sp.Expr]]:
    """With D = 600, h = 2, p = 5 and k_b = 6: lots, discount and gain of the vendor, by what orders cost it."""
    return [_row(sp.Rational(factor)) for factor in _FACTORS]


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    return audited(equilibria(), draws=6)


def _row(factor: sp.Rational) -> dict[str, sp.Expr]:
    before, after = (equilibria()[label].at({**_AT, "K": factor}) for label in ("buyer", "vendor"))
    gain = after["vendor"] - before["vendor"]
    return {"k_v": before["order_of_vendor"], "q": after["q"], "discount": after["discount"], "gain": gain}
