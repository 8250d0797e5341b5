"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results

from . import tables
from .model import MIXTURE, equilibria

RESULTS = Results()

_AT: dict[str, Any] = {"G": 1, "h": "2/5", "d": 3, "rho": "4/5"}
_FINES = (2, 5, 10)
_KEPT = sp.Rational(1, 5)


@RESULTS.add("R1", title="Where each rest point is stable", tables=tables.stability)
def stability() -> dict[str, Any]:
    """A state is stable only if all break the rule, because it is not worth looking, or worth breaking even so.

    With two populations a rest point is asymptotically stable exactly if it is a strict equilibrium, since payoffs do
    not depend on the own population's shares: so the corners' conditions are the whole answer, for all parameters.
    """
    return {
        label: {
            point.name: {
                "rests_where": [condition.relation for condition in point.rests_where],
                "stable_where": [condition.relation for condition in point.stable_where or ()],
                "can_be_stable": point.can_be_stable,
            }
            for point in found.points
        }
        for label, found in equilibria().items()
    }


@RESULTS.add("R2", title="The mixture at three fines", tables=tables.mixtures)
def mixtures() -> list[dict[str, Any]]:
    """With G = 1, h = 2/5, d = 3, ρ = 4/5 a higher fine lowers violations only where inspectors keep a part of it."""
    return [_mixture(label, fine) for label in equilibria() for fine in _FINES]


def _mixture(label: str, fine: int) -> dict[str, Any]:
    kept = {"mu": _KEPT} if label == "inspection" else {}
    point = equilibria()[label].at({**_AT, "f": fine, **kept}).named(MIXTURE)
    shares = {name: point.shares[name] for name in ("break", "look")}
    return {"game": label, "fine": sp.Integer(fine), **shares, "inspectors": point.payoffs["inspectors"]}
