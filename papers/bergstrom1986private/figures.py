"""The figure, drawn from the exact solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.papers import Figures
from lsec_models.show.figures.layout.style import line_style

from .model import equilibria

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()


@FIGURES.add("redistribution")
def redistribution() -> Figure:
    """What is provided over what the first one has, of incomes of 150 together: paid at once, and in turn.

    Between 50 and 100 both pay, and who has how much makes no difference. In turn the second one sees what the first
    paid: less is provided unless one of them pays alone in any case.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.4), layout="constrained")
    axes = figure.subplots()
    incomes = range(1, 150)
    for k, (label, words) in enumerate({"two": "at once", "in_turn": "in turn"}.items()):
        found = [equilibria()[label].at({"m_1": own, "m_2": 150 - own}) for own in incomes]
        provided = [float(one["provided"]) for one in found]
        axes.plot(incomes, provided, label=words, **{**line_style(k), "marker": None})
    axes.set(xlim=(0, 150), ylim=(0, 80), xlabel="income of the first", ylabel="provided")
    axes.legend(frameon=False)
    axes.grid(visible=False)
    return figure
