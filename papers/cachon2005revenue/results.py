"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria
from .other_laws import orders
from .payoffs import differences

RESULTS = Results()


@RESULTS.add("R1", title="Orders and profits under each contract", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each contract leads to one order, in closed form; that nobody gains is proved.

    That there is no other equilibrium is proved too, but not where effort scales demand.
    """
    return established_forms(equilibria())


@RESULTS.add("R2", title="Payoffs at every order and every law", tables=tables.payoffs)
def payoffs_at_every_order() -> dict[str, Any]:
    """Coordinating contracts give the retailer a share of the chain's payoff, at every order and whatever is sold.

    Expected payoffs depend on the law of demand by expected sales only. With a symbol for these, the difference between
    the two sides of each identity is zero, so that the order is the same too, under every law.
    """
    return differences()


@RESULTS.add("R3", title="Orders under other laws", tables=tables.orders)
def orders_under_other_laws() -> dict[str, Any]:
    """With three levels of demand, and with a sample, coordinating contracts lead to the chain's order as well.

    A price-only contract does not: the supplier's best wholesale price makes the retailer order less.
    """
    return orders()


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    efforts = ("price_effort_chain", "price_effort_shared", "size_effort_chain", "size_effort_shared")
    audited_ones = (*efforts, "size_effort_price_only")
    return audited({label: equilibria()[label] for label in audited_ones}, draws=20)
