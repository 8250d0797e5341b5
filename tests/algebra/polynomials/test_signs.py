from __future__ import annotations

from itertools import product

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from lsec_models import parameters
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.algebra.polynomials.signs import Kind, Sign, coefficient_sign
from strategies import examples, grid_of, parameter_rings, polynomials

POSSIBLE = {
    Sign.POSITIVE: {1},
    Sign.NONNEGATIVE: {0, 1},
    Sign.ZERO: {0},
    Sign.NONPOSITIVE: {-1, 0},
    Sign.NEGATIVE: {-1},
    Sign.UNKNOWN: {-1, 0, 1},
}


@pytest.mark.parametrize(("left", "right"), list(product(Sign, Sign)))
def test_products_are_the_sharpest_true_statement(left: Sign, right: Sign) -> None:
    outcomes = {a * b for a, b in product(POSSIBLE[left], POSSIBLE[right])}
    assert POSSIBLE[left * right] == outcomes
    assert left * right is right * left


@pytest.mark.parametrize("sign", list(Sign))
def test_opposites_and_questions(sign: Sign) -> None:
    assert POSSIBLE[-sign] == {-s for s in POSSIBLE[sign]}
    assert sign.is_positive is (POSSIBLE[sign] == {1})
    assert sign.is_nonnegative is (POSSIBLE[sign] <= {0, 1})
    assert sign.is_nonpositive is (POSSIBLE[sign] <= {0, -1})


POSITIVE, NONNEGATIVE, FREE = parameters("p", positive=True), parameters("q", nonnegative=True), parameters("r")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (POSITIVE, Sign.POSITIVE),
        (NONNEGATIVE, Sign.NONNEGATIVE),
        (FREE, Sign.UNKNOWN),
        (FREE**2, Sign.NONNEGATIVE),
        (-(FREE**2), Sign.NONPOSITIVE),
        (FREE**2 + 1, Sign.POSITIVE),
        (-(FREE**2) - POSITIVE, Sign.NEGATIVE),
        (POSITIVE * NONNEGATIVE, Sign.NONNEGATIVE),
        (POSITIVE * FREE, Sign.UNKNOWN),
        (POSITIVE - NONNEGATIVE, Sign.UNKNOWN),
        (FREE**2 * NONNEGATIVE + POSITIVE * NONNEGATIVE**3, Sign.NONNEGATIVE),
        (FREE**3, Sign.UNKNOWN),
        (POSITIVE * 0, Sign.ZERO),
    ],
)
def test_coefficients_tell_the_sign(expression: object, expected: Sign) -> None:
    ring = ring_of([POSITIVE, NONNEGATIVE, FREE])
    kinds = Domain(ring=ring).kinds
    assert kinds == (Kind.POSITIVE, Kind.NONNEGATIVE, Kind.FREE)
    assert coefficient_sign(ratio(ring, expression).numerator, kinds) is expected


@pytest.mark.slow
@examples(200)
@given(parameter_rings(), st.data())
def test_coefficients_never_tell_a_wrong_sign(ring: Ring, data: st.DataObject) -> None:
    polynomial = data.draw(polynomials(ring, max_terms=5, degree=2))
    sign = coefficient_sign(polynomial, Domain(ring=ring).kinds)
    event(sign.name)
    values = grid_of(ring).values(polynomial)
    assert {int(v > 0) - int(v < 0) for v in values} <= POSSIBLE[sign]
