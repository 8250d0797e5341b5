"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models import solve
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria, whole

RESULTS = Results()

_POINTS: dict[str, dict[str, Any]] = {
    "both are served": {"v": "2/5", "k": 1, "t_L": "3/2", "g": "1/2"},
    "at the border": {"v": "3/4", "k": 1, "t_L": "3/2", "g": "1/2"},
    "the low type is left out": {"v": "4/5", "k": 1, "t_L": "3/2", "g": "1/2"},
}
_SHOWN = ("q_H", "p_H", "q_L", "p_L", "seller")


@RESULTS.add("R1", title="Prices, qualities and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """The best prices of any two qualities, the best menu, and what the seller would do if it saw tastes."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="The whole menu at numbers", tables=tables.menus)
def menus_at_numbers() -> dict[str, Any]:
    """Qualities and prices chosen at once, under all four constraints, are the same; there is no other best menu."""
    return {words: _at(point) for words, point in _POINTS.items()}


@RESULTS.add("R3", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters the seller re-optimises numerically, and finds nothing better."""
    return audited({label: equilibria()[label] for label in ("menu", "seen", "one_offer")}, draws=8)


def _at(point: dict[str, Any]) -> dict[str, Any]:
    found = solve(whole(), at=point)
    menu, formula = found.only(), equilibria()["menu"].at(point)
    return {
        **{name: menu[name] for name in _SHOWN},
        "the only one": found.complete,
        "as the closed form": all(menu[name] == formula[name] for name in _SHOWN),
    }
