from __future__ import annotations

import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

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
  - file: notation
  - file: reference
    sections: [glob: reference/*]
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


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with one small paper, recorded."""
    folder = tmp_path / "papers" / "small2024"
    folder.mkdir(parents=True)
    (folder / "paper.toml").write_text(PAPER)
    (folder / "results.py").write_text(RESULTS)
    (folder / "figures.py").write_text(FIGURES)
    (folder / "recorded.json").write_text(json.dumps({"R1": 4}))
    return folder.parent


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A book of two chapters, and the generated pages."""
    folder = tmp_path / "book"
    folder.mkdir()
    for name, text in {
        "_config.yml": CONFIGURATION,
        "_toc.yml": CONTENTS,
        "index.md": INDEX,
        "second.md": SECOND,
        "contributing.md": "# Contributing\n",
        "references.bib": "",
    }.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def jupyter_book() -> None:
    """Skip where Jupyter Book is not installed, unless the book is what is being tested."""
    try:
        version("jupyter-book")
    except PackageNotFoundError:
        reason = "jupyter-book is not installed (pip install -c constraints.txt -e '.[book]')"
        if "LSEC_BOOK" in os.environ:
            pytest.fail(f"LSEC_BOOK is set, but {reason}")
        pytest.skip(reason)
