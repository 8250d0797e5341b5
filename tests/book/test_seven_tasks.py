"""The newcomer's tasks: seven, each alone in a dozen lines at most, and each does what its heading says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

pytestmark = pytest.mark.slow

mpl.use("Agg")

PAGE = (Path(__file__).parents[2] / "book" / "seven_tasks.md").read_text(encoding="utf-8")
CELL = re.compile(r"^## (.+?)\n.*?^```\{code-cell\}\n(?:---\n.*?^---\n)?(.*?)^```$", re.MULTILINE | re.DOTALL)
TASKS = dict(CELL.findall(PAGE))
SOLVED = ("Green effort with a commission", "A game of three stages", "Two streamers on a platform")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@cache
def done(task: str) -> tuple[dict[str, Any], Any]:
    """Run a cell in a fresh namespace; return its names, and the value of its last line."""
    names: dict[str, Any] = {}
    *first, last = ast.parse(TASKS[task]).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(first, []), task, "exec"), names)
    return names, eval(compile(ast.Expression(last.value), task, "eval"), names)


def test_there_are_seven() -> None:
    assert len(TASKS) == PAGE.count("{code-cell}") == 7


@pytest.mark.parametrize("task", TASKS)
def test_none_has_more_than_twelve_lines(task: str) -> None:
    lines = [line for line in TASKS[task].splitlines() if line.strip()]
    assert len(lines) <= 12
    assert max(map(len, lines)) <= 120
    assert ";" not in TASKS[task].rstrip().rstrip(";"), "one statement a line"


@pytest.mark.parametrize("task", SOLVED)
def test_games_are_solved_in_closed_form(task: str) -> None:
    _, found = done(task)
    assert isinstance(found, Equilibrium | PiecewiseEquilibrium)
    assert found.evidence.established


def test_the_games_are_of_the_kind_that_the_headings_say() -> None:
    green, stages, streamers = (done(task)[1] for task in SOLVED)
    assert set(green.decisions) == {"p", "g", "e"}
    assert "lambda" in green.ring.names
    assert len(stages.game.stages) == 3
    assert len(streamers.game.players) == 3
    assert streamers["p_1"] == streamers["p_2"], "alike, and alike at the equilibrium"


def test_the_figure_marks_the_exact_threshold() -> None:
    names, axes = done("Profit against commission for three modes, with thresholds")
    exact = names["channels"].thresholds("lambda", at=names["market"], over=(0, 0.9)).thresholds
    assert [f"{float(x):.4g}" for x in exact] == [text.get_text() for text in axes.texts if text.get_text()[0] == "0"]


def test_the_map_has_a_panel_for_each_value() -> None:
    _, row = done("A map of who chooses what")
    assert len(row) == 2
    assert all(axes.patches for axes in row)


def test_the_proposition_is_proved_and_the_appendix_has_it() -> None:
    names, _ = done("A proposition in LaTeX")
    assert names["gain"].status == "proved"
    assert r"\begin{proposition}" in names["lsec"].to_latex(names["gain"], label="prop:lead")
    text = done("The appendix of a paper")[0]["text"]
    assert all(part in text for part in (r"\begin{proposition}", r"\begin{proof}", r"\label{tab:led}"))
