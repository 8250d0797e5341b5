"""The parser reads what it should, and nothing that a text says can make it do anything else."""

from __future__ import annotations

import inspect
import itertools
import sys

import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression, parse_relation, parse_smooth_expression
from lsec_models.errors import LsecError, ParseError, UnknownName

a, b, x, y, z = sp.symbols("a b x y z")
rate, price, quality = sp.symbols("rate price quality")
SYMBOLS = {
    "a": a,
    "b": b,
    "x": x,
    "y": y,
    "z": z,
    "lambda": rate,
    "led.price": price,
    "nash.q": quality,
    "MS.profit_manufacturer": price * quality,
}
PARSERS = (parse_expression, parse_smooth_expression, parse_relation, parse_claim)
half = sp.Rational(1, 2)


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


p, q, r, s = x > 0, y > 0, z > 0, a > 0


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


REFUSED_EXPRESSIONS = [
    ("", "column 1: the text ends"),
    ("  \n ", "the text ends"),
    ("x +", "column 4: the text ends"),
    ("x + * y", "column 5: '*' where a number, a name or a bracket"),
    ("+x", "column 1: '+' where"),
    ("()", "column 2: ')' where"),
    ("2x", "column 2: an operator is missing before 'x'"),
    ("x y", "column 3: an operator is missing before 'y'"),
    ("2(x)", "an operator is missing before '('"),
    ("0x10", "an operator is missing before 'x10'"),
    ("x(y)", "'x' is no function"),
    ("exp(x)", "'exp' is no function"),
    ("(x", "column 1: this bracket is never closed"),
    ("x)", "column 2: this bracket was never opened"),
    (".5", "a decimal has digits on both sides"),
    ("5.", "a decimal has digits on both sides"),
    ("1_000", "'_' has no meaning"),
    ("x^y", "an exponent is a literal integer"),
    ("x^", "an exponent is a literal integer"),
    ("x^(1 + 1)", "an exponent is a literal integer"),
    ("x^(2", "an exponent is a literal integer"),
    ("x^0.5", "an exponent is a literal integer"),
    ("x^1e1", "an exponent is a literal integer"),
    ("x^2^3", "a power of a power needs brackets"),
    ("x^65", "the exponent '65' is above 64"),
    ("x^-65", "the exponent '65' is above 64"),
    ("(x^60)^60", "the degree comes to 3600 here, above 64"),
    ("((x^8 + y)^-8 + z)^2", "the degree comes to 128 here"),
    ("x^40*y^40/z", "column 5: the degree comes to 81 here"),
    ("1/0", "divides by zero"),
    ("1/(x - x)", "divides by zero"),
    ("0^-1", "divides by zero"),
    ("(2 - 2.0)^(-3)", "divides by zero"),
    ("sqrt(x)", "sqrt takes a rational number"),
    ("sqrt(-1)", "sqrt takes a rational number"),
    ("sqrt(sqrt(2))", "sqrt takes a rational number"),
    ("sqrt 2", "sqrt takes a number in brackets"),
    ("sqrt", "sqrt takes a number in brackets"),
    ("sqrt()", "where a number"),
    ("x and y", "'and' has no place here; this must be an expression"),
    ("x < y", "'<' has no place here; this must be an expression"),
    ("x*(x < y)", "'<' has no place here; this must be an expression"),
    ("not x", "'not' has no place here"),
    ("x = y", "equality is written '=='"),
    ("x\n+ y\n+ $", "line 3, column 3: '$' has no meaning"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED_EXPRESSIONS)
def test_refused_expressions(text, message):
    with pytest.raises(ParseError) as refusal:
        parse_expression(text, SYMBOLS)
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "this is not a comparison"),
        ("x <", "column 4: the text ends"),
        ("x < y > z", "column 7: a chain has one direction"),
        ("x != y != z", "a chain has one direction and no '!='"),
        ("(x < y) < z", "a comparison is no number"),
        ("(x < y) + 1 < z", "a comparison is no number"),
        ("-(x < y)", "a comparison is no number"),
        ("(x < y)^2", "a comparison is no number"),
        ("sqrt(1 < 2) < x", "sqrt takes a rational number"),
        ("x < y and y < z", "'and' has no place here; this must be a comparison"),
        ("x => y", "'=>' has no place here"),
        ("x =< y", "equality is written '=='"),
        ("x <> y", "'>' where a number"),
        ("x \N{LESS-THAN OR EQUAL TO} y", "at most is written '<='"),
    ],
)
def test_refused_relations(text, message):
    with pytest.raises(ParseError) as refusal:
        parse_relation(text, SYMBOLS)
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "this is not a claim"),
        ("x and y > 0", "column 1: 'and' takes comparisons"),
        ("x > 0 or y", "column 10: 'or' takes comparisons"),
        ("not x", "'not' takes comparisons"),
        ("x => y", "or '>=' for at least"),
        ("x < not y", "'not' takes comparisons"),
        ("x < (y > 0 and z > 0)", "a comparison is no number"),
        ("x > 0 <=> y > 0 <=> z > 0", "'<=>' does not chain"),
        ("x > 0 and", "column 10: the text ends"),
        ("x > 0 not y > 0", "an operator is missing before 'not'"),
        ("x > 0 && y > 0", "conjunction is written 'and'"),
        ("(x > 0", "never closed"),
    ],
)
def test_refused_claims(text, message):
    with pytest.raises(ParseError) as refusal:
        parse_claim(text, SYMBOLS)
    assert message in str(refusal.value)


