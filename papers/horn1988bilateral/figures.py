"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models import sweep
from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_AT = {"a": 10, "beta": "9/10"}


@FIGURES.add("mergers")
def mergers() -> Figure:
    """What two who merge gain, as a part of what they had in two pairs, over g (β = 9/10).

    Left of zero goods are complements, right of it substitutes. Suppliers gain on the right. Retailers gain there, and
    where complements are so close that deciding both quantities together is worth more than what higher prices cost.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    over = {"g": np.linspace(-0.8, 0.8, 161)}
    apart, supplier, retailer = (
        sweep(equilibria()[label], over=over, at=_AT) for label in ("apart", "one_supplier", "one_retailer")
    )
    gains = {
        "suppliers": supplier["supplier"] / (apart["supplier_1"] + apart["supplier_2"]) - 1,
        "retailers": retailer["retailer"] / (apart["retailer_1"] + apart["retailer_2"]) - 1,
    }
    for i, (who, gain) in enumerate(gains.items()):
        axes.plot(over["g"], gain, label=who, markevery=40, markersize=4, **line_style(i))
    axes.axhline(0, color="#000000", linewidth=0.6)
    axes.axvline(0, color="#000000", linewidth=0.6)
    axes.set(xlim=(-0.8, 0.8), xlabel="g", ylabel="gain as a part of profits")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
