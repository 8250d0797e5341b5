"""Figures of populations that learn: where paths begin and end, and what is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from brute_force.replicator import Replicator
from lsec_models import EvolutionaryGame, plot, solve
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.solve.evolutionary.finite_populations.agents import simulate_agents
from lsec_models.solve.evolutionary.trajectories.basins import basins
from lsec_models.solve.evolutionary.trajectories.paths import path, speeds

mpl.use("Agg")

FIRST, SECOND = [[3, 0], [0, 2]], [[2, 0], [0, 3]]
PAIR = EvolutionaryGame(populations={"x": ["x1", "x2"], "y": ["y1", "y2"]}, payoffs=[FIRST, SECOND])
TRIPLE = EvolutionaryGame(populations={"p": ["r", "s", "t"]}, payoffs=[[0, -1, 2], [2, 0, -1], [-1, 2, 0]])
CUBE = EvolutionaryGame(
    populations={"x": ["x1", "x2"], "y": ["y1", "y2"], "z": ["z1", "z2"]},
    payoffs=np.arange(24).reshape(3, 2, 2, 2) % 5,
)


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_speeds_are_those_of_the_definition() -> None:
    tables = np.arange(24).reshape(3, 2, 2, 2) % 5
    for game, dynamics in ((CUBE, Replicator(list(tables))), (PAIR, Replicator([FIRST, SECOND]))):
        speed = speeds(solve(game, at={}))
        shares = np.array([0.3, 0.7, 0.6, 0.4, 0.2, 0.8][: sum(game.shape)])
        assert np.allclose(speed(shares), dynamics.speed(shares))


def test_paths_lead_to_the_stable_corner_of_their_side() -> None:
    found = solve(PAIR, at={})
    times = np.linspace(0, 60, 61)
    assert np.allclose(path(found, [0.9, 0.1, 0.9, 0.1], times)[:, -1], [1, 0, 1, 0], atol=1e-6)
    assert np.allclose(path(found, [0.1, 0.9, 0.1, 0.9], times)[:, -1], [0, 1, 0, 1], atol=1e-6)


def test_the_square_marks_every_rest_point() -> None:
    ax = plot(solve(PAIR, at={}))
    marked = {(float(x), float(y)) for line in ax.lines if line.get_marker() == "o" for x, y in [line.get_xydata()[0]]}
    assert marked == {(0, 0), (0, 1), (1, 0), (1, 1), (0.6, 0.4)}
    filled = {tuple(line.get_xydata()[0]) for line in ax.lines if line.get_markerfacecolor() == "#000000"}
    assert {(0.0, 0.0), (1.0, 1.0)} <= filled
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("share of x1", "share of y1")


def test_the_triangle_turns_inwards_where_winning_outweighs_losing() -> None:
    ax = plot(solve(TRIPLE, at={}), until=60)
    centre = np.array([0.5, 3**0.5 / 6])
    paths = [line.get_xydata() for line in ax.lines if len(line.get_xydata()) > 10]
    assert len(paths) > 10
    assert all(np.hypot(*(one[-1] - centre)) < 1e-2 for one in paths)


@pytest.mark.slow
def test_shares_are_drawn_over_time_by_name() -> None:
    ax = plot(solve(CUBE, at={}), "x1", "z2", until=8)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["x1", "z2"]
    assert all(first < second for first, second in pairwise(ax.lines[0].get_xdata()))
    assert ax.lines[0].get_xdata()[-1] == 8


def test_what_is_neither_plane_nor_cube_says_what_to_draw() -> None:
    four = EvolutionaryGame(populations={"p": ["a", "b", "c", "d"]}, payoffs=np.eye(4, dtype=int))
    with pytest.raises(DeclarationError, match=r"the shares of .* are neither plane nor cube; .* plot\(found, 'a'\)"):
        plot(solve(four, at={}))
    with pytest.raises(UnknownName, match="no share of 'x3'"):
        plot(solve(CUBE, at={}), "x3")


def nullclines(axes: Any) -> list[np.ndarray]:
    return [path.vertices for one in axes.collections if hasattr(one, "levels") for path in one.get_paths()]


def test_along_a_nullcline_of_the_square_both_strategies_earn_the_same() -> None:
    across, up = nullclines(plot(solve(PAIR, at={})))
    assert np.allclose(across[:, 1], 0.4, atol=1e-6), "x1 earns 3y, x2 earns 2(1 - y)"
    assert np.allclose(up[:, 0], 0.6, atol=1e-6), "y1 earns 2x, y2 earns 3(1 - x)"


def test_along_a_nullcline_of_the_triangle_a_strategy_earns_the_mean() -> None:
    table = np.array([[0, -1, 2], [2, 0, -1], [-1, 2, 0]])
    lines = nullclines(plot(solve(TRIPLE, at={}), until=1))
    assert len(lines) == 3
    standing = set()
    for line in lines:
        third = line[:, 1] / (3**0.5 / 2)
        second = line[:, 0] - third / 2
        shares = np.stack([1 - second - third, second, third])
        earned = table @ shares
        excess = np.abs(earned - (shares * earned).sum(axis=0))
        standing |= {int(place) for place in np.flatnonzero(excess.max(axis=1) < 0.02)}
    assert standing == {0, 1, 2}


def explained(axes: Any) -> list[str]:
    """Return the words of the legend, which stands inside the figure."""
    axes.figure.draw_without_rendering()
    page, legend = axes.figure.bbox, axes.get_legend().get_window_extent()
    assert page.x0 <= legend.x0 < legend.x1 <= page.x1
    assert page.y0 <= legend.y0 < legend.y1 <= page.y1
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_marks_and_nullclines_are_explained_as_far_as_they_are_there() -> None:
    assert explained(plot(solve(PAIR, at={}), until=1)) == [
        "asymptotically stable",
        "unstable",
        "x1 stands still",
        "y1 stands still",
    ]
    turning = replace(PAIR, dynamics="best response")
    assert explained(plot(solve(turning, at={}), until=1))[-2:] == ["x1 turns", "y1 turns"]
    still = EvolutionaryGame(populations={"x": ["x1", "x2"], "y": ["y1", "y2"]}, payoffs=[[[1, 1], [0, 0]]] * 2)
    assert not [words for words in explained(plot(solve(still, at={}), until=1)) if "still" in words]
    long = EvolutionaryGame(populations={"x": ["x1", "x2"], "y": ["a rather long name", "y2"]}, payoffs=[FIRST, SECOND])
    assert explained(plot(solve(long, at={}), until=1))[-1] == "a rather long name stands still"
    cube = plot(solve(CUBE, at={}), until=1, starts=[[0.5] * 6])
    assert set(explained(cube)) == {one.stability.value for one in solve(CUBE, at={})}


def test_the_cube_marks_every_rest_point_and_draws_its_edges() -> None:
    found = solve(CUBE, at={})
    ax = plot(found, until=2, starts=[{"x1": 0.2, "y1": 0.3, "z1": 0.4}])
    lines = [np.array(line.get_data_3d()) for line in ax.lines]
    points = {tuple(line[:, 0].round(6)) for line in lines if line.shape[1] == 1}
    assert points == {tuple(round(float(one[name]), 6) for name in ("x1", "y1", "z1")) for one in found}
    (walked,) = (line for line in lines if line.shape[1] > 10)
    assert np.allclose(walked[:, 0], [0.2, 0.3, 0.4])
    assert ax.get_zlabel() == "share of z1"


@pytest.mark.parametrize(("game", "starts"), [(PAIR, 25), (TRIPLE, 16), (CUBE, 27)], ids=["square", "triangle", "cube"])
def test_basins_are_filled_by_where_they_lead(game: EvolutionaryGame, starts: int) -> None:
    there = basins(solve(game, at={}), starts=starts, until=20)
    ax = plot(there)
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    counted = [f"{label}: {count / starts:.1%} of {starts} starts" for label, count in there.counts.items() if count]
    assert shown == counted
    drawn = sum(
        len(one.get_offsets() if game is CUBE else one.get_paths())
        for one in ax.collections
        if one.get_label() in shown
    )
    assert drawn == starts


def test_paths_begin_where_they_are_told_to() -> None:
    ax = plot(solve(PAIR, at={}), "x1", until=3, starts=[{"x1": 0.3, "y1": 0.9}, [1, 0, 0.5, 0.5]])
    assert [float(line.get_ydata()[0]) for line in ax.lines] == pytest.approx([0.3, 1.0])
    for starts, words in (
        ({"x1": 0.3}, "give a list of starts"),
        ([], "give a list"),
        ([{"x1": 2, "y1": 0}], "from 0 to 1"),
    ):
        with pytest.raises(DeclarationError, match=words):
            plot(solve(PAIR, at={}), starts=starts)


def test_runs_of_agents_are_drawn_around_the_path_of_the_mean_dynamics() -> None:
    seen = simulate_agents(solve(PAIR, at={}), start={"x1": 0.7, "y1": 0.6}, members=50, until=2, runs=3)
    ax = plot(seen)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["x1", "y1"]
    assert len(ax.lines) == 2 * (3 + 1)
    (mean,) = (line for line in ax.lines if line.get_label() == "x1")
    assert mean.get_ydata()[-1] > mean.get_ydata()[0] == pytest.approx(0.7)
    assert ax.get_ylabel() == "share, of 50 members"
    with pytest.raises(UnknownName, match="no share of 'x3'"):
        plot(seen, "x3")
