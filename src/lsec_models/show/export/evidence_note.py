"""A small note beside a figure: what is drawn is not established in every respect."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOTE = "candidates: see their evidence"
_SIZE = 6
_COLOUR = "0.35"


def note_evidence(axes: Axes, words: str) -> None:
    """Write above the right end of axes that not everything is established; nothing where there is nothing to say.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    words : str
        From :meth:`lsec_models.games.evidence.evidence.Evidence.caveat`; the words themselves belong into the caption.
    """
    if words:
        axes.set_title(_NOTE, loc="right", fontsize=_SIZE, color=_COLOUR)
