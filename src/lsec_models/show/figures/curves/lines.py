"""Sensitivity lines: one quantity over one parameter, one line for each structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lsec_models.show.figures.layout.style import OKABE_ITO, line_style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_MARKED_POINTS = 6
_LABEL_SIZE = 8.0
_LINE_HEIGHT = 1.25 * _LABEL_SIZE
_POINTS_PER_INCH = 72
# From the end of a line to the middle of the left side of its name.
_LEADER = {"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0, "relpos": (0.0, 0.5)}


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """One line of a panel.

    Attributes
    ----------
    label : str
        Stands at its right end.
    values : array
        One for each x; not a number where the equilibrium does not hold.
    style : mapping
        Matplotlib line properties.
    """

    label: str
    values: NDArray[np.float64]
    style: Mapping[str, Any]


def sweep_lines(
    dataset: Any, quantity: str, structures: Sequence[str], names: Mapping[str, str], *, palette: Sequence[str] = ()
) -> list[DrawnLine]:
    """Return one line for each structure of a sweep; lines that coincide become one with both names.

    Without a palette, and with more structures than there are styles, only lines that differ take one each.

    Parameters
    ----------
    dataset : xarray.Dataset
        A sweep over one parameter and ``structure``.
    quantity : str
    structures : sequence of str
        Which, in the order of the palette.
    names : mapping
        What to call each structure in the figure.
    palette : sequence of str
        All structures of the figure, if these are a part of them.

    Returns
    -------
    list of DrawnLine
    """
    import numpy as np

    holds = dataset["violated"] == -1
    found: list[tuple[list[str], DrawnLine]] = []
    order = list(palette or structures)
    are_many = not palette and len(order) > len(OKABE_ITO)
    for structure in structures:
        values = dataset[quantity].where(holds).sel(structure=structure).to_numpy()
        same = [labels for labels, line in found if np.allclose(values, line.values, equal_nan=True)]
        if same:
            same[0].append(names[structure])
        else:
            style = line_style(len(found) if are_many else order.index(structure))
            found.append(([names[structure]], DrawnLine(label="", values=values, style=style)))
    return [replace(line, label="\n".join(labels)) for labels, line in found]


def draw_lines(axes: Axes, x: Any, lines: Sequence[DrawnLine]) -> None:
    """Draw lines with a few spaced markers.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x : array
        Increasing.
    lines : sequence of DrawnLine
    """
    step = max(len(x) // _MARKED_POINTS, 1)
    for i, line in enumerate(lines):
        start = (i * step) // max(len(lines), 1)
        axes.plot(x, line.values, markevery=(start, step), markerfacecolor="white", **line.style)
    axes.set_xlim(x[0], x[-1])


def label_lines(axes: Axes, lines: Sequence[DrawnLine], x: Any = None) -> None:
    """Name lines beside the axes, each in its own colour, pushed apart where the names would overlap.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With everything drawn, in all panels that share its scale: its limits stay as they are now.
    lines : sequence of DrawnLine
    x : array, optional
        Where their values stand, so that a name is led to the last of them, should a line end inside the axes.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes that are drawn on belong to a figure"
    layout = figure.get_layout_engine()
    if layout is not None:
        layout.execute(figure)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    left, right = axes.get_xlim()
    ends = []
    for line in lines:
        last = _last(line.values)
        if last is not None:
            across = 1.0 if x is None else (float(x[last]) - left) / (right - left)
            ends.append(((float(line.values[last]) - low) / (high - low), across, line))
    ends.sort(key=lambda end: end[0])
    one = _LINE_HEIGHT / (axes.get_position().height * figure.get_figheight() * _POINTS_PER_INCH)
    places = _spread([y for y, _, _ in ends], [one * (line.label.count("\n") + 1) for _, _, line in ends])
    for (y, across, line), place in zip(ends, places, strict=True):
        axes.annotate(
            line.label,
            xy=(across, y),
            xytext=(1.03, place),
            xycoords="axes fraction",
            textcoords="axes fraction",
            color=line.style["color"],
            fontsize=_LABEL_SIZE,
            va="center",
            linespacing=1.1,
            annotation_clip=False,
            arrowprops=_LEADER | {"color": line.style["color"]},
        )


def _last(values: NDArray[np.float64]) -> int | None:
    """Return the place of the last value that is a number."""
    import numpy as np

    finite = np.flatnonzero(np.isfinite(values))
    return int(finite[-1]) if finite.size else None


def _spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return places near the wanted ones (sorted) at which labels of these heights do not overlap.

    Labels that touch form a group, which is centred on the mean of what its members want.
    """
    groups: list[list[int]] = []
    centres: list[float] = []
    for i, place in enumerate(wanted):
        groups.append([i])
        centres.append(place)
        while len(groups) > 1 and _overlap(groups, centres, heights):
            merged = groups[-2] + groups[-1]
            groups[-2:] = [merged]
            centres[-2:] = [sum(wanted[j] for j in merged) / len(merged)]
    places = [0.0] * len(wanted)
    for group, centre in zip(groups, centres, strict=True):
        bottom = centre - sum(heights[j] for j in group) / 2
        for j in group:
            places[j] = bottom + heights[j] / 2
            bottom += heights[j]
    return places


def _overlap(groups: Sequence[Sequence[int]], centres: Sequence[float], heights: Sequence[float]) -> bool:
    top = centres[-2] + sum(heights[j] for j in groups[-2]) / 2
    return centres[-1] - sum(heights[j] for j in groups[-1]) / 2 < top
