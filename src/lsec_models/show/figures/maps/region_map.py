"""Region maps and strips from exact boundaries: which label holds where over two parameters, or along one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.decomposition.line_map import LineMap
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.errors import DeclarationError
from lsec_models.games.choice.at_point import NO_MODE, NO_PURE_EQUILIBRIUM, OUTSIDE
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.figures.layout.axis_words import axis_words, drawable
from lsec_models.show.figures.layout.marked_thresholds import mark_thresholds, number_text
from lsec_models.show.figures.layout.region_names import (
    RegionStyle,
    explain_above,
    name_regions,
    outline_path,
    write_within,
)
from lsec_models.show.figures.layout.style import OKABE_ITO, region_colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

    from lsec_models.algebra.decomposition.plane_outlines import Outline

_TEXTURES = ("", "..", "\\\\\\", "xx")
_NOTHING_TEXTURE = "////"


NOTHING = (NO_MODE, NO_PURE_EQUILIBRIUM, OUTSIDE)


def region_styles(labels: Iterable[str], nothing: Sequence[str] = NOTHING) -> dict[str, RegionStyle]:
    """Return a fill for each label, in order: the tints of its lines' colours, which differ in grey print too.

    With more labels than there are colours, the colours come again with a texture.

    Parameters
    ----------
    labels : iterable of str
        In an order that is the same for all panels that belong together.
    nothing : sequence of str
        Labels of regions in which nothing is chosen; white and hatched.

    Returns
    -------
    dict from str to RegionStyle

    Examples
    --------
    >>> styles = region_styles(["none", "agency", "no mode available"])
    >>> styles["none"].texture, styles["no mode available"].colour
    ('', 'white')
    """
    found: dict[str, RegionStyle] = {}
    shown = [label for label in dict.fromkeys(labels) if label not in nothing]
    for i, label in enumerate(shown):
        texture = _TEXTURES[(i // len(OKABE_ITO)) % len(_TEXTURES)]
        found[label] = RegionStyle(colour=region_colour(i), texture=texture)
    return found | {label: RegionStyle(colour="white", texture=_NOTHING_TEXTURE) for label in nothing}


def draw_region_map(
    axes: Axes,
    planar: PlanarMap[str],
    *,
    styles: Mapping[str, RegionStyle] | None = None,
    words: Mapping[str, str] | None = None,
    tolerance: float = 2e-5,
) -> str:
    """Fill the regions of a planar map, draw the curves between them, and name each region where there is room.

    Labels that fit into none of their regions go into a legend above the axes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        In their final place: names are fitted to their size.
    planar : PlanarMap
    styles : mapping, optional
        From :func:`region_styles`; without, one for each label in the map.
    words : mapping, optional
        What to call a label or a parameter in the figure, if not by itself.
    tolerance : float
        How far, relative to the sides, drawn curves may be from the exact ones.

    Returns
    -------
    str
        What the figure shows, in words, for readers who do not see it.

    Raises
    ------
    DeclarationError
        If `styles` leaves out a label of the map.
    """
    from lsec_models.algebra.decomposition.plane_outlines import outline

    found = outline(planar, tolerance)
    styles = _styles(planar.labels, styles)
    (x0, x1), (y0, y1) = planar.over
    axes.set_xlim(float(x0), float(x1))
    axes.set_ylim(float(y0), float(y1))
    axes.grid(visible=False)
    axes.spines[:].set_visible(True)
    axes.set_xlabel(_axis(planar.x, planar.described, words))
    axes.set_ylabel(_axis(planar.y, planar.described, words))
    for label in planar.labels:
        _fill(axes, outline_path([region for region in found.regions if region.label == label]), styles[label])
    for boundary in found.boundaries:
        axes.plot(*boundary.points.T, color="black", linewidth=0.9, solid_joinstyle="round", scalex=False, scaley=False)
    shown = {label: _shown(label, words) for label in planar.labels}
    name_regions(axes, found, shown, styles)
    note_evidence(axes, planar.caveat)
    return _with_caveat(_in_words(planar, found, shown), planar.caveat)


def draw_strip(
    axes: Axes,
    found: LineMap[str],
    *,
    styles: Mapping[str, RegionStyle] | None = None,
    words: Mapping[str, str] | None = None,
) -> str:
    """Draw who holds each piece of a line, with the exact thresholds on the axis.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Low and wide, in their final place.
    found : LineMap
    styles, words : mapping, optional
        As for :func:`draw_region_map`.

    Returns
    -------
    str
        What the figure shows, in words.
    """
    labels = list(dict.fromkeys(piece.label for piece in found.pieces))
    styles = _styles(labels, styles)
    shown = {label: _shown(label, words).replace("\n", " ") for label in labels}
    low, high = float(found.pieces[0].low), float(found.pieces[-1].high)
    axes.set_xlim(low, high)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines[:].set_visible(True)
    axes.set_xlabel(_axis(found.symbol, found.described, words))
    named: set[str] = set()
    for piece in found.pieces:
        a, b = float(piece.low), float(piece.high)
        style = styles[piece.label]
        axes.axvspan(a, b, facecolor=style.colour, hatch=style.texture, edgecolor="0.35", linewidth=0)
        if write_within(axes, shown[piece.label], (a + b) / 2, 0.5, (b - a) / (high - low) * axes.bbox.width):
            named.add(piece.label)
    for threshold in found.thresholds:
        axes.axvline(float(threshold), color="black", linewidth=0.9)
    lift = mark_thresholds(axes, found.thresholds)
    explain_above(axes, [label for label in labels if label not in named], shown, styles, lift=lift)
    pieces = [
        f"{shown[piece.label]} from {number_text(piece.low)} to {number_text(piece.high)}".replace("\n", " ")
        for piece in found.pieces
    ]
    note_evidence(axes, found.caveat)
    return _with_caveat(f"Along {found.symbol}: {'; '.join(pieces)}.", found.caveat)


def _axis(symbol: sp.Symbol, described: Mapping[str, Mapping[str, str]], words: Mapping[str, str] | None) -> str:
    return axis_words(symbol.name, {"latex": to_latex(symbol), **described.get(symbol.name, {})}, words or {})


def _with_caveat(words: str, caveat: str) -> str:
    return f"{words} {caveat.capitalize()}." if caveat else words


def _styles(labels: Sequence[str], given: Mapping[str, RegionStyle] | None) -> Mapping[str, RegionStyle]:
    styles = region_styles(labels) if given is None else given
    missing = [label for label in labels if label not in styles]
    if missing:
        raise DeclarationError(
            f"no style for {', '.join(map(repr, missing))}, which the map shows; name every label in "
            "region_styles([...])"
        )
    return styles


def _fill(axes: Axes, path: Path, style: RegionStyle) -> None:
    from matplotlib.patches import PathPatch

    axes.add_patch(
        PathPatch(path, facecolor=style.colour, hatch=style.texture, edgecolor="0.35", linewidth=0, zorder=0.5)
    )


def _shown(label: str, words: Mapping[str, str] | None) -> str:
    if words is not None and label in words:
        return drawable(words[label])
    return drawable(label.replace("_", " ").replace("; ", ";\n").replace(", ", ",\n").replace(": ", ":\n"))


def _in_words(planar: PlanarMap[str], found: Outline[str], shown: Mapping[str, str]) -> str:
    (x0, x1), (y0, y1) = planar.over
    whole = float(x1 - x0) * float(y1 - y0)
    areas = {label: sum(r.area for r in found.regions if r.label == label) / whole for label in planar.labels}
    parts = [
        f"{shown[label]} in {'less than 1' if share < 0.01 else round(100 * share)} %".replace("\n", " ")
        for label, share in sorted(areas.items(), key=lambda item: -item[1])
    ]
    across, up = (
        f"{s} from {float(a):g} to {float(b):g}" for s, (a, b) in zip((planar.x, planar.y), planar.over, strict=True)
    )
    return f"Map over {across} (across) and {up} (up): {', '.join(parts)} of the area."
