"""The figures, drawn from sweeps of the solved games."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsec_models.papers import Figures
from lsec_models.show.figures.maps.regions import draw_regions

from .model import interior
from .region_figures import two_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_MODES: Mapping[str, str] = {"agency": "agency_fixed", "reselling": "reselling_fixed"}
_WHO: Mapping[str, str] = {
    "Manufacturer": "manufacturer",
    "Streamer": "streamer",
    "Retailer": "retailer",
    "Consumers": "consumer_surplus",
}
_COMMISSION = (0.005, 0.8, 301)
_SPILLOVER = (-0.99, 0.99, 301)


@FIGURES.add("agency_or_reselling")
def agency_or_reselling() -> Figure:
    """Who is better off with agency, who with reselling, over commission rate λ and spillover θ.

    At α = 1, c = 0, σ = 1/5, φ = 6/5, η = 2, without fixed payments; the
    commission matters under agency only. Manufacturer and streamer agree, on agency, between their boundaries: at a
    moderate commission.
    """
    import numpy as np
    from matplotlib.figure import Figure

    data = {name: _swept(label) for name, label in _MODES.items()}
    inside = np.all([found["violated"] == -1 for found in data.values()], axis=0)
    figure = Figure(figsize=(10.5, 3.4), layout="constrained")
    panels = figure.subplots(1, len(_WHO), sharey=True)
    x, y = np.linspace(*_COMMISSION), np.linspace(*_SPILLOVER)
    for axes, (title, quantity) in zip(panels, _WHO.items(), strict=True):
        scores = {name: found[quantity] for name, found in data.items()}
        draw_regions(axes, x, y, scores, inside, outside_label="not both\ninterior")
        axes.set_title(title)
        axes.set_xlabel("commission rate λ")
    panels[0].set_ylabel("spillover of live effort θ")
    return figure


@FIGURES.add("modes_commission_influence")
def modes_commission_influence() -> Figure:
    """The manufacturer's choice over commission λ and influence φ, and whether the streamer agrees.

    Exact boundaries, all corners included, at the numbers of R6; a hired streamer must earn at least 5. Between the
    modes that a low and a high commission lead to, an agent is hired. The retailer loses everywhere against no live
    channel, and the manufacturer gains.
    """
    return two_panels("commission_influence", "streamer", "and what the streamer would have wanted")


@FIGURES.add("modes_commission_spillover")
def modes_commission_spillover() -> Figure:
    """The manufacturer's choice over commission λ and spillover θ, and whether the streamer agrees.

    Exact boundaries, all corners included, at the numbers of R6, σ = 1/20 among them; a hired streamer must earn at
    least 5. The more effort spills over, the sooner a rising commission drives the manufacturer to a reseller.
    """
    return two_panels("commission_spillover", "streamer", "and what the streamer would have wanted")


@FIGURES.add("modes_fee_influence")
def modes_fee_influence() -> Figure:
    """The manufacturer's choice over slot fee F and influence φ, and whether the streamer agrees.

    Exact boundaries, all corners included, at the numbers of R6 with a commission of 1/10; a hired streamer must earn
    at least 5. The dearer the agent, the more influence it needs; the retailer loses everywhere against no live
    channel, and the manufacturer gains.
    """
    return two_panels("fee_influence", "streamer", "and what the streamer would have wanted")


@FIGURES.add("gains_commission_spillover")
def gains_commission_spillover() -> Figure:
    """The manufacturer's choice over commission λ and spillover θ, and who gains from it against no live channel.

    Exact boundaries, all corners included, at the numbers of R6, σ = 1/20 among them. Both gain where much effort
    spills over: with a reseller, or with an agent whose commission buys enough of it.
    """
    return two_panels("commission_spillover", "retailer", "and who gains against no live channel")


def _swept(label: str) -> dict[str, Any]:
    """Sweep one game over spillover and commission; a game without commission is the same at all of them."""
    import numpy as np

    from lsec_models.evaluate import sweep

    equilibrium = interior()[label]
    over = {"theta": np.linspace(*_SPILLOVER), "lambda": np.linspace(*_COMMISSION)}
    own = {name: values for name, values in over.items() if name in equilibrium.ring.names}
    found = sweep(equilibrium, over=own)
    arrays = {name: found[name].transpose(*own).to_numpy() for name in (*_WHO.values(), "violated")}
    if len(own) == len(over):
        return arrays
    return {name: np.repeat(values[:, None], _COMMISSION[2], axis=1) for name, values in arrays.items()}
