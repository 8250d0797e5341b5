"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import normal_noise, tables
from .model import equilibria, tournament

RESULTS = Results()

_SPREADS = (1, 2, 3, 4, 5, 6)
_SPREADS_IN_VARIANCES = (1, 4, 8, 9, 12, 13)
_NUMBERS: dict[str, Any] = {"v": "3/2", "k": 1, "h": 1, "u_0": "1/10"}


@RESULTS.add("R1", title="Efforts and prizes", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Up to a spread of 4kh² effort is the spread over 2hk; the best spread of firms that earn nothing is 2hv.

    That a worker's reply is the best one, over all efforts, is proved: below the spread the rival's effort, above it
    none at all.
    """
    shown = ("reply", "reply_beyond", "piece_rate", "competitive")
    return established_forms({label: equilibria()[label] for label in shown})


@RESULTS.add("R2", title="All equilibria at some spreads", tables=tables.spreads)
def equilibria_at_spreads() -> list[dict[str, Any]]:
    """With k = h = 1 there is exactly one equilibrium up to a spread of 4, and none in pure strategies beyond.

    All profiles are looked at, those in which the two differ too.
    """
    return [_at_spread(spread) for spread in _SPREADS]


@RESULTS.add("R3", title="Prizes of one firm at numbers", tables=tables.prizes)
def prizes_at_numbers() -> dict[str, Any]:
    """With v = 3/2 and k = h = 1 one firm sets the spread 3; both get efficient effort and what they have elsewhere."""
    there = equilibria()["principal"].at(_NUMBERS)
    return {name: there[name] for name in ("D", "effort", "W_1", "W_2", "firm")}


@RESULTS.add("R4", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    return audited({label: equilibria()[label] for label in ("piece_rate", "competitive", "principal")}, draws=8)


@RESULTS.add("R5", title="Normal noise at some spreads", tables=tables.normal_noise)
def normal_noise_at_spreads() -> dict[str, Any]:
    """With normal noise of variance 1 and k = 1 effort is S/(2 sqrt(pi)), up to a spread of 12; at 13 nothing is.

    Both have the same marginal gain at any two efforts, so that no equilibrium is asymmetric. That the symmetric effort
    is the best reply to itself is shown by ball arithmetic over all efforts; at 13 a lower one is better. What is
    gained by less effort rises with the spread, so that 12 speaks for all smaller ones, and 13 for all larger ones. Up
    to 2 sqrt(2 pi E) payoffs are concave, so that first-order conditions suffice.
    """
    spreads = [_with_normal_noise(spread) for spread in _SPREADS_IN_VARIANCES]
    return {"concave up to": normal_noise.CONCAVE_UP_TO, "spreads": spreads}


def _with_normal_noise(spread: int) -> dict[str, Any]:
    found = normal_noise.tournament(spread)
    efforts = [[f"{float(one[name]):.10g}" for name in ("e_1", "e_2")] for one in found]
    return {"spread": spread, "efforts": efforts, "is equilibrium": normal_noise.is_equilibrium(spread)}


def _at_spread(spread: int) -> dict[str, Any]:
    found = tournament(spread)
    efforts = [{name: one[name] for name in ("e_1", "e_2")} for one in found]
    return {"spread": spread, "status": found.status, "efforts": efforts, "all": found.complete or found.is_none}