def test_a_refusal_points_at_the_place():
    with pytest.raises(ParseError) as refusal:
        parse_expression("a - b*x\n  + y @ z", SYMBOLS)
    first, excerpt, caret = str(refusal.value).split("\n")
    assert first.startswith("line 2, column 7: '@' has no meaning here; ")
    assert excerpt[caret.index("^")] == "@"


def test_a_refusal_in_a_long_text_is_short_and_points_at_the_place():
    with pytest.raises(ParseError) as refusal:
        parse_expression("+".join(["a"] * 300) + "$" + "+a" * 300, SYMBOLS)
    first, excerpt, caret = str(refusal.value).split("\n")
    assert first.startswith("column 600: ")
    assert excerpt[caret.index("^")] == "$"
    assert len(excerpt) < 100


@pytest.mark.parametrize(
    ("text", "name", "way_out"),
    [
        ("lamda + 1", "'lamda'", "did you mean 'lambda'?"),
        ("led.prise", "'led.prise'", "did you mean 'led.price'"),
        ("x.real", "'x.real'", "'a', 'b', 'lambda'"),
        ("led", "'led'", ""),
        ("os.system", "'os.system'", ""),
        ("True", "'True'", ""),
        ("I", "'I'", ""),
        ("zoo", "'zoo'", ""),
        ("Q" * 10_000, "'QQQQQ", ""),
    ],
)
def test_unknown_names_are_named_with_the_nearest(text, name, way_out):
    with pytest.raises(UnknownName) as error:
        parse_expression(text, SYMBOLS)
    assert name in str(error.value)
    assert way_out in str(error.value)
    assert len(str(error.value)) < 400


def test_without_symbols_every_name_is_unknown():
    with pytest.raises(UnknownName, match="no name is declared"):
        parse_expression("x", {})


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "__import__('os').system('true')",
        "x.__class__",
        "x.__class__.__mro__",
        "().__class__",
        "(lambda: 0)()",
        "lambda x: x",
        "exec('1')",
        "x if x else y",
        "[x for x in y]",
        "{x: y}",
        "x; y",
        "x := 1",
        "f'{x}'",
        '"x"',
        "'x'",
        "`x`",
        "x # y",
        "x\\\ny",
        "x\x00y",
        "\x00",
        "x\x1b[2Jy",
        "x\N{RIGHT-TO-LEFT OVERRIDE}y",
        "x\N{NO-BREAK SPACE}+ y",
        "\ud800",
        "\N{CYRILLIC SMALL LETTER HA} + 1",
        "\N{FULLWIDTH LATIN SMALL LETTER X}",
        "x\N{COMBINING ACUTE ACCENT}",
        "\N{ARABIC-INDIC DIGIT ONE}",
        "\N{FULLWIDTH DIGIT ONE}",
        "x\N{SUPERSCRIPT TWO}",
        "\N{MINUS SIGN}x",
        "x^\N{ARABIC-INDIC DIGIT TWO}",
        "9^9^9",
        "9**9**9",
        "2^64^64",
        "((((9^9)^9)^9)^9)^9",
        "x" + "^2" * 1_000,
        "(" * 100 + "x" + "^64)" * 100,
        "x^9999999999",
        "x^" + "9" * 5_000,
        "1e999999999",
        "1e-999999999",
        "1e" + "9" * 5_000,
        "9" * 5_000,
        "0." + "9" * 5_000,
        "*".join(["9^64"] * 400),
        "*".join(["(9^64*x)"] * 200),
        "+".join(f"1/{n}^40" for n in range(2, 400)),
        "(1e900*x)^64",
        "(x + 1e900)*1e900",
        f"sqrt({10**40 + 1})",
        "*".join(f"sqrt({n})" for n in range(10**9, 10**9 + 50)),
        "(" * 10_000_000,
        "-" * 10_000_000,
        "x" * 10_000_000,
        "(" * 201 + "x" + ")" * 201,
        "x^" + "(" * 201 + "2" + ")" * 201,
        "x^(" * 201 + "2" + ")" * 201,
        "exp(" * 101 + "x" + ")" * 101,
        "x^(" * 101 + "y" + ")" * 101,
        "(" * 19_000,
        "-" * 19_000 + "x",
        "x-y*(" * 60 + "x" + ")" * 60,
        "x+" * 5_000 + "x",
        "*".join(["x"] * 65),
        "*".join(f"(x + {n})^64" for n in range(10)),
    ],
    ids=lambda text: ascii(text[:30]),
)
def test_hostile_texts_are_refused(parse, text):
    with pytest.raises(ParseError) as refusal:
        parse(text, SYMBOLS)
    message = str(refusal.value)
    assert len(message) < 400
    assert all(mark.isprintable() or mark == "\n" for mark in message)


