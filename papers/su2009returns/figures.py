"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures

from .model import equilibria, s

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_SHOWN = (("refund", "refund s", "#0072B2"), ("full", "full refund", "#D55E00"), ("none", "no refund", "#009E73"))


@FIGURES.add("policies")
def policies() -> Figure:
    """What the seller has of each buyer, before what the product costs, over the value s of what is returned.

    A full refund is better than none above the square root of 2 less 1, and never better than the refund s.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    grid = np.linspace(0.01, 0.99, 99)
    for label, words, colour in _SHOWN:
        profit = sp.lambdify(s, equilibria()[label]["seller"])(grid)
        axes.plot(grid, profit * np.ones_like(grid), color=colour, label=words)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="value s of what is returned", ylabel="profit of each buyer")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
