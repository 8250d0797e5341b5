from __future__ import annotations

import pickle
from fractions import Fraction

import flint
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import decisions, parameters, states
from lsec_models.algebra.polynomials.ring import ExactPoint, factored, ring_of
from lsec_models.errors import DeclarationError
from strategies import examples, polynomials

X, Y, Z = sp.symbols("x y z")
XYZ = ring_of([X, Y, Z])
MIXED = ring_of([X, sp.Dummy("d"), *parameters("a_10 a_2", positive=True), decisions("q"), states("G")])


def test_symbols_are_sorted_by_name_and_rings_are_shared() -> None:
    assert ring_of([Z, X, Y, X]) is XYZ
    assert XYZ.symbols == (X, Y, Z)
    assert [XYZ.index[s] for s in (X, Y, Z)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("twins", "words"),
    [
        (
            (parameters("a", positive=True), parameters("a", real=True)),
            "parameter, positive and parameter, real",
        ),
        ((parameters("a", real=True), decisions("a")), "decision, nonnegative and parameter, real"),
        ((sp.Symbol("a"), parameters("a", positive=True)), "parameter, positive and symbol, no sign"),
    ],
)
def test_one_name_for_two_symbols_is_an_error(twins: tuple[sp.Symbol, sp.Symbol], words: str) -> None:
    with pytest.raises(DeclarationError, match=f"'a'.*two meanings.*({words})"):
        ring_of(twins)


@pytest.mark.parametrize("name", ["lambda", "x_1", "p^'", r"\alpha_{1}", "γ", "größe", "a b"])
def test_any_name_a_symbol_may_have_works(name: str) -> None:
    odd = sp.Symbol(name)
    ring = ring_of([odd, Y])
    i = ring.index[odd]
    polynomial = ring.generators[i] ** 2 - ring.generators[ring.index[Y]]
    assert ring.expression(polynomial) == odd**2 - Y
    assert ring.convert(ring_of([odd]).generators[0] ** 2) == ring.generators[i] ** 2


@pytest.mark.slow
@examples(60)
@given(polynomials(XYZ), st.tuples(*[st.fractions(-5, 5, max_denominator=7)] * 3))
def test_evaluation_is_exact(polynomial: flint.fmpz_mpoly, point: tuple[Fraction, ...]) -> None:
    expected = XYZ.expression(polynomial).subs(
        {s: sp.Rational(v.numerator, v.denominator) for s, v in zip(XYZ.symbols, point, strict=True)}
    )
    where = XYZ.exact_point(dict(zip(XYZ.symbols, point, strict=True)))
    assert XYZ.evaluate(polynomial, where) == Fraction(int(expected.p), int(expected.q))
    assert XYZ.sign_at(polynomial, where) == sp.sign(expected)


@examples(40)
@given(polynomials(XYZ), st.tuples(*[st.fractions(-5, 5, max_denominator=7)] * 3), st.sampled_from([X, Y, Z]))
def test_a_polynomial_along_one_symbol(
    polynomial: flint.fmpz_mpoly, point: tuple[Fraction, ...], symbol: sp.Symbol
) -> None:
    values = dict(zip(XYZ.symbols, point, strict=True))
    along = XYZ.along(polynomial, symbol, values)
    value = along(flint.fmpq(*values[symbol].as_integer_ratio()))
    assert Fraction(int(value.p), int(value.q)) == XYZ.evaluate(polynomial, XYZ.exact_point(values))


@examples(60)
@given(polynomials(MIXED, degree=3))
def test_expressions_are_the_sums_that_sympy_would_write(polynomial: flint.fmpz_mpoly) -> None:
    terms = (
        sp.Mul(int(c), *(symbol ** int(n) for symbol, n in zip(MIXED.symbols, powers, strict=True)))
        for powers, c in polynomial.terms()
    )
    expression = MIXED.expression(polynomial)
    assert sp.srepr(expression) == sp.srepr(sp.Add(*terms))
    assert set(MIXED.used(polynomial)) == expression.free_symbols


def test_conversion_goes_by_symbol_and_not_by_place() -> None:
    small = ring_of([X, Z])
    x, z = small.generators
    assert XYZ.expression(XYZ.convert(x**2 * z - 3 * z)) == X**2 * Z - 3 * Z
    assert XYZ.convert(XYZ.one) is XYZ.one


def test_exact_points_come_in_the_order_of_the_ring() -> None:
    point = {Z: Fraction(5), X: Fraction(1, 2), Y: Fraction(-3)}
    assert XYZ.exact_point(point) == ExactPoint((flint.fmpz(1), flint.fmpz(-6), flint.fmpz(10), flint.fmpz(2)), 2)


def test_large_integers_survive() -> None:
    big = 7**200
    polynomial = XYZ.from_terms({(1, 0, 2): big, (0, 0, 0): -1})
    assert XYZ.expression(polynomial) == big * X * Z**2 - 1


@examples(60)
@given(
    st.lists(polynomials(XYZ), min_size=1, max_size=3),
    st.sampled_from([1, -6, 10**12 + 39, -(7**60)]),
    st.integers(0, 2),
)
def test_factors_are_those_of_sympy_whatever_their_size(parts: list[flint.fmpz_mpoly], scale: int, shape: int) -> None:
    x, y, _ = XYZ.generators
    polynomial = [XYZ.one, scale * x + 1, (scale * x + y) * (scale * y + 1)][shape] * scale
    for part in parts:
        polynomial = polynomial * part
    if polynomial.is_zero():
        return
    constant, powers = factored(polynomial)
    whole, expected = sp.factor_list(XYZ.expression(polynomial), X, Y, Z)
    assert constant == whole
    assert {XYZ.expression(factor): n for factor, n in powers} == dict(expected)
    lengths = [len(factor) for factor, _ in powers]
    assert lengths == sorted(lengths)


def test_factoring_constants() -> None:
    assert factored(XYZ.context.constant(-12)) == (-12, [])
    assert factored(XYZ.zero) == (0, [])


def test_a_pickled_ring_is_the_same_ring() -> None:
    assert pickle.loads(pickle.dumps(XYZ)) is XYZ
