from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import lsec_models
from lsec_models.errors import PaperError
from lsec_models.papers import Paper, Reproduction, find_papers, read_paper, reproduce
from lsec_models.papers.folder.fingerprint import digest_of_folder
from lsec_models.papers.report.bibtex import bibtex
from lsec_models.papers.run import store as stores

REPOSITORY = Path(__file__).parent.parent.parent


def recorded(papers: Path) -> Path:
    return papers / "small2024" / "recorded.json"


def run(papers: Path, out: Path, **options: Any) -> Reproduction:
    return reproduce(out=out, papers=papers, **options)


def steps(log: Path) -> list[str]:
    return log.read_text().split()


def outputs(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


@pytest.mark.slow
def test_a_recorded_paper_agrees(papers: Path, tmp_path: Path) -> None:
    assert not run(papers, tmp_path / "first").agrees, "nothing is recorded yet"
    assert run(papers, tmp_path / "first", record=True).agrees
    assert run(papers, tmp_path / "second").agrees
    assert json.loads(recorded(papers).read_text()) == {
        "R1": {"monopolist": "a**2/(4*b)", "p": "a/(2*b)"},
        "R2": {"sum": 2, "even": [True, False], "none": None},
    }


def test_everything_is_written(papers: Path, tmp_path: Path) -> None:
    run(papers, tmp_path / "out", record=True)
    written = {name for name in outputs(tmp_path / "out") if "/steps/" not in name}
    assert written == {
        "report.html",
        "results.json",
        "small2024/cite.bib",
        "small2024/report.html",
        "small2024/figures/line.svg",
        "small2024/figures/line.png",
        "small2024/tables/closed_forms.csv",
        "small2024/tables/closed_forms.tex",
    }


@pytest.mark.slow
def test_two_runs_write_the_same_bytes(papers: Path, tmp_path: Path) -> None:
    run(papers, tmp_path / "first", record=True)
    run(papers, tmp_path / "second")
    first, second = outputs(tmp_path / "first"), outputs(tmp_path / "second")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
def test_what_was_interrupted_is_neither_kept_nor_compared(papers: Path, tmp_path: Path, log: Path) -> None:
    results = papers / "small2024" / "results.py"
    inserted = '    count("R1")\n    from lsec_models import prove\n    prove(a**2 + b**2 > a * b, seconds=1e-9)\n'
    results.write_text(results.read_text().replace('    count("R1")\n', inserted))
    for number in (1, 2):
        (paper,) = run(papers, tmp_path / "out").papers
        (failure,) = (part.failure for part in paper.results if part.result.name == "R1")
        assert failure.startswith("R1: failed with OutOfTime: interrupted")
        assert steps(log).count("R1") == number
    assert steps(log).count("R2") == 1


@pytest.mark.slow
def test_another_effort_is_another_step(papers: Path, tmp_path: Path, log: Path) -> None:
    assert run(papers, tmp_path / "out", record=True).agrees
    assert reproduce(out=tmp_path / "out", papers=papers, effort="thorough").agrees
    assert steps(log).count("R1") == 2


def test_the_report_needs_nothing_else_and_says_whose_it_is(papers: Path, tmp_path: Path) -> None:
    run(papers, tmp_path / "out", record=True)
    index, page = (tmp_path / "out" / name / "report.html" for name in (".", "small2024"))
    known = {"https://doi.org/10.1000/small": page, "small2024/report.html": index, "../report.html": page}
    for file in (index, page):
        text = file.read_text()
        addresses = re.findall(r'(?:src|href)="([^"]*)"', text)
        assert all(a.startswith(("data:", "#")) or known[a] == file for a in addresses)
        assert "<link" not in text
        assert "<script" not in text
        assert "Level: reconstruction" in text
        assert "the paper finds" not in text
    assert "<math " in page.read_text()


def entries(bibtex: str) -> dict[str, dict[str, str]]:
    """Read BibTeX as it is written here: one field a line."""
    found = re.findall(r"^@\w+\{([^,\s]+),\n((?:  .*\n)*)\}$", bibtex, re.M)
    return {key: dict(re.findall(r"^  (\w+) = \{(.*)\},$", fields, re.M)) for key, fields in found}


def test_paper_and_ledger_can_be_cited(papers: Path, tmp_path: Path) -> None:
    run(papers, tmp_path / "out")
    found = entries((tmp_path / "out" / "small2024" / "cite.bib").read_text())
    assert found["small2024"] == {
        "author": "A. Author and B. Author",
        "title": "{A small paper}",
        "journal": "Journal of Small Papers",
        "year": "2024",
        "doi": "10.1000/small",
    }
    ledger = found["small2024-ledger"]
    assert ledger["howpublished"] == rf"lsec\_models {lsec_models.__version__}, papers/small2024"
    assert ledger["note"] == "Level: reconstruction"


@pytest.mark.parametrize(
    ("journal", "fields"),
    [
        (
            "Small Papers 26(5), 651-659",
            {"journal": "Small Papers", "volume": "26", "number": "5", "pages": "651--659"},
        ),
        ("Small & Co 7, e1-e9", {"journal": r"Small \& Co", "volume": "7", "pages": "e1--e9"}),
        ("Area 51 Letters", {"journal": "Area 51 Letters"}),
        ("Series 2 12(3-4), 1-2", {"journal": "Series 2", "volume": "12", "number": "3-4", "pages": "1--2"}),
    ],
)
def test_a_journal_is_taken_apart(papers: Path, journal: str, fields: dict[str, str]) -> None:
    paper = replace(read_paper(papers / "small2024"), journal=journal)
    article = entries(bibtex(paper))["small2024"]
    assert {name: article.get(name) for name in ("journal", "volume", "number", "pages") if name in article} == fields


@pytest.mark.parametrize("paper", find_papers(folder=REPOSITORY / "papers"), ids=lambda paper: paper.key)
def test_every_paper_of_the_repository_can_be_cited(paper: Paper) -> None:
    found = entries(bibtex(paper))
    assert list(found) == [paper.key, f"{paper.key}-ledger"]
    assert found[paper.key].get("doi", "") == paper.doi
    assert found[paper.key]["author"].count(" and ") == len(paper.authors) - 1
    braces = re.sub(r"\\.", "", bibtex(paper))
    assert braces.count("{") == braces.count("}")
    assert not re.search(r"(?<!\\)[&%#]", bibtex(paper))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"R2": {"sum": 3, "even": [True, False], "none": None}}, "R2 / sum: recorded 3, derived 2"),
        ({"R2": {"sum": True, "even": [True, False], "none": None}}, "R2 / sum: recorded true, derived 2"),
        ({"R2": {"sum": 2, "even": [True, True], "none": None}}, "R2 / even [2]: recorded true, derived false"),
        ({"R2": {"sum": 2, "even": [True], "none": None}}, "R2 / even: recorded [true], derived [true, false]"),
        ({"R2": {"even": [True, False], "none": None}}, "R2 / sum: derived 2, not recorded"),
        ({"R9": 1}, "R9: recorded, but no result of that name is declared"),
    ],
    ids=["value", "type", "item", "length", "missing", "extra"],
)
def test_a_record_that_differs_is_told(papers: Path, tmp_path: Path, change: dict[str, object], told: str) -> None:
    run(papers, tmp_path / "out", record=True)
    record = json.loads(recorded(papers).read_text())
    recorded(papers).write_text(json.dumps(record | change))
    (paper,) = run(papers, tmp_path / "out").papers
    assert paper.problems == (told,)


