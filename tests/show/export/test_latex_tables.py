"""LaTeX tables say what results say, and compile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sympy as sp

from exported import EVERYTHING, each, led, ranking, signs
from lsec_models.errors import DeclarationError
from lsec_models.show import to_latex
from lsec_models.show.export.latex_formulas import high
from pages.latex import compile_latex


@each
def test_latex_tables_have_rules_captions_and_labels(thing: str) -> None:
    text = to_latex(EVERYTHING[thing](), name="stem")
    labels = re.findall(r"\\label\{tab:(\w+)\}", text)
    assert labels in (["stem"], ["stem", "stem_where"])
    tables = len(labels)
    for command in (r"\toprule", r"\midrule", r"\bottomrule", r"\caption{", r"\begin{tabular}", r"\end{table}"):
        assert text.count(command) == tables
    whole = re.sub(r"\\begin\{aligned\}.*?\\end\{aligned\}", "", text)
    for tabular in re.findall(r"\\begin\{tabular\}\{(\w+)\}\n(.*?)\\end", whole, re.DOTALL):
        rows = [line.removesuffix("[2ex]") for line in tabular[1].splitlines() if r" \\" in line]
        assert rows
        assert all(len(re.split(r"(?<!\\)&", row)) == len(tabular[0]) for row in rows)
        assert all(row.count("$") % 2 == 0 and row.count("{") == row.count("}") for row in rows)


def test_latex_has_the_formulas_and_where_they_hold() -> None:
    text = to_latex(led())
    shown = {quantity.name: sp.latex(quantity.readable) for quantity in led().summary().quantities}
    assert rf"$q$ & ${high(shown['q'])}$ \\" in text
    assert rf"payoff of manufacturer & ${high(shown['manufacturer'])}$ \\" in text
    (named,) = led().summary().factors
    assert rf"$D$ & ${sp.latex(named.value)}$ \\" in text
    for condition in led().domain.conditions:
        assert f"${high(sp.latex(condition.relation))}$ & " in text


def test_latex_says_what_turns_where() -> None:
    turning = [cell for cell in ranking() if cell.sign.condition is not None]
    text = to_latex(ranking())
    assert turning
    for number, cell in enumerate(turning, start=1):
        assert f"turns ({number})" in text
        assert f"${high(sp.latex(cell.sign.condition))}$" in text
    assert "$+$" not in to_latex(signs())
    assert re.search(r"^q & \+ & \$-\$ & \$-\$ \\\\$", to_latex(signs()), re.M)


@pytest.mark.parametrize("name", ["Table 1", "a-b"])
def test_a_label_that_can_not_be_one_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match="a-z, 0-9 and _"):
        to_latex(led(), name=name)


@pytest.mark.slow
def test_latex_compiles(tmp_path: Path) -> None:
    compile_latex("\n".join(to_latex(thing(), name=name) for name, thing in EVERYTHING.items()), tmp_path)
