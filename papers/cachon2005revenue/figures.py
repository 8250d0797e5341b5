"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures

from .model import B, b, c, equilibria, p, phi, w_0

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_BLACK, _BLUE, _ORANGE, _GREEN = "#000000", "#0072B2", "#D55E00", "#009E73"
_AT = {p: 10, c: 2, B: 100}


@FIGURES.add("orders")
def orders() -> Figure:
    """What is ordered, and what the retailer earns, over the wholesale price (p = 10, c = 2, demand up to 100).

    Black: one owner. Revenue sharing and buy-backs stay at the chain's order while they move profit from one to the
    other; a price-only contract moves profit by losing some of it.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.4), layout="constrained")
    panels = figure.subplots(1, 2)
    found = equilibria()
    lines = (
        ("at_price", w_0, sp.Symbol("w"), np.linspace(2.02, 9.98, 80), "price-only", _ORANGE, "-"),
        ("shared", phi, c * phi, np.linspace(0.01, 0.99, 80), "revenue sharing", _BLUE, "-"),
        ("bought_back", b, c + b * (p - c) / p, np.linspace(0.01, 9.99, 80), "buy-back", _GREEN, "--"),
    )
    for axes, name, words in zip(panels, ("q", "retailer"), ("order q", "profit of the retailer"), strict=True):
        axes.axhline(float(found["chain"][name].subs(_AT)), color=_BLACK, linewidth=1.0, label="one owner")
        for label, moved, price, grid, title, colour, style in lines:
            shown = grid if label == "at_price" else sp.lambdify(moved, price.subs(_AT))(grid)
            earned = sp.lambdify(moved, found[label][name].subs(_AT))(grid) * np.ones_like(grid)
            axes.plot(shown, earned, color=colour, linestyle=style, label=title)
        axes.set(xlim=(0, 10), ylim=(0, None), xlabel="wholesale price", ylabel=words)
        axes.grid(visible=False)
    panels[0].legend(frameon=False, fontsize=8)
    return figure
