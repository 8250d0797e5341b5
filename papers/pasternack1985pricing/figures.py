"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models import sweep
from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {"p": 10, "c": 2, "s": 1, "g_r": 1, "g_m": 1, "B": 100}


@FIGURES.add("division")
def division() -> Figure:
    """Who has what over the credit b, at the price that is right for it (p = 10, c = 2, s = g_r = g_m = 1, B = 100).

    Both together always have what one owner has. Level and thin: what each has where the supplier chooses a price and
    takes nothing back; between the two points where a line meets its level one, both have more than that.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    over = {"b": np.linspace(1, 10.99, 200)}
    right = sweep(equilibria()["right"], over=over, at=_AT)
    without = equilibria()["chosen_price"].at(_AT)
    for i, player in enumerate(("retailer", "supplier")):
        style = line_style(i)
        axes.plot(over["b"], right[player], label=player, markevery=40, markersize=4, **style)
        axes.axhline(float(without[player]), color=style["color"], linestyle="--", linewidth=0.8)
    axes.set(xlim=(1, 11), xlabel="credit b for a unit that comes back", ylabel="profit")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
