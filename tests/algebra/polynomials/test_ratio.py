from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import LsecError, NotRational
from strategies import examples, fractions, rational_expressions

SYMBOLS = sp.symbols("x y z")
X, Y, Z = SYMBOLS
RING = ring_of(SYMBOLS)

expressions = rational_expressions(SYMBOLS)
shallow = rational_expressions(SYMBOLS, depth=2)


def same(function: Ratio, expression: sp.Expr) -> bool:
    """Whether a Ratio is the function that a SymPy expression is, by SymPy's arithmetic alone."""
    top, bottom = sp.fraction(sp.cancel(expression))
    ours, below = RING.expression(function.numerator), RING.expression(function.denominator)
    return sp.expand(top * below - ours * bottom) == 0


def evaluated(expression: sp.Expr) -> sp.Expr:
    """Return an expression as SymPy makes it anew of its parts."""
    return expression.func(*map(evaluated, expression.args)) if expression.args else expression


def is_lowest(function: Ratio) -> bool:
    top, bottom = function.numerator, function.denominator
    return top.gcd(bottom).is_one() and bottom.leading_coefficient() > 0


@pytest.mark.slow
@examples(150)
@given(expressions)
def test_conversion_agrees_with_cancel(expression: sp.Expr) -> None:
    function = ratio(RING, expression)
    assert same(function, expression)
    assert same(function, function.expression())
    assert sp.srepr(function.expression()) == sp.srepr(evaluated(function.expression()))
    assert is_lowest(function)


@pytest.mark.slow
@examples(100)
@given(shallow, shallow)
def test_field_operations_agree_with_sympy(left: sp.Expr, right: sp.Expr) -> None:
    f, g = ratio(RING, left), ratio(RING, right)
    results = [(f + g, left + right), (f - g, left - right), (f * g, left * right), (-f, -left)]
    if not g.is_zero():
        results += [(f / g, left / right), (g**-2, right**-2)]
    results.append((f**3, left**3))
    for function, expected in results:
        assert same(function, expected)
        assert is_lowest(function)


@pytest.mark.slow
@examples(60)
@given(shallow, shallow, shallow)
def test_equal_functions_are_equal_objects(a: sp.Expr, b: sp.Expr, c: sp.Expr) -> None:
    f, g, h = (ratio(RING, e) for e in (a, b, c))
    left, right = f * (g + h), f * g + f * h
    assert left == right
    assert hash(left) == hash(right)
    assert (f == g) is (sp.cancel(a - b) == 0)


@pytest.mark.slow
@examples(80)
@given(expressions, st.sampled_from(SYMBOLS))
def test_derivatives_agree_with_diff(expression: sp.Expr, symbol: sp.Symbol) -> None:
    function = ratio(RING, expression)
    derivative = function.derivative(symbol)
    assert same(derivative, sp.diff(expression, symbol))
    assert is_lowest(derivative)
    assert derivative.is_zero() is not function.depends_on(symbol)


@pytest.mark.slow
@examples(80)
@given(expressions, st.dictionaries(st.sampled_from(SYMBOLS), shallow, max_size=3))
def test_substitution_is_simultaneous_and_agrees_with_subs(
    expression: sp.Expr, images: dict[sp.Symbol, sp.Expr]
) -> None:
    lowest = sp.cancel(expression)
    expected = lowest.xreplace(images)
    bottom = sp.fraction(lowest)[1].xreplace(images)
    exact = {symbol: ratio(RING, image) for symbol, image in images.items()}
    function = ratio(RING, expression)
    if sp.cancel(bottom) == 0:
        with pytest.raises(ZeroDivisionError, match="vanishes identically"):
            function.substitute(exact)
        return
    result = function.substitute(exact)
    assert same(result, expected)
    assert is_lowest(result)


def test_symbols_can_be_swapped() -> None:
    swapped = ratio(RING, X / (Y + 2 * X)).substitute({X: ratio(RING, Y), Y: ratio(RING, X)})
    assert swapped == ratio(RING, Y / (X + 2 * Y))


@pytest.mark.slow
@examples(80)
@given(expressions, st.tuples(*[fractions(6, 5)] * 3))
def test_evaluation_agrees_with_subs(expression: sp.Expr, point: tuple[Fraction, ...]) -> None:
    function = ratio(RING, expression)
    where = RING.exact_point(dict(zip(SYMBOLS, point, strict=True)))
    values = {s: sp.Rational(v.numerator, v.denominator) for s, v in zip(SYMBOLS, point, strict=True)}
    top, bottom = (part.subs(values) for part in sp.fraction(sp.cancel(expression)))
    if bottom == 0:
        with pytest.raises(ZeroDivisionError):
            function.evaluate(where)
        return
    value = top / bottom
    assert function.evaluate(where) == Fraction(int(value.p), int(value.q))


@pytest.mark.slow
@examples(80)
@given(expressions)
def test_factors_multiply_to_the_function(expression: sp.Expr) -> None:
    function = ratio(RING, expression)
    assume(not function.is_zero())
    constant, powers = function.factors()
    product = Ratio.constant(RING, constant)
    for factor, n in powers:
        assert not factor.is_constant()
        assert sum(int(k) for _, k in factor.factor()[1]) == 1, "a factor is irreducible"
        product = product * Ratio(RING, factor) ** n
    assert product == function


