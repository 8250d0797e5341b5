"""Figures of a lever over populations: its path beside simpler levers, or shares along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.errors import require_known
from lsec_models.games.control.lever_path import LeverPath
from lsec_models.games.meaning import described_axes
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words, drawable
from lsec_models.show.figures.layout.style import OKABE_ITO, line_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_lever(ax: Axes, found: LeverPath, *names: str) -> None:
    """Draw the path of the lever beside the best constant; with names, these shares over time.

    Raises
    ------
    UnknownName
        If there is no such share.
    """
    for name in names:
        require_known(name, found.shares, f"no share of {name!r}")
    if names:
        for i, name in enumerate(names):
            ax.plot(found.times, found.shares[name], label=drawable(name), **(line_style(i) | {"marker": ""}))
        ax.set_ylim(-0.02, 1.02)
        ax.set_ylabel("share")
    else:
        ax.stairs(found.levels, found.times, baseline=None, color=OKABE_ITO[0], label=f"path, cost {found.cost:.4g}")
        words = f"constant, cost {found.constant.cost:.4g}"
        ax.axhline(found.constant.level, color=OKABE_ITO[5], linestyle="--", label=words)
        symbol = {"latex": to_latex(sp.Symbol(found.lever))}
        ax.set_ylabel(axis_words(found.lever, symbol | described_axes(found.game).get(found.lever, {}), NO_WORDS))
    ax.set_xlabel("time")
    ax.legend()
    note_evidence(ax, found.evidence.caveat())
