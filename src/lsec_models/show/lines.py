"""Sensitivity lines: one quantity over one parameter, one line for each structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsec_models.show.style import line_style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_MARKED_POINTS = 6
_LINE_HEIGHTS = 1.25


@dataclass(frozen=True, kw_only=True)
class Line:
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


def sweep_lines(dataset: Any, quantity: str, structures: Sequence[str], names: Mapping[str, str]) -> list[Line]:
    """Return one line for each structure of a sweep; lines that coincide become one with both names.

    Parameters
    ----------
    dataset : xarray.Dataset
        A sweep over one parameter and ``structure``.
    quantity : str
    structures : sequence of str
        Which, in the order of the palette.
    names : mapping
        What to call each structure in the figure.

    Returns
    -------
    list of Line
    """
    import numpy as np

    holds = dataset["violated"] == -1
    found: list[tuple[list[str], NDArray[np.float64]]] = []
    for structure in structures:
        values = dataset[quantity].where(holds).sel(structure=structure).to_numpy()
        same = [labels for labels, others in found if np.allclose(values, others, equal_nan=True)]
        if same:
            same[0].append(names[structure])
        else:
            found.append(([names[structure]], values))
    return [
        Line(label="\n".join(labels), values=values, style=line_style(i)) for i, (labels, values) in enumerate(found)
    ]


def draw_lines(axes: Axes, x: Any, lines: Sequence[Line]) -> None:
    """Draw lines with a few spaced markers, and name each at its right end in its own colour.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Its limits are fixed by this call.
    x : array
        Increasing.
    lines : sequence of Line
    """
    import numpy as np

    x = np.asarray(x, dtype=float)
    step = max(len(x) // _MARKED_POINTS, 1)
    for i, line in enumerate(lines):
        start = (i * step) // max(len(lines), 1)
        axes.plot(x, line.values, markevery=(start, step), markerfacecolor="white", **line.style)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(axes.get_ylim())
    _label_ends(axes, x, lines)


def _label_ends(axes: Axes, x: NDArray[np.float64], lines: Sequence[Line]) -> None:
    """Put the labels beside the ends of their lines, pushed apart where they would overlap."""
    import numpy as np

    figure = axes.get_figure(root=True)
    assert figure is not None, "axes that are drawn on belong to a figure"
    low, high = axes.get_ylim()
    ends = []
    for line in lines:
        last = np.flatnonzero(np.isfinite(line.values))
        if last.size:
            ends.append(((line.values[last[-1]] - low) / (high - low), x[last[-1]], line))
    ends.sort(key=lambda end: end[0])
    height_in_points = axes.get_position().height * figure.get_figheight() * 72
    size = 8.0
    one = _LINE_HEIGHTS * size / height_in_points
    heights = [one * (line.label.count("\n") + 1) for _, _, line in ends]
    places = _spread([y for y, _, _ in ends], heights)
    for (y, _, line), place in zip(ends, places, strict=True):
        axes.annotate(
            line.label,
            xy=(1.0, y),
            xytext=(1.03, place),
            xycoords="axes fraction",
            textcoords="axes fraction",
            color=line.style["color"],
            fontsize=size,
            va="center",
            linespacing=1.1,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": line.style["color"], "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
        )


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
