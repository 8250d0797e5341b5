"""How figures look: colours that colour-blind readers tell apart, line styles and markers that survive grey print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

OKABE_ITO = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#F0E442")
_DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 2.5)), (0, (3, 1)))
# Perceived lightness of the tint of each colour: neighbours in the palette are far apart in grey print.
_LIGHTNESS = (0.90, 0.65, 0.75, 0.60, 0.85, 0.70, 0.80, 0.95)
_HALVINGS = 30
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

    The settings are the user's again afterwards, but for one: the backend of a notebook, which Matplotlib loads when it
    first draws, has figures shown as they are made, and goes on to.

    Examples
    --------
    >>> import matplotlib
    >>> with styled():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'lsec_models'
    """
    import matplotlib

    with ExitStack() as afterwards, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        try:
            yield
        finally:
            afterwards.callback(matplotlib.interactive, matplotlib.is_interactive())


def line_style(i: int) -> dict[str, Any]:
    """Return colour, dashes and marker of the i-th line; no two of the first eight share any of them.

    Examples
    --------
    >>> line_style(1)
    {'color': '#0072B2', 'linestyle': '--', 'marker': 's'}
    """
    n = len(OKABE_ITO)
    return {"color": OKABE_ITO[i % n], "linestyle": _DASHES[i % n], "marker": _MARKERS[i % n]}


def region_colour(i: int) -> tuple[float, float, float]:
    """Return the fill of the i-th region: the colour of the i-th line, mixed with white up to a lightness of its own.

    Examples
    --------
    >>> [round(part, 2) for part in region_colour(0)]
    [0.89, 0.89, 0.89]
    """
    from matplotlib.colors import to_rgb

    colour, wanted = to_rgb(OKABE_ITO[i % len(OKABE_ITO)]), _LIGHTNESS[i % len(_LIGHTNESS)]
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        share = (low + high) / 2
        low, high = (share, high) if lightness(_mixed(colour, share)) < wanted else (low, share)
    return _mixed(colour, (low + high) / 2)


def lightness(colour: tuple[float, float, float]) -> float:
    """Return how light a colour looks in grey print, from 0 for black to 1 for white (CIE 1976 lightness).

    Examples
    --------
    >>> round(lightness((1.0, 1.0, 1.0)), 3), lightness((0.0, 0.0, 0.0))
    (1.0, 0.0)
    """
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return max(0.0, float(1.16 * luminance ** (1 / 3) - 0.16))


def _mixed(colour: tuple[float, float, float], white: float) -> tuple[float, float, float]:
    red, green, blue = (part + (1 - part) * white for part in colour)
    return red, green, blue
