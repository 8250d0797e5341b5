"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria

RESULTS = Results()

_AT: dict[str, Any] = {"a": 20, "A": 10, "b": 1, "gamma": 3}
_SPILLOVERS = ("3/10", "1/2", "4/5")
_FORMS = {"alone": "x_1", "joint": "x", "owner": "x", "planner": "x"}
_SOLD = {"alone": "sold", "joint": "sold", "owner": "Q", "planner": "Q"}


@RESULTS.add("R1", title="Research, sales, profits and welfare", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """What firms sell after any research, and research of each firm under the four ways to decide on it."""
    shown = ("market", *_FORMS)
    return established_forms({label: equilibria()[label] for label in shown})


@RESULTS.add("R2", title="Below, at and above one half", tables=tables.numbers)
def numbers() -> list[dict[str, Any]]:
    """With a - A = 10, b = 1 and γ = 3 joint research is less than research alone at β = 3/10, and more at β = 4/5."""
    return [_at(spillover) for spillover in _SPILLOVERS]


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    return audited({label: equilibria()[label] for label in _FORMS}, draws=8)


def _at(spillover: str) -> dict[str, Any]:
    there = {label: equilibria()[label].at({**_AT, "beta": spillover}) for label in _FORMS}
    return {
        "beta": spillover,
        "research": {label: there[label][name] for label, name in _FORMS.items()},
        "sold": {label: there[label][name] for label, name in _SOLD.items()},
        "welfare": {label: there[label]["welfare"] for label in ("alone", "joint")},
    }
