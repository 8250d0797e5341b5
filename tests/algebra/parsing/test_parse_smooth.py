"""Exponentials, logarithms, roots and free powers are read where payoffs are, and nowhere else."""

from __future__ import annotations

import contextlib
import math
import random

import pytest
import sympy as sp

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression, parse_relation, parse_smooth_expression
from lsec_models.errors import ParseError, UnknownName

a, b, x, y = sp.symbols("a b x y", positive=True)
SYMBOLS: dict[str, sp.Expr] = {"a": a, "b": b, "x": x, "y": y, "demand": sp.exp(a - b * x)}
half = sp.Rational(1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(a - b*x)", sp.exp(a - b * x)),
        ("exp (x)", sp.exp(x)),
        ("exp(a - b*x)/(1 + exp(a - b*x))", sp.exp(a - b * x) / (1 + sp.exp(a - b * x))),
        ("demand/(1 + demand)", sp.exp(a - b * x) / (1 + sp.exp(a - b * x))),
        ("demand - exp(a - b*x)", 0),
        ("log(1 + x)/b", sp.log(1 + x) / b),
        ("x^b", x**b),
        ("x**-b", x**-b),
        ("x^(-b)", x**-b),
        ("x^--b", x**b),
        ("x^-(a + b)", x ** (-a - b)),
        ("-x^b*y", -(x**b) * y),
        ("x^(1 + 1)", x**2),
        ("x^((-2))", x**-2),
        ("x^0.5", sp.sqrt(x)),
        ("x^(-1/2)", x**-half),
        ("(x + y)^b", (x + y) ** b),
        ("2^b", 2**b),
        ("x^(y^b)", x ** (y**b)),
        ("x^exp(y)", x ** sp.exp(y)),
        ("x^-sqrt(4)", x**-2),
        ("sqrt(x + y)", sp.sqrt(x + y)),
        ("sqrt(4/9)*sqrt(2)^2", sp.Rational(4, 3)),
        ("exp(0) + log(1)", 1),
        ("1/exp(x)^2", sp.exp(-2 * x)),
        ("1/(1/sqrt(x))", sp.sqrt(x)),
        ("(x^b)^2/y", x ** (2 * b) / y),
        ("x/8^(-2/3)", 4 * x),
        ("(x^0.5)^4", x**2),
        ("exp(log(x))", sp.exp(sp.log(x), evaluate=False)),
    ],
)
def test_what_is_read(text: str, expected: sp.Expr) -> None:
    assert parse_smooth_expression(text, SYMBOLS) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exp", "column 1: exp takes an expression in brackets"),
        ("x*log x", "column 3: log takes an expression in brackets"),
        ("sqrt 2", "sqrt takes a number in brackets"),
        ("exp()", "column 5: ')' where"),
        ("exp(x", "column 1: this bracket is never closed"),
        ("x^(b", "column 3: this bracket is never closed"),
        ("exp(x < y)", "column 7: '<' has no place here"),
        ("ln(x)", "'ln' is not a function, only exp, log and sqrt are"),
        ("x^", "column 3: an exponent is"),
        ("x^-", "column 4: an exponent is"),
        ("x^not", "column 3: an exponent is"),
        ("x^b^2", "column 4: a power of a power needs brackets"),
        ("x^(b)^2", "column 6: a power of a power needs brackets"),
        ("x^b(y)", "column 3: 'b' is not a function"),
        ("x^65", "the exponent '65' is above 64"),
        ("x^(-64.5)", "the exponent '-129/2' is above 64"),
        ("(x^60)^(2)", "the degree comes to 120 here"),
        ("sqrt(-1)", "column 6: sqrt takes no negative number"),
        ("log(0)", "column 5: log takes what is positive"),
        ("log(1 - 3)", "column 5: log takes what is positive"),
        ("1/log(1)", "divides by zero"),
        ("1/(exp(0) - 1)", "divides by zero"),
        ("1/(demand - exp(a - b*x))", "divides by zero"),
        ("0^b", "column 1: only a positive number has a power that is not whole"),
        ("(-8)^(1/3)", "column 1: only a positive number"),
        ("0^(-1)", "divides by zero"),
        (f"{10**31}^b", "takes at most 30 digits"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(ParseError) as refusal:
        parse_smooth_expression(text, SYMBOLS)
    assert message in str(refusal.value)
    assert str(refusal.value).splitlines()[-1].strip() == "^"


@pytest.mark.parametrize("text", ["exp(x)", "log(x)", "x^b", "x^(-b)", "x^0.5", "sqrt(x)"])
def test_claims_relations_and_other_expressions_have_none_of_it(text: str) -> None:
    for parse, whole in ((parse_expression, text), (parse_relation, f"{text} > 0"), (parse_claim, f"{text} > 0")):
        with pytest.raises(ParseError, match=r"is not a function, only sqrt is|literal integer|sqrt takes a rational"):
            parse(whole, SYMBOLS)


def test_a_name_may_be_called_like_a_function_where_no_bracket_follows() -> None:
    log = sp.Symbol("log")
    assert parse_smooth_expression("log*exp(2*x)", {"log": log, "x": x}) == log * sp.exp(2 * x)
    with pytest.raises(ParseError, match="'log' is a declared name and a function; rename"):
        parse_smooth_expression("log(x)", {"log": log, "x": x})
    with pytest.raises(UnknownName, match="did you mean"):
        parse_smooth_expression("exp(demnd)", SYMBOLS)


POINT = {"x": 0.7, "y": 1.9, "b": 1.3}
POSITIVE = {name: sp.Symbol(name, positive=True) for name in POINT}


def drawn_text(rng: random.Random, depth: int) -> str:
    """Return a text that Python reads alike: it shares the precedences, that of a power over a sign before it too."""
    if depth == 0:
        return rng.choice([*POINT, "2", "0.5"])
    pieces = []
    for _ in range(rng.randint(1, 3)):
        operand = rng.choice(["x", "y", "({})", "exp({})", "log({})", "sqrt({})"])
        exponent = rng.choice(["", "", "**2", "**b", "**-b", "**0.5", "**({})", "**-({})"])
        pieces += [
            rng.choice(["", "-"]),
            operand.format(drawn_text(rng, depth - 1)),
            exponent.format(drawn_text(rng, depth - 1)),
            rng.choice([" + ", " - ", "*", "/"]),
        ]
    return "".join(pieces[:-1])


def test_functions_are_read_as_python_reads_them() -> None:
    rng = random.Random(1)
    functions = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt, "__builtins__": {}}
    read = 0
    for _ in range(100):
        text = drawn_text(rng, 2)
        with contextlib.suppress(ValueError, ArithmeticError, TypeError):  # Of negative numbers, or large ones.
            expected = eval(text, functions, POINT)
            if isinstance(expected, float) and 1e-6 < abs(expected) < 1e6:
                found = parse_smooth_expression(text, POSITIVE)
                for same in (found, parse_smooth_expression(str(found), POSITIVE | {"E": sp.E})):
                    value = sp.lambdify(POSITIVE.values(), same, "math")
                    assert value(*POINT.values()) == pytest.approx(expected, rel=1e-6), text
                read += 1
    assert read > 15
