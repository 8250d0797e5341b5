"""Curves and words on a user's own axes whose ground is dark: what is drawn in black for paper is turned white."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lsec_models.show.figures.layout.style import lightness

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

_MIDDLE = 0.5
_Colour = tuple[float, float, float, float]


@contextmanager
def suiting_the_ground(axes: Axes) -> Iterator[None]:
    """Turn the greys of the lines and words that are drawn meanwhile, where the ground is dark and nothing covers it.

    Words beside the axes stand on the ground of the figure, those inside on that of the axes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> axes.set_facecolor("black")
    >>> with suiting_the_ground(axes):
    ...     (line,) = axes.plot([0, 1], [0, 1], color="black", marker="o", markerfacecolor="white")
    >>> line.get_color(), line.get_markerfacecolor()
    ((1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 1.0))
    """
    from matplotlib.lines import Line2D

    before, said = {*axes.lines, *axes.patches}, {text: text.get_text() for text in _words(axes)}
    yield
    inside = _is_dark(_ground(axes)) and not _is_covered(axes)
    around = _is_dark(_around(axes))
    for text in _words(axes):
        if said.get(text) != text.get_text() and (around if _is_beside(axes, text) else inside):
            _turn_words(text)
    if not inside:
        return
    legend = axes.get_legend()
    for line in (*axes.lines, *(legend.legend_handles if legend else ())):
        if isinstance(line, Line2D) and line not in before:
            _turn_line(line)
    for patch in set(axes.patches) - before:
        if not patch.get_fill():
            patch.set_edgecolor(_lightened(patch.get_edgecolor()))


def _words(axes: Axes) -> list[Text]:
    """Return all words of axes but those at their ticks: those that are drawn, and titles."""
    from matplotlib.text import Text

    return [child for child in axes.get_children() if isinstance(child, Text)]


def _ground(axes: Axes) -> _Colour:
    from matplotlib.colors import to_rgba

    own = to_rgba(axes.get_facecolor())
    return own if own[3] else _around(axes)


def _around(axes: Axes) -> _Colour:
    from matplotlib.colors import to_rgba

    figure = axes.get_figure(root=True)
    assert figure is not None, "axes that are drawn on belong to a figure"
    return to_rgba(figure.get_facecolor())


def _is_dark(colour: _Colour) -> bool:
    return lightness(colour[:3]) < _MIDDLE


def _is_covered(axes: Axes) -> bool:
    """Whether regions, bands or surfaces are drawn, which bring their own ground; bars and contour lines do not."""
    bars = {bar for container in axes.containers for bar in container}
    filled = [one for one in axes.collections if getattr(one, "filled", True)]
    return bool(filled) or any(patch.get_fill() for patch in set(axes.patches) - bars)


def _is_beside(axes: Axes, text: Text) -> bool:
    extent = text.get_window_extent()
    return not axes.bbox.contains((extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2)


def _turn_line(line: Line2D) -> None:
    line.set_markerfacecolor(_turned(line.get_markerfacecolor()))
    line.set_markeredgecolor(_lightened(line.get_markeredgecolor()))
    line.set_color(_lightened(line.get_color()))


def _turn_words(text: Text) -> None:
    text.set_color(_lightened(text.get_color()))
    arrow = getattr(text, "arrow_patch", None)
    if arrow is not None:
        arrow.set_color(_lightened(arrow.get_edgecolor()))


def _lightened(colour: Any) -> _Colour:
    """Return the opposite of a dark grey; light ones, as a dark style has them, stay."""
    from matplotlib.colors import to_rgba

    return _turned(colour) if _is_dark(to_rgba(colour)) else to_rgba(colour)


def _turned(colour: Any) -> _Colour:
    """Return the opposite of a grey; other colours stay."""
    from matplotlib.colors import to_rgba

    red, green, blue, alpha = to_rgba(colour)
    if red == green == blue:
        return 1 - red, 1 - green, 1 - blue, alpha
    return red, green, blue, alpha
