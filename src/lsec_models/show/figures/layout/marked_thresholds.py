"""Exact thresholds in a figure: numbers above the axes, exact where that is short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.numbers.real_roots import RealRoot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LONGEST_EXACT = 18
_SIZE = 8
_COLOUR = "0.25"


def mark_thresholds(axes: Axes, thresholds: Iterable[RealRoot], *, lines: bool = False) -> float:
    """Write thresholds above the axes, in rows where they are close.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        In their final place, with their final limits.
    thresholds : iterable of RealRoot
        Increasing.
    lines : bool
        Whether a dotted line goes down from each.

    Returns
    -------
    float
        The height of the rows, in points.
    """
    rows: list[float] = []
    for threshold in thresholds:
        x = float(threshold)
        if lines:
            axes.axvline(x, color=_COLOUR, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        text = axes.annotate(
            number_text(threshold, latex=True),
            xy=(x, 1),
            xytext=(0, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=_SIZE,
        )
        extent = text.get_window_extent()
        row = next((i for i, end in enumerate(rows) if end < extent.x0), len(rows))
        rows[row : row + 1] = [extent.x1 + _SIZE / 2]
        text.xyann = (0, 3 + 1.4 * _SIZE * row)
    return 3 + 1.4 * _SIZE * len(rows)


def number_text(root: RealRoot, *, latex: bool = False) -> str:
    """Return a number exactly where that is short, else as a decimal.

    Examples
    --------
    >>> from fractions import Fraction
    >>> number_text(RealRoot.rational(Fraction(1, 3)))
    '1/3'
    """
    if root.minimal.degree() <= 2 and len(str(root.expression())) <= _LONGEST_EXACT:
        exact = root.expression()
        return f"${latex_of(exact, fold_short_frac=True)}$" if latex and not exact.is_Rational else str(exact)
    return f"{float(root):.4g}"
