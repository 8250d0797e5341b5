"""Figures of basins of attraction: the starts of each, coloured by the rest point that their paths tend to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.style import OKABE_ITO, region_colour
from lsec_models.show.figures.phase_portraits.populations import flattening, frame, mark_rest_points
from lsec_models.solve.evolutionary.trajectories.basins import Basins, triangle

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_NONE = "white"
_DOT = 9.0
_LEGEND_SIZE = 7.5


def draw_basins(axes: Axes, found: Basins) -> None:
    """Fill each cell of the space of shares by the rest point that the path from its middle tends to.

    White are cells from which paths tend to none. In the cube dots stand for cells.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With ``projection="3d"`` for three populations.
    found : Basins

    Raises
    ------
    DeclarationError
        If the space of shares is neither plane nor cube.
    """
    flat = flattening(found.found)
    for number, label in enumerate(found.counts):
        chosen = found.reached == (number if number < len(found.labels) else -1)
        if not chosen.any():
            continue
        words = f"{label}: {float(found.shares[label]):.1%} of {found.starts.shape[1]:,} starts"
        if found.found.game.shape == (2, 2, 2):
            colour = OKABE_ITO[(number + 1) % len(OKABE_ITO)] if number < len(found.labels) else _NONE
            dots: dict[str, Any] = {"s": _DOT, "color": colour, "edgecolors": "0.5", "linewidths": 0.3, "label": words}
            axes.scatter(*flat(found.starts[:, chosen]), **dots)
        else:
            colour_of_cells = region_colour(number + 1) if number < len(found.labels) else _NONE
            _fill(axes, _cells(found)[chosen], colour_of_cells, words)
    mark_rest_points(axes, found.found)
    frame(axes, found.found)
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.02), fontsize=_LEGEND_SIZE, borderaxespad=0.0)
    note_evidence(axes, found.found.evidence.caveat())


def _fill(axes: Axes, cells: NDArray[np.float64], colour: object, words: str) -> None:
    from matplotlib.collections import PolyCollection

    # Edges of their own colour, so that no gaps show between cells.
    filled = PolyCollection(list(cells), facecolors=[colour], edgecolors=[colour], linewidths=0.4, zorder=0.5)
    filled.set_label(words)
    axes.add_collection(filled)


def _cells(found: Basins) -> NDArray[np.float64]:
    """Return the corners of the cell around each start in the plane."""
    import numpy as np

    flat = flattening(found.found)
    side = round(found.starts.shape[1] ** 0.5)
    if found.found.game.shape == (3,):
        return np.stack(flat(triangle(side)), axis=-1).transpose(1, 0, 2)
    half = 0.5 / side
    x, y = flat(found.starts)
    around = [(-half, -half), (half, -half), (half, half), (-half, half)]
    return np.stack([np.stack([x + dx, y + dy], axis=-1) for dx, dy in around], axis=1)
