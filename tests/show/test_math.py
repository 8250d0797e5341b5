from __future__ import annotations

import pytest
import sympy as sp

from lsec_models.errors import ParseError, UnknownName
from lsec_models.show.export.formulas import read_math, text_to_html, text_to_latex, to_mathml, to_text

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
    assert read_math(to_text(expression), [A, B, LAMBDA, S_M]) == expression


@pytest.mark.parametrize("text", ["a +", "__import__('os')", "a.b > 0", "a; b"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises((ParseError, UnknownName)):
        read_math(text, [A, B])


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
    ],
)
def test_subscripts_in_text(text: str, html: str) -> None:
    assert text_to_html(text) == html


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("5 % of a_b & c", r"5 \% of $a_{b}$ \& c"),
        ("chain_profit {x}", r"chain\_profit \{x\}"),
        ("Φ₀ − γ²/(b k)", r"$\Phi$$_{0}$ $-$ $\gamma$$^{2}$/(b k)"),
        ("λ < Φ_i ≥ x^2 × y~z", r"$\lambda$ $<$ $\Phi_{i}$ $\geq$ x\textasciicircum{}2 $\times$ y\textasciitilde{}z"),
        ("back\\slash", r"back\textbackslash{}slash"),
    ],
)
def test_text_in_latex(text: str, latex: str) -> None:
    assert text_to_latex(text) == latex
