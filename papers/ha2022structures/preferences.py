"""Who prefers the dual channel to reselling: the deciding polynomials, where they change sign, and their roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import crosses_once, prove

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
    polynomial: sp.Expr, symbol: sp.Symbol, given: Sequence[sp.Basic], *, falls: bool = False
) -> dict[str, Any]:
    """Return whether a polynomial turns its sign exactly once as a symbol rises, and under what it was asked.

    Returns
    -------
    dict
        ``in``, ``given``, ``direction`` and ``verdict``.
    """
    claim = crosses_once(-polynomial if falls else polynomial, symbol)
    return {
        "in": str(symbol),
        "given": [str(relation) for relation in given],
        "direction": "+ to -" if falls else "- to +",
        "verdict": prove(claim, given).status,
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
