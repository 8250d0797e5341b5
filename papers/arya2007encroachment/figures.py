"""The figures, drawn from the solved games."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.papers import Figures

from .model import a, b, c, channel, equilibria

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIGURES = Figures()

_BORDERS = (0.0, 3 / 5, 5 / 6, 1.0)
_FROM, _PRINTED_END, _END = 3 / (4 * 2**0.5), 3 / 5, 1 - 1 / (2 * 2**0.5)
_BLACK, _BLUE, _ORANGE, _GREEN, _PINK = "#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7"
_LABELS = {0.3: "channel sells", 0.717: "idle,\ndeters", 0.917: "idle"}


@FIGURES.add("retailer_gain")
def retailer_gain() -> Figure:
    """The retailer's profit with and without the manufacturer's channel, over the direct-selling cost c.

    The bars show where the retailer gains: as printed, and exactly. The printed interval ends where the channel stops
    selling, at 3a/5; the exact one goes on while the idle channel deters, to a(1 - 1/(2√2)). At 5a/6 the manufacturer
    stops using the threat. Profits are in units of a²/b, c in units of a: no other parameter enters.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.subplots()
    _draw_profit(axes, "retailer", _BLUE, "-")
    axes.axhline(1 / 16, color=_BLACK, linestyle="--", linewidth=1.2)
    axes.text(0.03, 1 / 16 + 0.001, "without a channel", va="bottom")
    axes.text(0.34, 0.019, "with a channel", color=_BLUE, va="bottom")
    axes.set_ylim(-0.022, 0.092)
    for y, end, words, colour in (
        (-0.006, _PRINTED_END, "the retailer gains, as printed", "0.45"),
        (-0.014, _END, "the retailer gains, exactly", _ORANGE),
    ):
        axes.plot([_FROM, end], [y, y], color=colour, linewidth=4.5, solid_capstyle="butt")
        axes.text(_FROM - 0.012, y, words, ha="right", va="center", color=colour)
    for x in (_FROM, _END):
        axes.plot([x, x], [-0.014, 1 / 16], color=_ORANGE, linestyle=":", linewidth=0.9)
    _mark_regimes(axes, 0.0905)
    axes.set_yticks([0, 0.02, 0.04, 0.06, 0.08])
    axes.set_ylabel("retailer's profit, in a²/b")
    return figure


@FIGURES.add("gains")
def all_gains() -> Figure:
    """What the manufacturer's channel changes for everybody, over the direct-selling cost c.

    Each line is a profit (or consumer surplus) with the channel minus that without. While the idle channel deters, the
    manufacturer always gains; consumers, and the industry as a whole, gain up to c = 3a/4 and lose from there to 5a/6.
    Differences are in units of a²/b, c in units of a: no other parameter enters.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.subplots()
    for name, colour, dashes, x, y, label in (
        ("manufacturer", _BLACK, "-", 0.30, 0.031, "manufacturer"),
        ("industry_profit", _GREEN, "-.", 0.27, -0.0285, "industry"),
        ("consumer_surplus", _PINK, (0, (5, 1, 1, 1, 1, 1)), 0.30, 0.075, "consumers"),
        ("retailer", _BLUE, "--", 0.33, -0.047, "retailer"),
    ):
        without = float(equilibria()["no_channel"][name].subs({a: 1, b: 1}))
        _draw_profit(axes, name, colour, dashes, minus=without)
        axes.text(x, y, label, color=colour)
    axes.axhline(0, color=_BLACK, linewidth=0.8)
    axes.set_ylim(-0.07, 0.15)
    _mark_regimes(axes, 0.147)
    axes.set_ylabel("change through the channel, in a²/b")
    return figure


def _draw_profit(axes: Axes, name: str, colour: str, dashes: Any, *, minus: float = 0.0) -> None:
    """Draw a quantity of the piecewise equilibrium, one line for each regime, so that a jump stays open."""
    import numpy as np

    for low, high, expression in _pieces(name):
        x = np.linspace(low, high, 200)
        y = np.broadcast_to(sp.lambdify(c, expression, "numpy")(x), x.shape) - minus
        axes.plot(x, y, color=colour, linestyle=dashes)


def _pieces(name: str) -> Iterator[tuple[float, float, sp.Expr]]:
    """Yield the ends of each regime, with the quantity there as a function of c (a = b = 1)."""
    for low, high in pairwise(_BORDERS):
        middle = sp.Rational(str((low + high) / 2))
        regime = channel().regime(channel().regime_at({"a": 1, "b": 1, "c": middle}))
        yield low, high, regime[name].subs({a: 1, b: 1})


def _mark_regimes(axes: Axes, top: float) -> None:
    for border in _BORDERS[1:-1]:
        axes.axvline(border, color="0.5", linewidth=0.8, linestyle=":")
    for x, words in _LABELS.items():
        axes.text(x, top, words, ha="center", va="top", color="0.35", fontsize=8)
    axes.set_xlim(0, 1)
    axes.set_xlabel("direct-selling cost c, in a")
    axes.grid(visible=False)
