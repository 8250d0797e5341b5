"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import b, delta, equilibria, i, n_0, r

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {b: sp.Rational(4, 5), delta: sp.Rational(3, 10), r: sp.Rational(1, 10), i: 1}
_STARTS = {"no customers": sp.S.One, "all of the market": sp.Rational(1, 1000)}


@FIGURES.add("paths")
def paths() -> Figure:
    """Customers and spending of one brand over time, from two starts (i = 1, b = 4/5, δ = 3/10, r = 1/10).

    Who has few customers spends most, and less as they come; both paths end at the same rest.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    panels = figure.subplots(1, 2)
    found = equilibria()["one"]
    times = np.linspace(0, 6, 121)
    for axes, name, words in zip(panels, ("customers", "spending"), ("customers", "spending a year"), strict=True):
        for k, (label, start) in enumerate(_STARTS.items()):
            path = sp.lambdify(found.time, found.paths[name].subs({**_AT, n_0: start}))
            axes.plot(times, path(times), label=f"from {label}", markevery=30, markersize=4, **line_style(k))
        axes.set(xlim=(0, 6), ylim=(0, 1.02), xlabel="years", ylabel=words)
        axes.grid(visible=False)
    panels[0].legend(frameon=False, fontsize=8)
    return figure
