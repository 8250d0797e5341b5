"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.papers import Figures

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_SHOWN = (
    ("scaled", "chance scales demand", "#0072B2", "-"),
    ("riskless", "no uncertainty", "0.5", "--"),
    ("additive", "chance is added to demand", "#D55E00", "-"),
)
_COSTS = range(1, 16)


@FIGURES.add("prices")
def prices() -> Figure:
    """Prices over the cost (a = 100, b = 5, h = 20), against the price without uncertainty.

    Where chance scales demand the price is higher, and where it is added lower.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    for label, words, colour, style in _SHOWN:
        at = {"a": 100, "b": 5} | ({"h": 20} if label == "additive" else {})
        found = [float(equilibria()[label].at({**at, "c": cost})["P"]) for cost in _COSTS]
        axes.plot(_COSTS, found, color=colour, linestyle=style, label=words)
    axes.set(xlim=(1, 15), xlabel="cost c", ylabel="price P")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
