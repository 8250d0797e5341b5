from __future__ import annotations

import math
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from lsec_models import plot
from lsec_models.errors import UnknownName
from lsec_models.models.over_time.fame import BASELINE, fame
from lsec_models.show.figures.layout.save import rendered
from lsec_models.show.figures.layout.style import styled
from lsec_models.show.figures.phase_portraits.phase import draw_phase, draw_values, phase_legend
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.solution import OneStateSolution
from results import advertising

STATES, CONTROLS = (0, 1.5), (0, 2.6)


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
def test_a_control_that_never_changes_has_room_around_it() -> None:
    _, axes = panel()
    draw_phase(axes, advertising())
    bottom, top = axes.get_ylim()
    assert bottom < 3.2 < 10 / 3 < 3.5 < top


@pytest.fixture(scope="module")
def solution() -> OneStateSolution:
    return solve_one_state(fame(), BASELINE)


def panel() -> tuple[Figure, matplotlib.axes.Axes]:
    figure = Figure(figsize=(4, 3.4), layout="constrained")
    return figure, figure.subplots()


def lines_at(axes: matplotlib.axes.Axes, width: float) -> list[np.ndarray]:
    return [np.array(line.get_data()) for line in axes.lines if line.get_linewidth() == width]


@pytest.mark.slow
def test_the_policy_is_drawn_as_two_lines_that_end_at_the_threshold(solution: OneStateSolution) -> None:
    _, axes = panel()
    draw_phase(axes, solution, states=STATES, controls=CONTROLS)
    threshold = solution.thresholds[0]
    fades, takes_off = lines_at(axes, 2.2)
    assert fades[0].max() == pytest.approx(threshold.state)
    assert takes_off[0].min() == pytest.approx(threshold.state)
    assert fades[1, -1] == pytest.approx(threshold.controls[0])
    assert takes_off[1, 0] == pytest.approx(threshold.controls[1])
    written = [text.get_text() for text in axes.texts if text.get_text()]
    assert written == [f"{threshold.state:.3g}"]
    assert axes.get_title(loc="right") == "candidates: see their evidence"


@pytest.mark.slow
def test_arrowheads_point_forwards_in_time(solution: OneStateSolution) -> None:
    _, axes = panel()
    draw_phase(axes, solution, states=STATES, controls=CONTROLS)
    arrows: list[Any] = [text for text in axes.texts if not text.get_text()]
    assert len(arrows) == 2
    for arrow, forwards in zip(arrows, (-1, 1), strict=True):
        assert math.copysign(1, np.array(arrow.xy)[0] - arrow.get_position()[0]) == forwards


@pytest.mark.slow
def test_isoclines_cross_in_the_steady_states(solution: OneStateSolution) -> None:
    _, axes = panel()
    draw_phase(axes, solution, states=(0.1, 1.5), controls=(0.1, 2.6))
    focus = solution.steady_states[1]
    distances = []
    for contour in axes.collections:
        vertices = np.concatenate([path.vertices for path in contour.get_paths()])
        distances.append(np.hypot(*(vertices - (focus.state, focus.control)).T).min())
    assert len(distances) == 2
    assert max(distances) < 0.02


@pytest.mark.slow
def test_every_steady_state_has_the_mark_of_its_kind(solution: OneStateSolution) -> None:
    _, axes = panel()
    draw_phase(axes, solution)
    marks = {
        float(np.array(line.get_xdata())[0]): line.get_marker() for line in axes.lines if line.get_linestyle() == "None"
    }
    kinds = {"saddle": "o", "unstable focus": "D"}
    assert marks == {rest.state: kinds[rest.stability.value] for rest in solution.steady_states}


@pytest.mark.slow
def test_the_legend_explains_what_is_there(solution: OneStateSolution) -> None:
    figure, axes = panel()
    draw_phase(axes, solution, states=STATES, controls=CONTROLS)
    phase_legend(figure, solution, state="A", control="e")
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels[:2] == ["best, towards $A = 0$", "best, towards $A = 9.88$"]
    assert {"saddle", "unstable focus", "threshold"} < set(labels)
    assert "unstable node" not in labels


@pytest.mark.slow
def test_figures_of_a_solution_are_asked_for_by_name(solution: OneStateSolution) -> None:
    for names, words in (((), "e"), (("phase",), "e"), (("value",), "value")):
        _, axes = panel()
        plot(solution, *names, ax=axes)
        assert axes.get_ylabel().strip("$") == words
    with pytest.raises(UnknownName, match="'phase'"):
        plot(solution, "phases", ax=panel()[1])


def test_the_best_value_is_the_upper_envelope(solution: OneStateSolution) -> None:
    _, axes = panel()
    draw_values(axes, solution, states=(0, 0.4))
    thick, thin = lines_at(axes, 2.2), lines_at(axes, 0.7)
    assert len(thick) == 2
    for xs, values in thin:
        best = np.array([solution.value(x) for x in xs])
        assert (values <= best + 1e-6).all()


@pytest.mark.slow
def test_equal_figures_give_equal_bytes(solution: OneStateSolution) -> None:
    written = []
    for _ in range(2):
        with styled():
            figure, axes = panel()
            draw_phase(axes, solution, states=STATES, controls=CONTROLS, label="{:.4f}".format)
            phase_legend(figure, solution, state="A", control="e")
            written.append(rendered(figure))
    assert written[0] == written[1]
