"""Signs of polynomials in square roots at rational points, against long decimal numbers."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.prove.statements.radicals import Radical, sign_with_radicals
from strategies import examples, fractions, polynomials

X = sp.Symbol("x", real=True)
TWO, THREE = Radical(sp.Integer(2)), Radical(sp.Integer(3))
RING = ring_of([X, TWO, THREE])


@examples(60)
@given(polynomials(RING, max_terms=5, degree=3), fractions(), st.booleans())
def test_signs_are_those_of_long_decimal_numbers(polynomial: Polynomial, value: Fraction, is_root: bool) -> None:
    """With 80 digits: polynomials as small as these have no values nearer to zero than 60 digits tell."""
    if is_root:  # So that values that cancel are among them.
        polynomial = polynomial * (RING.generators[RING.index[TWO]] ** 2 - 2)
    with mpmath.workdps(80):
        numbers = {X: mpmath.mpf(value.numerator) / value.denominator, TWO: mpmath.sqrt(2), THREE: mpmath.sqrt(3)}
        terms = (
            int(c) * mpmath.fprod(numbers[s] ** int(n) for s, n in zip(RING.symbols, powers, strict=True))
            for powers, c in polynomial.terms()
        )
        total = mpmath.fsum(terms)
        expected = 0 if abs(total) < mpmath.mpf(10) ** -60 else int(mpmath.sign(total))
    where = RING.exact_point({X: value, TWO: Fraction(0), THREE: Fraction(0)})
    assert sign_with_radicals(RING, polynomial, where, (TWO, THREE)) == expected


def test_sums_that_cancel_and_sums_that_nearly_do_are_told_apart() -> None:
    x, two, three = (RING.generators[RING.index[s]] for s in (X, TWO, THREE))
    where = RING.exact_point({X: Fraction(577, 408), TWO: Fraction(0), THREE: Fraction(0)})
    cases = {1: x - two, -1: two * three - 5 * three + 1, 0: two**2 * three - 2 * three}
    for sign, polynomial in cases.items():
        assert sign_with_radicals(RING, polynomial, where, (TWO, THREE)) == sign
        assert sign_with_radicals(RING, -polynomial, where, (TWO, THREE)) == -sign
