"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models.papers import Figures

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_BLUE, _ORANGE, _GREY = "#0072B2", "#D55E00", "0.5"
_AT = {"k": 1, "t_L": "3/2", "g": "1/2"}


@FIGURES.add("qualities")
def qualities() -> Figure:
    """Qualities of the best menu over the share of the high type (tastes 2 and 3/2, k = 1); dashed: tastes are seen.

    The low type gets ever less, and nothing once the share of the high type is at least the ratio of the tastes, 3/4.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    shares = np.linspace(1, 99, 99) / 100
    found = [equilibria()["menu"].at({**_AT, "v": f"{round(100 * share)}/100"}) for share in shares]
    for name, words, colour, efficient in (("q_H", "high type", _BLUE, 2), ("q_L", "low type", _ORANGE, 1.5)):
        axes.plot(shares, [float(one[name]) for one in found], color=colour, label=words)
        axes.axhline(efficient, color=_GREY, linestyle="--", linewidth=0.8)
    axes.set(xlim=(0, 1), ylim=(0, 2.2), xlabel="share v of the high type", ylabel="quality")
    axes.legend(frameon=False, loc="lower left")
    axes.grid(visible=False)
    return figure
