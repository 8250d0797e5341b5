"""Sums and products in the order in which they are read: values stay, and what is read first stands first."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import sympy as sp
from hypothesis import assume, given
from tests.algebra.test_mathml import value_of as value_of_mathml

from lsec_models import decisions, parameters, states
from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.mathml import mathml_of
from lsec_models.algebra.reading_order import terms_in_order
from pages.latex_structure import value_of as value_of_latex
from strategies import examples, rational_expressions

a, b, k = parameters("a b k", positive=True)
G = states("G")
q, w = decisions("q w")
# Called as the reader of MathML knows letters: a decision comes before parameters by its name.
KNOWN = (parameters("k", positive=True), parameters("t", positive=True), decisions("a"), decisions("lambda"))
AT = {"k": sp.Rational(3, 7), "t": sp.Rational(5, 3), "a": sp.Rational(2, 11), "lambda": sp.Rational(7, 5)}


@given(rational_expressions(KNOWN))
@examples(40)
def test_what_is_written_has_the_value_of_the_formula(formula: sp.Expr) -> None:
    value = formula.subs(AT)
    assume(value.is_Rational)
    assert value_of_latex(latex_of(formula), AT) == value
    assert value_of_mathml(mathml_of(formula)).subs(AT) == value


@given(rational_expressions(KNOWN))
@examples(40)
def test_a_sum_has_the_same_terms_and_begins_with_a_minus_only_where_all_do(formula: sp.Expr) -> None:
    total = sp.expand(formula)
    assume(total.is_Add)
    terms = terms_in_order(total)
    assert Counter(terms) == Counter(total.args)
    assert terms[0].could_extract_minus_sign() == all(term.could_extract_minus_sign() for term in terms)
    assert latex_of(total).startswith("-") == terms[0].could_extract_minus_sign()


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        (a - b * q - w, "a - b q - w"),
        ((w - a) * (a - b * q - w), r"(w - a)(a - b q - w)"),
        (q * (a - q) - k * q**2 / 2, r"q (a - q) - \frac{k q^{2}}{2}"),
        (k * G * q - b * G - a, "k G q - a - b G"),
        (sp.sqrt(7) - 2, r"\sqrt{7} - 2"),
        (1 - a**2, "1 - a^{2}"),
        (-a - b, "- a - b"),
        (a / 2 - 1 / b, r"\frac{a}{2} - \frac{1}{b}"),
        (q / (w * k), r"\frac{q}{k w}"),
    ],
)
def test_the_market_is_read_first_and_decisions_last(formula: sp.Expr, read: str) -> None:
    latex = re.sub(r" ?\\(left|right)", "", latex_of(formula))
    assert latex.replace(" ", "") == read.replace(" ", "")


def test_one_name_of_two_kinds_stays_two_factors() -> None:
    parameter, decision = parameters("x"), decisions("x")
    assert latex_of(parameter * decision) == "x x"
    assert latex_of(parameter * decision**2) == "x x^{2}"
    # What was printed before of an equal product is not printed again in place of another one.
    assert latex_of(2 * decisions("fee") * a) == r"2 \, a \, \mathit{fee}"
    assert latex_of(2 * sp.Symbol("fee") * a) == latex_of(2 * sp.Symbol("fee") * sp.Symbol("a")).replace("  ", " ")


def test_an_order_that_is_given_stays() -> None:
    total = sp.Add(q, -a, b, evaluate=False)
    assert latex_of(total, order="none") == "q - a + b"
    assert latex_of(total) == "b - a + q"
