"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lsec_models.papers import Figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()


@FIGURES.add("who_refuses")
def who_refuses() -> Figure:
    """Where the larger of two sellers refuses one network, over the network effect and its advantage.

    The curve is that of the claim 'larger-refuses'. In the upper part the smaller one sells nothing in a network of its
    own, which is not looked at.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    effects = np.linspace(0, 1, 201)
    turn, alone = (5 - 5 * effects + effects**2) / (2 - effects) ** 2, 2 - effects
    axes.fill_between(effects, 1, np.minimum(turn, alone), color="#CCE3F0", linewidth=0)
    axes.fill_between(effects, turn, alone, where=alone > turn, color="#F6D9C2", linewidth=0)
    axes.plot(effects, turn, color="#0072B2")
    axes.plot(effects, alone, color="0.4", linestyle="--")
    for place, words in (
        ((0.22, 1.08), "both want one network"),
        ((0.3, 1.38), "the larger one refuses"),
        ((0.6, 1.75), "one sells alone"),
    ):
        axes.annotate(words, place, ha="center")
    axes.set(xlim=(0, 1), ylim=(1, 2), xlabel="network effect ν", ylabel="advantage (A - c₁)/(A - c₂)")
    axes.grid(visible=False)
    return figure
