"""A small book: a paper, two chapters and the configuration, and builds of it one after the other."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from lsec_models.book import Built, build_book

PAPER = """\
key = "small2024"
title = "Small & simple"
authors = ["Author, A."]
year = 2024
journal = "Journal"
doi = "10.1000/small"
level = "reconstruction"
provenance = "Ours."
modelling_choices = ["None."]
"""
RESULTS = """\
from lsec_models.papers import Results
from lsec_models.show import Table

RESULTS = Results()


def squares(value):
    return [Table(name="squares", caption="Squares, and the root √4.", columns=["of", "is"], rows=[["2", value]])]


@RESULTS.add("R1", title="Four", tables=squares)
def four():
    "Two times two."
    return 4
"""
FIGURES = """\
from lsec_models.papers import Figures

FIGURES = Figures()


@FIGURES.add("line")
def line():
    "A line."
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    figure.subplots().plot([1, 2], [3, 4])
    return figure
"""
CONFIGURATION = """\
title: Small
only_build_toc_files: true
execute: {execute_notebooks: cache, run_in_temp: true, stderr_output: error, raise_on_error: true}
sphinx:
  extra_extensions: [sphinx.ext.autodoc, sphinx.ext.napoleon, sphinx_proof]
  config:
    add_module_names: false
    autodoc_typehints: none
    napoleon_google_docstring: false
    napoleon_use_rtype: false
bibtex_bibfiles: [references.bib]
"""
CONTENTS = """\
format: jb-book
root: index
chapters:
  - file: second
  - file: contributing
  - file: ledgers
    sections: [glob: ledgers/*]
"""
HEAD = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""
INDEX = f"""{HEAD}
# First

```{{code-cell}}
import sympy
sympy.Symbol("x") ** 2 / 2
```

```{{figure}} figures/small2024/line.svg
:alt: A line.
A line.
```
"""
SECOND = f"""{HEAD}
# Second

```{{code-cell}}
6 * 7
```
"""


def write_paper(folder: Path) -> Path:
    """Write one small paper, recorded; return the folder of papers."""
    paper = folder / "papers" / "small2024"
    paper.mkdir(parents=True)
    (paper / "paper.toml").write_text(PAPER, encoding="utf-8")
    (paper / "results.py").write_text(RESULTS, encoding="utf-8")
    (paper / "figures.py").write_text(FIGURES, encoding="utf-8")
    (paper / "recorded.json").write_text(json.dumps({"R1": 4}), encoding="utf-8")
    return paper.parent


def write_chapters(folder: Path) -> Path:
    """Write a book of two chapters; return its folder."""
    book = folder / "book"
    book.mkdir()
    for name, text in {
        "_config.yml": CONFIGURATION,
        "_toc.yml": CONTENTS,
        "index.md": INDEX,
        "second.md": SECOND,
        "contributing.md": "# Contributing\n",
        "references.bib": "",
    }.items():
        (book / name).write_text(text, encoding="utf-8")
    return book


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """A book that is built again and again in one folder.

    Attributes
    ----------
    sources, papers, out : Path
    """

    sources: Path
    papers: Path
    out: Path

    def build(self) -> Built:
        """Build it."""
        reproduction = self.out / "reproduction"
        return build_book(out=self.out, reproduction=reproduction, sources=self.sources, papers=self.papers)

    def write(self, **chapters: str) -> None:
        """Replace chapters."""
        for name, text in chapters.items():
            (self.sources / f"{name}.md").write_text(text, encoding="utf-8")

    def executed(self) -> list[str]:
        """Return the chapters that the last build has executed."""
        said = (self.out / "work" / "log.txt").read_text(encoding="utf-8")
        return re.findall(r"(\w+)\.md: Executed notebook", said)

    def page(self, name: str) -> Path:
        """Return where a page is."""
        return self.out / "html" / f"{name}.html"
