"""Factors of a polynomial whose sign is known, since decisions are not below zero."""

from __future__ import annotations

from collections.abc import Collection

from lsec_models.algebra.polynomials.ring import Polynomial, factored
from lsec_models.solve.polynomial.payoffs import CONTEXT


def without_positive_factors(polynomial: Polynomial, place: int, nonnegative: Collection[int]) -> Polynomial:
    """Return a polynomial without factors that are above zero wherever one variable is."""
    if polynomial.is_zero():
        return polynomial
    number, factors = factored(polynomial)
    found = CONTEXT.constant(1 if number > 0 else -1)
    for factor, power in factors:
        if is_positive(factor, nonnegative, CONTEXT.gens()[place]):
            continue
        if is_positive(-factor, nonnegative, CONTEXT.gens()[place]):
            found = found * (-1) ** power
        else:
            found = found * factor**power
    return found


def sign_changing(polynomial: Polynomial, place: int, nonnegative: Collection[int]) -> Polynomial:
    """Return a polynomial with the same sign but at single points: without squares, and without positive factors."""
    number, factors = factored(without_positive_factors(polynomial, place, nonnegative))
    found = CONTEXT.constant(1 if number > 0 else -1)
    for factor, power in factors:
        found = found * factor ** (power % 2)
    return found


def is_positive(polynomial: Polynomial, nonnegative: Collection[int], inside: Polynomial) -> bool:
    """Whether all terms are at least zero, and one is above zero where `inside`, a variable or one, is above zero."""
    places = [place for place, degree in enumerate(inside.degrees()) if degree > 0]
    alone = False
    for powers, value in polynomial.terms():
        used = [place for place, power in enumerate(powers) if power]
        if value < 0 or not set(used) <= set(nonnegative):
            return False
        alone = alone or set(used) <= set(places)
    return alone
