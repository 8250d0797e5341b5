"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models import solve
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import choice_of_contracts, equilibria

RESULTS = Results()

_AT: dict[str, Any] = {"alpha": 1, "beta": 1}
_GAMMAS = ("1/2", "-1/2")
_SHOWN = ("firm_1", "firm_2", "buyers", "welfare")


@RESULTS.add("R1", title="Prices, quantities and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each pair of contracts leads to one equilibrium, in closed form; that nobody gains is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Profits at numbers", tables=tables.numbers)
def profits_at_numbers() -> list[dict[str, Any]]:
    """With α = β = 1 and γ = 1/2 firms that promise quantities have 4/25 each, and firms that promise prices 4/27."""
    found = [(g, label, one.at(_AT | {"gamma": g})) for g in _GAMMAS for label, one in equilibria().items()]
    return [{"gamma": g, "game": label, **{name: one[name] for name in _SHOWN}} for g, label, one in found]


@RESULTS.add("R3", title="Which contracts are chosen", tables=tables.chosen)
def contracts_chosen() -> list[str]:
    """Both promise quantities where products are substitutes, and prices where they are complements.

    The only equilibria in pure strategies of the choice, at α = β = 1 and γ from -9/10 to 9/10. Where γ is zero the
    contract does not matter.
    """
    thresholds = solve(choice_of_contracts()).thresholds("gamma", at=_AT, over=("-9/10", "9/10"))
    return str(thresholds).splitlines()


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every firm re-optimises numerically, and finds nothing better."""
    return audited(equilibria(), draws=8)