@pytest.mark.slow
def test_a_missing_record_is_told(papers: Path, tmp_path: Path) -> None:
    run(papers, tmp_path / "out", record=True)
    recorded(papers).write_text(json.dumps({"R1": {"monopolist": "a**2/(4*b)", "p": "a/(2*b)"}}))
    (paper,) = run(papers, tmp_path / "out").papers
    assert [problem[:36] for problem in paper.problems] == ["R2: derived, but nothing is recorded"]


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(papers: Path, tmp_path: Path, log: Path) -> None:
    run(papers, tmp_path / "whole", record=True)
    log.write_text("")
    (log.parent / "interrupt").touch()
    with pytest.raises(KeyboardInterrupt):
        run(papers, tmp_path / "out")
    (log.parent / "interrupt").unlink()
    assert run(papers, tmp_path / "out").agrees
    assert steps(log) == ["R1", "R2", "R2", "line"]
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


@pytest.mark.slow
def test_finished_steps_are_kept_until_something_changes(papers: Path, tmp_path: Path, log: Path) -> None:
    run(papers, tmp_path / "out", record=True)
    log.write_text("")
    assert run(papers, tmp_path / "out").agrees
    assert steps(log) == []
    assert run(papers, tmp_path / "out", fresh=True).agrees
    assert steps(log) == ["R1", "R2", "line"]
    with (papers / "small2024" / "figures.py").open("a") as source:
        source.write("# changed\n")
    run(papers, tmp_path / "out")
    assert steps(log) == ["R1", "R2", "line"] * 2


