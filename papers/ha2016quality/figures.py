"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.papers import Figures

from .model import c, regimes, u
from .quality import profit_is_level, ranges, without

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_BLACK, _BLUE, _ORANGE = "#000000", "#0072B2", "#D55E00"
_END = 0.23
_WORDS = {"sells": "channel\nsells", "deters": "idle, deters", "idle": "idle"}


@FIGURES.add("retailer_and_quality")
def retailer_and_quality() -> Figure:
    """The retailer's profit and the quality that is chosen, over the direct-selling cost c (k = 1).

    Dashed: without a channel. Dotted verticals: where the channel falls idle, and where it is not used any more; there
    the manufacturer is indifferent between two qualities, and quality jumps. The bar shows where the retailer gains.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.6), layout="constrained")
    panels = figure.subplots(1, 2)
    gains = [each for each in ranges() if each.than_without["retailer"] == 1]
    for axes, name, words, colour in zip(
        panels, ("retailer", "u"), ("profit of the retailer", "quality u"), (_BLUE, _ORANGE), strict=True
    ):
        for low, high, channel in _channels():
            costs = np.linspace(low, high, 120)[1:-1]
            axes.plot(costs, _values(name, channel, costs), color=colour)
            axes.axvline(low, color="0.5", linewidth=0.8, linestyle=":")
            axes.text((low + high) / 2, 0.99, _WORDS[channel], transform=axes.get_xaxis_transform(), **_CENTRED)
        axes.axhline(float(without()[name]), color=_BLACK, linestyle="--", linewidth=1.0)
        axes.set(xlim=(0, _END), xlabel="direct-selling cost c", ylabel=words)
        axes.grid(visible=False)
    panels[0].set_ylim(-0.0007, 0.0125)
    for each in gains:
        panels[0].plot([float(each.low.value), float(each.high.value)], [0, 0], color=_BLUE, linewidth=4.5)
    panels[0].text(0.141, 0, "the retailer gains", ha="left", va="center", color=_BLUE)
    panels[1].set_ylim(0.18, 0.5)
    return figure


_CENTRED = {"ha": "center", "va": "top", "color": "0.35", "fontsize": 8}


def _channels() -> Iterator[tuple[float, float, str]]:
    """Yield from which cost to which the channel does what, whoever gains."""
    known = ranges()
    for channel in dict.fromkeys(each.channel for each in known):
        own = [each for each in known if each.channel == channel]
        yield float(own[0].low.value), min(_END, float(own[-1].high.value)), channel


def _values(name: str, channel: str, costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a quantity at the best quality of a regime, among those at which profit is level."""
    regime = regimes()[channel]
    level = sp.Poly(profit_is_level(regime), u)
    coefficients = sp.lambdify(c, level.all_coeffs())
    earned, shown = (
        sp.lambdify((u, c), value) for value in (regime["manufacturer"], u if name == "u" else regime[name])
    )
    inside = sp.lambdify((u, c), sp.And(u > 0, u < 1, *(one.relation for one in regime.domain.conditions)))
    found = []
    for cost in costs:
        roots = np.roots(coefficients(cost))
        real = [root.real for root in roots if abs(root.imag) < 1e-9 and inside(root.real, cost)]
        found.append(shown(max(real, key=lambda quality: earned(quality, cost)), cost))
    return np.array(found)