@pytest.mark.slow
@examples(80)
@given(expressions)
def test_expressions_show_the_function(expression: sp.Expr) -> None:
    function = ratio(RING, expression)
    assert same(function, function.expression())
    assert ratio(RING, function.expression()) == function


def test_many_digits_are_no_obstacle() -> None:
    price, cost = X - sp.Rational("0.123456789012345"), Y - sp.Rational("987654321.123456789")
    function = ratio(RING, price * cost**2 / (price + cost))
    assert same(function, function.expression())
    assert len(function.factors()[1]) == 3


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        (Y - X, Y - X),
        (-X - Y, -X - Y),
        ((Y - X) ** 3, (Y - X) ** 3),
        ((X - Y) * (Z - X) / (1 - Z), (X - Y) * (Z - X) / (1 - Z)),
        (X * 0, sp.S.Zero),
        (sp.Rational(6, 4) * X**2 / (2 * X), 3 * X / 4),
    ],
)
def test_expressions_stay_readable(expression: sp.Expr, shown: sp.Expr) -> None:
    found = ratio(RING, expression).expression()
    assert sp.expand(found - shown) == 0 or sp.cancel(found - shown) == 0
    assert sp.count_ops(found) <= sp.count_ops(shown) + 1


@pytest.mark.parametrize(
    ("number", "exact"),
    [(0.3, Fraction(3, 10)), (1e-7, Fraction(1, 10**7)), (-2.5, Fraction(-5, 2)), (1e22, Fraction(10**22)), (7, 7)],
)
def test_floats_are_the_decimals_they_print_as(number: float, exact: Fraction) -> None:
    assert ratio(RING, sp.sympify(number)) == Ratio.constant(RING, exact)
    assert ratio(RING, X * number) == ratio(RING, X) * Ratio.constant(RING, exact)


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        (sp.exp(X), r"exp\(x\)"),
        (sp.sqrt(X) + Y, r"sqrt\(x\)"),
        (X**Y, r"x\*\*y"),
        (X * sp.pi, "pi"),
        (sp.sqrt(2) * X, r"sqrt\(2\)"),
        (sp.I * X, "I"),
        (sp.oo, "oo"),
        (sp.nan, "nan"),
        (sp.zoo, "zoo"),
        (sp.Abs(X), "Abs"),
        (sp.Max(X, Y), "Max"),
        (sp.Piecewise((X, X > 0), (0, True)), "Piecewise"),
        (sp.Function("f")(X), r"f\(x\)"),
        (sp.Symbol("elsewhere") * X, "elsewhere"),
        (X ** sp.Rational(3, 2), r"x\*\*\(3/2\)"),
        (sp.Integral(X, X), "Integral"),
    ],
)
def test_what_is_not_rational_is_named(expression: sp.Expr, named: str) -> None:
    with pytest.raises(NotRational, match=named):
        ratio(RING, expression)


def test_division_by_a_hidden_zero_is_an_error() -> None:
    hidden = sp.Pow(sp.Add(X * (Y + 1), -X * Y, -X, evaluate=False), -1, evaluate=False)
    with pytest.raises(NotRational, match="identically zero"):
        ratio(RING, hidden)
    with pytest.raises(ZeroDivisionError):
        ratio(RING, X) / ratio(RING, sp.S.Zero)
    with pytest.raises(ZeroDivisionError):
        ratio(RING, sp.S.Zero) ** -1


def test_text_is_never_interpreted() -> None:
    with pytest.raises((LsecError, TypeError)):
        ratio(RING, "x + 1")  # type: ignore[arg-type]


def test_long_expressions_are_cut_in_messages() -> None:
    long = sp.exp(sp.Add(*(X**n * Y for n in range(200))))
    with pytest.raises(NotRational) as caught:
        ratio(RING, long)
    assert len(str(caught.value)) < 500


@examples(40)
@given(shallow)
def test_conversion_and_pickling_change_nothing(expression: sp.Expr) -> None:
    function = ratio(RING, expression)
    assert pickle.loads(pickle.dumps(function)) == function
    larger = ring_of([*SYMBOLS, *sp.symbols("a w zz")])
    there = function.convert(larger)
    assert there == ratio(larger, expression)
    assert there.convert(RING) == function


@pytest.mark.slow
@examples(60)
@given(expressions, expressions, st.integers(0, 3))
def test_results_are_in_lowest_terms_with_a_positive_leading_coefficient_below(
    one: sp.Expr, other: sp.Expr, power: int
) -> None:
    f, g = ratio(RING, one), ratio(RING, other)
    polynomial = Ratio(RING, f.numerator)
    for found in (f + g, f - g, -f, f + polynomial, polynomial - f, f**power, polynomial.substitute({X: g})):
        assert found.numerator.gcd(found.denominator).is_one()
        assert found.denominator.leading_coefficient() > 0
    inserted = polynomial.substitute({X: g}).expression()
    assert sp.cancel(polynomial.expression().xreplace({X: g.expression()}) - inserted) == 0
