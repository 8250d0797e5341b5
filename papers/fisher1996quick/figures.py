"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures

from .model import B, K, c, c_2, equilibria, p, s

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_BLUE, _GREY = "#0072B2", "0.5"
_AT = {p: 10, c: 4, s: 1, B: 100, K: 0}


@FIGURES.add("second_order")
def second_order() -> Figure:
    """First order, and profit, over the cost of the second order (p = 10, c = 4, s = 1, B = 100, K = 0).

    Dashed: one order alone. The cheaper the second order, the less is risked by the first.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.4), layout="constrained")
    panels = figure.subplots(1, 2)
    costs = np.linspace(4, 10, 100)
    found = equilibria()
    for axes, name, words in zip(panels, ("q", "retailer"), ("first order", "profit"), strict=True):
        axes.plot(costs, sp.lambdify(c_2, found["twice"][name].subs(_AT))(costs), color=_BLUE)
        axes.axhline(float(found["once"][name].subs(_AT)), color=_GREY, linestyle="--")
        axes.set(xlim=(4, 10), ylim=(0, None), xlabel="cost of the second order c_2", ylabel=words)
        axes.grid(visible=False)
    return figure
