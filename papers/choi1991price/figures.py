"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import a, b, c, equilibria, g

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {a: 10, b: 2, c: 1}
_SHOWN = {"makers_lead": "manufacturers lead", "nobody_leads": "nobody leads", "retailer_leads": "the retailer leads"}


@FIGURES.add("shares")
def shares() -> Figure:
    """What manufacturers together, the retailer, and all of them have, over g (a = 10, b = 2, c = 1).

    As a share of what one owner of the channel would earn. The closer g is to b, the more manufacturers compete: the
    retailer gets nearly all, whoever leads.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 3.4), layout="constrained")
    panels = figure.subplots(1, 3, sharey=True)
    effects = np.linspace(0.01, 1.99, 100)
    for i, (label, words) in enumerate(_SHOWN.items()):
        found = equilibria()[label]
        parts = {
            "manufacturers": found["manufacturer_1"] + found["manufacturer_2"],
            "retailer": found["retailer"],
            "together": found["channel"],
        }
        for axes, (who, earned) in zip(panels, parts.items(), strict=True):
            share = sp.lambdify(g, (earned / equilibria()["one_owner"]["owner"]).subs(_AT))
            axes.plot(effects, share(effects), label=words, markevery=15, markersize=4, **line_style(i))
            axes.set(xlim=(0, 2), ylim=(0, 1.02), xlabel="g", title=who)
            axes.grid(visible=False)
    panels[0].set_ylabel("share of one owner's profit")
    panels[0].legend(frameon=False)
    return figure
