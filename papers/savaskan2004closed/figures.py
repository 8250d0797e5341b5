"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.papers import Figures

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {"f": 100, "beta": 2, "c_m": 20, "Delta": 5, "C_L": 200}
_SHOWN = (
    ("retailer_at", "the retailer collects", "#0072B2", range(1, 33)),
    ("third_party_at", "a third party collects", "#D55E00", range(1, 21)),
)


@FIGURES.add("transfers")
def profit_over_transfers() -> Figure:
    """Profit of the manufacturer over the transfer for a used product (f = 100, β = 2, c_m = 20, Δ = 5, C_L = 200).

    What a third party gets is best at half the saving; what the retailer gets pays even beyond the whole (dotted).
    Dashed: the manufacturer collects itself.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    for label, words, colour, quarters in _SHOWN:
        found = [equilibria()[label].at({**_AT, "b_0": f"{quarter}/4"}) for quarter in quarters]
        earned = [float(one["manufacturer"]) for one in found]
        axes.plot([quarter / 4 for quarter in quarters], earned, color=colour, label=words)
    itself = float(equilibria()["manufacturer"].at(_AT)["manufacturer"])
    axes.axhline(itself, color="0.5", linestyle="--", linewidth=0.8)
    axes.axvline(5, color="0.5", linestyle=":", linewidth=0.8)
    axes.set(xlim=(0, 8), xlabel="transfer for a used product", ylabel="profit of the manufacturer")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
