"""Figures of finite populations: shares over time in each run, and the path of the mean dynamics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.errors import require_known
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.style import line_style
from lsec_models.solve.evolutionary.finite_populations.agents import AgentPaths
from lsec_models.solve.evolutionary.trajectories.paths import paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_RUN = {"linestyle": "-", "linewidth": 0.7, "alpha": 0.45}
_MEAN = 1.8


def draw_agents(axes: Axes, seen: AgentPaths, *names: str) -> None:
    """Draw shares over time: thin lines are runs, a thick one is the path of the mean dynamics from the same start.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    seen : AgentPaths
    *names : str
        Of which strategies; without, of the first of each population.

    Raises
    ------
    UnknownName
        If there is no such strategy.
    """
    game = seen.found.game
    known = list(game.share_names.values())
    firsts = [game.share_names[name, strategies[0]] for name, strategies in game.populations.items()]
    for name in names:
        require_known(name, known, f"no share of {name!r}")
    mean = paths(seen.found, seen.shares[:, :1, 0], seen.times)
    for i, name in enumerate(names or firsts):
        place, style = known.index(name), line_style(i + 1) | {"marker": ""}
        for run in seen.shares[place]:
            axes.plot(seen.times, run, zorder=1, **(style | _RUN))
        axes.plot(seen.times, mean[place, 0], linewidth=_MEAN, label=name, zorder=2, **style)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("time")
    axes.set_ylabel(f"share, of {seen.members:,} members")
    axes.legend()
    note_evidence(axes, seen.found.evidence.caveat())
