"""A small note beside a figure: what is drawn and not established."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = 5.5
_WIDTH = 90
_BELOW = 32
_COLOUR = "0.35"


def note_evidence(axes: Axes, words: str) -> None:
    """Write what is not established below axes, in small letters; nothing where there is nothing to say.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    words : str
        From :meth:`lsec_models.games.evidence.Evidence.caveat`.
    """
    if not words:
        return
    axes.annotate(
        fill(words, _WIDTH),
        xy=(0.5, 0.0),
        xycoords="axes fraction",
        xytext=(0, -_BELOW),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=_SIZE,
        color=_COLOUR,
    )
