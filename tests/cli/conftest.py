"""A small folder of a paper, for commands that take papers."""

from __future__ import annotations

from pathlib import Path

import pytest

PAPER = """\
key = "tiny2024"
title = "Tiny"
authors = ["A. Author"]
year = 2024
journal = "J"
doi = "10.1000/tiny"
level = "reconstruction"
provenance = "Ours."
modelling_choices = ["None."]
"""
RESULTS = """\
from lsec_models.papers import Results

RESULTS = Results()


@RESULTS.add("R1", title="Two")
def two():
    "Two."
    return 2
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers" / "tiny2024"
    folder.mkdir(parents=True)
    (folder / "paper.toml").write_text(PAPER)
    (folder / "results.py").write_text(RESULTS)
    (folder / "recorded.json").write_text('{"R1": 2}')
    return folder.parent
