"""A tornado: bars from what a quantity is to what it is where one parameter is less, and where it is more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsec_models.evaluate.sensitivity.tornado import Tornado
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words
from lsec_models.show.figures.layout.style import OKABE_ITO

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 0.36
_NOTE_SIZE = 6.5
# The sides are told apart by place, colour and hatching.
_LESS: Mapping[str, Any] = {"facecolor": OKABE_ITO[1], "edgecolor": OKABE_ITO[1]}
_MORE: Mapping[str, Any] = {"facecolor": OKABE_ITO[6], "edgecolor": "black", "hatch": "////", "linewidth": 0.5}


def plot_tornado(ax: Axes, found: Tornado, *, words: Mapping[str, str] = NO_WORDS) -> None:
    """Draw the bars in their order from the top; where a side does not exist, the condition that fails stands there."""
    bars = tuple(reversed(found.bars))
    percent = f"{float(100 * found.share):.4g} %"
    sides = (("less", [bar.down for bar in bars], _LESS, 0.5), ("more", [bar.up for bar in bars], _MORE, -0.5))
    for number, (side, ends, style, shift) in enumerate(sides):
        places = [place + shift * _HEIGHT for place in range(len(bars))]
        widths = [0.0 if end is None else end - found.base for end in ends]
        ax.barh(places, widths, _HEIGHT, left=found.base, label=f"parameter {percent} {side}", **style)
        for place, bar, end in zip(places, bars, ends, strict=True):
            if end is None:
                said = f" {side}: {bar.fails[number].replace('  ', ' ')}"
                ax.text(found.base, place, said, va="center", fontsize=_NOTE_SIZE)
    ax.axvline(found.base, color="black", linewidth=0.8)
    ax.set_yticks(range(len(bars)), [axis_words(bar.parameter, bar.words, words) for bar in bars])
    ax.set_xlabel(axis_words(found.quantity, found.words, words))
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.3, borderpad=0, frameon=False)
    note_evidence(ax, found.caveat)
