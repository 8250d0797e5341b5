"""The figure, drawn from the exact rest points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import MIXTURE, G, d, equilibria, f, h, kept, rho

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {G: 1, h: sp.Rational(2, 5), d: 3, rho: sp.Rational(4, 5), kept: sp.Rational(1, 5)}
_SHOWN = (
    ("inspection", "look", "inspectors look"),
    ("nothing_kept", "break", "the rule is broken, nothing kept"),
    ("inspection", "break", "the rule is broken, 1/5 of fines kept"),
)


@FIGURES.add("fines")
def fines() -> Figure:
    """Chances of the mixture over the fine (G = 1, h = 2/5, d = 3, ρ = 4/5).

    A higher fine lowers inspection. It lowers violations only where inspectors keep a part of it.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    amounts = np.linspace(1.5, 20, 100)
    for i, (label, name, words) in enumerate(_SHOWN):
        share = sp.lambdify(f, equilibria()[label][MIXTURE].shares[name].subs(_AT))
        axes.plot(amounts, np.broadcast_to(share(amounts), amounts.shape), label=words, markevery=15, **line_style(i))
    axes.set(xlim=(0, 20), ylim=(0, 0.9), xlabel="fine f", ylabel="chance")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
