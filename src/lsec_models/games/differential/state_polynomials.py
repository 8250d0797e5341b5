"""Polynomials in the states: coefficients by powers."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio

Powers = tuple[int, ...]


def collected(function: Ratio, states: Sequence[sp.Symbol]) -> dict[Powers, Ratio] | None:
    """Return the coefficients of a polynomial in the states by powers; None if the states stand below the bar."""
    ring = function.ring
    places = [ring.index[state] for state in states]
    if any(function.denominator.degrees()[i] > 0 for i in places):
        return None
    parts: dict[Powers, dict[Powers, int]] = {}
    for powers, coefficient in function.numerator.terms():
        rest = tuple(0 if i in places else n for i, n in enumerate(powers))
        parts.setdefault(tuple(int(powers[i]) for i in places), {})[rest] = coefficient
    return {powers: Ratio(ring, ring.from_terms(terms), function.denominator) for powers, terms in parts.items()}


def monomial(states: Sequence[sp.Symbol], powers: Powers) -> sp.Expr:
    """Return the product of powers of the states."""
    return sp.Mul(*(state**power for state, power in zip(states, powers, strict=True)))
