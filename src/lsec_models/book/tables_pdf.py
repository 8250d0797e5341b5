"""The papers' tables as one PDF, set by LaTeX where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import sympy as sp

from lsec_models.files import write_atomically
from lsec_models.papers import Reproduction
from lsec_models.papers.run.outcome import ReproducedPaper
from lsec_models.show.export.formulas import WrittenSum, text_to_latex, to_latex
from lsec_models.show.export.table import Cell, Table

_RUNS = 2
_SECONDS = 300
_LONGEST = 600
# Letters in a line of 273 mm.
_LINE = 150
_PREAMBLE = r"""\documentclass[a4paper,9pt]{extarticle}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage[landscape,margin=12mm]{geometry}
\usepackage{adjustbox,amsmath,amssymb,booktabs,float,longtable}
\usepackage[hidelinks]{hyperref}
\floatplacement{table}{H}
\renewcommand{\arraystretch}{1.4}
\begin{document}
\title{Tables of the reproduced papers}
\author{lsec\_models}
\date{}
\maketitle
\tableofcontents
"""


@dataclass(frozen=True, kw_only=True)
class TablesPdf:
    """What came of the PDF.

    Attributes
    ----------
    file : Path or None
    reason : str
        Why there is no file; empty if there is one.
    """

    file: Path | None = None
    reason: str = ""


def write_tables_pdf(reproduced: Reproduction, out: Path) -> TablesPdf:
    """Set the tables of reproduced papers as ``out/tables.pdf``.

    Parameters
    ----------
    reproduced : Reproduction
    out : Path

    Returns
    -------
    TablesPdf
        Without a file where LaTeX, or one of its packages, is not installed; the reason says which, and what to do.
    """
    program = shutil.which("pdflatex")
    if program is None:
        return TablesPdf(reason="pdflatex is not installed; with TeX Live (and latex-extra) the same command makes it")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "tables.tex").write_text(tables_document(reproduced), encoding="utf-8", newline="\n")
        said = _set(program, folder)
        made = folder / "tables.pdf"
        if said or not made.exists():
            write_atomically(out / "tables.log", said)
            return TablesPdf(reason=f"{_complaint(said)} (everything that LaTeX said is in {out / 'tables.log'})")
        write_atomically(out / "tables.pdf", made.read_bytes())
    return TablesPdf(file=out / "tables.pdf")


def tables_document(reproduced: Reproduction) -> str:
    """Return the LaTeX document: a section for each paper, its tables in the order of its results."""
    sections = [part for done in reproduced.papers for part in _section(done)]
    return "\n".join([_PREAMBLE, *sections, r"\end{document}", ""])


def _section(done: ReproducedPaper) -> Iterator[str]:
    tables = [table for part in done.results for table in part.tables]
    if tables:
        yield rf"\section{{{text_to_latex(done.paper.key)}: {text_to_latex(done.paper.title)}}}"
        yield text_to_latex(f"Level: {done.paper.level}. {done.paper.provenance}")
    yield from (_fitted(table) for table in tables)


def _fitted(table: Table) -> str:
    """Shrink a table that is wider than the page, without its longest formulas: they would make it unreadable.

    It stands where it is written: TeX holds no more than some hundred tables that may float.
    """
    rows = [[_legible(cell, table) for cell in row] for row in table.rows]
    latex = replace(table, rows=rows).latex(placement="", line=_LINE)
    latex = latex.replace(r"\begin{tabular}", r"\begin{adjustbox}{max width=\linewidth}" + "\n" + r"\begin{tabular}")
    return latex.replace(r"\end{tabular}", r"\end{tabular}" + "\n" + r"\end{adjustbox}")


def _legible(cell: Cell, table: Table) -> Cell:
    if isinstance(cell, sp.Basic | WrittenSum) and len(to_latex(cell)) > _LONGEST:
        return f"(too long to print: in {table.name}.csv)"
    return cell


def _set(program: str, folder: Path) -> str:
    """Run LaTeX as often as its references need; return what it said if it failed."""
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "tables.tex"]
    for _ in range(_RUNS):
        try:
            run = subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"! pdflatex did not finish in {_SECONDS} seconds"
        if run.returncode:
            return run.stdout.decode("utf-8", "replace")
    return ""


def _complaint(said: str) -> str:
    missing = re.search(r"File `([^']+)' not found", said)
    if missing:
        return f"LaTeX's package {missing[1]} is not installed; TeX Live's latex-extra has it"
    first = re.search(r"^! .*", said, re.M)
    return first[0] if first else "LaTeX failed"
