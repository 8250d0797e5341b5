from __future__ import annotations

import pytest
import sympy as sp

from lsec_models.algebra.parsing.parse import parse_expression, parse_relation
from lsec_models.show.export.formulas import (
    WrittenFormula,
    text_to_html,
    text_to_latex,
    to_latex,
    to_mathml,
    to_text,
    written,
)

A, B, LAMBDA, S_M = sp.symbols("a b lambda s_M", positive=True)


@pytest.mark.parametrize(
    "expression",
    [
        A * (A - B) ** 2 / (4 * A * B - LAMBDA**2),
        -A / 3,
        sp.Rational(2, 3),
        sp.Gt(2 * B, A**2 / LAMBDA, evaluate=False),
        sp.Ge(A * B, S_M, evaluate=False),
        sp.Eq(A, 2 * B, evaluate=False),
        sp.Ne(A, 0, evaluate=False),
    ],
    ids=str,
)
def test_what_is_printed_is_read_again(expression: sp.Basic) -> None:
    names = {symbol.name: symbol for symbol in (A, B, LAMBDA, S_M)}
    read = parse_relation if expression.is_Relational else parse_expression
    assert read(to_text(expression), names) == expression


def test_a_formula_as_it_was_written_is_written_so_again() -> None:
    formula = sp.Gt(A / LAMBDA, S_M)
    kept = WrittenFormula(**vars(written(formula)))
    assert (to_text(kept), to_latex(kept), to_mathml(kept)) == (to_text(formula), to_latex(formula), to_mathml(formula))


def test_mathml_needs_no_entities_of_another_document() -> None:
    assert to_mathml(S_M / LAMBDA) == (
        '<math displaystyle="true"><mrow><mfrac><msub><mi>s</mi><mi>M</mi></msub><mi>&#955;</mi></mfrac></mrow></math>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("s_M < 1", "s<sub>M</sub> &lt; 1"),
        ("chain_profit", "chain_profit"),
        ("x_12", "x_12"),
        ("2Φ_i", "2Φ_i"),
        ("2 Φ_i, φ_0.", "2 Φ<sub>i</sub>, φ<sub>0</sub>."),
        ("above 2 eta_o sigma**2, a beta_blocker", "above 2 η<sub>o</sub> σ², a beta_blocker"),
        ("2*sqrt(7) - sqrt(b_1)^2, sqrt(b)**2", "2\N{NARROW NO-BREAK SPACE}√7 − √(b<sub>1</sub>)², √(b)²"),
        ("q^k = 2^(-1/k), a^-2, a^0.5, ^x, f^(g(x))", "q<sup>k</sup> = 2<sup>−1/k</sup>, a⁻², a^0.5, ^x, f^(g(x))"),
        ("where eta_o**2 < 1/eta", "where η<sub>o</sub>² &lt; 1/η"),
    ],
)
def test_subscripts_in_text(text: str, html: str) -> None:
    assert text_to_html(text) == html


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("5 % of a_b & c", r"5 \% of $a_{b}$ \& c"),
        ("chain_profit {x}", r"chain profit \{x\}"),
        ("firm_1 = firm_2 > gamma_1, x_1, live_", r"firm 1 = firm 2 $>$ $\gamma_{1}$, $x_{1}$, live\_"),
        ("Φ₀ − γ²/(b k)", r"$\Phi$$_{0}$ $-$ $\gamma$$^{2}$/(b k)"),
        ("λ < Φ_i ≥ x^ × y~z", r"$\lambda$ $<$ $\Phi_{i}$ $\geq$ x\textasciicircum{} $\times$ y\textasciitilde{}z"),
        ("x^i + (1 + k)^-1", r"x$^{i}$ + (1 + k)$^{-}$$^{1}$"),
        ("from 2 sqrt(6) to sqrt(b + 1)", r"from 2 $\surd$6 to $\surd$(b + 1)"),
        ("lambda theta < 1", r"$\lambda$ $\theta$ $<$ 1"),
        ("back\\slash", r"back\textbackslash{}slash"),
    ],
)
def test_text_in_latex(text: str, latex: str) -> None:
    assert text_to_latex(text) == latex
