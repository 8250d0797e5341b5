"""Region maps: over two parameters, which alternative gives the most, and where there is no equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_FILLS = ("#56B4E9", "#F0E442", "#E69F00", "#009E73", "#CC79A7", "#0072B2", "#D55E00", "#BBBBBB")
_TEXTURES = ("", "...", "", "\\\\\\", "xx", "", "++", "")
_SMALLEST_LABELLED = 0.012


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
        top = float(np.nanmax(lead))
        axes.contourf(x, y, lead, levels=[0, top * 1.01], colors=[_FILLS[i]], alpha=0.75, hatches=[_TEXTURES[i]])
        axes.contour(x, y, lead, levels=[0], colors="black", linewidths=0.8)
        _name_region(axes, x, y, np.nan_to_num(lead, nan=-1) > 0, label)
    if not inside.all():
        axes.contourf(x, y, (~inside).astype(float), levels=[0.5, 1.5], colors=["white"], hatches=["////"])
        axes.contour(x, y, (~inside).astype(float), levels=[0.5], colors="black", linewidths=1.2)
        _name_region(axes, x, y, ~inside, outside_label)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    axes.grid(visible=False)


def _name_region(axes: Axes, x: NDArray[np.float64], y: NDArray[np.float64], region: Any, label: str) -> None:
    """Write the label where the region is widest, unless the region is too small to hold one."""
    import numpy as np
    from scipy.ndimage import distance_transform_edt

    if region.mean() < _SMALLEST_LABELLED:
        return
    depth = distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1]
    row, column = np.unravel_index(np.argmax(depth), depth.shape)
    axes.text(
        x[column],
        y[row],
        label,
        ha="center",
        va="center",
        fontsize=8.5,
        bbox={"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "none", "alpha": 0.9},
    )
