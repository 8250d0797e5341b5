"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import d, equilibria, x

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_SHOWN = (
    ("wearing", "renter", "half of a good wears out"),
    ("seller", "renter", "two periods"),
    ("two_dates", "renter_three", "three periods, sold in two"),
    ("three_dates", "renter_three", "three periods, sold in three"),
)


@FIGURES.add("profits")
def profits() -> Figure:
    """Profit of who sells, as a share of that of who rents out, over how much tomorrow counts.

    It is least where goods last, and where they can be sold most often. With a guarantee of the lowest price it is 1.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    counts = np.linspace(0.01, 1, 100)
    for i, (label, rented, words) in enumerate(_SHOWN):
        share = sp.lambdify(d, (_profit(label) / equilibria()[rented]["owner"]).subs(x, sp.Rational(1, 2)))
        axes.plot(counts, share(counts), label=words, markevery=15, markersize=4, **line_style(i))
    axes.axhline(1, color="0.5", linewidth=0.8, label="lowest price guaranteed")
    axes.set(xlim=(0, 1), xlabel="what tomorrow counts, d", ylabel="share of what renting brings")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure


def _profit(label: str) -> sp.Expr:
    (regime,) = equilibria()[label].regimes
    return regime["today"]
