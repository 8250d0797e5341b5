"""The figure, drawn from the exact rest points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models import plot
from lsec_models.papers import Figures

from .model import equilibria
from .printed import CONDITIONS, PAID, at

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()


@FIGURES.add("outcomes")
def outcomes() -> Figure:
    """Where the shares of buyers and sellers who invest low go, at each printed condition and with an incentive in IV.

    Filled circles are asymptotically stable. In condition IV the way depends on the start; an incentive of 6 that is
    paid whatever the other side does leads everybody to high investment.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 6.2), layout="constrained")
    axes = figure.subplots(2, 3).flat
    for ax, condition in zip(axes, CONDITIONS, strict=False):
        plot(equilibria()["unpaid"].at(at(condition)), ax=ax, until=15)
        ax.set_title(f"condition {condition}")
    last = axes[len(CONDITIONS)]
    plot(equilibria()["paid"].at({**at("IV"), "K": PAID}), ax=last, until=15)
    last.set_title(f"condition IV, incentive {PAID}")
    return figure
