"""Formulas as MathML: what a browser shows is the formula, read back by a reader that knows nothing of the printer."""

from __future__ import annotations

import random
from xml.etree import ElementTree

import pytest
import sympy as sp

from lsec_models import decisions, others
from lsec_models.algebra.algebraic_functions.parametric_root import RootSymbol
from lsec_models.algebra.mathml import mathml_of

SYMBOLS = sp.symbols("a b_M lambda k t", positive=True)
LETTERS = {"a": SYMBOLS[0], "b_M": SYMBOLS[1], "λ": SYMBOLS[2], "k": SYMBOLS[3], "t": SYMBOLS[4], "e": sp.E, "π": sp.pi}
OPERATORS = {"\u2062": "*", "+": "+", "\u2212": "-", "(": "(", ")": ")"}


def test_roots_and_sums_over_copies_are_signs() -> None:
    written = mathml_of(RootSymbol("share_star") ** 2 - others(decisions("q_r")))
    assert "otherssum" not in written
    shown = "".join(ElementTree.fromstring(written).itertext())
    assert "∑" in shown
    assert "share⋆" in shown


def read(element: ElementTree.Element) -> str:
    """Return an element as Python text, by the meaning that MathML gives to it."""
    parts = [read(child) for child in element]
    text = element.text or ""
    match element.tag:
        case "math" | "mrow":
            return f"({''.join(parts)})" if element.tag == "math" else "".join(parts)
        case "mfrac":
            return f"(({parts[0]})/({parts[1]}))"
        case "msup":
            return f"(({parts[0]})**({parts[1]}))"
        case "msqrt":
            return f"sqrt({''.join(parts)})"
        case "msub":
            return f"LETTERS['{element[0].text}_{element[1].text}']"
        case "mi":
            return f"LETTERS[{text!r}]"
        case "mn":
            return f"Rational({text!r})"
        case "mo":
            return OPERATORS[text]
    raise AssertionError(f"no such element in a formula: {element.tag}")


def value_of(shown: str) -> sp.Expr:
    names = {"LETTERS": LETTERS, "sqrt": sp.sqrt, "Rational": sp.Rational}
    return eval(read(ElementTree.fromstring(shown)), names)


def expression(draw: random.Random, depth: int) -> sp.Expr:
    if depth == 0:
        return draw.choice([*SYMBOLS, sp.Rational(draw.randint(-9, 9), draw.randint(1, 5))])
    one, other = expression(draw, depth - 1), expression(draw, depth - 1)
    kind = draw.randrange(6)
    if kind < 4:
        return (one + other, one - other, one * other, one / other if other != 0 else one)[kind]
    return one ** draw.choice([2, 3, -1]) if kind == 4 and one != 0 else sp.exp(-SYMBOLS[4] * (one + 1))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_shown_is_the_formula(seed: int) -> None:
    draw = random.Random(seed)
    formula = expression(draw, 3)
    at = {symbol: sp.Rational(draw.randint(1, 9), 7) for symbol in SYMBOLS}
    for settings in ({}, {"fold_short_frac": True}):
        shown = value_of(mathml_of(formula, **settings)).subs(at).evalf(30)
        expected = formula.subs(at).evalf(30)
        assert shown == expected or abs(shown - expected) <= sp.Float("1e-20") * (1 + abs(expected))


def test_a_fraction_in_a_sentence_stays_on_the_line() -> None:
    x = sp.Symbol("x")
    shown = mathml_of(sp.Eq(x, sp.Rational(-7, 2), evaluate=False), fold_short_frac=True)
    assert "<mn>-7/2</mn>" in shown
    assert "mfrac" not in shown


def test_cases_and_roots_of_polynomials_are_said_in_words() -> None:
    x = sp.Symbol("x", real=True)
    cases = mathml_of(sp.Piecewise((x, x > 0), (0, True)))
    assert cases.count("<mtr>") == 2
    assert "<mtext>otherwise</mtext>" in cases
    root = mathml_of(sp.CRootOf(x**5 - x - 1, 0))
    assert "<mtext>root 1 of </mtext>" in root
    for shown in (cases, root):
        ElementTree.fromstring(shown)


def test_a_minus_is_no_hyphen() -> None:
    x = sp.Symbol("x")
    assert "<mo>&#8722;</mo>" in mathml_of(1 - x)
    assert "<mo>-</mo>" not in mathml_of(-(x**2) - 1)
