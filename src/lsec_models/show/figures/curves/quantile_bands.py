"""Bands between quantiles along a parameter, with the share of draws that are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsec_models.errors import DeclarationError, require_known
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words
from lsec_models.show.figures.layout.style import OKABE_ITO

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LIGHT, _DARK = 0.18, 0.4
_SMALL = 7


def plot_bands(ax: Axes, data: Any, quantity: str, *, words: Mapping[str, str] = NO_WORDS) -> None:
    """Draw the quantiles of a quantity: bands between the first and the last, and so on inwards, the median as a line.

    Where draws are left out, the greatest share of them stands above the axes.
    """
    known = [name for name in data.data_vars if "share" in data[name].dims]
    require_known(quantity, known, f"no quantity {quantity!r} among these quantiles")
    moving = [str(name) for name in data[quantity].dims if name != "share"]
    if not moving:
        raise DeclarationError(
            "there is one number for each quantile, and no parameter along which to draw it; sweep one, "
            "monte_carlo(..., over={name: (low, high, 50)}), or read data.to_dataframe()"
        )
    x, levels = data[moving[0]].values, data["share"].values
    rows = data[quantity].transpose("share", *moving).values
    pairs = len(levels) // 2
    for pair in range(pairs):
        strength = _LIGHT if pairs == 1 else _LIGHT + (_DARK - _LIGHT) * pair / (pairs - 1)
        label = f"{100 * levels[pair]:.4g} % to {100 * levels[-1 - pair]:.4g} %"
        ax.fill_between(x, rows[pair], rows[-1 - pair], color=OKABE_ITO[1], alpha=strength, linewidth=0, label=label)
    if len(levels) % 2:
        level = levels[pairs]
        label = "median" if level == 0.5 else f"{100 * level:.4g} %"
        ax.plot(x, rows[pairs], color="black", label=label)
    ax.set_xlabel(axis_words(moving[0], data[moving[0]].attrs, words))
    ax.set_ylabel(axis_words(quantity, data[quantity].attrs, words))
    ax.legend()
    lost = data["left_out"].sum("condition").max().item() / data.attrs["draws"]
    if lost:
        said = f"up to {lost:.1%} of {data.attrs['draws']:,} draws left out: a condition fails"
        ax.set_title(said, loc="left", fontsize=_SMALL)
    note_evidence(ax, data.attrs.get("caveat", ""))
