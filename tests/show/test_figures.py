from __future__ import annotations

from itertools import pairwise

import matplotlib
import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from matplotlib.text import Text

from lsec_models.show.figures.curves.lines import draw_lines, label_lines, sweep_lines
from lsec_models.show.figures.layout.save import rendered
from lsec_models.show.figures.layout.style import OKABE_ITO, line_style, styled
from lsec_models.show.figures.maps.matrix import draw_matrix
from lsec_models.show.figures.maps.regions import draw_regions

X = np.linspace(0, 1, 41)


def dataset(**lines: np.ndarray) -> xr.Dataset:
    values = np.stack(list(lines.values()))
    violated = np.where(np.isnan(values), 0, -1)
    return xr.Dataset(
        {"q": (("structure", "gamma"), values), "violated": (("structure", "gamma"), violated)},
        coords={"structure": list(lines), "gamma": X},
    )


def panel() -> tuple[Figure, matplotlib.axes.Axes]:
    figure = Figure(figsize=(4, 3), layout="constrained")
    return figure, figure.subplots()


def test_coinciding_lines_share_a_name() -> None:
    data = dataset(A=X, B=2 * X, C=X + 1e-12)
    lines = sweep_lines(data, "q", ("A", "B", "C"), {"A": "a", "B": "b", "C": "c"})
    assert [line.label for line in lines] == ["a\nc", "b"]
    assert [line.style for line in lines] == [line_style(0), line_style(1)]


def test_lines_that_differ_look_different_though_there_are_more_structures_than_styles() -> None:
    names = [f"mode {i}" for i in range(12)]
    data = dataset(**{name: float(i // 2) * X for i, name in enumerate(names)})
    lines = sweep_lines(data, "q", names, {name: name for name in names})
    assert [line.style for line in lines] == [line_style(i) for i in range(6)]


def test_values_outside_the_domain_are_not_drawn() -> None:
    data = dataset(A=X)
    data["violated"][0, 20:] = 3
    (line,) = sweep_lines(data, "q", ("A",), {"A": "a"})
    assert np.isnan(line.values[20:]).all()
    assert not np.isnan(line.values[:20]).any()


def test_names_at_line_ends_do_not_overlap() -> None:
    figure, axes = panel()
    data = dataset(A=X, B=1.001 * X, C=0.999 * X, D=0 * X)
    lines = sweep_lines(data, "q", tuple("ABCD"), dict(zip("ABCD", "ABCD", strict=True)))
    with styled():
        draw_lines(axes, X, lines)
        label_lines(axes, lines)
        figure.draw_without_rendering()
    boxes = sorted((Text.get_window_extent(name) for name in axes.texts), key=lambda box: box.y0)
    assert len(boxes) == 4
    assert all(lower.y1 <= upper.y0 for lower, upper in pairwise(boxes))
    for name in axes.texts:
        leader, own = name.arrow_patch.get_window_extent(), Text.get_window_extent(name)
        assert leader.x1 <= own.x0 + 1, "no leader runs through a name"


def test_a_line_that_never_exists_has_no_name() -> None:
    _, axes = panel()
    lines = sweep_lines(dataset(A=X, B=np.nan * X), "q", ("A", "B"), {"A": "a", "B": "b"})
    draw_lines(axes, X, lines)
    label_lines(axes, lines)
    assert [text.get_text() for text in axes.texts] == ["a"]


def test_regions_are_named_where_they_are() -> None:
    figure, axes = panel()
    x, y = np.meshgrid(X, X)
    inside = x + y < 1.5
    draw_regions(axes, X, X, {"left": 1 - x, "right": x, "never": 0 * x - 1}, inside, outside_label="none")
    figure.draw_without_rendering()
    places = {text.get_text(): text.get_position() for text in axes.texts}
    assert set(places) == {"left", "right", "none"}
    assert places["left"][0] < 0.5 < places["right"][0]
    assert sum(places["none"]) > 1.5


def test_matrix_writes_every_number() -> None:
    _, axes = panel()
    draw_matrix(axes, [[1, 2], [4, 1]], rows=["r", "s"], columns=["c", "d"])
    assert [text.get_text() for text in axes.texts] == ["1", "2", "4", "1"]


@pytest.mark.slow
def test_equal_figures_give_equal_bytes() -> None:
    written = []
    for _ in range(2):
        with styled():
            figure, axes = panel()
            draw_lines(axes, X, sweep_lines(dataset(A=X), "q", ("A",), {"A": "a"}))
            axes.fill_between(X, X, hatch="//")
        written.append(rendered(figure))
    assert written[0] == written[1]
    assert set(written[0]) == {"svg", "png"}
    assert rendered(figure, "svg") == {"svg": written[0]["svg"]}
    text = written[0]["svg"].decode()
    assert "<dc:date>" not in text
    assert "http://matplotlib" not in text.split("<metadata>")[-1]


def test_the_style_is_the_package_s_own_and_leaves_no_trace() -> None:
    with matplotlib.rc_context({"font.size": 33.0}):
        with styled():
            assert matplotlib.rcParams["font.size"] == 9
        assert matplotlib.rcParams["font.size"] == 33


@pytest.mark.parametrize("part", ["color", "linestyle", "marker"])
def test_eight_lines_differ_in_everything(part: str) -> None:
    assert len({str(line_style(i)[part]) for i in range(len(OKABE_ITO))}) == 8
