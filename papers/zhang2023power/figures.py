"""The figures, drawn from sweeps of the solved games."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lsec_models.models.channels.power_structures import BASELINE
from lsec_models.papers import Figures
from lsec_models.show.figures.curves.lines import DrawnLine, draw_lines, label_lines, sweep_lines
from lsec_models.show.figures.maps.matrix import draw_matrix
from lsec_models.show.figures.maps.regions import draw_regions

from .general_formula import coefficients
from .model import BILATERAL, COST, EFFECT, STRENGTH, TRILATERAL, interior

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = Figures()

_TOGETHER = "M = S = P"
_ONE_LEADS = ("M > S = P", "S > M = P", "P > M = S")
_TWO_LEAD = ("M = S > P", "M = P > S", "S = P > M")
_IN_TURN = ("M > S > P", "M > P > S", "S > M > P", "P > M > S", "S > P > M", "P > S > M")
_REFERENCE = {"color": "0.6", "linestyle": "-", "linewidth": 3.2, "marker": "", "zorder": 1}
_GAMMA = (0.02, 1.5, 149)
_COMMON = "Quality and chain profit"
_X_STRENGTH = "strength of quality, $s_M$ = γ²/(b k)"
_Y_STRENGTH = "strength of live effort, $s_S$ = μ²/(b η)"


@FIGURES.add("coefficients")
def coefficient_chart() -> Figure:
    """The constant of Φ₀ and the coefficient of each strength in it, by power structure.

    The later a player moves, the more its investment counts; the more stages there are, the larger the constant. Demand
    is (a − b c)/Φ₀. No parameter values enter.
    """
    from matplotlib.figure import Figure

    labels = (_TOGETHER, *_TWO_LEAD, *_ONE_LEADS, *_IN_TURN)
    found = {label: coefficients(TRILATERAL[label]) for label in labels}
    figure = Figure(figsize=(5.6, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 3), sharey=True)
    draw_matrix(left, [[constant] for constant, _ in found.values()], rows=labels, columns=["constant"])
    columns = ["quality\n$\\gamma^2/(bk)$", "live effort\n$\\mu^2/(b\\eta)$", "traffic\n$\\tau^2/(b\\upsilon)$"]
    draw_matrix(right, [[of[p] for p in STRENGTH] for _, of in found.values()], rows=labels, columns=columns)
    return figure


@FIGURES.add("quality")
def quality_lines() -> Figure:
    """Quality q over its effect γ on demand, by power structure; the broad grey line is M = S = P in each panel.

    The dotted line marks γ² = b k, where s_M = 1. Other values: a = 20, b = 1, c = 2, k = η = υ = 2, μ = τ = 0.8;
    streamer and platform are alike there, so that structures that only exchange them coincide.
    """
    panels = {"One leads": _ONE_LEADS, "Two lead": _TWO_LEAD, "One after the other": _IN_TURN}
    return _line_panels(panels, dict.fromkeys(panels, "q"), "quality q", reference=True)


@FIGURES.add("profits")
def profit_lines() -> Figure:
    """Profits over the effect γ of quality on demand, by who leads.

    The dotted line marks γ² = b k, where s_M = 1. Other values: a = 20, b = 1, c = 2, k = η = υ = 2, μ = τ = 0.8; the
    platform's profit is the streamer's with S and P exchanged.
    """
    panels = {"Manufacturer": "manufacturer", "Streamer": "streamer", "Chain": "chain_profit"}
    return _line_panels(dict.fromkeys(panels, (_TOGETHER, *_ONE_LEADS)), panels, "profit", reference=False)


@FIGURES.add("best_of_two")
def best_of_two() -> Figure:
    """Without a platform: which power structure gives the most, where all three equilibria exist.

    Hatched: not all exist. Left and middle, the player's own profit: it leads, except where strengths are large. Right,
    quality, effort, demand, consumer surplus and chain profit together. The picture is the same for all a, b, c, k, η
    with a > b c.
    """
    panels = {"Manufacturer's profit": "manufacturer", "Streamer's profit": "streamer", _COMMON: "demand"}
    return _region_panels(tuple(BILATERAL), panels)


@FIGURES.add("best_of_three")
def best_of_three() -> Figure:
    """With a platform: which of the 13 power structures gives the most, where all 13 equilibria exist.

    Hatched: not all exist. Left, quality, effort, traffic, demand, consumer surplus and chain profit together; middle
    and right, profits. The strength of traffic is held at s_P = 0.32 (τ = 0.8, b = 1, υ = 2); a, c, k, η are free as
    long as a > b c.
    """
    panels = {_COMMON: "demand", "Manufacturer's profit": "manufacturer", "Streamer's profit": "streamer"}
    return _region_panels(tuple(TRILATERAL), panels)


def _line_panels(
    structures: Mapping[str, Sequence[str]], quantities: Mapping[str, str], y_label: str, *, reference: bool
) -> Figure:
    from matplotlib.figure import Figure

    from lsec_models.evaluate import sweep

    wanted = {label: interior()[label] for label in (_TOGETHER, *_ONE_LEADS, *_TWO_LEAD, *_IN_TURN)}
    data = sweep(wanted, over={"gamma": _GAMMA}, at={name: v for name, v in BASELINE.items() if name != "gamma"})
    gamma = data["gamma"].to_numpy()
    figure = Figure(figsize=(10.5, 3.5), layout="constrained")
    panels = figure.subplots(1, len(structures), sharey=reference)
    drawn = []
    for axes, (title, labels) in zip(panels, structures.items(), strict=True):
        lines = sweep_lines(data, quantities[title], labels, dict(zip(labels, labels, strict=True)))
        if reference:
            together = data[quantities[title]].sel(structure=_TOGETHER).to_numpy()
            lines.insert(0, DrawnLine(label=_TOGETHER, values=together, style=_REFERENCE))
        draw_lines(axes, gamma, lines)
        axes.axvline(float(BASELINE["b"] * BASELINE["k"]) ** 0.5, color="black", linestyle=":", linewidth=0.8)
        axes.set_title(title)
        axes.set_xlabel("effect of quality on demand γ")
        drawn.append((axes, lines))
    for axes, lines in drawn:
        label_lines(axes, lines)
    panels[0].set_ylabel(y_label)
    return figure


def _region_panels(labels: Sequence[str], quantities: Mapping[str, str]) -> Figure:
    import numpy as np
    from matplotlib.figure import Figure

    strengths, data = _strength_plane(labels, list(quantities.values()))
    inside = np.all([found["violated"] == -1 for found in data.values()], axis=0)
    figure = Figure(figsize=(10.5, 3.9), layout="constrained")
    panels = figure.subplots(1, len(quantities), sharey=True)
    for axes, (title, quantity) in zip(panels, quantities.items(), strict=True):
        scores = {label: found[quantity] for label, found in data.items()}
        draw_regions(axes, strengths, strengths, scores, inside, outside_label="not all\nequilibria exist")
        axes.set_title(title)
        axes.set_xlabel(_X_STRENGTH)
        axes.set_aspect("equal")
    panels[0].set_ylabel(_Y_STRENGTH)
    return figure


def _strength_plane(labels: Sequence[str], quantities: Sequence[str]) -> tuple[Any, dict[str, dict[str, Any]]]:
    """Sweep each game over gamma and mu, such that both strengths are evenly spaced, one game at a time.

    Returns
    -------
    tuple
        The strengths; and for each game its quantities, and which condition fails, as arrays of (mu, gamma).
    """
    import numpy as np

    from lsec_models.evaluate import sweep

    strengths = np.linspace(0.003, 1.98, 301)
    over = {EFFECT[p].name: np.sqrt(strengths * float(BASELINE["b"] * BASELINE[COST[p].name])) for p in ("S", "M")}
    data = {}
    for label in labels:
        held = {name: BASELINE[name] for name in interior()[label].ring.names if name not in over}
        swept = sweep(interior()[label], over=over, at=held).transpose("mu", "gamma")
        data[label] = {name: swept[name].to_numpy().copy() for name in (*quantities, "violated")}
    return strengths, data
