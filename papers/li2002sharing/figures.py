"""The figure, drawn from the exact payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures

from .model import NUMBERS, V, equilibria, s

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_COLOURS = {2: "#0072B2", 3: "#D55E00", 4: "#009E73"}


@FIGURES.add("gains")
def gains() -> Figure:
    """What the chain as a whole, and each retailer, gains if all share rather than nobody, over the noise s (V = 1).

    The chain gains up to s = 2 with three retailers and up to s = 5 with four, and never with two. Retailers always
    lose, so that they must be paid for it.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.4), layout="constrained")
    panels = figure.subplots(1, 2)
    grid = np.linspace(0.02, 8, 200)
    for axes, of_all, words in zip(panels, (True, False), ("the chain's gain", "a retailer's gain"), strict=True):
        for n in NUMBERS:
            axes.plot(grid, sp.lambdify(s, _gain(n, of_all=of_all))(grid), color=_COLOURS[n], label=f"n = {n}")
        axes.axhline(0, color="0.5", linewidth=0.8)
        axes.set(xlim=(0, 8), xlabel="noise s", ylabel=words)
        axes.grid(visible=False)
    panels[1].legend(frameon=False)
    return figure


def _gain(n: int, *, of_all: bool) -> sp.Expr:
    shared, kept = equilibria()[f"n{n}_k{n}"], equilibria()[f"n{n}_k0"]
    gain = n * (shared["R1"] - kept["R1"]) + shared["M"] - kept["M"] if of_all else shared["R1"] - kept["R1"]
    return sp.simplify(gain.subs(V, 1))
