"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from lsec_models import solve
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import V, equilibria, in_turn, n, two

RESULTS = Results()

_CONTESTS = (("1", 6, 4), ("3/2", 6, 5), ("3/2", 6, 2), ("2", 4, 4), ("2", 5, 4), ("7/3", 3, 3))
_IN_TURN = ((5, 4), (9, 4))
_LEAST = sp.Rational(1, 10)


@RESULTS.add("R1", title="Efforts and payoffs", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Efforts of those who are alike, of two and three who differ, and of two who move one after the other."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="All equilibria of two at numbers", tables=tables.contests)
def contests_at_numbers() -> list[dict[str, Any]]:
    """At the power r two to whom the prize is worth V_1 and V_2 have one equilibrium, or none in pure strategies.

    There is one where r is at most 1 + (V_2/V_1)^r, V_1 being the larger value (Nti 1999), and then the efforts are
    r V_1^(r + 1) V_2^r/(V_1^r + V_2^r)^2 and r V_2^(r + 1) V_1^r/(V_1^r + V_2^r)^2. All profiles are looked at.
    """
    return [_contest(sp.Rational(power), first, second) for power, first, second in _CONTESTS]


@RESULTS.add("R3", title="Any power", tables=tables.any_power)
def any_power() -> dict[str, Any]:
    """The symmetric equilibrium of n is the effort r (n - 1) V/n^2 if r is at most n/(n - 1); else there is none.

    A bidder's payoff rises or falls in its effort by r V p (1 - p)/x - 1, where p is its chance to win: so it is
    stationary at the effort r V p (1 - p), where the second derivative has the sign of r - 1 - 2 r p. It falls
    near nothing if r is above 1, and there is one chance at which it turns from convex to concave: so the payoff is
    largest at nothing, or at a stationary chance above (r - 1)/(2r). The symmetric chance is 1/n, and what is left
    there is not negative exactly if r is at most n/(n - 1); 1/n is above (r - 1)/(2r) then. If r is at most 1 payoffs
    are concave.
    """
    r, p, x = sp.symbols("r p x", positive=True)
    rest = x**r * (1 - p) / p
    own = sp.Symbol("own", positive=True)
    payoff = V * own**r / (own**r + rest) - own
    slopes = [sp.simplify(sp.diff(payoff, own, order).subs(own, x)) for order in (1, 2)]
    stationary = r * V * p * (1 - p)
    here = {p: 1 / n}
    return {
        "slope": sp.factor(slopes[0]),
        "stationary effort": stationary,
        "slope there": sp.simplify(slopes[0].subs(x, stationary)),
        "second derivative, times x^2/(r V p (1 - p))": sp.expand(sp.simplify(slopes[1] * x**2 / stationary)),
        "effort of n alike": sp.factor(stationary.subs(here)),
        "left to each": sp.factor((V * p - stationary).subs(here)),
    }


@RESULTS.add("R4", title="One after the other, and three, at numbers", tables=tables.numbers)
def numbers() -> list[dict[str, Any]]:
    """The closed forms at numbers, and two in turn, where all first efforts from 1/10 on are compared.

    Who moves first and makes no effort invites an effort that has no best size: so that the first effort must be some.
    """
    three = equilibria()["three"].at({"V_1": 10, "V_2": 8, "V_3": 6})
    alike = equilibria()["alike"].at({"V": 9, "n": 3})
    return [
        {"contest": "three alike, 9", **_numbers(alike, ["x"], ["bidder"]), "the only one": None},
        {
            "contest": "three: 10, 8 and 6",
            **_numbers(three, ["x_1", "x_2", "x_3"], ["first", "second", "third"]),
            "the only one": None,
        },
        *(_one_after_the_other(*values) for values in _IN_TURN),
    ]


@RESULTS.add("R5", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better."""
    shown = ("two_half_more", "two_squares", "two", "three")
    return audited({label: equilibria()[label] for label in shown}, draws=8)


def _contest(power: sp.Rational, first: int, second: int) -> dict[str, Any]:
    found = solve(two((sp.Integer(first), sp.Integer(second)), power), at={})
    efforts = [[_shown(one[name] ** power.q) for name in ("x_1", "x_2")] for one in found]
    return {
        "power": power,
        "values": [first, second],
        "status": found.status,
        "efforts": efforts,
        "all": found.complete or found.is_none,
    }


def _one_after_the_other(first: int, second: int) -> dict[str, Any]:
    found: Solutions = solve(in_turn(_LEAST), at={"V_1": first, "V_2": second})
    there = found.only()
    words = f"in turn: {first} and {second}"
    return {
        "contest": words,
        **_numbers(there, ["x_1", "x_2"], ["first", "second"]),
        "the only one": found.complete,
    }


def _numbers(there: Any, efforts: Iterable[str], payoffs: Iterable[str]) -> dict[str, Any]:
    return {
        "efforts": [_shown(there[name]) for name in efforts],
        "payoffs": [_shown(there[name]) for name in payoffs],
    }


def _shown(number: sp.Expr) -> sp.Expr | str:
    """Return a number that is rational, or ten digits of one that is not."""
    return number if number.is_Rational else f"{float(number):.10g}"
