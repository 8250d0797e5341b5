"""How figures look: colours that colour-blind readers tell apart, line styles and markers that survive grey print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

OKABE_ITO = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#F0E442")
_DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 2.5)), (0, (3, 1)))
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

STYLE: Mapping[str, Any] = {
    "axes.grid": True,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.5,
    "figure.dpi": 100,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.5,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "mathtext.fontset": "dejavusans",
    "savefig.dpi": 200,
    "svg.fonttype": "path",
    "svg.hashsalt": "lsec_models",
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw with the package's style, whatever the user's own Matplotlib settings are.

    Examples
    --------
    >>> import matplotlib
    >>> with styled():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'lsec_models'
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


def line_style(i: int) -> dict[str, Any]:
    """Return colour, dashes and marker of the i-th line; no two of the first eight share any of them.

    Examples
    --------
    >>> line_style(1)
    {'color': '#0072B2', 'linestyle': '--', 'marker': 's'}
    """
    n = len(OKABE_ITO)
    return {"color": OKABE_ITO[i % n], "linestyle": _DASHES[i % n], "marker": _MARKERS[i % n]}
