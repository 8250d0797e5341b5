"""Elasticities: a cell for each quantity and parameter, its number written in it, or the bars of one quantity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from lsec_models.errors import require_known
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words
from lsec_models.show.figures.layout.style import OKABE_ITO, lightness

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_HEIGHT = 0.6
_UP: Mapping[str, Any] = {"facecolor": OKABE_ITO[1], "edgecolor": OKABE_ITO[1]}
_DOWN: Mapping[str, Any] = {"facecolor": OKABE_ITO[6], "edgecolor": "black", "hatch": "////", "linewidth": 0.5}
_UNDEFINED = "0.85"
_DARK = 0.55
# Below, two digits after the point are none.
_LEAST = 0.01


def plot_elasticities(
    ax: Axes, table: pd.DataFrame, quantity: str = "", *, words: Mapping[str, str] = NO_WORDS
) -> None:
    """Draw a cell for each quantity and parameter, the darker the more it moves; of one quantity a bar for each.

    Where a quantity is zero, so that it has no percentages, there is no number.
    """
    values = table.astype(float)
    described = table.attrs["described"]
    if quantity:
        require_known(quantity, [str(name) for name in values.index], f"no quantity {quantity!r} in this table")
        _draw_bars(ax, values.loc[quantity], described, words)
        ax.set_xlabel(f"elasticity of {axis_words(quantity, described[quantity], words)}")
    else:
        _draw_cells(ax, values.to_numpy())
        ax.set_xticks(np.arange(len(values.columns)) + 0.5, _labels(values.columns, described, words))
        ax.set_yticks(np.arange(len(values.index)) + 0.5, _labels(values.index, described, words))
        ax.set_xlabel("change in percent when a parameter rises by one percent")
    note_evidence(ax, table.attrs["caveat"])


def _draw_cells(ax: Axes, values: Any) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    scale = LinearSegmentedColormap.from_list("elasticities", [OKABE_ITO[6], "white", OKABE_ITO[1]])
    colours = scale.with_extremes(bad=_UNDEFINED)
    most = float(np.nanmax(np.abs(values), initial=0.0)) or 1.0
    ax.pcolormesh(np.ma.masked_invalid(values), cmap=colours, vmin=-most, vmax=most, edgecolors="white", linewidth=1.5)
    for (row, column), value in np.ndenumerate(values):
        ground = colours((value / most + 1) / 2)[:3]
        is_dark = not np.isnan(value) and lightness(ground) < _DARK
        colour = "white" if is_dark else "black"
        ax.text(column + 0.5, row + 0.5, _number(value), ha="center", va="center", color=colour)
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)


def _draw_bars(ax: Axes, values: pd.Series, described: Mapping[str, Any], words: Mapping[str, str]) -> None:
    ordered = values[values.abs().fillna(0.0).sort_values(kind="stable").index]
    for place, value in enumerate(ordered):
        if np.isnan(value):
            ax.text(0, place, " none: it is zero", va="center")
        else:
            ax.barh(place, value, _HEIGHT, **(_UP if value > 0 else _DOWN))
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_yticks(range(len(ordered)), _labels(ordered.index, described, words))
    ax.grid(visible=False, axis="y")


def _number(value: float) -> str:
    if np.isnan(value):
        return "none"
    said = f"{value:+.2f}" if abs(value) >= _LEAST else f"{value:+.1g}" if value else "0"
    return said.replace("-", "\N{MINUS SIGN}")


def _labels(names: Any, described: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    return [axis_words(str(name), described[name], words) for name in names]
