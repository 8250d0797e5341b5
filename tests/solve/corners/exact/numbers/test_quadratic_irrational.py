"""Numbers with a square root have the sign that floating point sees, and sums of two of them."""

from __future__ import annotations

from itertools import pairwise

import flint
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import as_number, quadratic_roots, sign, surd

rationals = st.builds(flint.fmpq, st.integers(-20, 20), st.integers(1, 7))
radicands = st.sampled_from([2, 3, 5, 6, 7, 10, 11])


@given(rationals, rationals, radicands, rationals, rationals, radicands)
def test_signs_of_sums_and_differences(a, b, d, p, q, e) -> None:  # type: ignore[no-untyped-def]
    first, second = surd(a, b, d), surd(p, q, e)
    for value, exact in (
        (first + second, as_number(first) + as_number(second)),
        (first - second, as_number(first) - as_number(second)),
    ):
        assert sign(value) == int(bool(exact > 0)) - int(bool(exact < 0))


@given(rationals, rationals, rationals)
def test_roots_of_quadratics_are_roots_in_order(square, slope, constant) -> None:  # type: ignore[no-untyped-def]
    assume(square != 0 or slope != 0)
    roots = quadratic_roots(square, slope, constant)
    assert all(sign(square * x * x + slope * x + constant) == 0 for x in roots)
    assert all(sign(high - low) > 0 for low, high in pairwise(roots))
    assert len(roots) == (1 if square == 0 else 1 + sign(slope * slope - square * constant * 4))
