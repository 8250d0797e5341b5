"""Region maps: over two parameters, which alternative gives the most, and where there is no equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsec_models.show.figures.layout.style import region_colour

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_SMALLEST_LABELLED = 0.004
_LABEL_ASPECT = 3
_NARROW = 0.04


def draw_regions(axes: Axes, x: Any, y: Any, scores: Mapping[str, Any], inside: Any, *, outside_label: str) -> None:
    """Fill the region in which each alternative scores highest, and name it there.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : array
        The grid, increasing.
    scores : mapping from str to array of shape (len(y), len(x))
        What each alternative yields.
    inside : boolean array of that shape
        Where all alternatives are admissible; the rest is hatched.
    outside_label : str
        What to write there.
    """
    import numpy as np

    x, y, inside = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(inside, dtype=bool)
    stack = np.stack([np.asarray(score, dtype=float) for score in scores.values()])
    stack = np.where(inside, stack, np.nan)
    for i, label in enumerate(scores):
        lead = stack[i] - np.max(np.delete(stack, i, axis=0), axis=0)
        if not np.any(lead > 0):
            continue
        _fill(axes, x, y, lead, float(np.nanmax(lead)), color=region_colour(i), texture="")
        _name_region(axes, x, y, np.nan_to_num(lead, nan=-1) > 0, label)
    if not inside.all():
        _fill(axes, x, y, 0.5 - inside, 0.5, color="white", texture="////")
        _name_region(axes, x, y, ~inside, outside_label)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    axes.grid(visible=False)


def _fill(axes: Axes, x: Any, y: Any, height: Any, top: float, *, color: Any, texture: str) -> None:
    """Fill and outline the part of the plane in which `height`, at most `top`, is positive."""
    drawn = axes.contourf(x, y, height, levels=[0, top * 1.01], colors=[color], hatches=[texture])
    drawn.set_edgecolor("black")
    drawn.set_linewidth(0.8)


def _name_region(axes: Axes, x: NDArray[np.float64], y: NDArray[np.float64], region: Any, label: str) -> None:
    """Write the label where it fits best, smaller in a narrow region, not at all in a tiny one."""
    import numpy as np
    from scipy.ndimage import distance_transform_edt

    if region.mean() < _SMALLEST_LABELLED:
        return
    depth = distance_transform_edt(np.pad(region, 1), sampling=(1, 1 / _LABEL_ASPECT))[1:-1, 1:-1]
    deepest = np.argwhere(depth > 0.95 * depth.max())
    row, column = deepest[np.argmin(((deepest - deepest.mean(axis=0)) ** 2).sum(axis=1))]
    narrow = depth.max() < _NARROW * max(depth.shape)
    axes.text(
        x[column],
        y[row],
        label.replace(" ", "") if narrow else label,
        ha="center",
        va="center",
        fontsize=6.5 if narrow else 8.5,
        bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.9},
    )
