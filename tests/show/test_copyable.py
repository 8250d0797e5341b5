from __future__ import annotations

import html
import keyword
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.parsing.mathematica import parse_mathematica

from lsec_models import load, solve
from lsec_models.algebra.description import words_html
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.export.html.copyable import copies, formula_html, formulas_html, result_html

share, k, rho = sp.symbols("lambda k rho_M", positive=True)
PIECES = st.sampled_from([share, k, rho, sp.Integer(3), sp.Rational(-2, 7), sp.sqrt(2), sp.Integer(1)])
FORMULAS = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.builds(sp.Add, inner, inner),
        st.builds(sp.Mul, inner, inner),
        st.builds(sp.Pow, inner, st.sampled_from([sp.Integer(2), sp.Integer(-1), sp.Rational(1, 2)])),
    ),
    max_leaves=8,
)


class Buttons(HTMLParser):
    """Collects what buttons copy, as a browser reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "button":
            assert found["aria-label"]
            self.texts.append(found["data-copy"] or "")


def test_several_formulas_stand_below_each_other_each_with_its_name_and_buttons() -> None:
    named = {"chain_profit": share * k, "lambda": k**2, "q_M": sp.Integer(3), "eta_max": rho}
    page = formulas_html(named) or ""
    assert re.findall(r"\\\[(.*?) = ", page) == [r"\text{chain profit}", r"\lambda", "q_{M}", r"\eta_{max}"]
    assert Buttons(page).texts[::3] == [to_latex(formula) for formula in named.values()]
    assert formulas_html(list(named.values())) == "".join(map(formula_html, named.values()))


@pytest.mark.parametrize("others", [[], {}, (1, 2), [sp.Integer(1), sp.Rational(1, 2)], [share, "words"], {"q": "k"}])
def test_what_are_not_formulas_stays_as_it_is_printed(others: Any) -> None:
    assert formulas_html(others) is None


@pytest.mark.slow
@settings(max_examples=150)
@given(FORMULAS.filter(lambda formula: not formula.has(sp.zoo, sp.nan)))
def test_python_reads_the_same_formula(formula: sp.Expr) -> None:
    names = {f"{s.name}_" if keyword.iskeyword(s.name) else s.name: s for s in (share, k, rho)}
    read = eval(copies(formula)["Python"], {"Rational": sp.Rational, "sqrt": sp.sqrt, "I": sp.I, "Abs": sp.Abs} | names)
    assert not sp.sympify(read).has(sp.Float)
    assert sp.simplify(read - formula) == 0


@pytest.mark.slow
@settings(max_examples=100)
@given(FORMULAS.filter(lambda formula: not formula.has(sp.zoo, sp.nan, sp.I, share)))
def test_mathematica_reads_the_same_formula(formula: sp.Expr) -> None:
    read = parse_mathematica(copies(formula)["Mathematica"])
    back = {sp.Symbol("k"): k, sp.Symbol("rhoM"): rho}
    found = read.xreplace(back)
    assert found == formula or sp.simplify(found - formula) == 0


def test_a_lone_fraction_stays_exact() -> None:
    assert copies(k + sp.Rational(1, 2))["Python"] == "k + Rational(1, 2)"
    assert copies(k / 2 > share)["Python"] == "k/2 > lambda_"


def test_buttons_copy_the_formula_and_not_its_name() -> None:
    html = formula_html(k**2 < 3, name="q^*")
    assert "q^* = " in html
    assert Buttons(html).texts == ["k^{2} < 3", "k**2 < 3", "k^2 < 3"]


@pytest.mark.parametrize(
    ("found", "rows"),
    [
        (solve(load("power_structures_bilateral", order=["manufacturer", "streamer"])), ["q", "w", "manufacturer"]),
        (solve(load("dynamic_quality", mode="cost_sharing")), ["q", "s_e"]),
    ],
    ids=["static", "dynamic"],
)
def test_every_formula_of_an_equilibrium_can_be_copied(found: object, rows: list[str]) -> None:
    texts = Buttons(result_html(found)).texts  # type: ignore[arg-type]
    for row in rows:
        formula = found.strategies[row] if hasattr(found, "strategies") else found[row]  # type: ignore[index]
        assert to_latex(formula) in texts


@pytest.mark.slow
def test_every_regime_is_shown_with_its_region() -> None:
    game = load("channel_choice", mode="self_run").with_values(
        {"alpha": 20, "c": 2, "theta": 0.1, "eta_o": 2, "W": 1, "phi_o": 1}
    )
    found = solve(game, corners=True)
    html = result_html(found)
    assert html.count("<caption") == len(found.regimes) > 1
    for regime in found.regimes:
        assert words_html(f"Regime: {regime.name}") in html


def test_a_long_sum_is_shown_in_lines_and_copied_whole() -> None:
    terms = [share**i * rho ** (12 - i) for i in range(12)]
    page = formula_html(sp.Gt(sp.Add(*terms), 0, evaluate=False))
    assert page.count(r"\\") >= 1
    assert r"&gt; 0 \end{aligned}" in page
    copied = re.search('data-copy="([^"]*)"', page)
    assert copied is not None
    assert r"\begin{aligned}" not in copied[1]
    assert all(sp.latex(term) in html.unescape(page) for term in terms)
