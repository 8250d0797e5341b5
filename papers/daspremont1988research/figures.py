"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures

from .model import A, a, b, beta, equilibria, gamma

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {a: 20, A: 10, b: 1, gamma: 3}
_SHOWN = (
    ("planner", "x", "planner", "0.5", ":"),
    ("owner", "x", "one owner", "0.5", "--"),
    ("joint", "x", "joint research", "#D55E00", "-"),
    ("alone", "x_1", "research alone", "#0072B2", "-"),
)


@FIGURES.add("research")
def research() -> Figure:
    """Research of each firm over spillovers (a - A = 10, b = 1, γ = 3).

    Joint research is more than research alone beyond spillovers of one half, and that of one owner beyond 7/17.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    spillovers = np.linspace(0, 1, 201)
    for label, name, words, colour, style in _SHOWN:
        found = sp.lambdify(beta, equilibria()[label][name].subs(_AT))(spillovers)
        axes.plot(spillovers, found, color=colour, linestyle=style, label=words)
    axes.axvline(0.5, color="0.8", linewidth=0.8)
    axes.set(xlim=(0, 1), ylim=(0, 6), xlabel="spillovers β", ylabel="research")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
