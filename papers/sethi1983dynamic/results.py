"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.papers import Results
from lsec_models.show.export.closed_forms import closed_form

from . import squares, tables
from .model import equilibria

RESULTS = Results()

_MARKET: dict[str, Any] = {"b": "4/5", "delta": "3/10", "r": "1/10", "n_0": 1}
_INTENSITIES = ("1/2", 1, 2)


@RESULTS.add("R1", title="Strategies, values and the long run", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """What advertising moves and costs at rest, where customers come to rest, and values, by the intensity.

    These solve the Hamilton-Jacobi-Bellman equations; that nothing is better is R2.
    """
    return {label: closed_form(found) | {"speed": found.speed} for label, found in equilibria().items()}


@RESULTS.add("R2", title="Nothing is better", tables=tables.identities)
def nothing_is_better() -> dict[str, sp.Expr]:
    """For any advertising u the value falls short of what is stated by a square, which is zero for the stated u alone.

    So no other advertising is as good for one brand; and of two none is, against the stated strategy of the other. As
    values are linear, noise in n that is zero on average, and keeps n between 0 and 1, changes nothing of this.
    """
    return squares.differences()


@RESULTS.add("R3", title="One brand, at numbers", tables=tables.numbers)
def one_brand_at_numbers() -> list[dict[str, sp.Expr]]:
    """With b = 4/5, δ = 3/10, r = 1/10, from no customers on: margin, customers and spending at rest, and value."""
    found = [equilibria()["one"].at({**_MARKET, "i": intensity}) for intensity in _INTENSITIES]
    shown = ("intensity", "margin", "customers", "spending", "brand")
    return [{name: one[name] for name in shown} for one in found]


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_one() -> dict[str, bool]:
    """One brand: equations hold identically, simulated profits agree, and no other path that is tried gains."""
    at = {**_MARKET, "n_0": "4/5", "i": 1}
    found = audit_differential(equilibria()["one"], at=at, draws=4, pieces=2)
    return {
        "equations hold": found.is_exact,
        "simulation agrees to 1e-6": bool(found.simulation_error < 1e-6),
        "nobody gains more than 1e-6": bool(found.largest_gain < 1e-6),
    }
