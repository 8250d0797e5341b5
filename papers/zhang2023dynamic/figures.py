"""The figures, drawn from the solved games."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.over_time.dynamic_quality import BASELINE, G, eta, k, kappa_e, kappa_q, psi_e, rho_M, rho_S
from lsec_models.models.over_time.fame import BASELINE as FAME_BASELINE
from lsec_models.models.over_time.fame import fame
from lsec_models.models.parts.streamers import STREAMER_TYPES
from lsec_models.papers import Figures
from lsec_models.show.figures.curves.lines import DrawnLine, draw_lines, label_lines
from lsec_models.show.figures.layout.style import line_style
from lsec_models.show.figures.maps.regions import draw_regions
from lsec_models.show.figures.phase_portraits.phase import draw_phase, phase_legend

from .matthew import solution
from .model import DISTINCT, exact, feedback_equilibria, solved
from .priced import typed_solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

FIGURES = Figures()

_WORDS = {
    "centralised": "centralised",
    "two_way_sharing": "two-way\nsharing",
    "cost_sharing": "cost sharing",
    "quality_sharing": "quality\nsharing",
    "nash": "nash",
}
_YEARS = (0.0, 10.0, 101)
_TRAINED = {"no training": 0.0, "training ξ = 1/4": 0.25, "training ξ = 1/2": 0.5}
_COMMISSIONS = (
    0.0465,
    0.047,
    0.048,
    0.05,
    0.053,
    0.057,
    0.062,
    0.07,
    0.08,
    0.1,
    0.125,
    0.16,
    0.2,
    0.26,
    0.35,
    0.5,
    0.7,
)
_LAST_COMMISSION = 0.3


@FIGURES.add("paths")
def paths_by_mode() -> Figure:
    """Goodwill and the chain's profit per year along the equilibrium path, by mode, from no goodwill on.

    Margins are given. In every mode goodwill approaches its steady state at the rate δ. Early on, the modes that invest
    more earn less: they pay before they reap. Baseline: a = 10, k = η = 2, β = 1/4, κ_q = κ_e = 1, δ = 1/2, r = 1/10,
    ρ_M = 3, ρ_S = 2, φ = 1.
    """
    import numpy as np
    from matplotlib.figure import Figure

    years = np.linspace(*_YEARS[:2], int(_YEARS[2]))
    figure = Figure(figsize=(9.6, 3.6), layout="constrained")
    drawn = []
    for axes, quantity, title in zip(
        figure.subplots(1, 2), ("G", "chain"), ("Goodwill G", "Profit of the chain per year"), strict=True
    ):
        lines = [
            DrawnLine(label=_WORDS[mode], values=_along(mode, quantity, years), style=line_style(i))
            for i, mode in enumerate(DISTINCT)
        ]
        draw_lines(axes, years, lines)
        axes.set_title(title)
        axes.set_xlabel("years")
        drawn.append((axes, lines))
    for axes, lines in drawn:
        label_lines(axes, lines)
    return figure


@FIGURES.add("types")
def paths_by_type() -> Figure:
    """Goodwill and live price over time, by who hosts, at the illustrative terms of each type.

    Left, margins are given and divided by commission. Right, the manufacturer decides the price: the top streamer's is
    above the ordinary one's at all times. Other parameters at the baseline.
    """
    import numpy as np
    from matplotlib.figure import Figure

    years = np.linspace(*_YEARS[:2], int(_YEARS[2]))
    figure = Figure(figsize=(9.6, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    goodwill = [
        DrawnLine(label=kind.replace("_", " "), values=_goodwill(kind, years), style=line_style(i))
        for i, kind in enumerate(STREAMER_TYPES)
    ]
    prices = [
        DrawnLine(label=kind, values=_sampled(typed_solution(kind).paths["p"], years), style=line_style(i))
        for i, kind in enumerate(("top", "ordinary"))
    ]
    for axes, lines, title in ((left, goodwill, "Goodwill G"), (right, prices, "Live price p")):
        draw_lines(axes, years, lines)
        axes.set_title(title)
        axes.set_xlabel("years")
    label_lines(left, goodwill)
    label_lines(right, prices)
    return figure


@FIGURES.add("pareto")
def pareto_regions() -> Figure:
    """Where sharing costs makes both sides better off than nash.

    Left, the manufacturer pays a given share of the effort cost: both gain below the upper border. Lines: the share
    that it would offer, from one third of the margin on, and the share under which the streamer works as for one owner.
    Right, both coordinating shares at once: the chain is coordinated without a side payment. No other parameter enters.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.6, 4.1), layout="constrained")
    left, right = figure.subplots(1, 2)
    _draw_given_shares(left)
    _draw_coordination(right)
    return figure


