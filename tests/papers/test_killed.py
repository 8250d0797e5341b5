"""Runs over two papers that are killed again and again leave, in the end, the bytes of a run that was not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hostile_folders import FIGURES, MODEL, PAPER, write_paper
from killed import files_in, run_and_kill

RESULTS = """\
import time

from lsec_models.papers import Results
from lsec_models.show.export.table import Table

RESULTS = Results()


def declare(number):
    def table(value):
        return [Table(name=f"t{number}", caption="It.", columns=["value"], rows=[[value]])]

    @RESULTS.add(f"R{number}", title="A number", tables=table)
    def compute():
        "A number."
        time.sleep(0.05)
        return number


for number in range(12):
    declare(number)
"""
DRAWN = """\
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    figure.subplots().plot([1, 2], [3, 4])
    return figure
"""


IN_AN_ORDER_OF_ITS_OWN = """
one = equilibria


def equilibria():
    found = one()
    return {"zero": found["monopoly"], "monopoly": found["monopoly"], "a_last": found["monopoly"]}
"""


@pytest.mark.slow
def test_killed_runs_and_a_whole_one_leave_the_same_bytes(tmp_path: Path) -> None:
    for key in ("large2024", "small2024"):
        folder = tmp_path / "papers" / key
        write_paper(folder)
        (folder / "paper.toml").write_text(PAPER.replace("small2024", key))
        (folder / "model.py").write_text(MODEL + IN_AN_ORDER_OF_ITS_OWN)
        (folder / "results.py").write_text(RESULTS)
        (folder / "figures.py").write_text(FIGURES + DRAWN)
        (folder / "recorded.json").write_text("{" + ", ".join(f'"R{i}": {i}' for i in range(12)) + "}")
    code = "import sys; from lsec_models.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "reproduce", "--papers", str(tmp_path / "papers"), "--out"]
    assert subprocess.run([*command, str(tmp_path / "whole")], capture_output=True, check=False).returncode == 0
    assert run_and_kill([*command, str(tmp_path / "parts")], times=4, seed=1) >= 3
    assert subprocess.run([*command, str(tmp_path / "parts")], capture_output=True, check=False).returncode == 0
    assert files_in(tmp_path / "parts") == files_in(tmp_path / "whole")
