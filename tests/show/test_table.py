from __future__ import annotations

import re
from fractions import Fraction
from itertools import product

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis.strategies import integers, lists, tuples

from lsec_models.errors import DeclarationError
from lsec_models.show import Table
from lsec_models.show.export.formulas import WrittenSum
from lsec_models.show.export.line_breaks import width
from lsec_models.show.export.shared_width import shared
from pages.latex_structure import require_structure

GAMMA, K = sp.symbols("gamma k", positive=True)


def table(*rows: tuple[object, ...]) -> Table:
    return Table(name="small", caption="100 % of a_b & c.", columns=["M > S", GAMMA], rows=rows)  # type: ignore[arg-type]


def test_csv_is_read_again_by_the_package() -> None:
    rows = [("a, b", GAMMA**2 / K), ('say "so"', sp.Ne(GAMMA, K)), ("yes?", True), ("third", Fraction(1, 3))]
    assert table(*rows).csv() == ('M > S,gamma\n"a, b",gamma**2/k\n"say ""so""",gamma != k\nyes?,yes\nthird,1/3\n')


def test_latex_has_rules_and_escapes_text() -> None:
    latex = table(("x_1 & y", GAMMA**2 / K)).latex()
    assert r"\caption{100 \% of $a_{b}$ \& c.}\label{tab:small}" in latex
    assert r"\begin{tabular}{ll}" in latex
    lines = latex.splitlines()
    start = lines.index(r"\toprule")
    assert lines[start + 1 : start + 5] == [
        r"M $>$ S & $\gamma$ \\",
        r"\midrule",
        r"$x_{1}$ \& y & $\dfrac{\gamma^{2}}{k}$ \\[2ex]",
        r"\bottomrule",
    ]


def test_numbers_stand_right_and_truth_values_do_not() -> None:
    assert r"{lr}" in table(("x", 1), ("y", Fraction(1, 2))).latex()
    assert r"{ll}" in table(("x", True), ("y", 1)).latex()


def test_a_long_table_breaks_across_pages() -> None:
    rows = [(str(i), i) for i in range(41)]
    assert r"\begin{tabular}" in table(*rows[:40]).latex()
    text = table(*rows).latex()
    assert r"\begin{longtable}{lr}" in text
    first, every, body = re.split(r"\\endfirsthead|\\endhead", text)
    assert first.count(r"\label") == 1, "what is on each page names nothing"
    assert r"\label" not in every + body
    assert first.endswith(every), "the head is repeated"


def test_html_escapes_text_and_sets_mathematics() -> None:
    html = table(("<b>s_M</b>", GAMMA > K), ("sum", WrittenSum((sp.Integer(4), -K)))).html()
    assert "&lt;b&gt;s<sub>M</sub>&lt;/b&gt;" in html
    assert html.count("<math ") == 3
    assert '<th scope="row">sum</th>' in html
    assert '<th scope="row" class="long">' in table((f"A statement of {'many ' * 8}words.", K)).html()
    assert "<mn>4</mn><mo>&#8722;</mo><mi>k</mi>" in html


@pytest.mark.parametrize("name", ["", "a b", "../a", "Å", "a.csv"])
def test_a_name_must_be_a_file_name(name: str) -> None:
    with pytest.raises(DeclarationError, match="its files need a name"):
        Table(name=name, caption="", columns=["x"], rows=[])


def test_rows_have_the_length_of_the_head() -> None:
    with pytest.raises(DeclarationError, match="3 cells under 2 columns"):
        table(("x", 1, 2))


@pytest.mark.parametrize("columns", [2, 3])
def test_a_long_sum_in_a_fraction_is_broken_in_its_brackets(columns: int) -> None:
    a, b, c, d, r = sp.symbols("a b c d r")
    long = sum(number * x * y**2 for number, (x, y) in enumerate(product((a, b, c, d), repeat=2), start=2))
    value = a * b / (d + r) + sp.Mul(a, long, evaluate=False) / (8 * b * c * (d + r) ** 2)
    row = Table(name="t", caption="T.", columns=["x"] * columns, rows=[["w"] * (columns - 1) + [value]]).latex()
    lines = re.findall(r"& (?:\\quad \{\} )?([^&]*?)(?= \\\\| \\end\{aligned\})", row.split(r"\begin{aligned}[t]")[1])
    assert len(lines) > 1
    assert max(map(width, lines)) <= 55
    assert [line.count(r"\bigl(") for line in lines if "bigl" in line] == [1]
    assert lines[-1].endswith(r"\bigr)")
    assert [row.count(f" {number} ") for number in range(10, 18)] == [1] * 8


@settings(max_examples=60)
@given(lists(tuples(integers(1, 90), integers(1, 90)), min_size=1, max_size=6), integers(10, 150))
def test_columns_share_a_page(columns: list[tuple[int, int]], page: int) -> None:
    natural = [wide for wide, _ in columns]
    least = [min(wide, narrow) for wide, narrow in columns]
    rooms = shared(natural, least, page)
    assert all(narrow <= room <= wide for narrow, room, wide in zip(least, rooms, natural, strict=True))
    assert sum(rooms) <= max(page, sum(least))
    cut = [room for room, narrow, wide in zip(rooms, least, natural, strict=True) if narrow < room < wide]
    assert len(set(cut)) <= 1, "those that are cut have the same room"
    assert rooms == natural or sum(rooms) + len(columns) > page, "nothing is cut without need"


@pytest.mark.parametrize("line", [60, 170])
def test_words_and_formulas_fit_into_their_columns(line: int) -> None:
    words = "a reason that is told at some length and would not fit"
    row = ("a name of several words", sum(sp.symbols("x_:12")), words)
    text = Table(name="t", caption="T.", columns=["what", "is", "why"], rows=[row]).latex(line=line)
    shares = [float(share) for share in re.findall(r"parbox\[t\]\{(.*?)\\linewidth", text)]
    assert len(shares) == (2 if line == 60 else 0)
    assert all(0.1 < share < 0.5 for share in shares)
    assert (r"\begin{aligned}" in text) == (line == 60)


@pytest.mark.parametrize("floats", [True, False])
@pytest.mark.parametrize("columns", range(2, 9))
def test_letters_are_smaller_exactly_where_columns_are_too_wide_together(columns: int, floats: bool) -> None:
    row = ["consumers", *[sum(sp.symbols("x_:12"))] * (columns - 1)]
    text = Table(name="t", caption="T.", columns=["of"] * columns, rows=[row]).latex(floats=floats)
    narrowest = 9 + 16 * (columns - 1)
    assert (r"\footnotesize" in text) == (narrowest > int(68 - 2.5 * columns))
    require_structure(text)


def test_tall_tables_break_across_pages_and_formulas_beyond_a_page_are_not_printed() -> None:
    long = sum(sp.symbols("x_:150"))
    text = Table(name="t", caption="T.", columns=["x", "y"], rows=[["w", long]] * 3).latex()
    assert r"\begin{longtable}" in text
    assert text.count("x_{149}") == 3
    beyond = Table(name="t", caption="T.", columns=["x", "y"], rows=[["w", sum(sp.symbols("x_:900"))]]).latex()
    assert re.search(r"w & \(\d+ lines: too long to print\) ", beyond)
