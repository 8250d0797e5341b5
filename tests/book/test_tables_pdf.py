from __future__ import annotations

from pathlib import Path

import pytest

from lsec_models.book.tables_pdf import tables_document, write_tables_pdf
from lsec_models.papers import Reproduction, reproduce
from pages.latex import require_latex


@pytest.fixture
def reproduced(papers: Path, tmp_path: Path) -> Reproduction:
    return reproduce(out=tmp_path / "reproduction", papers=papers)


def test_the_document_has_a_section_for_each_paper_with_tables(reproduced: Reproduction) -> None:
    document = tables_document(reproduced)
    assert r"\section{small2024: Small \& simple}" in document
    assert document.count(r"\begin{tabular}") == document.count(r"\begin{adjustbox}") == 1
    assert r"$\surd$4" in document
    assert r"\begin{table}[" not in document, "so many tables as there are may not float"


def test_without_latex_it_says_what_is_missing(
    reproduced: Reproduction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    made = write_tables_pdf(reproduced, tmp_path)
    assert made.file is None
    assert "pdflatex is not installed" in made.reason


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("! LaTeX Error: File `adjustbox.sty' not found.", "adjustbox.sty is not installed"),
        ("text\n! Undefined control sequence.\nl.7", "! Undefined control sequence."),
    ],
)
def test_where_latex_fails_it_says_why(
    said: str, words: str, reproduced: Reproduction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pdflatex"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    made = write_tables_pdf(reproduced, tmp_path / "out")
    assert made.file is None
    assert words in made.reason
    assert said in (tmp_path / "out" / "tables.log").read_text()


@pytest.mark.slow
def test_the_pdf(reproduced: Reproduction, tmp_path: Path) -> None:
    require_latex()
    made = write_tables_pdf(reproduced, tmp_path)
    assert made.reason == ""
    assert made.file is not None
    assert made.file.read_bytes().startswith(b"%PDF-")
