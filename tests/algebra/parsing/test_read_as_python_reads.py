"""The parser reads what Python and SymPy read, and any text is read or refused."""

from __future__ import annotations

import itertools

import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression, parse_smooth_expression
from lsec_models.errors import LsecError, ParseError
from parsed_names import PARSERS, SYMBOLS, a, b, half, price, x, y, z

PYTHON_NAMES = {"x": x, "y": y, "two": sp.Integer(2), "half": half}


@st.composite
def arithmetic_texts(draw, depth=3):
    if depth == 0:
        return draw(st.sampled_from(sorted(PYTHON_NAMES)))
    inner = arithmetic_texts(depth - 1)
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        sign = draw(st.sampled_from(["", "", "-", "- -"]))
        operand = draw(st.one_of(st.sampled_from(sorted(PYTHON_NAMES)), inner.map("({})".format)))
        power = draw(st.sampled_from(["", "", "", "**2", "**-1", "**(-2)"]))
        pieces.append(f"{sign}{operand}{power}")
        pieces.append(draw(st.sampled_from([" + ", " - ", "*", "/"])))
    return "".join(pieces[:-1])


@pytest.mark.slow
@settings(max_examples=150)
@given(arithmetic_texts())
def test_arithmetic_is_read_as_python_reads_it(text):
    expected = eval(text, {"__builtins__": {}}, PYTHON_NAMES)
    assume(not expected.has(sp.zoo, sp.nan))
    try:
        result = parse_expression(text, PYTHON_NAMES)
    except ParseError as refusal:
        # SymPy takes 1/(1/0) for zero.
        assume("divides by zero" not in str(refusal))
        raise
    assert equal(result, expected)


@st.composite
def comparison_texts(draw):
    signs = draw(st.sampled_from([["<", "<=", "=="], [">", ">=", "=="], ["!="]]))
    length = 2 if signs == ["!="] else draw(st.integers(2, 4))
    pieces = [str(draw(st.integers(0, 3)))]
    for _ in range(length - 1):
        pieces += [draw(st.sampled_from(signs)), str(draw(st.integers(0, 3)))]
    return " ".join(pieces)


@st.composite
def claim_texts(draw, depth=2):
    pieces = []
    for _ in range(draw(st.integers(1, 5))):
        inner = (
            comparison_texts()
            if depth == 0
            else st.one_of(comparison_texts(), claim_texts(depth - 1).map("({})".format))
        )
        pieces.append(draw(st.sampled_from(["", "", "not ", "not not "])) + draw(inner))
        pieces.append(draw(st.sampled_from([" and ", " or "])))
    return "".join(pieces[:-1])


@pytest.mark.slow
@settings(max_examples=150)
@given(claim_texts())
def test_claims_are_read_as_python_reads_them(text):
    assert parse_claim(text, {}) == sp.sympify(eval(text, {"__builtins__": {}}))


@pytest.mark.parametrize("values", list(itertools.product(["0 < 1", "1 < 0"], repeat=3)))
def test_implication_is_right_associative_and_looser_than_or(values):
    p, q, r = (value == "0 < 1" for value in values)
    premise, middle, last = values
    assert parse_claim(f"{premise} => {middle} => {last}", {}) == sp.sympify(not p or not q or r)
    assert parse_claim(f"{premise} or {middle} => {last}", {}) == sp.sympify(not (p or q) or r)
    assert parse_claim(f"{premise} <=> {middle} => {last}", {}) == sp.sympify(p == (not q or r))


def equal(left: sp.Expr, right: sp.Expr) -> bool:
    return left == right or sp.expand(sp.numer(sp.together(left - right))) == 0


@st.composite
def rational_expressions(draw, depth=3):
    if depth == 0:
        return draw(
            st.one_of(
                st.sampled_from([a, b, x, y, z, price, sp.sqrt(2), sp.sqrt(6) / 3]),
                st.fractions(-9, 9, max_denominator=9).map(lambda f: sp.Rational(f.numerator, f.denominator)),
            )
        )
    inner = rational_expressions(depth - 1)
    kind = draw(st.sampled_from(["sum", "difference", "product", "quotient", "power", "inner"]))
    left = draw(inner)
    if kind == "inner":
        return left
    if kind == "power":
        result = left ** draw(st.sampled_from([-2, -1, 2, 3]))
    else:
        right = draw(inner)
        result = {
            "sum": lambda: left + right,
            "difference": lambda: left - right,
            "product": lambda: left * right,
            "quotient": lambda: left / right,
        }[kind]()
    assume(not result.has(sp.zoo, sp.nan))
    return result


@pytest.mark.slow
@settings(max_examples=300)
@given(rational_expressions())
def test_what_sympy_prints_is_read_back(expression):
    names = {str(symbol): symbol for symbol in (a, b, x, y, z, price)}
    assert equal(parse_expression(str(expression), names), expression)


OPERANDS = [
    "x",
    "y",
    "lambda",
    "led.price",
    "0",
    "1",
    "2",
    "0.5",
    "1e3",
    "(",
    ")",
    "sqrt(",
    "exp(",
    "log(",
    "sqrt",
    ",",
]
OPERATORS = ["+", "-", "*", "/", "^", "**", "<", "<=", ">", ">=", "==", "!=", "=", "and", "or", "not", "=>", "<=>"]
WORDS = st.sampled_from([*OPERANDS, *OPERATORS])


@pytest.mark.slow
@settings(max_examples=400)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=25).map("".join)
    )
)
def test_any_text_is_read_or_refused(text):
    for parse in PARSERS:
        try:
            result = parse(text, SYMBOLS)
        except LsecError:
            continue
        is_number = parse in (parse_expression, parse_smooth_expression)
        assert isinstance(result, sp.Expr if is_number else sp.logic.boolalg.Boolean)
        assert not result.has(sp.zoo, sp.nan, sp.oo)
