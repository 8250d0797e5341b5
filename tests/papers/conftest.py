from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from lsec_models.papers import Reproduction, reproduce
from recorded import PAPERS

PAPER = """\
key = "small2024"
title = "A small paper"
authors = ["A. Author", "B. Author"]
year = 2024
journal = "Journal of Small Papers"
doi = "10.1000/small"
level = "reconstruction"
provenance = "Everything here is ours."
modelling_choices = ["One monopolist."]
"""

RESULTS = """\
from pathlib import Path

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.papers import Results
from lsec_models.show.export.table import Table

from .shared import LOG, count

RESULTS = Results()
a, b = parameters("a b", positive=True)
p = decisions("p")


def as_table(value):
    rows = [[name, formula] for name, formula in value.items()]
    return [Table(name="closed_forms", caption="Closed forms.", columns=["quantity", "value"], rows=rows)]


@RESULTS.add("R1", title="Monopoly", tables=as_table)
def monopoly():
    "The monopolist takes half of the choke price."
    count("R1")
    led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    return {name: led[name] for name in led.exact}


@RESULTS.add("R2", title="Sum")
def numbers():
    "Whole numbers and truth values."
    count("R2")
    if (LOG.parent / "interrupt").exists():
        raise KeyboardInterrupt
    return {"sum": 1 + 1, "even": [True, False], "none": None}
"""

FIGURES = """\
from lsec_models.papers import Figures

from .shared import count

FIGURES = Figures()


@FIGURES.add("line")
def line():
    "A line from s_M to s_S."
    from matplotlib.figure import Figure

    count("line")
    figure = Figure(figsize=(2, 2))
    figure.subplots().plot([1, 2], [3, 4])
    return figure
"""

SHARED = """\
from pathlib import Path

LOG = Path({log!r})


def count(step):
    with LOG.open("a") as log:
        log.write(step + "\\n")
"""


@pytest.fixture(scope="session")
def reproduced(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Reproduction]:
    """Papers of the repository, run once each.

    What a run of the same sources left in the folder ``LSEC_REPRODUCTION`` is not derived again; what other sources
    left there is.
    """

    @cache
    def run(key: str) -> Reproduction:
        out = tmp_path_factory.mktemp(key)
        if earlier := os.environ.get("LSEC_REPRODUCTION"):
            shutil.copytree(Path(earlier) / key, out / key)
        return reproduce([key], out=out, papers=PAPERS)

    return run


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """One line for each step that was computed rather than taken from an earlier run."""
    file = tmp_path / "log" / "steps.txt"
    file.parent.mkdir()
    file.touch()
    return file


@pytest.fixture
def papers(tmp_path: Path, log: Path) -> Path:
    """A folder with one small paper, nothing recorded yet."""
    folder = tmp_path / "papers" / "small2024"
    folder.mkdir(parents=True)
    for name, text in {
        "paper.toml": PAPER,
        "results.py": RESULTS,
        "figures.py": FIGURES,
        "shared.py": SHARED.format(log=str(log)),
    }.items():
        (folder / name).write_text(text)
    return folder.parent
