"""Names of regions in a figure: each where there is room for it, the others in a legend above the axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from lsec_models.algebra.decomposition.plane_outlines import LabelledRegion, Outline

_FONT_SIZES = (9.0, 8.0, 7.0, 6.0)
_ROOM = 1.25
_CELLS_PER_TEXT = 9
_POINTS_PER_INCH = 72
_LEGEND_SIZE = 7.5
_LETTER_WIDTH = 0.56


@dataclass(frozen=True, kw_only=True)
class RegionStyle:
    """How the regions with one label are filled.

    Attributes
    ----------
    colour : str or tuple of float
    texture : str
        A Matplotlib hatch.
    """

    colour: Any
    texture: str


def outline_path(regions: Sequence[LabelledRegion[str]]) -> Path:
    """Return the outlines of regions as one path of Matplotlib."""
    import numpy as np
    from matplotlib.path import Path

    rings = [ring for region in regions for ring in region.rings]
    vertices = np.concatenate([np.concatenate([ring, ring[:1]]) for ring in rings])
    codes = np.concatenate([[Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY] for ring in rings])
    return Path(vertices, codes.astype(np.uint8))


def name_regions(axes: Axes, found: Outline[str], shown: Mapping[str, str], styles: Mapping[str, RegionStyle]) -> None:
    """Write each label into its regions, those that fit nowhere into a legend, which may leave less room for others."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes that are drawn on belong to a figure"
    explained: list[str] = []
    while True:
        explain_above(axes, explained, shown, styles)
        layout = figure.get_layout_engine()
        if layout is not None:
            layout.execute(figure)
        written = {r.label for r in found.regions if _name_region(axes, r, shown[r.label])}
        homeless = [label for label in shown if label not in written and label not in explained]
        if not homeless:
            return
        explained += homeless
        for text in [*axes.texts]:
            text.remove()


def _name_region(axes: Axes, region: LabelledRegion[str], words: str) -> bool:
    """Write words into a region in the largest size that fits, if one does."""
    for size in _FONT_SIZES:
        text = _text(axes, words, size)
        extent = text.get_window_extent()
        place = _place(axes, outline_path([region]), extent.width * _ROOM, extent.height * _ROOM)
        if place is not None:
            text.set_position(place)
            return True
        text.remove()
    return False


def _text(axes: Axes, words: str, size: float) -> Text:
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    return axes.text(
        (x0 + x1) / 2,
        (y0 + y1) / 2,
        words,
        color="black",
        ha="center",
        va="center",
        fontsize=size,
        linespacing=1.15,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
    )


def _place(axes: Axes, path: Path, width: float, height: float) -> tuple[float, float] | None:
    """Return where, in data, a box of this size (in pixels) fits into a region best; None if nowhere.

    On a grid whose cells have the proportions of the box, the chessboard distance to the outside is half the side of
    the largest such box around a cell.
    """
    import numpy as np
    from scipy.ndimage import distance_transform_cdt

    columns = max(int(axes.bbox.width / width * _CELLS_PER_TEXT), 1)
    rows = max(int(axes.bbox.height / height * _CELLS_PER_TEXT), 1)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    x = x0 + (np.arange(columns) + 0.5) / columns * (x1 - x0)
    y = y0 + (np.arange(rows) + 0.5) / rows * (y1 - y0)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    inside = _contains(path, grid).reshape(rows, columns)
    depth = distance_transform_cdt(np.pad(inside, 1), metric="chessboard")[1:-1, 1:-1]
    if 2 * depth.max() - 1 < _CELLS_PER_TEXT:
        return None
    deepest = np.argwhere(depth == depth.max())
    row, column = deepest[np.argmin(((deepest - deepest.mean(axis=0)) ** 2).sum(axis=1))]
    return float(x[column]), float(y[row])


def _contains(path: Path, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether points lie inside an odd number of rings: inside the outline, outside holes."""
    import numpy as np
    from matplotlib.path import Path

    rings = (Path(ring) for ring in path.to_polygons(closed_only=True))
    crossings = sum((ring.contains_points(points).astype(int) for ring in rings), np.zeros(len(points), dtype=int))
    found: NDArray[np.bool_] = crossings % 2 == 1
    return found


def write_within(axes: Axes, words: str, x: float, y: float, width: float) -> bool:
    """Write words at a point if they fit into a width, in pixels."""
    for size in _FONT_SIZES:
        text = _text(axes, words, size)
        if text.get_window_extent().width * _ROOM <= width:
            text.set_position((x, y))
            return True
        text.remove()
    return False


def explain_above(
    axes: Axes,
    labels: Sequence[str],
    shown: Mapping[str, str],
    styles: Mapping[str, RegionStyle],
    lift: float = 0.0,
) -> None:
    """Put labels that stand in no region into a legend above the axes (by `lift` points), wrapped to their width."""
    from matplotlib.patches import Patch
    from matplotlib.transforms import ScaledTranslation

    if not labels:
        return
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes that are drawn on belong to a figure"
    points = axes.bbox.width / figure.dpi * _POINTS_PER_INCH
    letters = max(int((points - 3 * _LEGEND_SIZE) / (_LETTER_WIDTH * _LEGEND_SIZE)), 8)
    words = ["\n".join(wrap(shown[label].replace("\n", " "), letters)) for label in labels]
    columns = max(1, min(3, letters // (6 + max(len(line) for word in words for line in word.split("\n")))))
    handles = [
        Patch(facecolor=styles[label].colour, hatch=styles[label].texture, edgecolor="0.35", linewidth=0.5, label=word)
        for label, word in zip(labels, words, strict=True)
    ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=axes.transAxes + ScaledTranslation(0, lift / _POINTS_PER_INCH, figure.dpi_scale_trans),
        borderaxespad=0.3,
        borderpad=0,
        ncols=columns,
        handlelength=1.5,
        columnspacing=1.2,
        fontsize=_LEGEND_SIZE,
    )
