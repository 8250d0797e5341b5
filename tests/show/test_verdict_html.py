"""Verdicts on web pages say what the verdicts say, their formulas where MathJax typesets them."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from xml.etree import ElementTree

import pytest
import sympy as sp

import lsec_models as lsec
from lsec_models import Game, Player, decisions, parameters
from lsec_models.models import load
from lsec_models.models.channels.power_structures import b, eta, gamma, k, mu
from lsec_models.prove.results.verdicts import ByRegime, Mixed, Undecided, Verdict
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.export.html.copyable import stated_html
from lsec_models.show.export.latex_formulas import high

_LEAD, _NASH = ["manufacturer", "streamer"], [("manufacturer", "streamer")]


@cache
def pair() -> dict[str, lsec.Equilibrium]:
    games = {"<M> leads": _LEAD, "at <once>": _NASH}
    return {label: lsec.solve(load("power_structures_bilateral", order=order)) for label, order in games.items()}


def bare(html: str) -> str:
    """Return HTML without what only aligns it."""
    return html.replace(" style='text-align:left'", "")


def formulas(html: str) -> list[str]:
    """Return what MathJax typesets; the HTML must be well-formed."""
    ElementTree.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")
    return [unescape(found) for found in re.findall(r'<span class="math notranslate nohighlight">\\\((.*?)\\\)', html)]


def of_manufacturer() -> Verdict:
    led, nash = pair().values()
    return lsec.prove(led.payoffs["manufacturer"] >= nash.payoffs["manufacturer"], given=[led, nash])


def of_quality() -> Verdict:
    led, nash = pair().values()
    return lsec.prove(led["q"] > nash["q"], given=[led, nash])


def test_a_proof_says_where_a_weak_inequality_is_an_equation() -> None:
    html = stated_html(of_manufacturer())
    assert '<strong class="lsec-verdict">proved</strong>: certificate checked; equal exactly where' in html
    assert formulas(html) == [to_latex(sp.Eq(b * eta, mu**2, evaluate=False))]


def test_a_mixed_verdict_has_its_condition_and_both_points() -> None:
    verdict = of_quality()
    assert isinstance(verdict, Mixed)
    shown = formulas(stated_html(verdict))
    assert shown[0] == to_latex(verdict.condition)
    assert len(shown) == 1 + len(verdict.witness) + len(verdict.counterexample)
    assert f"b = {sp.latex(verdict.witness['b'], fold_short_frac=True)}" in shown[1:]


@pytest.mark.parametrize(
    ("claim", "given", "words"),
    [
        (gamma**2 + mu**2 < gamma * mu, [], "it fails everywhere, as is proved, for instance at"),
        (gamma > mu, [gamma > mu, mu > gamma], "nothing is admissible"),
        (gamma**2 + mu**2 >= gamma * mu, [], "never equal"),
    ],
    ids=str,
)
def test_verdicts_in_words(claim: sp.Basic, given: list[sp.Basic], words: str) -> None:
    html = stated_html(lsec.prove(claim, given=given))
    formulas(html)
    assert words in html


def test_an_open_question_says_what_was_tried() -> None:
    html = stated_html(Undecided(claim=gamma > mu, tried=("a < b", "z3"), points=7, effort="normal"))
    assert "true at 7 points; tried: a &lt; b, z3" in html


@pytest.mark.slow
def test_regimes_are_told_one_by_one() -> None:
    a, c = parameters("a c", positive=True)
    w, q_r, q_m = decisions("w q_r q_m")
    price = a - q_r - q_m
    players = [
        Player("manufacturer", decides=[w, q_m], payoff=w * q_r + (price - c) * q_m),
        Player("retailer", decides=[q_r], payoff=(price - w) * q_r),
    ]
    found = lsec.solve(Game(players=players, order=[w, "retailer", q_m], assuming=[a > c]), corners=True)
    verdict = lsec.prove(found["q_m"] > 0, given=[found])
    assert isinstance(verdict, ByRegime)
    html = stated_html(verdict)
    formulas(html)
    assert html.startswith('<p><strong class="lsec-verdict">mixed</strong>, by regime:')
    assert html.count("<li>") == len(verdict.cases)


def test_a_ranking_has_a_row_for_each_quantity_and_every_condition() -> None:
    found = lsec.compare(pair(), ["q", "manufacturer", "demand"])
    html = bare(stated_html(found))
    assert html.count("<tr>") == 1 + len(found)
    assert "&lt;M&gt; leads against at &lt;once&gt;" in html
    assert '<th scope="row">manufacturer</th>' in html
    assert to_latex(sp.Gt(mu**2, b * eta, evaluate=False)) in formulas(html)
    assert "<td>at least as much</td><td>wherever both exist; equal exactly where" in html
    assert "<td>more</td><td>exactly where" in html


def test_a_sign_table_has_a_column_for_each_parameter_and_says_where_signs_turn() -> None:
    html = bare(stated_html(lsec.comparative_statics(pair()["<M> leads"], ["q", "price"], ["gamma", "c"])))
    assert "<td>+</td><td>−</td>" in html
    assert "<td>+</td><td>turns</td>" in html
    condition = sp.Gt(b, gamma**2 / k + mu**2 / eta, evaluate=False)
    assert formulas(html)[-1] == high(to_latex(condition))
    assert html.count("<li>") == 1


def test_a_threshold_has_its_point_and_where_it_exists() -> None:
    a, c, d = sp.symbols("a c d", positive=True)
    (found,) = lsec.thresholds(3 * a - 5 * c, c, [c < d])
    html = stated_html(found)
    assert "(+ to −), where" in html
    assert formulas(html) == [high(to_latex(sp.Eq(c, 3 * a / 5))), to_latex(found.where[0])]


def test_two_sides_that_are_the_same_are_equal_everywhere() -> None:
    x, y = sp.symbols("x y", positive=True)
    found = lsec.prove(sp.Ge((x + y) ** 2, x**2 + 2 * x * y + y**2, evaluate=False))
    assert str(found).endswith("equal everywhere")
    assert stated_html(found).endswith("equal everywhere</p>")
