"""Formulas as JavaScript, run by V8: the same numbers as exact arithmetic."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.live.javascript import javascript_function

x, y, t = sp.symbols("x y t", positive=True)
share = sp.Symbol("lambda", positive=True)
ARGUMENTS = {x: "p[0]", y: "p[1]", share: "p[2]", t: "t"}
POINT = {x: sp.Rational(37, 10), y: sp.Rational(3, 100), share: sp.Rational(1, 5), t: sp.Rational(5, 2)}

FORMULAS = [
    sp.Rational(1, 3) * x,
    x * sp.Rational(10**17 + 1, 3 * 10**17),
    10**25 * x / (10**25 + y),
    (x - y) ** 7 / (x + y) ** 5,
    -(x**2) / (2 * y**3),
    1 / (x * y * (1 - share) ** 2),
    sp.sqrt(x**2 + y) - sp.sqrt(y),
    (x + y) ** sp.Rational(3, 2),
    x * sp.exp(-y * t) + (1 - sp.exp(-y * t)) * share,
    sp.Integer(0),
    sp.Rational(2, 7),
]


@pytest.fixture(scope="module")
def engine() -> Any:
    racer = pytest.importorskip("py_mini_racer", reason="the JavaScript engine mini-racer is not installed")
    return racer.MiniRacer()


def evaluated(engine: Any, formulas: list[sp.Expr]) -> list[float]:
    function = javascript_function(formulas, ARGUMENTS, "p,t")
    numbers = [float(POINT[symbol]) for symbol in (x, y, share)]
    return json.loads(engine.eval(f"JSON.stringify(({function})({numbers}, {float(POINT[t])}))"))


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_a_formula_has_the_value_of_exact_arithmetic(engine: Any, formula: sp.Expr) -> None:
    (number,) = evaluated(engine, [formula])
    assert number == pytest.approx(float(formula.xreplace(POINT).evalf(30)), rel=1e-14)


def test_formulas_together_have_the_same_values_and_share_their_parts(engine: Any) -> None:
    together = evaluated(engine, FORMULAS)
    assert together == pytest.approx([float(f.xreplace(POINT).evalf(30)) for f in FORMULAS], rel=1e-14)
    shared = javascript_function([(x + y) ** 2 / x, (x + y) ** 2 / y], ARGUMENTS)
    assert shared.count("p[0] + p[1]") == 1


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("quality", [["quality", ""]]),
        ("d_r", [["d", "r"]]),
        ("retail sales d_r", [["retail sales d", "r"]]),
        ("φ_o, influence of e_1 and x", [["φ", "o"], [", influence of e", "1"], [" and x", ""]]),
        ("chain_profit of q_max, a_b_c", [["chain_profit of q_max, a_b_c", ""]]),
        ("", []),
    ],
)
def test_one_letter_after_an_underscore_is_lowered_wherever_it_stands(
    engine: Any, text: str, pieces: list[list[str]]
) -> None:
    words = files("lsec_models.live").joinpath("assets", "words.js").read_text(encoding="utf-8")
    engine.eval(words.replace("const lsecWords", "var lsecWords"))
    assert json.loads(engine.eval(f"JSON.stringify(lsecWords.pieces({json.dumps(text)}))")) == pieces


def test_a_fraction_is_divided_by_javascript() -> None:
    assert "1/3" in javascript_function([x / 3], ARGUMENTS)
    assert "0.33" not in javascript_function([x / 3], ARGUMENTS)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (x + sp.Symbol("z"), "no argument of the JavaScript function for z"),
        (sp.gamma(x), "there is no JavaScript for gamma"),
        (sp.Piecewise((x, x > 1), (y, True)), "there is no JavaScript for Piecewise"),
        (sp.I * x, "there is no JavaScript for I"),
        (sp.zoo, "divides by 0"),
    ],
    ids=str,
)
def test_what_javascript_cannot_say(formula: sp.Expr, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        javascript_function([formula], ARGUMENTS)
