"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models import normal, solve
from lsec_models.papers import Results
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria, refund

RESULTS = Results()

_SALVAGE = ("1/5", "1/2", "4/5")


@RESULTS.add("R1", title="Refunds, prices and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each policy in closed form; that nothing is better is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Refunds where values are normal", tables=tables.refunds)
def refunds_of_normal_values() -> list[dict[str, Any]]:
    """Where values are normal with mean 1 and variance 1/4, the refund s is found as well, at each of three numbers.

    It is found in numbers: first-order conditions hold there, and no other refund that was tried is better.
    """
    return [_at(salvage) for salvage in _SALVAGE]


def _at(salvage: str) -> dict[str, Any]:
    one = solve(refund(normal(1, "1/4")), at={"s": salvage}).only()
    return {"s": salvage} | {name: f"{float(one[name]):.10g}" for name in ("R", "price", "returned", "seller")}
