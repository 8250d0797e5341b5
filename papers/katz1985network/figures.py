"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.papers import Figures

from .model import A, c_1, c_2, equilibria, nu

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()


_WORDS = {
    "both want one network": (0.22, 1.08),
    "the larger one refuses": (0.3, 1.38),
    "one sells alone": (0.6, 1.75),
}


@FIGURES.add("who_refuses")
def who_refuses() -> Figure:
    """Where the larger of two sellers refuses one network, over the network effect and its advantage.

    In the upper part the smaller one sells nothing in a network of its own, which is not looked at.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    effects, advantages = np.linspace(0.005, 0.995, 199), np.linspace(1, 2, 201)
    common, own = (equilibria()[f"unlike_{way}"] for way in ("compatible", "own"))
    gain, sold = (
        sp.lambdify((nu, c_1), formula.subs({A: 3, c_2: 2}))(effects[None, :], 3 - advantages[:, None])
        for formula in (common["first"] - own["first"], own["x_2"])
    )
    wanted = np.where(sold > 0, gain, np.nan)
    axes.contourf(effects, advantages, wanted, levels=[-np.inf, 0, np.inf], colors=["#F6D9C2", "#CCE3F0"])
    axes.contour(effects, advantages, gain, levels=[0], colors="#0072B2")
    axes.contour(effects, advantages, sold, levels=[0], colors="0.4", linestyles="--")
    for words, place in _WORDS.items():
        axes.annotate(words, place, ha="center")
    axes.set(xlabel="network effect ν", ylabel="advantage (A - c₁)/(A - c₂)")
    axes.grid(visible=False)
    return figure
