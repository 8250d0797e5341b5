"""The figure, drawn from the exact boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.papers import Figures

from .model import k, r
from .preferences import deciding
from .printed import INTERMEDIARY_TURNS, MANUFACTURER_TURNS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIGURES = Figures()

_LOW, _HIGH, _POINTS = 0.502, 4.0, 400
_BLUE, _ORANGE = "#0072B2", "#D55E00"
_BOTH, _ONLY_MANUFACTURER, _ONLY_INTERMEDIARY = "#B9DFF2", "#F6EEA4", "#F3CF87"


@FIGURES.add("who_prefers_dual")
def who_prefers_dual() -> Figure:
    """Who prefers the dual channel to reselling, over the commission r and the cost k of effort.

    The solid line is the intermediary's r_I: it prefers dual to the right of it. The dashed line is the manufacturer's
    k_M (up to r = 1/2) and r_M (from there): it prefers dual above, and to the left. Dots are the printed numbers.
    Right, the same around r = 1/2. The lines are the roots of the deciding polynomials of R2 to R4; the picture is the
    same for all a, and k starts at 1/2. Both prefer dual to agency everywhere.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.6, 4.0), layout="constrained")
    whole, near = figure.subplots(1, 2, width_ratios=(1.9, 1), sharey=True)
    for axes in (whole, near):
        _draw_boundaries(axes)
    whole.set_xlim(0, 1)
    whole.set_title("Who prefers dual to reselling")
    whole.set_ylabel("cost of effort k")
    for x, y, name in (
        (0.135, 2.4, "only the\nmanufacturer"),
        (0.39, 2.4, "both"),
        (0.75, 2.4, "only the\nintermediary"),
        (0.2, 0.64, "neither"),
    ):
        whole.text(x, y, name, ha="center", va="center")
    whole.annotate("$r_I$", (0.262, 3.55), color=_BLUE, ha="right")
    whole.annotate("$r_M$", (0.512, 3.55), color=_ORANGE)
    whole.annotate("$k_M$", (0.03, 0.83), color=_ORANGE)
    near.set_xlim(0.498, 0.510)
    near.set_xticks([0.5, 0.505, 0.51])
    near.set_title("Around r = 1/2")
    near.text(0.5, 2.4, "both", ha="center", va="center")
    near.text(0.5073, 2.4, "only the\nintermediary", ha="center", va="center")
    near.annotate("$r_I$", (0.5055, 0.69), color=_BLUE)
    near.annotate("$r_M$", (0.50225, 3.55), color=_ORANGE)
    return figure


def _draw_boundaries(axes: Axes) -> None:
    import numpy as np

    costs, dear, rates = np.linspace(_LOW, _HIGH, _POINTS), np.linspace(1, _HIGH, _POINTS), np.linspace(0, 0.5, _POINTS)
    turns = _only_roots(deciding("intermediary"), r, k, costs, 0, 1)
    cheap = _only_roots(deciding("manufacturer"), k, r, rates[:-1], 0.5, 1)
    limits = _only_roots(deciding("manufacturer"), r, k, dear[1:], 0.5, 1)
    manufacturer = [*zip(rates[:-1], cheap, strict=True), (0.5, 1.0), *zip(limits, dear[1:], strict=True)]
    for_intermediary = axes.fill([*turns, 1, 1], [*costs, _HIGH, _LOW], color=_ONLY_INTERMEDIARY, linewidth=0)[0]
    for_manufacturer = [*manufacturer, (0, _HIGH)]
    axes.fill(*zip(*for_manufacturer, strict=True), color=_ONLY_MANUFACTURER, linewidth=0)
    both = axes.fill(*zip(*for_manufacturer, strict=True), color=_BOTH, linewidth=0)[0]
    both.set_clip_path(for_intermediary.get_path(), axes.transData)
    axes.plot(turns, costs, color=_BLUE)
    axes.plot(*zip(*manufacturer, strict=True), color=_ORANGE, linestyle="--")
    for printed, colour in ((INTERMEDIARY_TURNS, _BLUE), (MANUFACTURER_TURNS, _ORANGE)):
        dots = [float(value) for value in printed.values()], [float(cost) for cost in printed]
        axes.plot(*dots, color=colour, linestyle="", marker="o", markerfacecolor="white", clip_on=True)
    axes.axhline(1, color="black", linestyle=":", linewidth=0.8)
    axes.set_ylim(_LOW, _HIGH)
    axes.set_xlabel("commission rate r")
    axes.grid(visible=False)


def _only_roots(
    polynomial: sp.Expr, unknown: sp.Symbol, held: sp.Symbol, values: Any, low: float, high: float
) -> list[float]:
    """Return the only root of a polynomial between two numbers, for each value of the other symbol."""
    import numpy as np

    coefficients = sp.lambdify(held, sp.Poly(polynomial, unknown).all_coeffs(), "math")
    found = []
    for value in values:
        roots = np.roots(coefficients(float(value)))
        (root,) = (x.real for x in roots if abs(x.imag) < 1e-9 and low < x.real < high)
        found.append(float(root))
    return found
