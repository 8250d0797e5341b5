"""Who prefers the dual channel to reselling: the deciding polynomials, where they change sign, and their roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from .crossing import changes_once, sign_pattern
from .exact_numbers import decimal, only_root, rounds_to
from .model import equilibria, k, r

_SHOWN_DIGITS = 8


@cache
def deciding(player: str) -> sp.Expr:
    """Return the polynomial in k and r whose sign is that of a player's profit in dual minus that in reselling."""
    dual, reselling = equilibria()["dual"], equilibria()["reselling"]
    domain = dual.domain.where(reselling.domain.conditions)
    return domain.ring.expression(domain.core(dual.exact[player] - reselling.exact[player]))


def crossing_entry(
    polynomial: sp.Expr, symbol: sp.Symbol, low: sp.Rational, high: sp.Rational | None, given: Sequence[sp.Basic]
) -> dict[str, Any]:
    """Return where a polynomial was asked for one change of sign, and what was found.

    Returns
    -------
    dict
        ``in``, ``given``, ``coefficients`` (a sign each; see :func:`crossing.sign_pattern`), ``changes_once`` and
        ``direction`` as the symbol rises.
    """
    pattern = sign_pattern(polynomial, symbol, low, high, given)
    return {
        "in": f"{low} < {symbol}" + ("" if high is None else f" < {high}"),
        "given": [str(relation) for relation in given],
        "coefficients": pattern,
        "changes_once": changes_once(pattern),
        "direction": f"{pattern[-1]} to {pattern[0]}",
    }


def root_entries(player: str, printed: Mapping[Fraction, str]) -> dict[str, Any]:
    """Return the commission at which a player turns, at each cost of effort for which a number is printed.

    Parameters
    ----------
    player : str
    printed : mapping from Fraction to str
        The printed decimal at each k.

    Returns
    -------
    dict
        By k: ``polynomial`` (of which the number is a root), ``decimal`` (rounded), ``printed``, and whether the exact
        number rounds to it.
    """
    found = {}
    for cost, digits in printed.items():
        at_cost = deciding(player).subs(k, sp.Rational(cost))
        root = only_root(at_cost, r, sp.S.Zero, sp.S.One)
        found[str(cost)] = {
            "polynomial": root.polynomial,
            "decimal": decimal(root.low, _SHOWN_DIGITS),
            "printed": digits,
            "rounds_to_printed": rounds_to(root.low, root.high, digits),
        }
    return found
