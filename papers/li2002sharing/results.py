"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models import audit, solve
from lsec_models.papers import Results
from lsec_models.show.export.closed_forms import closed_form

from . import tables
from .model import NUMBERS, decided_before, equilibria
from .strategies import differences

RESULTS = Results()

_AT = {"a": 10, "V": 4, "s": 1}
_RIVALS = {"a": 10, "V": 1, "s": 1}


@RESULTS.add("R1", title="Expected payoffs", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each game has one equilibrium in affine strategies; what everybody expects before anything is seen is exact."""
    return {label: closed_form(found) for label, found in equilibria().items()}


@RESULTS.add("R2", title="Strategies of the supply chain", tables=tables.strategies)
def strategies() -> dict[str, Any]:
    """The wholesale price and the quantities are the article's, for each number of retailers and of those who share.

    With S the sum of what k of n retailers share, and Y what another one sees alone: w = (a + S/(k + s))/2; who shares
    orders (a - w)/(n + 1) + S/((k + s)(n + 1)), and who does not
    (a - w)/(n + 1) + S (k + 2s)/((k + s)(n + 1)(n + k + 1 + 2s)) + Y/(n + k + 1 + 2s).
    """
    return differences()


@RESULTS.add("R3", title="Whether to share, decided before", tables=tables.sharing)
def sharing_decided_before() -> dict[str, Any]:
    """Rivals in quantities keep what they know where products are substitutes; rivals in prices show it.

    Where products are complements each does the other. The threshold is where neither product matters to the other.
    """
    return {
        over: str(solve(decided_before(over)).thresholds("g", at=_RIVALS, over=("-9/10", "9/10"))).splitlines()
        for over in ("quantities", "prices")
    }


@RESULTS.add("R4", title="Payoffs at numbers", tables=tables.numbers)
def payoffs_at_numbers() -> dict[str, Any]:
    """With a = 10, V = 4, s = 1: what one retailer that shares, one that keeps, and the manufacturer have."""
    return {
        f"n{n}_k{k}": {
            **({"who shares": there["R1"]} if k else {}),
            **({"who keeps": there[f"R{n}"]} if k < n else {}),
            "manufacturer": there["M"],
        }
        for n in NUMBERS
        for k in range(n + 1)
        for there in [equilibria()[f"n{n}_k{k}"].at(_AT)]
    }


@RESULTS.add("R5", title="Audit: nobody gains in drawn worlds", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """Strategies are played in 20000 drawn worlds at a = 10, V = 4, s = 1; everybody looks for better weights.

    What it gains is measured in worlds that were not looked at before; nobody gains beyond the confidence bound.
    """
    return {f"n{n}_k{k}": audit(equilibria()[f"n{n}_k{k}"].at(_AT)).audits[-1].passed() for n, k in ((2, 1), (3, 2))}
