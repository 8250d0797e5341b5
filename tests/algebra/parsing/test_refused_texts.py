"""What the parser refuses says why and where, and nothing that a text says can make it do anything else."""

from __future__ import annotations

import inspect
import sys

import pytest
import sympy as sp

from lsec_models.algebra.parsing.parse import parse_claim, parse_expression, parse_relation, parse_smooth_expression
from lsec_models.errors import ParseError, UnknownName
from parsed_names import PARSERS, SYMBOLS

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
    ("x(y)", "'x' is not a function"),
    ("exp(x)", "'exp' is not a function"),
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
        ("(x < y) < z", "a comparison is not a number"),
        ("(x < y) + 1 < z", "a comparison is not a number"),
        ("-(x < y)", "a comparison is not a number"),
        ("(x < y)^2", "a comparison is not a number"),
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
        ("x < (y > 0 and z > 0)", "a comparison is not a number"),
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
    with pytest.raises(ParseError, match="is not text"):
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
