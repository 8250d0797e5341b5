"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria, games

RESULTS = Results()

_GOODS = ("-9/10", "-1/2", "1/2", "9/10")
_POWER = "9/10"
_SIDES = ("supplier", "retailer")


@RESULTS.add("R1", title="Prices, quantities and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Agreed terms and what follows; that no pair has a larger Nash product is proved.

    That there are no other terms with this property is proved where there is one pair, and open where there are two.
    """
    return established_forms({label: equilibria()[label] for label in games()})


@RESULTS.add("R2", title="Mergers, at numbers", tables=tables.numbers)
def mergers_at_numbers() -> list[dict[str, sp.Expr]]:
    """With a = 10 and β = 9/10: price and profits, of both suppliers and both retailers, and the surplus of buyers."""
    return [_row(label, good) for good in _GOODS for label in ("apart", "one_supplier", "one_retailer", "one_of_each")]


def _row(label: str, good: str) -> dict[str, Any]:
    found = equilibria()[label].at({"a": 10, "beta": _POWER, "g": good})
    sums = {side: sp.Add(*(pay for name, pay in found.payoffs.items() if name.startswith(side))) for side in _SIDES}
    price = found["w" if label == "one_of_each" else "w_1"]
    return {"g": sp.Rational(good), "who": label, "price": price, **sums, "buyers": found["buyers"]}
