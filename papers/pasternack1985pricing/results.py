"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .every_law import differences
from .model import equilibria

RESULTS = Results()

_MARKET: dict[str, Any] = {"p": 10, "c": 2}
_AT: dict[str, Any] = {**_MARKET, "s": 1, "g_r": 1, "g_m": 1, "B": 100}
_CREDITS = (1, 2, 4, 6, 8, 10)
_PARTS = ("1/4", "1/2", "3/4")


@RESULTS.add("R1", title="Orders and profits", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Order and profits under each way to take goods back; that nothing is better is proved.

    An order with a star is the only solution, between 0 and 1, of the equation among its conditions.
    """
    return established_forms(equilibria())


@RESULTS.add("R2", title="Every order and every law of demand", tables=tables.every_law)
def every_law() -> dict[str, Any]:
    """At its right price a credit for all leftovers gives the retailer a share of the chain's payoff, plus a constant.

    That is so at every order, under every law of demand: a law matters by expected sales and by the mean only. So what
    is best for the chain is best for the retailer, and one price and credit serve retailers of different laws.
    """
    return differences()


@RESULTS.add("R3", title="Credits, at numbers", tables=tables.credits_at_numbers)
def credits_at_numbers() -> list[dict[str, sp.Expr]]:
    """With p = 10, c = 2, s = g_r = g_m = 1, B = 100: price and profits at each credit, and without returns."""
    pairs = [{"b": sp.Integer(b), **_row("right", {"b": b})} for b in _CREDITS]
    return [*pairs, _row("chosen_price", {})]


@RESULTS.add("R4", title="A full credit for a part, at numbers", tables=tables.parts)
def parts_at_numbers() -> list[dict[str, sp.Expr]]:
    """With p = 10, c = 2: the price that is right for uniform demand, and what is ordered at it under both laws."""
    return [_part(sp.Rational(part)) for part in _PARTS]


def _row(label: str, more: dict[str, Any]) -> dict[str, sp.Expr]:
    found = equilibria()[label].at({**_AT, **more})
    return {name: found[name] for name in ("w", "q", "retailer", "supplier")}


def _part(r: sp.Rational) -> dict[str, sp.Expr]:
    price = sp.Integer(20) / (2 + 8 * (1 - r) ** 2)
    row = {"r": r, "w_0": price}
    for k in (1, 2):
        row[f"x_{k}"] = equilibria()[f"owner_k{k}"].at(_MARKET)[f"x_{k}"]
        row[f"y_{k}"] = equilibria()[f"part_k{k}"].at({**_MARKET, "r": r, "w_0": price})[f"y_{k}"]
    return row
