"""Curves on a user's own axes whose ground is dark: what is drawn in black for paper is turned white."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lsec_models.show.figures.layout.style import lightness

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MIDDLE = 0.5
_Colour = tuple[float, float, float, float]


@contextmanager
def suiting_the_ground(axes: Axes) -> Iterator[None]:
    """Turn the greys of the lines and words that are drawn meanwhile, where the ground is dark and nothing covers it.

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
    before = {*axes.lines, *axes.texts}
    yield
    if lightness(_ground(axes)[:3]) >= _MIDDLE or _is_covered(axes):
        return
    for line in set(axes.lines) - before:
        line.set_markerfacecolor(_turned(line.get_markerfacecolor()))
        line.set_markeredgecolor(_turned(line.get_markeredgecolor()))
        line.set_color(_turned(line.get_color()))
    for text in set(axes.texts) - before:
        text.set_color(_turned(text.get_color()))
        arrow = getattr(text, "arrow_patch", None)
        if arrow is not None:
            arrow.set_color(_turned(arrow.get_edgecolor()))


def _ground(axes: Axes) -> _Colour:
    from matplotlib.colors import to_rgba

    own, figure = to_rgba(axes.get_facecolor()), axes.get_figure(root=True)
    return own if own[3] or figure is None else to_rgba(figure.get_facecolor())


def _is_covered(axes: Axes) -> bool:
    """Whether regions, bands or surfaces are drawn, which bring their own ground; bars do not."""
    bars = {bar for container in axes.containers for bar in container}
    return bool(axes.collections) or bool(set(axes.patches) - bars)


def _turned(colour: Any) -> _Colour:
    """Return the opposite of a grey; other colours stay."""
    from matplotlib.colors import to_rgba

    red, green, blue, alpha = to_rgba(colour)
    if red == green == blue:
        return 1 - red, 1 - green, 1 - blue, alpha
    return red, green, blue, alpha