@FIGURES.add("phase")
def phase_diagram() -> Figure:
    """Fame and effort of a streamer whose fame feeds on itself, at the baseline (λ = 1/5, ρ = 5, δ = 1/5, r = 3/10).

    Right of the critical fame the best is to work towards top status, left of it to let fame fade; effort jumps there.
    Numerical.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.8), layout="constrained")
    axes = figure.subplots()
    draw_phase(axes, solution(), states=(0, 1.5), controls=(0, 2.4))
    axes.set_xlabel("fame A, in units of h")
    axes.set_ylabel("live effort e")
    phase_legend(figure, solution(), state="A", control="e")
    return figure


@FIGURES.add("critical")
def critical_over_commission() -> Figure:
    """The critical fame over the commission, for three levels of training; shaded: the streamer takes off.

    Left of where a line begins everybody fades. Numerical; training ξ does what a commission (1 + ξ)² times as high
    does, so that one computed curve gives all three. Other parameters at the baseline.
    """
    import numpy as np
    from matplotlib.figure import Figure

    from lsec_models.solve.one_state.critical_state import critical_curve

    rest = {name: value for name, value in FAME_BASELINE.items() if name != "lambda"}
    curve = critical_curve(fame(), {"lambda": list(_COMMISSIONS)}, rest)
    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.subplots()
    for i, (words, training) in enumerate(_TRAINED.items()):
        shown = np.array(curve.values) / (1 + training) ** 2
        axes.plot(shown, curve.states, label=words, markevery=4, markerfacecolor="white", **line_style(i))
        if not training:
            top = 1.25
            axes.fill_between(shown, curve.states, top, color=line_style(5)["color"], alpha=0.15, linewidth=0)
    axes.set_xlim(0, _LAST_COMMISSION)
    axes.set_ylim(0, top)
    axes.text(0.17, 0.9, "takes off, without training")
    axes.text(0.012, 0.04, "fades")
    axes.legend(loc="upper right")
    axes.set_xlabel("commission λ")
    axes.set_ylabel("critical fame, in units of h")
    return figure


def _along(mode: str, quantity: str, years: NDArray[Any]) -> NDArray[Any]:
    paths = feedback_equilibria()[mode].paths
    flows = [path for name, path in paths.items() if name.startswith("payoff flow")]
    path = sp.Add(*flows) if quantity == "chain" else paths[quantity]
    return _sampled(path.subs({symbol: exact(BASELINE[symbol.name]) for symbol in _parameters(path)}), years)


def _goodwill(kind: str, years: NDArray[Any]) -> NDArray[Any]:
    equilibrium = solved(load("dynamic_quality", streamer=kind))
    point: Mapping[Any, Any] = baseline(CATALOGUE["dynamic_quality"], equilibrium.game, kind)
    path = equilibrium.paths[G.name].subs({symbol: exact(value) for symbol, value in point.items()})
    return _sampled(path, years)


def _sampled(path: sp.Expr, years: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    (time,) = path.free_symbols or {sp.Symbol("t", nonnegative=True)}
    return np.broadcast_to(np.asarray(sp.lambdify(time, path)(years), dtype=float), years.shape)


def _parameters(path: sp.Expr) -> set[sp.Symbol]:
    return {symbol for symbol in path.free_symbols if symbol.name in BASELINE}


def _draw_given_shares(axes: Axes) -> None:
    import numpy as np

    kept, shares = np.linspace(0.01, 0.99, 197), np.linspace(0.005, 0.985, 197)
    gains = _gains("effort_contract", (rho_M, psi_e), {rho_S: 1 - rho_M}, kept, shares)
    scores = {
        "both gain": np.minimum(gains["manufacturer"], gains["streamer"]),
        "the manufacturer\nloses": np.minimum(-gains["manufacturer"], gains["streamer"]),
    }
    draw_regions(axes, kept, shares, scores, np.isfinite(scores["both gain"]), outside_label="")
    offered = feedback_equilibria()["cost_sharing"]["s_e"].subs(rho_S, 1 - rho_M)
    wanted = kept[kept >= 1 / 3]
    axes.plot(wanted, _sampled(offered, wanted), color="black", linewidth=1.8, label="offered share")
    axes.plot(kept, kept, color="black", linestyle="--", linewidth=1.2, label="coordinating share")
    axes.set_title("A given share of the effort cost")
    axes.set_xlabel("manufacturer's part of the margin, $\\rho_M/(\\rho_M+\\rho_S)$")
    axes.set_ylabel("share $\\psi_e$ paid by the manufacturer")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=2)


def _draw_coordination(axes: Axes) -> None:
    import numpy as np

    kept, strength = np.linspace(0.01, 0.99, 197), np.geomspace(0.1, 10, 197)
    fixed = {rho_S: 1 - rho_M, k: sp.S.One, eta: sp.S.One, kappa_e: sp.S.One}
    gains = _gains("coordinated", (rho_M, kappa_q), fixed, kept, np.sqrt(strength))
    first, second = gains["manufacturer"], gains["streamer"]
    scores = {
        "both gain": np.minimum(first, second),
        "the manufacturer\nloses": np.minimum(-first, second),
        "the streamer\nloses": np.minimum(first, -second),
    }
    draw_regions(axes, kept, strength, scores, np.isfinite(first), outside_label="")
    axes.set_yscale("log")
    axes.set_yticks([0.1, 0.3, 1, 3, 10], ["0.1", "0.3", "1", "3", "10"])
    axes.set_title("Both coordinating shares")
    axes.set_xlabel("manufacturer's part of the margin, $\\rho_M/(\\rho_M+\\rho_S)$")
    axes.set_ylabel("strength of quality over effort, $\\kappa_q^2\\eta/(\\kappa_e^2 k)$")


def _gains(
    label: str,
    over: tuple[sp.Symbol, sp.Symbol],
    fixed: Mapping[sp.Symbol, sp.Expr],
    x: NDArray[Any],
    y: NDArray[Any],
) -> dict[str, NDArray[Any]]:
    """Return what a contract gains each side against nash, over two parameters; the others only change the unit."""
    import numpy as np

    grid = np.meshgrid(x, y)
    found = {}
    for side in ("manufacturer", "streamer"):
        gain = sp.cancel(feedback_equilibria()[label][side] - feedback_equilibria()["nash"][side]).subs(fixed)
        rest = dict.fromkeys(gain.free_symbols - set(over), sp.S.One)
        found[side] = np.broadcast_to(sp.lambdify(over, gain.subs(rest))(*grid), grid[0].shape)
    return found
