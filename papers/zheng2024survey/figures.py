"""The figures, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models import Choice, plot, solve
from lsec_models.models import load
from lsec_models.models.mechanisms.inventory import BASELINE
from lsec_models.papers import Figures

from .model import buyers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()


@FIGURES.add("on_demand")
def on_demand() -> Figure:
    """Where a brand under a commission prefers to produce on demand, over the spread of demand and the extra cost."""
    from matplotlib.figure import Figure

    modes = {"stock": load("inventory"), "on demand": load("inventory", supply="on_demand")}
    found = solve(Choice(by="manufacturer", among=modes))
    at = {name: BASELINE[name] for name in ("a", "p", "c", "phi", "mu", "eta", "s", "g", "lambda")}
    figure = Figure(figsize=(5.4, 3.8), layout="constrained")
    plot(found, "h", "d", over={"h": (0.05, 1), "d": (0.05, 2)}, at=at, ax=figure.subplots())
    return figure


@FIGURES.add("flexible")
def flexible() -> Figure:
    """Where a seller prefers two shows with flexible prices to one, over discount factors; values move by up to 0.3."""
    from matplotlib.figure import Figure

    modes = {"one show": buyers()["one_show"].game, "two shows": buyers()["responsive"].game}
    found = solve(Choice(by="seller", among=modes))
    over = {"delta_c": (0.05, 0.95), "delta_f": (0.05, 0.95)}
    figure = Figure(figsize=(5.4, 3.8), layout="constrained")
    plot(found, "delta_c", "delta_f", over=over, at={"h": 0.3}, ax=figure.subplots())
    return figure
