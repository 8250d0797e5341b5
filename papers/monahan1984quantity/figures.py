"""The figure, drawn from the declared costs and the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import D, cost, equilibria, h

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {"D": 600, "h": 2, "q_0": 60, "K": 2}


@FIGURES.add("lots")
def lots() -> Figure:
    """What lots cost the buyer, and both together, a year (D = 600, h = 2, k_b = 6, k_v = 18; dots: the lowest).

    From its best lot to the one that is best for both the buyer's costs rise by less than those of both fall: the
    vendor pays the rise by a discount.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    found = {"buyer": equilibria()["buyer"].at({**_AT, "p": 5}), "both": equilibria()["both"].at(_AT)}
    buyer, vendor = (float(found["buyer"][f"order_of_{who}"]) for who in ("buyer", "vendor"))
    sizes = np.linspace(25, 240, 216)
    for k, (label, order) in enumerate((("buyer", buyer), ("both", buyer + vendor))):
        style = {**line_style(k), "marker": None}
        costs = [float(cost(size, order).subs({D: _AT["D"], h: _AT["h"]})) for size in sizes]
        axes.plot(sizes, costs, label=label, **style)
        axes.plot([float(found[label]["q"])], [min(costs)], "o", color=style["color"])
    axes.set(xlim=(25, 240), ylim=(0, 500), xlabel="lot", ylabel="costs a year")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
