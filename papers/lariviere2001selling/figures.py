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

_AT = {"p": 10, "c": 2, "B": 100}


@FIGURES.add("sure_customers")
def sure_customers() -> Figure:
    """What supplier, retailer and both earn, as parts of what one owner would, over sure customers (p = 10, c = 2).

    Demand is between l B and (1 + l) B. The part of both falls from three quarters to two thirds, at l = 1 - c/p, and
    rises then, when only sure customers are sold to.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    over = {"l": np.linspace(0.01, 3, 300)}
    apart, whole = (sweep(equilibria()[label], over=over, at=_AT) for label in ("supplier", "owner"))
    earned = {"supplier": apart["supplier"], "retailer": apart["retailer"]}
    for i, (words, profit) in enumerate({"both": sum(earned.values()), **earned}.items()):
        axes.plot(over["l"], profit / whole["owner"], label=words, markevery=40, markersize=4, **line_style(i))
    axes.set(xlim=(0, 3), ylim=(0, 1), xlabel="sure customers l", ylabel="part of one owner's profit")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
