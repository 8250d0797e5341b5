"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.polynomials.ratio import factored_form
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.show.export.closed_forms import closed_form

from . import tables
from .exact_numbers import decimal, rounds_to
from .model import equilibria, k, r
from .preferences import crossing_entry, deciding, root_entries
from .printed import EXAMPLE, EXAMPLE_PROFITS, INTERMEDIARY_TURNS, MANUFACTURER_TURNS

RESULTS = Results()

_HALF = sp.S.Half
_STRUCTURES = ("agency", "reselling", "dual")


@RESULTS.add("R1", title="Equilibrium of each channel structure", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Each structure has one interior subgame-perfect equilibrium, in closed form.

    It is found by backward induction from the declared timing, in exact arithmetic. Within 0 < r < 1 and k > 1/2 all
    second-order conditions hold and all quantities are positive.
    """
    return {name: closed_form(equilibria()[name]) for name in _STRUCTURES}


@RESULTS.add("R2", title="From which commission on the intermediary prefers dual", tables=tables.intermediary)
def intermediary_turns() -> dict[str, Any]:
    """At each cost of effort there is one commission r_I at which the intermediary turns from reselling to dual.

    The difference of its profits has the sign of a polynomial in k and r. Mapped to r between 0 and 1, its coefficients
    change sign exactly once for every k > 1/2, so that it has exactly one root there: the intermediary prefers dual if
    and only if r ≥ r_I(k). At each k the root is a root of the irreducible polynomial in the table, at k = 1 the number
    (5 - √13)/4, and rounds to what is printed. As effort becomes dear without bound, r_I goes to 1/4.
    """
    polynomial = deciding("intermediary")
    return {
        "deciding": polynomial,
        "one_change_of_sign": crossing_entry(polynomial, r, [r < 1, k > _HALF]),
        "at": root_entries("intermediary", INTERMEDIARY_TURNS),
        "leading_coefficient_in_k": _leading_in_k(polynomial),
    }


@RESULTS.add("R3", title="Up to which commission the manufacturer prefers dual", tables=tables.manufacturer)
def manufacturer_turns() -> dict[str, Any]:
    """Above a commission of 1/2 the manufacturer prefers dual if and only if k > 1 and r ≤ r_M(k).

    For k > 1 the deciding polynomial changes sign exactly once for r between 1/2 and 1, at r_M; for k ≤ 1 it is
    negative there (claim manufacturer-high-low-cost). At k = 1 the root is 1/2 itself. Each root rounds to what is
    printed. As effort becomes dear without bound, r_M goes to 1/2.
    """
    polynomial = deciding("manufacturer")
    return {
        "deciding": polynomial,
        "one_change_of_sign": crossing_entry(polynomial, r, [r > _HALF, r < 1, k > 1], falls=True),
        "at": root_entries("manufacturer", MANUFACTURER_TURNS),
        "leading_coefficient_in_k": _leading_in_k(polynomial),
    }


@RESULTS.add("R4", title="How dear effort must be for the manufacturer to prefer dual", tables=tables.effort_cost)
def manufacturer_cost_threshold() -> dict[str, Any]:
    """Below a commission of 1/2 the manufacturer prefers dual if and only if k ≥ k_M(r), with k_M below 1.

    The deciding polynomial changes sign exactly once in k above 1/2, and it is positive at k = 1. The threshold k_M
    goes to (1 + √13)/6 as the commission goes to 0, and to 1 as it goes to 1/2: at these two commissions the polynomial
    in k is the one given. So for k ≥ 1, the range of the printed numbers, every commission up to 1/2 will do.
    """
    polynomial = deciding("manufacturer")
    return {
        "one_change_of_sign": crossing_entry(polynomial, k, [k > _HALF, r < _HALF]),
        "at_k_1": factored_form(polynomial.subs(k, 1)),
        "as_r_goes_to_0": factored_form(polynomial.subs(r, 0)),
        "as_r_goes_to_1/2": factored_form(polynomial.subs(r, _HALF)),
    }


@RESULTS.add("R5", title="The printed example", tables=tables.example)
def example() -> dict[str, Any]:
    """Profits at a = 1, k = 2, r = 1/10: the exact fractions round to the printed decimals."""
    return {
        name: {player: _example_entry(name, player, digits) for player, digits in printed.items()}
        for name, printed in EXAMPLE_PROFITS.items()
    }


@RESULTS.add("R6", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better.

    Those who move later answer each deviation by solving their own stage again; the closed forms are not used for
    this.
    """
    return audited({name: equilibria()[name] for name in _STRUCTURES}, draws=20)


def _leading_in_k(polynomial: sp.Expr) -> sp.Expr:
    return factored_form(sp.LC(polynomial, k))


def _example_entry(name: str, player: str, printed: str) -> dict[str, Any]:
    point = {symbol.name: EXAMPLE[symbol.name] for symbol in equilibria()[name].ring.symbols}
    found = equilibria()[name].at(point)[player]
    exact = Fraction(int(found.p), int(found.q))
    return {
        "exact": found,
        "decimal": decimal(exact, 8),
        "printed": printed,
        "rounds_to_printed": rounds_to(exact, exact, printed),
    }
