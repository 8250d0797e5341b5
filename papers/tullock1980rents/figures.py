"""The figure, drawn from the payoffs that stand in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models.papers import Figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_POWERS = ((1.0, "r = 1", "#0072B2", "-"), (2.0, "r = 2", "0.5", "--"), (2.5, "r = 5/2", "#D55E00", "-"))


@FIGURES.add("deviations")
def deviations() -> Figure:
    """Payoff of one of two over its own effort, while the other makes the effort r V/4 (V = 1); dots: the same effort.

    At r = 2 that brings what no effort brings. Beyond it no effort is better, so that there is no such equilibrium.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    own = np.linspace(0, 1, 401)
    for power, words, colour, style in _POWERS:
        same = power / 4
        axes.plot(own, own**power / (own**power + same**power) - own, color=colour, linestyle=style, label=words)
        axes.plot([same], [0.5 - same], color=colour, marker="o", linestyle="none")
    axes.axhline(0, color="0.8", linewidth=0.8)
    axes.set(xlim=(0, 1), xlabel="own effort x", ylabel="payoff")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
