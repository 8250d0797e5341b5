"""Paths over time: several quantities of one solution, or one quantity of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.meaning import described_axes
from lsec_models.games.refusals import refusal
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.curves.lines import DrawnLine, draw_lines, label_lines
from lsec_models.show.figures.curves.moving import OverTime, instants, moving
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words, drawable
from lsec_models.show.figures.layout.style import line_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray


def plot_paths(
    ax: Axes, found: OverTime, *names: str, until: float | None = None, words: Mapping[str, str] = NO_WORDS
) -> None:
    """Draw paths of one solution from the initial stocks on; of the states without names."""
    shown = names or tuple(state.name for state in found.game.stocks)
    followed = moving(found)
    times = instants({"": followed}, until)
    _draw(ax, times, {words.get(name, name): followed.along(name, times) for name in shown}, followed.in_periods)
    if len(shown) == 1:
        ax.set_ylabel(_expected(_axis(shown[0], words, found), found))
    elif _is_shaken(found):
        ax.set_ylabel("expected value")
    note_evidence(ax, found.evidence.caveat())


def plot_paths_of_several(
    ax: Axes,
    found: Mapping[str, OverTime],
    name: str,
    *,
    until: float | None = None,
    words: Mapping[str, str] = NO_WORDS,
) -> None:
    """Draw the same quantity of several solutions from their initial stocks on."""
    for label, one in found.items():
        if not isinstance(one, OverTime):
            raise refusal("plot", "solutions over time at a point", one, label=label)
    followed = {words.get(label, label.replace("_", " ")): moving(one) for label, one in found.items()}
    times = instants(followed, until)
    paths = {label: one.along(name, times) for label, one in followed.items()}
    _draw(ax, times, paths, any(one.in_periods for one in followed.values()))
    ax.set_ylabel(_expected(_axis(name, words, *found.values()), *found.values()))
    note_evidence(ax, "\n".join(dict.fromkeys(filter(None, (one.evidence.caveat() for one in found.values())))))


def _draw(ax: Axes, times: NDArray[Any], paths: Mapping[str, NDArray[Any]], in_periods: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    lines = [
        DrawnLine(label=drawable(label), values=values, style=line_style(i))
        for i, (label, values) in enumerate(paths.items())
    ]
    draw_lines(ax, times, lines)
    ax.set_xlabel("period" if in_periods else "time")
    if in_periods:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    label_lines(ax, lines, times)


def _expected(words: str, *found: OverTime) -> str:
    return f"expected {words}" if any(map(_is_shaken, found)) else words


def _is_shaken(found: OverTime) -> bool:
    """Whether shocks move stocks from period to period, so that a path is what is expected of them."""
    return isinstance(found.game, DifferenceGame) and bool(found.game.shocks)


def _axis(name: str, words: Mapping[str, str], *found: OverTime) -> str:
    symbol = {} if " " in name else {"latex": sp.latex(sp.Symbol(name))}
    return axis_words(name, symbol | described_axes(*found).get(name, {}), words)
