"""Real roots as exact numbers: isolated, compared, and the simplest fraction between two of them."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.algebra.numbers.real_roots import RealRoot, between, count_roots, distinct, grouped, real_roots

x = sp.Symbol("x")


def q(value: str | int) -> flint.fmpq:
    exact = Fraction(value)
    return flint.fmpq(exact.numerator, exact.denominator)


@pytest.mark.parametrize(
    ("coefficients", "interval", "expected"),
    [
        ([-2, 0, 1], ("0", "2"), ["sqrt(2)"]),
        ([-2, 0, 1], ("-2", "2"), ["-sqrt(2)", "sqrt(2)"]),
        ([-1, 2], ("0", "1"), ["1/2"]),
        ([0, 1, -1], ("0", "1"), []),
        ([1, 0, 1], ("-9", "9"), []),
        ([1, -2, 1], ("0", "2"), ["1"]),
        ([0, -1, 0, 4], ("-1", "1"), ["-1/2", "0", "1/2"]),
        ([-1, -1, 1], ("0", "9"), ["1/2 + sqrt(5)/2"]),
        ([7], ("0", "1"), []),
    ],
)
def test_real_roots(coefficients: list[int], interval: tuple[str, str], expected: list[str]) -> None:
    roots = real_roots(flint.fmpz_poly(coefficients), q(interval[0]), q(interval[1]))
    assert [str(root.expression()) for root in roots] == expected


def test_roots_of_high_degree_are_isolated_without_enclosures() -> None:
    wilkinson = flint.fmpz_poly([1])
    for k in range(1, 21):
        wilkinson *= flint.fmpz_poly([-k, 20])
    assert [root.expression() for root in real_roots(wilkinson, q(0), q("21/40"))] == [
        sp.Rational(k, 20) for k in range(1, 11)
    ]
    assert count_roots(wilkinson, None, q("1/2")) == 9


def test_a_root_of_degree_three_is_the_root_of_its_minimal_polynomial() -> None:
    (root,) = real_roots(flint.fmpz_poly([-2, 0, 0, 1]) * flint.fmpz_poly([5, 0, 1]), q(0), q(2))
    assert [int(c) for c in root.minimal.coeffs()] == [-2, 0, 0, 1]
    assert root.expression() == sp.CRootOf(x**3 - 2, 0)
    assert float(root) == pytest.approx(2 ** (1 / 3), abs=1e-15)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=8), st.integers(-8, 0), st.integers(1, 8))
def test_roots_are_those_that_sympy_counts(coefficients: list[int], low: int, high: int) -> None:
    polynomial = sp.Poly(coefficients[::-1], x)
    if polynomial.degree() < 1:
        return
    inside = [root for root in sorted(set(sp.real_roots(polynomial)), key=lambda r: r.evalf(30)) if low < root < high]
    found = real_roots(flint.fmpz_poly(coefficients), q(low), q(high))
    assert len(found) == len(inside)
    assert [float(root) for root in found] == pytest.approx([float(root) for root in inside], abs=1e-12)


@pytest.mark.parametrize("bits", [4, 60, 300])
def test_narrowed_intervals_still_hold_the_root(bits: int) -> None:
    (root,) = real_roots(flint.fmpz_poly([-3, 0, 0, 0, 0, 7]), q(0), q(1))
    low, high = root.narrowed(bits).interval
    assert high - low <= Fraction(1, 2**bits)
    assert 7 * low**5 < 3 < 7 * high**5


def test_equal_numbers_of_different_polynomials_are_one() -> None:
    one = real_roots(flint.fmpz_poly([-2, 0, 1]) * flint.fmpz_poly([-3, 1]), q(0), q(2))
    other = real_roots(flint.fmpz_poly([-2, 0, 1]) * flint.fmpz_poly([-5, 4]), q(0), q(2))
    assert [str(root.expression()) for root in distinct([*one, *other])] == ["5/4", "sqrt(2)"]
    tags = grouped([(root, name) for name, roots in (("a", one), ("b", other)) for root in roots])
    assert [sorted(found) for _, found in tags] == [["b"], ["a", "b"]]
    assert hash(one[0]) == hash(other[1])


def test_close_numbers_are_told_apart() -> None:
    near = Fraction(1414213562373095048801688724209698, 10**33)
    root = real_roots(flint.fmpz_poly([-2, 0, 1]), q(0), q(2))[0]
    assert RealRoot.rational(near) < root < RealRoot.rational(near + Fraction(1, 10**33))


@settings(max_examples=100)
@given(st.fractions(-9, 9, max_denominator=60), st.fractions("1/200", 3, max_denominator=200))
def test_between_is_the_simplest_fraction(low: Fraction, width: Fraction) -> None:
    found = between(low, low + width)
    assert low < found < low + width
    (n, m), (top, bottom) = low.as_integer_ratio(), (low + width).as_integer_ratio()
    assert all((n * d // m + 1) * bottom >= top * d for d in range(1, found.denominator))
