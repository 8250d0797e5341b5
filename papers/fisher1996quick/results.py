"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from lsec_models import discrete, normal, solve
from lsec_models.games.laws import Law
from lsec_models.papers import Results
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria, games_under

RESULTS = Results()

_LAWS: Mapping[str, Law] = {
    "three levels": discrete({20: "9/20", 50: "3/10", 90: "1/4"}),
    "normal, mean 50, variance 400": normal(50, 400),
}
_AT: dict[str, Any] = {"p": 10, "c": 4, "s": 1}
_LATER: dict[str, Any] = {"c_2": 6, "K": 0}


@RESULTS.add("R1", title="Orders and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """One order and two, in closed form; that nothing is better, and that there is no other optimum, is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Orders under other laws", tables=tables.orders)
def orders_under_other_laws() -> dict[str, Any]:
    """With three levels of demand, and with normal demand, the first of two orders is smaller than the only one too.

    Each is the quantile of demand at what is lost by a missed unit, as a share of that and of what is lost by a unit
    that is left over.
    """
    return {words: _orders(law) for words, law in _LAWS.items()}


def _orders(law: Law) -> dict[str, Any]:
    points = {"once": _AT, "twice": _AT | _LATER}
    found = {label: solve(game, at=points[label]).only() for label, game in games_under(law).items()}
    return {label: {"order": _shown(one["q"]), "profit": _shown(one["retailer"])} for label, one in found.items()}


def _shown(number: sp.Expr) -> sp.Expr | str:
    """Return a number that is exact, or ten digits of one that is not."""
    return number if number.is_Rational else f"{float(number):.10g}"
