"""Square roots of rational numbers against those of whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import flint
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.algebra.numbers.rational_roots import out_of_root, rational_root, root_bounds, small_factors
from strategies import examples

positive = st.integers(1, 10**6)


@given(positive, positive, st.booleans())
@examples(200)
def test_rational_roots(p, q, squared):
    value = Fraction(p, q) ** 2 if squared else Fraction(p, q)
    ratio = value.as_integer_ratio()
    found, nearest = rational_root(flint.fmpq(*ratio)), Fraction(*map(isqrt, ratio))
    assert (nearest**2 == value) == (found is not None)
    assert found is None or Fraction(int(found.p), int(found.q)) == nearest
    assert rational_root(-flint.fmpq(p, q)) is None


@given(positive, positive, st.sampled_from([10**3, 10**9, 10**15]))
@examples(200)
def test_bounds_are_close_and_on_both_sides(p, q, scale):
    low, high = root_bounds(Fraction(p, q), scale)
    assert low**2 < Fraction(p, q) < high**2
    assert high - low <= Fraction(3, scale)


@given(positive)
@examples(300)
def test_nothing_square_stays_below_the_root(whole):
    outside, inside = out_of_root(whole)
    assert outside**2 * inside == whole
    assert all(n == 1 for n in sp.factorint(inside).values())


@pytest.mark.parametrize(
    ("whole", "expected"),
    [(1, (1, 1)), (10007**2, (10007, 1)), ((10007 * 10009) ** 2 * 12, (2 * 10007 * 10009, 3)), (2**61, (2**30, 2))],
)
def test_squares_of_large_numbers(whole, expected):
    assert out_of_root(whole) == expected
    assert sp.prod([factor**n for factor, n in small_factors(whole)]) == whole
    assert (expected[1] == 1) == (isqrt(whole) ** 2 == whole)
