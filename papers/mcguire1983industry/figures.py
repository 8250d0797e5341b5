"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import equilibria, theta
from .results import borders

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_SHOWN = (
    ("one_retailer", "manufacturer_2", "alone without a retailer"),
    ("retailers", "manufacturer_1", "both with retailers"),
    ("integrated", "manufacturer_1", "both sell themselves"),
    ("one_retailer", "manufacturer_1", "alone with a retailer"),
)


@FIGURES.add("profits")
def profits() -> Figure:
    """Profit of a manufacturer over θ, by who has a retailer.

    Dotted: from 0.708 on manufacturers earn more if both have retailers than if both sell themselves, and from 0.931 on
    none of them would sell itself instead. In between is the prisoners' dilemma.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 3.6), layout="constrained")
    axes = figure.subplots()
    shares = np.linspace(0.4, 0.99, 119)
    for i, (label, name, words) in enumerate(_SHOWN):
        earned = sp.lambdify(theta, equilibria()[label][name])(shares)
        axes.plot(shares, earned, label=words, markevery=12, markersize=4, **line_style(i))
    _, better, kept = (float(entry["root"]) for entry in borders().values())
    for border in (better, kept):
        axes.axvline(border, color="0.5", linestyle=":", linewidth=0.9)
    axes.set(xlim=(0.4, 0.99), ylim=(0, 2.4), xlabel="θ, how alike products are", ylabel="profit of a manufacturer")
    axes.legend(frameon=False, loc="upper left")
    axes.grid(visible=False)
    return figure
