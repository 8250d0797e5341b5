"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria
from .power_laws import for_any_power

RESULTS = Results()

_AT: dict[str, Any] = {"p": 10, "c": 2, "B": 100}
_SURE = ("1/10", "1/5", "2/5", "4/5", "8/5")


@RESULTS.add("R1", title="Prices, orders and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Price, order and profits for each law of demand; that nothing is better is proved.

    An order with a star is the only solution, between 0 and 1, of the equation among its conditions.
    """
    return established_forms(equilibria())


@RESULTS.add("R2", title="Power laws of demand", tables=tables.power_laws)
def power_laws_of_demand() -> dict[str, Any]:
    """Where demand is below x with the chance x^k, k alone decides which part of profit is left.

    It is (1 + k)^(-1/k) (k + 2)/(k + 1), for every k, rises in k and lies between 2/e and 1.
    """
    return for_any_power()


@RESULTS.add("R3", title="Sure customers, at numbers", tables=tables.sure)
def sure_customers() -> list[dict[str, Any]]:
    """With p = 10, c = 2, B = 100: the retailer earns most at l = 4/15, and the least part is left at l = 4/5."""
    return [_row(sp.Rational(sure)) for sure in _SURE]


def _row(sure: sp.Rational) -> dict[str, sp.Expr]:
    found, whole = (equilibria()[label].at({**_AT, "l": sure}) for label in ("supplier", "owner"))
    row = {name: found[name] for name in ("w", "q", "supplier", "retailer")}
    return {"l": sure, **row, "part": (found["supplier"] + found["retailer"]) / whole["owner"]}
