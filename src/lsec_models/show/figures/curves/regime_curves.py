"""A quantity of the equilibrium along one parameter, regime by regime, between exact thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lsec_models.errors import require_known
from lsec_models.games.meaning import described_axes
from lsec_models.games.static.results.regimes_along import RegimePiece, RegimesAlong
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words, drawable
from lsec_models.show.figures.layout.marked_thresholds import mark_thresholds
from lsec_models.show.figures.layout.style import line_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_VALUES = 24
_SIZE = 8
_NEAR = Fraction(1, 1000)


def plot_regime_curves(ax: Axes, found: RegimesAlong, quantity: str, *, words: Mapping[str, str] = NO_WORDS) -> None:
    """Draw a quantity along the parameter, a curve for each regime."""
    known = dict.fromkeys(
        name for piece in found.pieces if piece.solutions is not None for one in piece.solutions for name in one.values
    )
    require_known(quantity, known, f"no quantity {quantity!r} of these regimes")
    labels = list(dict.fromkeys(piece.label for piece in found.pieces))
    drawn: dict[str, tuple[list[float], list[float]]] = {}
    for piece in found.pieces:
        x, y = _values(found, piece, quantity)
        style: dict[str, Any] = line_style(labels.index(piece.label))
        name = drawable(words.get(piece.label, piece.label.replace("_", " ")))
        if x:
            ax.plot(x, y, **{**style, "marker": ""}, label=None if name in drawn else name)
            drawn[name] = max(drawn.get(name, (x, y)), (x, y), key=lambda one: one[0][-1] - one[0][0])
    ax.set_xlim(float(found.pieces[0].low), float(found.pieces[-1].high))
    said = described_axes(found.game)
    name = found.symbol.name
    ax.set_xlabel(axis_words(name, {"latex": to_latex(found.symbol), **said.get(name, {})}, words))
    symbols = {decision.name: {"latex": to_latex(decision)} for decision in found.game.decisions}
    payoffs = {player: {"long_name": f"payoff of {player}"} for player in found.game.shown_players}
    ax.set_ylabel(axis_words(quantity, {**symbols, **payoffs}.get(quantity, {}) | said.get(quantity, {}), words))
    unnamed = [name for name, values in drawn.items() if not _named(ax, name, *values)]
    if unnamed:
        ax.legend(handles=[line for line in ax.lines if line.get_label() in unnamed])
    note_evidence(ax, found.evidence.caveat())
    mark_thresholds(ax, found.thresholds, lines=True)


def _named(ax: Axes, name: str, x: list[float], y: list[float]) -> bool:
    """Write a name on the middle of its curve, if the curve is long enough for it."""
    middle, (low, high) = len(x) // 2, ax.get_xlim()
    (line,) = (line for line in ax.lines if line.get_label() == name)
    ground: dict[str, Any] = {"boxstyle": "round,pad=0.2", "facecolor": ax.get_facecolor(), "edgecolor": "none"}
    text = ax.text(
        x[middle], y[middle], name, color=line.get_color(), size=_SIZE, ha="center", va="center", bbox=ground
    )
    fits = text.get_window_extent().width < (x[-1] - x[0]) / (high - low) * ax.bbox.width
    if not fits:
        text.remove()
    return fits


def _values(found: RegimesAlong, piece: RegimePiece, quantity: str) -> tuple[list[float], list[float]]:
    """Return numbers inside a piece, nearly to its ends, and the quantity of the only equilibrium there."""
    low, high = piece.low.interval[1], piece.high.interval[0]
    inner = [
        low + (high - low) * share for share in (_NEAR, *(Fraction(n, _VALUES) for n in range(1, _VALUES)), 1 - _NEAR)
    ]
    x, y = [], []
    for number in inner if piece.solutions is not None else ():
        solutions = found.at({found.symbol.name: number})
        if len(solutions) == 1 and quantity in solutions[0].values:
            x.append(float(number))
            y.append(float(solutions[0].values[quantity]))
    return x, y
