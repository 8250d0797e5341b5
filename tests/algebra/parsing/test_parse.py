"""The parser reads what it should, exactly, and as it is written."""

from __future__ import annotations

import pytest
import sympy as sp

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression, parse_relation
from parsed_names import SYMBOLS, a, b, half, p, price, q, quality, r, rate, s, x, y, z


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("007", 7),
        ("0.3", sp.Rational(3, 10)),
        ("12.50", sp.Rational(25, 2)),
        ("1e-3", sp.Rational(1, 1000)),
        ("2.5E+2", 250),
        ("x", x),
        ("lambda", rate),
        ("led.price - nash.q", price - quality),
        ("MS.profit_manufacturer/2", price * quality / 2),
        ("a + b - x - y", a + b - x - y),
        ("a - (b - x)", a - b + x),
        ("a - b*x/y*z", a - b * x / y * z),
        ("a/b/x", a / b / x),
        ("a/(b/x)", a * x / b),
        ("2*a/4", a / 2),
        ("1/3 + 1/6", half),
        ("-x^2", -(x**2)),
        ("(-x)^2", x**2),
        ("-2^2", -4),
        ("2^-2", sp.Rational(1, 4)),
        ("x^(-2)", x**-2),
        ("x**-(2)", x**-2),
        ("x^((2))", x**2),
        ("x^0", 1),
        ("a*-x", -a * x),
        ("a - -x", a + x),
        ("---x", -x),
        ("(x^2)^3", x**6),
        ("(x + y)^2*x", x * (x + y) ** 2),
        ("(2^60)^2", 2**120),
        ("2^64", 2**64),
        ("sqrt(2)", sp.sqrt(2)),
        ("sqrt(0)", 0),
        ("sqrt(4/9)", sp.Rational(2, 3)),
        ("sqrt(1.5 + 1/2)/2", sp.sqrt(2) / 2),
        ("sqrt(2)^2", 2),
        ("x*sqrt(2)*sqrt(3)", x * sp.sqrt(6)),
        ("0*(x + y)", 0),
        (" a\n\t+\r\nb ", a + b),
        ("(a - b)^2/(4*x*(1 - lambda))", (a - b) ** 2 / (4 * x * (1 - rate))),
    ],
)
def test_expressions(text, expected):
    assert parse_expression(text, SYMBOLS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x < y", sp.Lt(x, y)),
        ("x <= y", sp.Le(x, y)),
        ("x > y", sp.Gt(x, y)),
        ("x >= y", sp.Ge(x, y)),
        ("x == y", sp.Eq(x, y)),
        ("x != y", sp.Ne(x, y)),
        ("(a > b*x)", sp.Gt(a, b * x)),
        ("(a + b)*x < -y", sp.Lt((a + b) * x, -y)),
        ("0 < x < 1", sp.And(sp.Lt(0, x), sp.Lt(x, 1))),
        ("x >= y == z > 0", sp.And(sp.Ge(x, y), sp.Eq(y, z), sp.Gt(z, 0))),
        ("0 < 1 < x", sp.Lt(1, x)),
        ("1 < 2", sp.true),
        ("2 <= 1", sp.false),
        ("1/2 == 0.5", sp.true),
        ("x - x != 0", sp.false),
        ("x < x + 1", sp.true),
        ("sqrt(2) < sqrt(8)/2", sp.false),
    ],
)
def test_relations(text, expected):
    assert parse_relation(text, SYMBOLS) == expected
    assert parse_claim(text, SYMBOLS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not x > 0", sp.Le(x, 0)),
        ("not not x > 0", p),
        ("x > 0 and y > 0 and z > 0", sp.And(p, q, r)),
        ("x > 0 or y > 0 and z > 0", sp.Or(p, sp.And(q, r))),
        ("(x > 0 or y > 0) and z > 0", sp.And(sp.Or(p, q), r)),
        ("not x > 0 and y > 0", sp.And(sp.Not(p), q)),
        ("not (x > 0 and y > 0)", sp.Not(sp.And(p, q))),
        ("x > 0 => y > 0", sp.Implies(p, q)),
        ("x > 0 => y > 0 => z > 0", sp.Implies(p, sp.Implies(q, r))),
        ("(x > 0 => y > 0) => z > 0", sp.Implies(sp.Implies(p, q), r)),
        ("x > 0 or y > 0 => z > 0", sp.Implies(sp.Or(p, q), r)),
        ("x > 0 => not y > 0 => z > 0", sp.Implies(p, sp.Implies(sp.Not(q), r))),
        ("x > 0 <=> y > 0", sp.Equivalent(p, q)),
        ("x > 0 => y > 0 <=> z > 0 or a > 0", sp.Equivalent(sp.Implies(p, q), sp.Or(r, s))),
        ("(x > 0 <=> y > 0) <=> z > 0", sp.Equivalent(sp.Equivalent(p, q), r)),
        ("0 < x < 1 => nash.q >= led.price", sp.Implies(sp.And(sp.Lt(0, x), x < 1), quality >= price)),
        ("((x)) + 1 > 0 and (((y > 0)))", sp.And(x + 1 > 0, q)),
        ("1 < 2 => x > 0", p),
    ],
)
def test_claims(text, expected):
    assert parse_claim(text, SYMBOLS) == expected


def test_a_relation_is_kept_whatever_is_assumed_about_its_symbols():
    gamma = sp.Symbol("gamma", positive=True)
    relation = parse_relation("gamma > 0", {"gamma": gamma})
    assert relation.func is sp.StrictGreaterThan
    assert relation.args == (gamma, 0)


def test_a_name_stands_for_its_expression_as_it_is():
    factored = sp.Mul(2, a + b, x, evaluate=False) / (a - b)
    names = SYMBOLS | {"eq.q": factored}
    assert parse_expression("eq.q", names) == factored
    assert parse_relation("eq.q >= x", names).lhs == factored
    assert parse_expression("eq.q*(a - b)/(a + b) - 2*x", names) == 0


def test_numbers_are_exact():
    assert not parse_expression("0.1*x + 1e-3 + sqrt(2)", SYMBOLS).atoms(sp.Float)
