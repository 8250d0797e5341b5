"""Small tables as pictures: cells shaded by a whole number, the number written in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_matrix(axes: Axes, values: Sequence[Sequence[int]], *, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Shade a table of positive whole numbers; equal numbers look equal, larger ones darker.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    values : sequence of rows
    rows, columns : sequence of str
        The heads.
    """
    import numpy as np

    grid = np.asarray(values)
    shade = np.log(grid / grid.min()) / max(float(np.log(grid.max() / grid.min())), 1e-9)
    axes.imshow(shade, cmap="Blues", vmin=-0.15, vmax=1.35, aspect="auto")
    for (i, j), value in np.ndenumerate(grid):
        axes.text(j, i, str(value), ha="center", va="center", color="white" if shade[i, j] > 0.85 else "black")
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.set_xticks(np.arange(-0.5, len(columns)), minor=True)
    axes.set_yticks(np.arange(-0.5, len(rows)), minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5, alpha=1)
    axes.tick_params(which="minor", length=0)
