from __future__ import annotations

import random
import re
from collections.abc import Mapping
from fractions import Fraction
from html import unescape
from xml.etree import ElementTree

import pytest
import sympy as sp

from lsec_models.algebra.parsing.parse import parse_claim
from lsec_models.papers.folder.ledger import FORMS
from lsec_models.show.export.html.claims import statement_html

SYMBOLS = {name: sp.Symbol(name) for name in ("a", "b_1", "lambda", "MS.q", "MS.q_r", "MS.maker")}
SIGNS = {"=": "==", "≠": "!=", "≤": "<=", "≥": ">=", "·": "*", "\u2062": "*", "−": "-"}
GREEK = {"λ": "lambda"}


def shown(element: ElementTree.Element) -> str:
    """Read presentation MathML back into the grammar, by the rules of MathML alone."""
    parts = [shown(child) for child in element]
    match element.tag:
        case "mn":
            return str(element.text)
        case "mo":
            return SIGNS.get(str(element.text), str(element.text))
        case "mi" | "mtext":
            return GREEK.get(str(element.text), str(element.text).replace(" ", "_"))
        case "mfrac":
            return f"(({parts[0]})/({parts[1]}))"
        case "msub":
            return f"{parts[0]}_{parts[1]}"
        case "msubsup":
            return f"{parts[2]}.{parts[0]}_{parts[1]}"
        case "msup":
            return f"{parts[1]}.{parts[0]}" if element[1].tag == "mtext" else f"({parts[0]})^({parts[1]})"
        case "msqrt":
            return f"sqrt({''.join(parts)})"
        case "math" | "mrow":
            return "".join(parts)
    raise AssertionError(element.tag)


def read_back(html: str) -> str:
    """Return a statement in the grammar, from what a reader sees."""
    formulas = re.sub(
        r"<math.*?</math>",
        lambda found: f" ({shown(ElementTree.fromstring(found[0].replace('&#8290;', chr(0x2062))))}) ",
        html,
    )
    words = unescape(formulas).replace("if and only if", "<=>").replace("implies", "=>")
    return " ".join(words.split()).replace("( ", "(").replace(" )", ")")


def expression(rng: random.Random, depth: int) -> str:
    if depth == 0:
        return rng.choice([*SYMBOLS, "2", "3", "0.5", "sqrt(2)"])
    left, right = expression(rng, depth - 1), expression(rng, rng.randrange(depth))
    forms = (
        "{0} + {1}",
        "{0} - {1}",
        "{0} - ({1})",
        "({0})*({1})",
        "({0})/({1} + 7)",
        "-({0})",
        "({0})^2",
        "{0}*({1})",
    )
    return rng.choice(forms).format(left, right)


def claim(rng: random.Random, depth: int) -> str:
    if depth == 0:
        sign = rng.choice(["<", "<=", ">", ">=", "==", "!="])
        return f"{expression(rng, 2)} {sign} {expression(rng, 2)}"
    left, right = claim(rng, depth - 1), claim(rng, rng.randrange(depth))
    forms = ("{0} and {1}", "{0} or {1}", "(({0}) => {1})", "(({0}) <=> ({1}))", "not ({0})", "({0} or {1}) and {0}")
    return rng.choice(forms).format(left, right)


def truth(text: str, point: Mapping[sp.Symbol, sp.Rational]) -> bool:
    return bool(parse_claim(text, SYMBOLS).subs(point).doit())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_what_is_shown_says_what_is_written(seed: int) -> None:
    rng = random.Random(seed)
    text = claim(rng, seed % 3)
    html = statement_html(text)
    assert "<code>" not in html
    for _ in range(6):
        values = [sp.Rational(Fraction(rng.randint(1, 12), rng.randint(1, 5))) for _ in SYMBOLS]
        point = dict(zip(SYMBOLS.values(), values, strict=True))
        assert truth(read_back(html), point) == truth(text, point), (text, read_back(html))


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("a - (a - b_1) > 0", "(a-(a-b_1)>0)"),
        ("-a^2 < 0", "(-(a)^(2)<0)"),
        ("a > 0 and a > 1 or a > 2", "((a>0) and (a>1)) or (a>2)"),
        ("a > 0 => a > 1 => a > 2", "(a>0) => ((a>1) => (a>2))"),
        ("Eq(a, 2) | ((a > 3) & ~(a > 4))", "(a==2) or ((a>3) and not (a>4))"),
        ("0 < a <= 1", "(0<a<=1)"),
    ],
)
def test_statements_as_a_reader_sees_them(text: str, back: str) -> None:
    assert read_back(statement_html(text)) == back


def test_slopes_are_sentences() -> None:
    html = statement_html("MS.q - a in lambda", "decreasing")
    assert read_back(html) == "(MS.q-a) is decreasing in (lambda)"


@pytest.mark.parametrize(
    "text", ["a >", "a ? b", "(a > 0", "a > 0)", "a b", "", "(" * 500 + "a" + ")" * 500, "<script>"]
)
def test_what_can_not_be_read_stands_as_it_is(text: str) -> None:
    html = statement_html(text)
    assert html.startswith("<code>")
    assert unescape(html[6:-7]) == text
    assert "<script" not in html


def test_every_form_of_a_ledger_has_its_words() -> None:
    for form in FORMS:
        text = "x > 0" if form == "statement" else "x in y"
        assert "<math" in statement_html(text, form)
