"""The report as its readers see it: every verdict, wide formulas and tables, on a screen and on a phone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lsec_models.papers import Reproduction, reproduce
from lsec_models.papers.folder.ledger import Claim
from lsec_models.papers.report.pages import VERDICTS, write_report
from lsec_models.papers.run.outcome import CheckedClaim
from pages.browser import console_errors, outside_requests, resize

CONTRAST = (Path(__file__).parents[1] / "book" / "contrast.js").read_text(encoding="utf-8")
WIDE = " + ".join(f"led.q*a^{n}/(b + {n})" for n in range(1, 40)) + " > 0"


def checked(verdict: str, *, recorded: str = "", text: str = "led.q_r^2 > a/(2*b)", failure: str = "") -> CheckedClaim:
    claim = Claim(
        id=f"about-{verdict or 'nothing'}",
        words="The retailer sells more than a^2/(16*b).",
        level="reconstruction",
        where="ours",
        form="statement",
        text=text,
        given=("led", "a >= b"),
        expected=recorded or verdict,
        exactly="a > 2*b" if verdict == "mixed" else "",
        remark="",
        erratum="",
    )
    return CheckedClaim(claim=claim, verdict=verdict, exactly=claim.exactly, evidence=verdict, failure=failure)


CLAIMS = (*map(checked, VERDICTS), checked("", text=WIDE, failure="claim C: <b>failed</b>"))


@pytest.fixture
def run(papers: Path, tmp_path: Path) -> Reproduction:
    done = reproduce(papers=papers, out=tmp_path / "out", record=True)
    (paper,) = done.papers
    reproduction = replace(done, papers=(replace(paper, claims=CLAIMS),))
    write_report(reproduction, reproduction.out / "report.html")
    return reproduction


def claims_of(page: str) -> list[str]:
    return re.findall(r'<section class="claim".*?</section>', page, re.DOTALL)


def test_the_sentence_comes_first_then_the_verdict_in_words_then_the_formula(run: Reproduction) -> None:
    page = (run.out / "small2024" / "report.html").read_text()
    for found, (verdict, words) in zip(claims_of(page), VERDICTS.items(), strict=False):
        order = ["The retailer sells more than a²/(16\u202fb).", f">{verdict}<", words, "<math ", "Given"]
        places = [found.index(part) for part in (*order, f"ours; about-{verdict}")]
        assert places == sorted(places)


def test_a_verdict_is_told_from_its_record(run: Reproduction) -> None:
    (paper,) = run.papers
    other = replace(paper, claims=(checked("mixed", recorded="proved"),))
    write_report(replace(run, papers=(other,)), run.out / "report.html")
    (found,) = claims_of((run.out / "small2024" / "report.html").read_text())
    assert '<span class="verdict mixed">mixed</span>' in found
    assert "differs from the record" in found
    assert "Not reproduced: 1 problem." in (run.out / "report.html").read_text()


def test_what_a_paper_says_is_no_markup(run: Reproduction) -> None:
    pages = [(run.out / name / "report.html").read_text() for name in (".", "small2024")]
    assert not any("<b>failed" in page for page in pages)


def test_links_lead_somewhere(run: Reproduction) -> None:
    for file in (run.out / "report.html", run.out / "small2024" / "report.html"):
        for address in re.findall(r'href="([^"]*)"', file.read_text()):
            if not address.startswith("https:"):
                path, _, place = address.partition("#")
                target = file.parent / path if path else file
                assert not place or f'id="{place}"' in target.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_on_screens(run: Reproduction, browser: Any, width: int, dark: bool) -> None:
    resize(browser, width, 900, dark=dark)
    for file in (run.out / "report.html", run.out / "small2024" / "report.html"):
        browser.get(file.as_uri())
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        assert browser.execute_script(CONTRAST) == []
        assert outside_requests(browser) == []
        assert console_errors(browser) == []
    colour = "return [...document.querySelectorAll('.verdict')].map((badge) => getComputedStyle(badge).color)"
    proved, mixed, refuted, *others = browser.execute_script(colour)
    assert len({proved, mixed, refuted, *others}) == 4
    moved = browser.execute_script(
        "const wide = [...document.querySelectorAll('.wide')].at(-1); wide.scrollLeft = 9999; return wide.scrollLeft;"
    )
    assert moved > 0, "a formula wider than the screen scrolls in its own place"