@pytest.mark.parametrize("text", [None, 3, 0.5, b"x", ["x"]])
def test_only_text_is_read(text):
    with pytest.raises(ParseError, match="is no text"):
        parse_expression(text, SYMBOLS)


def nested(template: str, depth: int, core: str = "x") -> str:
    for _ in range(depth):
        core = template.format(core)
    return core


DEEP_EXPRESSIONS = [
    "-" * 1_999 + "x",
    nested("({})", 200),
    nested("-({})", 100),
    nested("x/(y + {})", 33),
    nested("x - ({})^-1", 33),
    nested("(x + {})*y", 50),
    nested("x*y + 2*({})^-1", 33),
    "+".join(["x"] * 1_000),
    "*".join(f"(x + {n})" for n in range(64)),
    "/".join(["x"] * 64),
]
DEEP_SMOOTH = [
    nested("exp({})", 100),
    nested("log(x + {})", 50),
    nested("x^({})", 100, "y"),
    nested("x^(-{})", 50, "y"),
    nested("({})^y", 100),
    "+".join(f"exp({n}*x)*y^x" for n in range(2, 150)),
]
DEEP_CLAIMS = [
    "not " * 1_900 + "x < y",
    nested("({})", 200, "x < y"),
    nested("(x < a and (y < b or {}))", 49, "x < y"),
    nested("not ({} and x < z)", 49, "x < y"),
    nested("({}) <=> x < a", 99, "x < y"),
    nested("x < y => {}", 99, "x < y"),
    " and ".join(f"x < {n}*y" for n in range(300)),
    "<".join(["x"] * 900),
]


@pytest.fixture
def _little_stack():
    limit = sys.getrecursionlimit()
    sp.core.cache.clear_cache()
    sys.setrecursionlimit(len(inspect.stack(0)) + 450)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.slow
@pytest.mark.usefixtures("_little_stack")
@pytest.mark.parametrize(
    ("parse", "text"),
    [(parse, text) for parse in (parse_expression, parse_smooth_expression) for text in DEEP_EXPRESSIONS]
    + [(parse_smooth_expression, text) for text in DEEP_SMOOTH]
    + [(parse_claim, text) for text in DEEP_CLAIMS],
    ids=lambda value: value[:30] if isinstance(value, str) else value.__name__,
)
def test_what_is_deep_and_allowed_needs_little_stack(parse, text):
    assert isinstance(parse(text, SYMBOLS), sp.Basic)


WIDE = {f"n{i}": sp.Symbol(f"n{i}", positive=True) for i in range(400)} | {"x": sp.Symbol("x", positive=True)}
WIDE_AND_DEEP = nested("x - 1/({} - n1)", 20, "+".join(f"1/n{i}" for i in range(400)))
DEEP = nested("x - 1/({} - n1)", 20)
DENSE = "+".join(f"{n}*x^{n % 7 * 9 + n % 5}" for n in range(1, 64))
ROOTS = "sqrt(2) + sqrt(3) + sqrt(5) + sqrt(7) + sqrt(11) + sqrt(13)"


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_expression, f"0*({WIDE_AND_DEEP})"),
        (parse_expression, f"({WIDE_AND_DEEP})^-2"),
        (parse_expression, f"1/(x + 1/({DENSE}))"),
        (parse_expression, f"1/(n1 + 1/(({ROOTS})^64 - (-({ROOTS}))^64))"),
        (parse_relation, f"1/(x + 1/({DENSE})) > 0"),
        (parse_relation, f"{WIDE_AND_DEEP} < 1"),
        (parse_relation, f"{WIDE_AND_DEEP} == 1"),
        (parse_claim, f"{DEEP} < 1 and {DEEP} != n2 and {DEEP} < n3 or {DEEP} == n4"),
        (
            parse_relation,
            "+".join(f"x/(x + n{i})" for i in range(120)) + "==" + "+".join(f"n{i}/x" for i in range(120)),
        ),
        (parse_relation, f"({ROOTS})^64 == (-({ROOTS}))^64"),
    ],
    ids=["product", "power", "dense", "roots", "positive", "less", "equal", "claim", "fractions", "equal_roots"],
)
def test_what_sympy_would_take_exponential_time_to_decide_is_left_as_it_is(parse, text):
    assert isinstance(parse(text, WIDE), sp.Basic)


# Random texts whose meaning Python's own grammar fixes: it shares the precedences of the operators used here.

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