@pytest.mark.slow
def test_code_that_was_changed_between_two_runs_of_a_process_is_not_run_as_it_was(papers: Path, tmp_path: Path) -> None:
    run(papers, tmp_path / "out", record=True)
    source = papers / "small2024" / "results.py"
    source.write_text(source.read_text().replace('"sum": 1 + 1', '"sum": 1 + 2'))
    (paper,) = run(papers, tmp_path / "out").papers
    assert paper.problems == ("R2 / sum: recorded 2, derived 3",)


def test_content_that_moves_from_a_file_to_the_next_is_another_content(papers: Path) -> None:
    paper = read_paper(papers / "small2024")
    first, second = papers / "small2024" / "a.txt", papers / "small2024" / "b.txt"
    first.write_text("1")
    second.write_text("2")
    before = digest_of_folder(paper)
    first.write_text("1b.txt\n2")
    second.unlink()
    assert digest_of_folder(paper) != before


@pytest.mark.slow
def test_a_damaged_figure_or_step_is_made_again_and_told(papers: Path, tmp_path: Path, log: Path) -> None:
    out = tmp_path / "out"
    run(papers, out, record=True)
    before = outputs(out)
    (out / "small2024" / "figures" / "line.svg").write_text("half of")
    (out / "small2024" / "steps" / "result-R1.json").write_text('{"fingerprint": ')
    log.write_text("")
    first, second = run(papers, out).papers[0].problems
    assert "result-R1.json cannot be read" in first
    assert "line.svg or " in second
    assert steps(log) == ["R1", "line"]
    assert run(papers, out).agrees
    assert steps(log) == ["R1", "line"]
    assert outputs(out) == before


def test_a_failing_result_does_not_stop_the_others(papers: Path, tmp_path: Path, log: Path) -> None:
    source = papers / "small2024" / "results.py"
    source.write_text(source.read_text().replace('return {"sum": 1 + 1', 'return {"sum": 1 / 0'))
    out = tmp_path / "out"
    (paper,) = run(papers, out, record=True).papers
    assert [problem for problem in paper.problems if "ZeroDivisionError: division by zero" in problem]
    assert steps(log) == ["R1", "R2", "line"]
    assert "ZeroDivisionError" in (out / "small2024" / "errors" / "result-R2.txt").read_text()
    assert not recorded(papers).exists(), "half a record is none"


@pytest.mark.slow
@pytest.mark.parametrize(
    "value", ["0.5", "{1: 2}", "float('nan')", "{'x': [1, 2.0]}", "{1, 2}", "a / 2.0", "a * float('inf') * 0"]
)
def test_inexact_values_are_refused(papers: Path, tmp_path: Path, value: str) -> None:
    source = papers / "small2024" / "results.py"
    source.write_text(re.sub(r'return \{"sum".*', f"return {value}", source.read_text()))
    (paper,) = run(papers, tmp_path / "out", record=True).papers
    assert any("give exact numbers, expressions or text" in problem for problem in paper.problems)


def test_a_step_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = stores.Store(folder=tmp_path, fingerprint="f")
    store.put("R1", "before")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        store.put("R1", "after")
    assert store.get("R1") == stores.StepValue(value="before")
    assert [file.name for file in tmp_path.iterdir()] == ["R1.json"]


MANY = """\
from lsec_models.papers import Results

RESULTS = Results()


def declare(number):
    @RESULTS.add(f"R{number}", title="A square")
    def square():
        "A square."
        return {"square": number**2, "half": Fraction(number, 2), "root": sp.sqrt(number), "above": sp.Gt(x, 0)}


for number in range(20):
    declare(number)
"""


@pytest.mark.slow
def test_several_processes_write_the_same_bytes(papers: Path, tmp_path: Path) -> None:
    source = papers / "small2024" / "results.py"
    names = "from fractions import Fraction\n\nimport sympy as sp\n\nx = sp.Symbol('x', positive=True)\n"
    source.write_text(names + MANY)
    (papers / "small2024" / "figures.py").write_text("from lsec_models.papers import Figures\n\nFIGURES = Figures()\n")
    assert run(papers, tmp_path / "one", record=True).agrees
    before = threading.enumerate()
    assert run(papers, tmp_path / "two", jobs=2).agrees
    assert threading.enumerate() == before

    def contents(folder: str) -> dict[str, bytes]:
        files = (file for file in (tmp_path / folder).rglob("*") if file.is_file())
        return {str(file.relative_to(tmp_path / folder)): file.read_bytes() for file in files}

    assert contents("one") == contents("two")
    ending = "import os; os.abort() if number == 9 else None"
    source.write_text(source.read_text().replace("return {", f"{ending}; return {{"))
    with pytest.raises(PaperError, match="--jobs 1"):
        run(papers, tmp_path / "two", jobs=2)
