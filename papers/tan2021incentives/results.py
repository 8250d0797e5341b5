"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results

from . import tables
from .model import AE_c, AE_p, C_c, C_p, Cx_1, E_c, E_p, Py_1, equilibria
from .outcomes import mixture, outcome, paid_outcome
from .printed import CONDITIONS, THRESHOLDS, at

RESULTS = Results()


@RESULTS.add("R1", title="Where each rest point is stable", tables=tables.stability)
def stability() -> dict[str, Any]:
    """Each corner is stable exactly where both gains from a switch are negative; no mixture ever is.

    With two populations a rest point is asymptotically stable exactly if it is a strict equilibrium, since payoffs do
    not depend on the own population's shares: so the corners' conditions are the whole answer, for all parameters.
    """
    return {
        name: {
            point.name: {
                "to": dict(point.eigenvalues),
                "stable_where": [condition.relation for condition in point.stable_where or ()],
                "can_be_stable": point.can_be_stable,
            }
            for point in found.points
        }
        for name, found in equilibria().items()
    }


@RESULTS.add("R2", title="The outcome of each printed condition", tables=tables.outcomes)
def outcomes() -> dict[str, Any]:
    """At the printed numbers, conditions I, II, III and V have the one stable rest point that is printed.

    Condition IV has two, in each of which one side rides free on the other: "uncertain" in print.
    """
    return {condition: outcome(condition) for condition in CONDITIONS}


@RESULTS.add("R3", title="The incentive that makes both invest", tables=tables.thresholds)
def incentive() -> dict[str, Any]:
    """(high, high) is stable exactly if the incentive exceeds what a free rider would gain, on both sides.

    At condition IV these are the printed numbers, 5 and 3.2. With an incentive of 6, paid whatever the other side does,
    both invest, and nothing else is stable; paid against low investment only, nothing changes there at all.
    """
    gains = {"buyers": AE_c - (1 + Cx_1) * E_c + C_c, "sellers": AE_p - (1 + Py_1) * E_p + C_p}
    numbers = {symbol: sp.Rational(at("IV")[symbol.name]) for symbol in (AE_c, AE_p, C_c, C_p, Cx_1, E_c, E_p, Py_1)}
    return {
        "thresholds": gains,
        "at_condition_IV": {side: gain.subs(numbers) for side, gain in gains.items()},
        "printed": dict(THRESHOLDS),
        "with_an_incentive": paid_outcome(),
    }


@RESULTS.add("R4", title="The mixture of condition IV", tables=tables.mixture)
def mixed() -> dict[str, Any]:
    """Where there are two stable corners, the paths between them part at a mixture, which is a saddle."""
    return mixture()
