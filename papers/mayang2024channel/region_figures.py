"""Region maps from exact boundaries: what the manufacturer chooses, and beside it who would have wanted what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.show.figures.maps.region_map import RegionStyle, draw_region_map, region_styles

from .choices import FORECLOSED, MAPS, planar

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHORT: Mapping[str, str] = {"none": "none", "self_run": "own host", "reselling": "reselling", "agency": "agency"}
_AXES: Mapping[str, str] = {
    "lambda": "commission rate λ",
    "phi": "influence φ",
    "theta": "spillover θ",
    "F": "slot fee F",
}
_MODE_LABELS = (
    "agency",
    "self_run",
    "reselling",
    f"agency, {FORECLOSED}",
    f"reselling, {FORECLOSED}",
    "none",
)
_TITLE_PAD = 9.0
_POINTS_PER_INCH = 72


def two_panels(name: str, beside: str, title: str) -> Figure:
    """Return the map of the chosen mode, and beside it another view of the same choice.

    Parameters
    ----------
    name : str
        A key of ``MAPS``.
    beside : str
        The other view.
    title : str
        What the other view shows.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.2, 4.9))
    place = {"left": 0.075, "right": 0.985, "top": 0.78, "bottom": 0.105, "wspace": 0.2}
    left, right = figure.subplots(1, 2, gridspec_kw=place)
    panels = ((left, "mode", "chosen by the manufacturer", _mode_styles), (right, beside, title, _styles))
    for axes, view, _, styles in panels:
        drawn = planar(name, view)
        draw_region_map(axes, drawn, styles=styles(drawn), words={label: _words(label) for label in drawn.labels})
        for set_label, symbol in zip((axes.set_xlabel, axes.set_ylabel), MAPS[name], strict=True):
            set_label(_AXES[symbol.name])
    pad = _TITLE_PAD + max(_height_of_legend(axes) for axes in (left, right))
    for axes, _, words, _ in panels:
        axes.set_title(words, pad=pad)
    return figure


def _height_of_legend(axes: Axes) -> float:
    """Return the height, in points, that the legend above the axes takes."""
    legend = axes.get_legend()
    if legend is None:
        return 0.0
    figure = axes.get_figure(root=True)
    assert figure is not None
    return float(legend.get_window_extent().height / figure.dpi * _POINTS_PER_INCH)


def _mode_styles(_: PlanarMap[str]) -> dict[str, RegionStyle]:
    """The same fill for a mode in all maps."""
    return region_styles(_MODE_LABELS)


def _styles(drawn: PlanarMap[str]) -> dict[str, RegionStyle]:
    return region_styles(sorted(drawn.labels))


def _words(label: str) -> str:
    """Shorten a label: the manufacturer's choice first, then what the other one thinks of it."""
    for mode, short in _SHORT.items():
        label = label.replace(mode, short)
    return label.replace("; ", ",\n").replace("prefers", "wants").replace(", ret", ",\nret")
