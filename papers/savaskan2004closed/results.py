"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models import Equilibrium
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria

RESULTS = Results()

_AT: dict[str, Any] = {"f": 100, "beta": 2, "c_m": 20, "Delta": 5, "C_L": 200}
_MODES = ("one_owner", "retailer", "manufacturer", "third_party", "nobody")
_SHOWN = ("tau", "p", "owner", "manufacturer", "retailer", "collector", "buyers")


@RESULTS.add("R1", title="Shares, prices and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each way to collect leads to one equilibrium, in closed form; that nobody gains is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Who collects, at numbers", tables=tables.numbers)
def who_collects_at_numbers() -> dict[str, Any]:
    """With f = 100, β = 2, c_m = 20, Δ = 5 and C_L = 200 one owner has 480, and a chain whose retailer collects 360."""
    return {label: _at_numbers(equilibria()[label]) for label in _MODES}


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    return audited(equilibria(), draws=8)


def _at_numbers(found: Equilibrium) -> dict[str, sp.Expr]:
    there = found.at({name: number for name, number in _AT.items() if name in map(str, found.ring.symbols)})
    return {name: there[name] for name in _SHOWN if name in there.values}
