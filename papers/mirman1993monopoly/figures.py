"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_LEVEL, _SLOPES, _NOISE, _PATIENCE = 9, (1, 3), 1, 0.9


@FIGURES.add("experiments")
def experiments() -> Figure:
    """What a decision of today adds to profits over the one that does not look ahead, for three second lines.

    A_1 = 9, slopes 1 and 3, r = 1/2, h = 1, δ = 9/10. Lines cross at x = (A_2 - 9)/2, where curves have a kink; they
    have another where a line is told for sure. From the decision that does not look ahead, where nothing is added, the
    seller moves away from the crossing; at A_2 = 15, where both are the same, it moves either way.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    decisions = np.linspace(2, 4.2, 441)
    for i, level in enumerate((14, 15, 16)):
        axes.plot(decisions, _added(level, decisions), label=f"A_2 = {level}", **{**line_style(i), "marker": None})
    axes.axhline(0, color="#000000", linewidth=0.6)
    axes.set(xlim=(2, 4.2), ylim=(-1, 0.5), xlabel="decision of today x", ylabel="added to profits")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure


def _added(level: int, decisions: np.ndarray) -> np.ndarray:
    at = {"A_1": _LEVEL, "A_2": level, "B_1": _SLOPES[0], "B_2": _SLOPES[1], "r": "1/2", "h": _NOISE, "delta": "9/10"}
    found = equilibria()["above"].at(at)
    worth, alone = float(found["worth"]), float(found["x_0"])

    def profit(x: np.ndarray | float) -> np.ndarray:
        apart = abs(_LEVEL - level - (_SLOPES[0] - _SLOPES[1]) * np.asarray(x))
        today = ((_LEVEL + level) - sum(_SLOPES) * np.asarray(x)) / 2 * x
        return today + _PATIENCE * np.minimum(apart / (2 * _NOISE), 1) * worth

    return profit(decisions) - profit(alone)
