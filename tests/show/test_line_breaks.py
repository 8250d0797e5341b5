"""Broken formulas say what the whole ones say, read by another reader, and their lines fit."""

from __future__ import annotations

import re

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy, builds, integers, recursive, sampled_from

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.show.export.line_breaks import broken, width
from pages.latex_structure import value_of

a, b, x, y = sp.symbols("a b x y", positive=True)
VALUES = {"a": sp.Rational(3, 7), "b": sp.Rational(11, 5), "x": sp.Integer(13), "y": sp.Rational(1, 9)}
WIDEST = 14


def formulas() -> SearchStrategy[sp.Expr]:
    """Sums, products, quotients, powers and roots of each other."""
    leaves = sampled_from([a, b, x, y]) | builds(sp.Integer, integers(-20, 900))

    def larger(parts: SearchStrategy[sp.Expr]) -> SearchStrategy[sp.Expr]:
        power = builds(lambda base, n: (base**2 + 1) ** n, parts, sampled_from([-2, -1, 2, 3, sp.Rational(1, 2)]))
        return builds(sp.Add, parts, parts, parts) | builds(sp.Mul, parts, parts, parts) | power

    return recursive(leaves, larger, max_leaves=8)


@settings(max_examples=60)
@given(formulas())
def test_broken_formulas_have_the_value_of_the_whole(formula: sp.Expr) -> None:
    lines = broken(latex_of(formula), WIDEST)
    exact = formula.subs({symbol: VALUES[symbol.name] for symbol in formula.free_symbols})
    assert abs(sp.N(value_of(" ".join(lines), VALUES) - exact, 30)) <= abs(sp.N(exact, 30)) * sp.Float("1e-20")


@settings(max_examples=60)
@given(formulas())
def test_only_what_cannot_be_broken_is_too_wide(formula: sp.Expr) -> None:
    latex = latex_of(formula)
    longest = max(map(len, re.findall(r"\d+", latex)), default=0)
    for line in broken(latex, WIDEST):
        assert width(line) <= WIDEST + max(WIDEST, longest), line
        assert line == line.strip()
        assert line.count("{") == line.count("}")


@pytest.mark.parametrize(
    ("latex", "lines"),
    [
        (r"a \, b \geq \mathit{share}", [r"a \, b", r"\geq \mathit{share}"]),
        (r"\log{\left(a + b + x \right)}", [r"\log\bigl(a", "+ b", r"+ x\bigr)"]),
        (r"\left(a + b + x\right)^{2} - y", [r"\bigl(a + b", r"+ x\bigr)^{2}", "- y"]),
        (r"a > b \wedge x > y \vee y = 1", ["a > b", r"\wedge x", "> y", r"\vee y", "= 1"]),
        (r"\frac{a}{a b x y a b}", [r"a \bigl(a b x", "y a", r"b\bigr)^{-1}"]),
        (r"f \text{ rises with } x", ["f", r"\text{ rises with }", "x"]),
        (r"\max\left(0, a - b\right)", [r"\max\bigl(0, a", r"- b\bigr)"]),
        (r"a b x,\ \frac{a}{x}, y", ["a b x,", r"\ \frac{a}{x}, y"]),
        (r"A b \Delta x y", [r"A b \Delta", "x y"]),
    ],
)
def test_formulas_break_where_a_reader_expects_it(latex: str, lines: list[str]) -> None:
    assert broken(latex, 5) == lines
    assert broken(latex, 90) == [latex]


def test_cases_stay_together_and_their_cells_have_lines() -> None:
    cases = sp.Piecewise((a, a + b + x > y + 1), (sum(sp.symbols("t_:9")), x + y > a + b + 1), (0, True))
    (line,) = broken(latex_of(sp.Mul(3, cases, evaluate=False)), 20)[-1:]
    assert line.count(r"\begin{cases}") == line.count(r"\end{cases}") == 1
    assert line.count(r"\begin{aligned}") == 3
    assert line.startswith(r"\left(\begin{cases} a & ")
    assert line.endswith(r"\text{otherwise} \end{cases}\right)")
    lines = broken(latex_of(sp.Mul(3, y**2 + cases, evaluate=False)), 20)
    assert lines[0].startswith(r"3 \bigl(y^{2}")
    assert lines[-1].endswith(r"\end{cases}\bigr)")
