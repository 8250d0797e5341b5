"""The ledgers' pages: nothing of a paper is lost, nothing in it is taken for markup, counts are right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("jupyter_book", reason="the extra 'book' is not installed")

from docutils import nodes

from lsec_models.book.generated.ledger_claims import claim_anchor
from lsec_models.book.generated.ledgers import VERDICTS, ledger_pages
from lsec_models.papers import Paper, Reproduction
from lsec_models.papers.folder.ledger import VERDICTS as KNOWN
from lsec_models.papers.folder.ledger import Claim
from lsec_models.papers.folder.registry import Drawing, NumberedResult
from lsec_models.papers.run.outcome import CheckedClaim, DerivedResult, DrawnFigure, ReproducedPaper
from lsec_models.show.export.table import Table
from pages.sphinx_pages import documents

NASTY = 'a_b *c* $x_1$ <b>&amp;</b> {ref}`d` | e ``f`` ::: [g](h) \\i # 1. "j": 100 %'
LONG = 21


def paper(key: str) -> Paper:
    return Paper(
        folder=Path(key),
        key=key,
        title=f"Title {NASTY}",
        authors=(f"Author {NASTY}", "Other, A."),
        year=1950,
        journal=f"Journal {NASTY}",
        doi="10.1/a_b(c)",
        level="equation",
        provenance=f"Provenance {NASTY}",
        modelling_choices=(f"Choice {NASTY}", "# choice"),
    )


def claim(name: str, verdict: str, **changes: str) -> CheckedClaim:
    asked = Claim(
        id=name,
        words=f"Words of {name} {NASTY}",
        level="equation",
        where=f"Place {NASTY}",
        form="statement",
        text=f"{name} >= 0 {NASTY}",
        given=(f"given `{name}`", "other"),
        expected=verdict,
        exactly=changes.get("exactly", ""),
        remark=f"Remark {NASTY}",
        erratum=changes.get("erratum", ""),
    )
    return CheckedClaim(
        claim=asked, verdict=verdict, exactly=asked.exactly, evidence=changes.get("evidence", f"evidence of {name}")
    )


def result(name: str, rows: int, *, width: int = 1) -> DerivedResult:
    declared = NumberedResult(
        name=name, title=f"Result {NASTY}", statement=(NASTY, "s_i"), compute=lambda: 1, tables=lambda _: ()
    )
    cells = [[f"row {i} {NASTY}", "x" * width] for i in range(rows)]
    shown = Table(name=name.lower(), caption=f"Caption {NASTY}", columns=["one", "two"], rows=cells)
    return DerivedResult(result=declared, value=1, tables=(shown,))


def reproduced() -> Reproduction:
    drawing = Drawing(name="curve", caption=f"Curve {NASTY}", draw=lambda: None)
    one = ReproducedPaper(
        paper=paper("one1950"),
        results=(result("R1", 2), result("R2", LONG), result("R3", 2, width=200_000)),
        claims=(
            claim(
                "lead-M",
                "proved",
                exactly="a == b",
                evidence="proved (certificate checked); equal exactly where a == b",
            ),
            claim(
                "lead_S", "mixed", exactly="a > b", evidence="mixed: holds iff a > b; holds at a = 2, fails at a = 1"
            ),
            claim("wrong", "refuted", erratum=f"Erratum {NASTY}", evidence="refuted: " + "a = 1, " * 40),
            claim("sure", "proved"),
        ),
        figures=(DrawnFigure(drawing=drawing, svg=Path("curve.svg"), png=Path("curve.png")),),
    )
    failed = CheckedClaim(claim=claim("lead-M", "undecided").claim, failure=f"claim-lead-M: failed {NASTY}")
    lost = DrawnFigure(drawing=drawing, failure=f"figure-curve: failed {NASTY}")
    two = ReproducedPaper(paper=paper("two1950"), results=(), claims=(failed,), figures=(lost,), remarks=(NASTY,))
    bare = ReproducedPaper(paper=paper("zoe1950"), results=(), claims=(), figures=())
    return Reproduction(papers=(one, two, bare), out=Path("reproduction"))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return ledger_pages(reproduced())


@pytest.fixture(scope="module")
def read(pages, tmp_path_factory) -> dict[str, nodes.document]:
    folder = tmp_path_factory.mktemp("ledgers")
    figure = folder / "source" / "figures" / "one1950" / "curve.svg"
    figure.parent.mkdir(parents=True)
    figure.write_text("<svg/>", encoding="utf-8")
    return documents(pages | {"contributing.md": "# Contributing\n"}, folder)


def test_there_is_a_page_for_each_paper_and_each_heavy_result(pages):
    assert list(pages) == [
        "ledgers.md",
        "ledgers/one1950.md",
        "ledgers/one1950-R3.md",
        "ledgers/two1950.md",
        "ledgers/zoe1950.md",
    ]


def test_the_overview_counts(read):
    rows = [[cell.astext() for cell in row.findall(nodes.entry)] for row in read["ledgers.md"].findall(nodes.row)]
    assert rows == [
        ["paper", "level", "results", "claims", "proved", "refuted", "mixed", "errata"],
        ["one1950", "equation", "3", "4", "2", "1", "1", "1"],
        ["two1950", "equation", "0", "1", "0", "0", "0", "0"],
        ["zoe1950", "equation", "0", "0", "0", "0", "0", "0"],
    ]


def test_every_verdict_has_its_words():
    assert tuple(VERDICTS) == KNOWN


def test_every_claim_can_be_linked_and_says_its_verdict(read):
    page = read["ledgers/one1950.md"]
    for part in reproduced().papers[0].claims:
        anchor = nodes.make_id(claim_anchor("one1950", part.claim.id))
        (section,) = [section for section in page.findall(nodes.section) if anchor in section["ids"]]
        assert section.next_node(nodes.title).astext() == f"{part.claim.id} {part.verdict}"


def test_claims_keep_their_words(read):
    shown = literal(read["ledgers/one1950.md"])
    for part in reproduced().papers[0].claims:
        texts = (part.claim.words, part.claim.where, part.claim.text, *part.claim.given, part.claim.remark)
        for text in (*texts, part.claim.erratum, part.exactly):
            assert flat(text) in shown


def test_papers_keep_their_words(read):
    one = reproduced().papers[0]
    texts = [one.paper.title, one.paper.journal, one.paper.provenance, *one.paper.authors, *one.paper.modelling_choices]
    texts += [text for part in one.results for text in (part.result.title, part.result.statement[0])]
    shown = literal(read["ledgers/one1950.md"])
    for text in texts:
        assert flat(text) in shown


def test_the_exact_condition_is_not_said_twice(read):
    shown = literal(read["ledgers/one1950.md"])
    assert "Holds exactly where: a > b" in shown
    assert "Evidence: mixed: holds at a = 2, fails at a = 1" in shown
    assert "Equality exactly where: a == b" in shown
    assert "Evidence: proved (certificate checked) (one1950/certificates/lead-M.json)" in shown
    assert shown.count("certificates/") == 2


def test_tables_are_complete_and_long_ones_folded(read):
    page = read["ledgers/one1950.md"]
    raw = [node.astext() for node in page.findall(nodes.raw) if "lsec-table" in node.astext()]
    assert [html.count("<tr>") - 1 for html in raw] == [2, LONG]
    folded = [node for node in page.findall(nodes.container) if node.get("design_component") == "dropdown"]
    assert len([node for node in folded if f"({LONG} rows)" in node.astext()]) == 1
    assert not [node for node in folded if "(2 rows)" in node.astext()]
    (own,) = read["ledgers/one1950-R3.md"].findall(nodes.raw)
    assert "x" * 200_000 in own.astext()


def test_figures_have_alternative_text(read):
    (image,) = read["ledgers/one1950.md"].findall(nodes.image)
    assert image["uri"] == "figures/one1950/curve.svg"
    assert image["alt"] == f"Curve {NASTY}"


def test_what_failed_is_said(read):
    shown = literal(read["ledgers/two1950.md"])
    assert "Not everything was derived anew" in shown
    assert shown.count(flat(NASTY)) >= 3
    assert "lead-M no verdict" in shown
    assert f"No verdict: claim-lead-M: failed {flat(NASTY)}" in shown


def test_a_paper_can_be_cited(read):
    shown = [block.astext() for block in read["ledgers/zoe1950.md"].findall(nodes.literal_block)]
    assert any(text.startswith("@article{zoe1950,") and "@misc{zoe1950-ledger," in text for text in shown)


def test_equal_runs_give_equal_pages(pages):
    again = reproduced()
    assert ledger_pages(again) == pages
    fewer = replace(again, papers=again.papers[:1])
    assert set(ledger_pages(fewer)) < set(pages)


def literal(document: nodes.document) -> str:
    """Return a page's text on one line, subscripts as underscores, quotation marks and dashes as they were typed."""
    for node in list(document.findall(nodes.subscript)):
        node.replace_self(nodes.Text(f"_{node.astext()}"))
    return flat(document.astext())


def flat(text: str) -> str:
    typed = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."})
    return " ".join(text.translate(typed).split())


def test_many_claims_are_divided_over_pages_that_hold_each_once():
    one, *_ = reproduced().papers
    many = replace(one, claims=tuple(claim(f"c{i}", "proved" if i % 5 else "mixed") for i in range(50)))
    pages = ledger_pages(Reproduction(papers=(many,), out=Path("reproduction")))
    parts = [page for path, page in pages.items() if "claims" in path]
    assert list(pages)[-3:] == [f"ledgers/one1950-claims-0{number}.md" for number in (1, 2, 3)]
    assert not any("### " in page for page in parts), "headings go down one level at a time"
    for i in range(50):
        assert sum(f"({claim_anchor('one1950', f'c{i}')})=" in page for page in pages.values()) == 1
    assert max(page.count("\n## ") for page in parts) - min(page.count("\n## ") for page in parts) <= 1
    assert "| [1 to 16](one1950-claims-01.md) | `c0` to `c15` | 4 mixed, 12 proved |" in pages["ledgers/one1950.md"]
    assert "4 mixed, 12 proved" in pages["ledgers/one1950-claims-01.md"]
