"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models import solve, thresholds
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria, theta, ways_of_selling

RESULTS = Results()

_POINTS = ("2/5", "3/5", "4/5", "19/20")


@RESULTS.add("R1", title="Prices and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Wholesale prices, prices and profits of each way of selling; that there is no other equilibrium is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="From where on retailers are better", tables=tables.borders)
def borders() -> dict[str, dict[str, Any]]:
    """Three borders of θ, each the only root between 0 and 1 of a polynomial that is found from the equilibria.

    The channel gains by retailers long before manufacturers do, and these do long before they would keep them.
    """
    integrated, one, both = (equilibria()[label] for label in ("integrated", "one_retailer", "retailers"))
    kept = both["manufacturer_1"]
    gains = {
        "manufacturer and retailer together gain": kept + both["retailer_1"] - integrated["manufacturer_1"],
        "manufacturers gain": kept - integrated["manufacturer_1"],
        "no manufacturer would leave its retailer": kept - one["manufacturer_2"],
    }
    return {words: _border(gain) for words, gain in gains.items()}


@RESULTS.add("R3", title="Which ways of selling are chosen", tables=tables.choices)
def ways_chosen_at_numbers() -> dict[str, dict[str, Any]]:
    """What manufacturers choose at four values of θ, in pure strategies, and what they earn in each case.

    At 4/5 both would earn more with retailers, and yet each sells itself; at 19/20 retailers are an equilibrium too.
    """
    choice = solve(ways_of_selling())
    return {point: {**_earned(point), "chosen": _words(choice.at({"theta": point}).chosen)} for point in _POINTS}


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters each player re-optimises numerically, and finds nothing better."""
    return audited(equilibria(), draws=4)


def _border(gain: sp.Expr) -> dict[str, Any]:
    (found,) = thresholds(gain, theta, list(equilibria().values()))
    (root,) = (root for root in sp.Poly(found.equation.lhs, theta).real_roots() if 0 < root < 1)
    return {"equation": found.equation, "root": str(sp.N(root, 10))}


def _earned(point: str) -> dict[str, sp.Expr]:
    integrated, one, both = (found.at({"theta": point}) for found in equilibria().values())
    return {
        "both themselves": integrated["manufacturer_1"],
        "alone with a retailer": one["manufacturer_1"],
        "alone without one": one["manufacturer_2"],
        "both with retailers": both["manufacturer_1"],
    }


def _words(chosen: tuple[tuple[str, str], ...]) -> list[str]:
    return [" / ".join(pair) for pair in chosen]
