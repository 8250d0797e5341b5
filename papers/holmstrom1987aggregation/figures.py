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

_AT = {"f_1": 1, "f_2": 1, "rho": 2, "V_1": "1/4"}


@FIGURES.add("two_tasks")
def two_tasks() -> Figure:
    """The bonuses of two tasks over the variance V_2 with which the second is seen (f_1 = f_2 = 1, ρ = 2, V_1 = 1/4).

    Where tasks take effort from each other (left, g = 3/10) the bonus of the first one falls too as the second is seen
    less well; where they help each other (right, g = -3/10) it rises.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    over = {"V_2": np.linspace(0.01, 4, 200)}
    for axes, g in zip(panels, ("3/10", "-3/10"), strict=True):
        found = sweep(equilibria()["two_tasks"], over=over, at={**_AT, "g": g})
        for i, (name, words) in enumerate({"b_1": "first task", "b_2": "second task"}.items()):
            axes.plot(over["V_2"], found[name], label=words, markevery=50, markersize=4, **line_style(i))
        axes.set(xlim=(0, 4), ylim=(0, 1.2), xlabel="variance V_2", title=f"g = {g}")
        axes.grid(visible=False)
    panels[0].set_ylabel("bonus")
    panels[0].legend(frameon=False)
    return figure
