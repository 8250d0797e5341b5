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

_RISKS = ("1/10", "1/2", "1", "2", "10")
_TASKS: dict[str, Any] = {"f_1": 1, "f_2": 1, "rho": 2, "V_1": "1/4"}
_NOISES = ("1/4", "1", "9/4", "9")


@RESULTS.add("R1", title="Shares, efforts and payoffs", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Shares of output and efforts; that nothing is better, of shares and of efforts, is proved."""
    found = established_forms(equilibria())
    return {label: {**entry, "quantities": _shown(label, entry["quantities"])} for label, entry in found.items()}


@RESULTS.add("R2", title="Risk, at numbers", tables=tables.risks)
def risks_at_numbers() -> list[dict[str, sp.Expr]]:
    """With v = k = ρ = 1, u = 0: share, effort, salary and what the firm has, as risk grows."""
    at = {"v": 1, "k": 1, "rho": 1, "u": 0}
    found = {risk: equilibria()["hired"].at({**at, "V": risk}) for risk in _RISKS}
    return [{"V": sp.Rational(V), **{name: one[name] for name in ("b", "e", "s", "firm")}} for V, one in found.items()]


@RESULTS.add("R3", title="Two tasks, at numbers", tables=tables.tasks)
def tasks_at_numbers() -> list[dict[str, sp.Expr]]:
    """With f_1 = f_2 = 1, ρ = 2, V_1 = 1/4: both bonuses, as the second task is measured worse, to not at all."""
    return [_row(g, noise) for g in ("3/10", "-3/10") for noise in (*_NOISES, None)]


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    return audited({label: one for label, one in equilibria().items() if label != "hired"}, draws=5)


def _shown(label: str, quantities: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in quantities.items() if name != "worker" or label == "hired"}


def _row(g: str, noise: str | None) -> dict[str, Any]:
    at = {**_TASKS, "g": g}
    if noise is None:
        return {"g": sp.Rational(g), "V_2": sp.oo, "b_1": equilibria()["one_seen"].at(at)["b"], "b_2": sp.S.Zero}
    found = equilibria()["two_tasks"].at({**at, "V_2": noise})
    return {"g": sp.Rational(g), "V_2": sp.Rational(noise), "b_1": found["b_1"], "b_2": found["b_2"]}
