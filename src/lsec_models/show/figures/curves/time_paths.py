"""Paths over time: several quantities of one solution, or one quantity of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownName, nearest
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.open_loop import OpenLoopPoint
from lsec_models.games.refusals import refusal
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.curves.lines import DrawnLine, draw_lines, label_lines
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words
from lsec_models.show.figures.layout.style import line_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

Moving = FeedbackPoint | OpenLoopPoint

_INSTANTS = 201
_HALF_LIVES = 5.0


def plot_paths(
    ax: Axes, found: Moving, *names: str, until: float | None = None, words: Mapping[str, str] = NO_WORDS
) -> None:
    """Draw paths of one solution from the initial stocks on; of the states without names."""
    shown = names or tuple(state.name for state in found.game.stocks)
    times = _times([found], until)
    _draw(ax, times, {words.get(name, name): _along(found, name, times) for name in shown})
    if len(shown) == 1:
        ax.set_ylabel(_axis(shown[0], words))
    note_evidence(ax, found.evidence.caveat())


def plot_paths_of_several(
    ax: Axes,
    found: Mapping[str, Moving],
    name: str,
    *,
    until: float | None = None,
    words: Mapping[str, str] = NO_WORDS,
) -> None:
    """Draw the same quantity of several solutions from their initial stocks on."""
    for label, one in found.items():
        if not isinstance(one, Moving):
            raise refusal("plot", "solutions over time at a point", one, label=label)
    times = _times(list(found.values()), until)
    _draw(
        ax, times, {words.get(label, label.replace("_", " ")): _along(one, name, times) for label, one in found.items()}
    )
    ax.set_ylabel(_axis(name, words))
    note_evidence(ax, "\n".join(dict.fromkeys(filter(None, (one.evidence.caveat() for one in found.values())))))


def _draw(ax: Axes, times: NDArray[Any], paths: Mapping[str, NDArray[Any]]) -> None:
    lines = [
        DrawnLine(label=label, values=values, style=line_style(i)) for i, (label, values) in enumerate(paths.items())
    ]
    draw_lines(ax, times, lines)
    ax.set_xlabel("time")
    label_lines(ax, lines)


def _times(found: list[Moving], until: float | None) -> NDArray[Any]:
    """Return evenly spaced instants until the end asked for, the first horizon, or the slowest state has settled."""
    import numpy as np

    if until is not None and not until > 0:
        raise DeclarationError(f"until={until!r}: paths begin at time 0; give a later end")
    ends = [one.until for one in found if isinstance(one, OpenLoopPoint)]
    settled = [_HALF_LIVES / one.speed for one in found if isinstance(one, FeedbackPoint)]
    return np.linspace(0.0, float(until or (min(ends) if ends else max(settled))), _INSTANTS)


def _along(found: Moving, name: str, times: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    if isinstance(found, OpenLoopPoint):
        return found.path(name, times)
    if name not in found.paths:
        raise UnknownName(f"no path of {name!r}; {nearest(name, found.paths)}")
    values = sp.lambdify(found.time, found.paths[name], "numpy")(times)
    return np.broadcast_to(np.real(values), times.shape)


def _axis(name: str, words: Mapping[str, str]) -> str:
    return axis_words(name, {} if " " in name else {"latex": sp.latex(sp.Symbol(name))}, words)
