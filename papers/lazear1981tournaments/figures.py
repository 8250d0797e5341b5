"""The figure, drawn from the declared payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lsec_models.papers import Figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_BLUE, _ORANGE, _GREEN = "#0072B2", "#D55E00", "#009E73"


@FIGURES.add("deviations")
def deviations() -> Figure:
    """What a worker has beyond the lower prize, by its effort, against a rival whose effort is S/2 (k = h = 1).

    Dots: the same effort, where first-order conditions hold. Up to a spread of 4 nothing is better; at 5 no effort is.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    efforts = np.linspace(0, 4, 400)
    for spread, colour in ((3, _BLUE), (4, _GREEN), (5, _ORANGE)):
        axes.plot(efforts, _earned(efforts, spread), color=colour, label=f"S = {spread}")
        axes.plot([spread / 2], [_earned(np.array([spread / 2]), spread)[0]], "o", color=colour)
    axes.axhline(0, color="0.5", linewidth=0.8)
    axes.set(xlim=(0, 4), xlabel="effort", ylabel="payoff beyond the lower prize", ylim=(-1.5, 1))
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure


def _earned(efforts: NDArray[np.float64], spread: int) -> NDArray[np.float64]:
    """Return the payoff, the difference of the noises being triangular on [-2, 2]."""
    ahead = np.clip(efforts - spread / 2, -2, 2)
    wins = np.where(ahead < 0, (2 + ahead) ** 2 / 8, 1 - (2 - ahead) ** 2 / 8)
    return spread * wins - efforts**2 / 2
