"""Grouped polynomials are the same polynomials, and not longer."""

from __future__ import annotations

import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.algebra.polynomials import grouped as grouping
from lsec_models.algebra.polynomials.grouped import grouped, grouped_form
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of

SYMBOLS = sp.symbols("alpha beta gamma delta", positive=True)
RING = ring_of(SYMBOLS)
POWERS = st.tuples(*[st.integers(0, 3)] * len(SYMBOLS))
POLYNOMIALS = st.dictionaries(POWERS, st.integers(-9, 9).filter(bool), min_size=1, max_size=6).map(RING.from_terms)


@given(st.lists(POLYNOMIALS, min_size=1, max_size=2), POLYNOMIALS)
@settings(max_examples=10, deadline=None)
def test_what_is_grouped_is_the_same_and_not_longer(products: list[Polynomial], other: Polynomial) -> None:
    polynomial = other
    for one in products:
        polynomial = polynomial * one + other
    if polynomial.is_zero():
        return

    def turned(factor: Polynomial) -> tuple[Polynomial, int]:
        return (-factor, -1) if factor.leading_coefficient() > 0 else (factor, 1)

    for form in (grouped(RING, polynomial), grouped(RING, polynomial, turned)):
        assert ratio(RING, form) == Ratio(RING, polynomial)
        assert len(str(form)) <= len(str(RING.expression(polynomial)))
    quotient = Ratio(RING, polynomial, other * other)
    assert ratio(RING, grouped_form(quotient)) == quotient


def test_a_sum_of_products_is_found_again() -> None:
    alpha, beta, gamma, delta = SYMBOLS
    written = alpha**2 * (gamma + delta) ** 4 + beta**2 * (gamma - 2 * delta) ** 3
    form = grouped(RING, ratio(RING, written).numerator)
    assert len(str(form)) <= len(str(written)) + 10


def test_what_is_too_long_to_be_collected_stays_as_it_is() -> None:
    polynomial = ratio(RING, (1 + sum(SYMBOLS)) ** 6 + 1).numerator
    assert len(polynomial) > grouping._MAX_TERMS
    assert grouped(RING, polynomial) == RING.expression(polynomial)
