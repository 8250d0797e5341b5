"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models import solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import P, a, b, c, equilibria, whole

RESULTS = Results()

_AT: dict[str, Any] = {"a": 100, "b": 5, "c": 4}
_SHOWN = ("P", "q", "retailer")


@RESULTS.add("R1", title="Prices, stocks and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Price and stock under both kinds of chance; that nothing is better is proved.

    What has a star is the only solution of the equation among its conditions between the ends that stand there.
    """
    return established_forms(equilibria())


@RESULTS.add("R2", title="Price and stock at once, at numbers", tables=tables.numbers)
def price_and_stock_at_numbers() -> dict[str, Any]:
    """Price and stock that are chosen at once are those of the closed forms; there is no other best choice."""
    found = {
        "linear, scaled": solve(whole(a - b * P), at=_AT),
        "elasticity 2, scaled": solve(whole(a / P**2), at={"a": 100, "c": 4}),
    }
    scaled = {
        words: {name: _shown(one.only()[name]) for name in _SHOWN} | {"the only one": one.complete}
        for words, one in found.items()
    }
    added = equilibria()["additive"]
    there = added.at(_AT | {"h": 20})
    names = {"P": "P", "stock": "q", "retailer": "retailer"}
    return scaled | {
        "linear, added": {shown: _shown(there[name]) for name, shown in names.items()}
        | {"the only one": added.evidence.status(About.COMPLETE) is Status.PROVED}
    }


@RESULTS.add("R3", title="Any elasticity", tables=tables.any_elasticity)
def any_elasticity() -> dict[str, sp.Expr]:
    """For every elasticity ε above 1 profit rises up to the price c (ε + 1)/(ε - 1), and falls beyond it.

    Without uncertainty it does so at c ε/(ε - 1), which is less. The slope of profit has the sign of what stands in the
    table, which is the slope as a share of profit, times P (P - c).
    """
    e = sp.Symbol("epsilon", positive=True)
    profits = {
        "chance scales demand": a / P**e * (P - c) ** 2 / (2 * P),
        "no uncertainty": a / P**e * (P - c) / 2,
    }
    slopes = {words: sp.simplify(sp.diff(profit, P) / profit * P * (P - c)) for words, profit in profits.items()}
    return {words: sp.collect(sp.expand(slope), [P, c]) for words, slope in slopes.items()}


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters the retailer re-optimises numerically, and finds nothing better."""
    audited_ones = ("at_stock", "riskless", "elastic_2", "elastic_3", "elastic_5")
    return audited({label: equilibria()[label] for label in audited_ones}, draws=8)


def _shown(number: sp.Expr) -> sp.Expr | str:
    """Return a number that is rational, or ten digits of one that is not."""
    return number if number.is_Rational else f"{float(number):.10g}"
