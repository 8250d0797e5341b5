"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.papers import Figures

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_HUNDREDTHS = range(-90, 91, 5)


@FIGURES.add("contracts")
def contracts() -> Figure:
    """What a firm gains by promising a quantity instead of a price, over γ (α = β = 1).

    Above zero the quantity is better: for substitutes, to the right, whatever the rival promises, and for complements
    never.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    gammas = [hundredth / 100 for hundredth in _HUNDREDTHS]
    points = [{"alpha": 1, "beta": 1, "gamma": f"{hundredth}/100"} for hundredth in _HUNDREDTHS]
    quantities, prices, mixed = (
        [equilibria()[label].at(point) for point in points] for label in ("quantities", "prices", "mixed")
    )
    against_quantity = [float(one["firm_1"] - other["firm_1"]) for one, other in zip(quantities, mixed, strict=True)]
    against_price = [float(one["firm_2"] - other["firm_2"]) for one, other in zip(mixed, prices, strict=True)]
    axes.plot(gammas, against_quantity, color="#0072B2", label="the rival promises a quantity")
    axes.plot(gammas, against_price, color="#D55E00", linestyle="--", label="the rival promises a price")
    axes.axhline(0, color="0.5", linewidth=0.8)
    axes.axvline(0, color="0.5", linestyle=":", linewidth=0.8)
    axes.set(xlim=(-0.9, 0.9), ylim=(-0.1, 0.1), xlabel="γ", ylabel="gain in profit")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
