"""On axes of the user's own, nothing that is drawn in grey vanishes into the ground, whatever style is in force."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from tests.support.results import KINDS

from lsec_models import EvolutionaryGame, plot, solve
from lsec_models.show.figures.layout.dark_ground import suiting_the_ground
from lsec_models.show.figures.layout.style import lightness

mpl.use("Agg")

GROUNDS, DARK_GREYS = ("white", "0.85", "0.15", "black"), ("0", "0.1", "0.3")
BESIDE, INSIDE = (0.5, 1.1), (0.5, 0.5)


def light(colour: Any) -> float:
    return lightness(to_rgb(colour))


def drawn(axes: Axes, grey: str) -> dict[str, list[Any]]:
    """Draw one of each thing that figures are made of, and return what tells its colour, by where it lies."""
    (line,) = axes.plot([0, 1], [0, 1], color=grey, label="line")
    axes.contour(np.arange(9).reshape(3, 3), levels=[4.0], colors=["#0072B2"])
    steps = axes.stairs([0.2, 0.4], [0, 1, 2], baseline=None, color=grey)
    inside, beside = (axes.annotate("word", xy=at, xycoords="axes fraction", color=grey) for at in (INSIDE, BESIDE))
    title = axes.set_title("note", loc="right", color=grey)
    (handle,) = axes.legend().legend_handles
    assert isinstance(handle, Line2D)
    return {
        "axes": [line.get_color, steps.get_edgecolor, inside.get_color, handle.get_color],
        "figure": [beside.get_color, title.get_color],
    }


@given(inner=st.sampled_from(GROUNDS), outer=st.sampled_from(GROUNDS), grey=st.sampled_from(DARK_GREYS))
@settings(max_examples=16)
def test_each_grey_stands_out_from_the_ground_that_it_lies_on(inner: str, outer: str, grey: str) -> None:
    axes = Figure(facecolor=outer).subplots()
    axes.set_facecolor(inner)
    (own,) = axes.plot([0, 1], [1, 1], color=grey)
    with suiting_the_ground(axes):
        made = drawn(axes, grey)
    for ground, colours in ((inner, made["axes"]), (outer, made["figure"])):
        expected = 1 - float(grey) if light(ground) < 0.5 else float(grey)
        assert [to_rgb(colour())[0] for colour in colours] == pytest.approx([expected] * len(colours))
    assert own.get_color() == grey, "what was there stays"


def test_thresholds_and_curves_show_in_a_dark_style() -> None:
    with plt.style.context("dark_background"):
        axes = plt.figure().subplots()
        plot(KINDS["ChoiceEquilibrium"](), "firm", over={"a": (0, 9)}, at={"F": 3}, ax=axes)
    plt.close("all")
    assert [text.get_text() for text in axes.texts] == ["closed", "open", "2"]
    assert min(light(one.get_color()) for one in (*axes.texts, *axes.lines)) > 0.4


def test_stable_rest_points_are_filled_on_a_dark_ground_too() -> None:
    table = [[2, 0], [0, 1]]
    game = EvolutionaryGame(populations={"x": ["x1", "x2"], "y": ["y1", "y2"]}, payoffs=[table, table])
    with plt.style.context("dark_background"):
        axes = plt.figure().subplots()
        plot(solve(game, at={}), until=1, ax=axes)
    plt.close("all")
    marked = {tuple(line.get_xydata()[0].round(2)): line for line in axes.lines if line.get_marker() == "o"}
    assert [light(line.get_color()) for line in marked.values()] == pytest.approx([1.0] * len(marked))
    filled = {place for place, line in marked.items() if light(line.get_markerfacecolor()) > 0.5}
    assert filled == {(0.0, 0.0), (1.0, 1.0)}
