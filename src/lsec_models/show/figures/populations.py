"""Figures of populations that learn: the square of two pairs of strategies, the triangle of three, shares over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.style import OKABE_ITO, line_style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_PATH = "0.6"
_MARKS = {
    Stability.ASYMPTOTICALLY_STABLE: ("o", OKABE_ITO[0]),
    Stability.STABLE: ("o", OKABE_ITO[5]),
    Stability.UNSTABLE: ("o", "white"),
    Stability.NOT_ASYMPTOTICALLY_STABLE: ("D", "white"),
    Stability.OPEN: ("s", OKABE_ITO[6]),
}
_UNTIL = 30.0
_INSTANTS = 401
_STARTS = 6
_MESH = 120


def draw_portrait(axes: Axes, found: RestPointsAt, *, until: float = _UNTIL) -> None:
    """Draw paths, and the rest points that they lead to and from, by the share of each population's first strategy.

    Filled circles are asymptotically stable, blue ones stable without attracting, open ones unstable; open diamonds are
    not asymptotically stable, and squares not decided. Along a dashed line (nullcline) one share does not change: rest
    points inside lie where they meet.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    found : RestPointsAt
        Of two populations with two strategies each, or a single one with three.
    until : float, optional
        For how long each path is followed.

    Raises
    ------
    DeclarationError
        If the space of shares is no plane.
    """
    import numpy as np

    from lsec_models.solve.evolutionary.paths import path

    flat = _flattening(found)
    times = np.linspace(0.0, float(until), _INSTANTS)
    for start in _starts(found):
        xs, ys = flat(path(found, start, times))
        axes.plot(xs, ys, color=_PATH, linewidth=0.8, zorder=2)
        _arrow(axes, xs, ys)
    _nullclines(axes, found)
    for continuum in found.continua:
        corners = np.array([[float(share) for share in corner.values()] for corner in continuum.vertices]).T
        axes.plot(*flat(corners), color=OKABE_ITO[4], linewidth=2.2, zorder=3)
    for rest in found:
        marker, face = _MARKS[rest.stability]
        x, y = flat(np.array([[float(share)] for share in rest.shares.values()]))
        axes.plot(x, y, marker=marker, color=OKABE_ITO[0], markerfacecolor=face, markersize=7, zorder=5, clip_on=False)
    _frame(axes, found)
    note_evidence(axes, found.evidence.caveat())


def _nullclines(axes: Axes, found: RestPointsAt) -> None:
    """Draw where a share that is neither zero nor one stands still: where its growth rate changes its sign."""
    import numpy as np

    from lsec_models.solve.evolutionary.paths import speeds

    speed, flat = speeds(found), _flattening(found)
    steps = (np.arange(_MESH) + 0.5) / _MESH
    one, other = np.meshgrid(steps, steps)
    if found.game.shape == (2, 2):
        shares, moving = np.stack([one, 1 - one, other, 1 - other]), [0, 2]
    else:
        shares, moving = np.stack([1 - one, one * (1 - other), one * other]), [0, 1, 2]
    changes = speed(shares.reshape(len(shares), -1)).reshape(shares.shape) / shares
    xs, ys = flat(shares)
    for number, place in enumerate(moving):
        growth = changes[place]
        if growth.min() < 0 < growth.max():
            colour = OKABE_ITO[1 + number]
            axes.contour(xs, ys, growth, levels=[0.0], colors=[colour], linestyles="--", linewidths=1.0, zorder=1.5)


def draw_shares(axes: Axes, found: RestPointsAt, names: Sequence[str], *, until: float = _UNTIL) -> None:
    """Draw shares over time, from a fan of starts.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    found : RestPointsAt
    names : sequence of str
        Of which strategies.
    until : float, optional

    Raises
    ------
    UnknownName
        If there is no such strategy.
    """
    import numpy as np

    from lsec_models.solve.evolutionary.paths import path

    known = list(found.game.share_names.values())
    for name in names:
        require_known(name, known, f"no share of {name!r}")
    times = np.linspace(0.0, float(until), _INSTANTS)
    for number, start in enumerate(_starts(found)):
        shares = path(found, start, times)
        for i, name in enumerate(names):
            style = line_style(i + 1) | {"marker": ""}
            axes.plot(times, shares[known.index(name)], linewidth=0.9, label=None if number else name, **style)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("time")
    axes.set_ylabel("share")
    axes.legend()
    note_evidence(axes, found.evidence.caveat())


def _starts(found: RestPointsAt) -> Iterator[list[float]]:
    """Yield starts that are spread over the inside of the space of shares."""
    shape = found.game.shape
    steps = range(1, 2 * _STARTS, 3)
    if all(size == 2 for size in shape):
        for chosen in product(steps, repeat=len(shape)):
            yield [share for k in chosen for share in (k / (2 * _STARTS), 1 - k / (2 * _STARTS))]
        return
    for k in range(3 * _STARTS):
        yield [share for p, size in enumerate(shape) for share in _spread(size, k, p)]


def _spread(size: int, number: int, population: int) -> list[float]:
    """Return the shares of one start: weights from a sequence that fills the interval evenly."""
    golden = (5**0.5 - 1) / 2
    weights = [0.08 + ((number + 1) * golden * (i + 1) + 0.37 * population) % 1 for i in range(size)]
    return [weight / sum(weights) for weight in weights]


def _flattening(
    found: RestPointsAt,
) -> Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return how shares lie in the plane."""
    if found.game.shape == (2, 2):
        return lambda shares: (shares[0], shares[2])
    if found.game.shape == (3,):
        return lambda shares: (shares[1] + shares[2] / 2, shares[2] * 3**0.5 / 2)
    raise DeclarationError(
        f"the shares of {found.game.label} are no plane; name those to be drawn over time, "
        f"plot(found, {next(iter(found.game.share_names.values()))!r})"
    )


def _frame(axes: Axes, found: RestPointsAt) -> None:
    axes.set_aspect("equal")
    axes.grid(visible=False)
    names = list(found.game.share_names.values())
    if found.game.shape == (2, 2):
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel(f"share of {names[0]}")
        axes.set_ylabel(f"share of {names[2]}")
        return
    height = 3**0.5 / 2
    axes.plot([0, 1, 0.5, 0], [0, 0, height, 0], color="0.3", linewidth=0.8, zorder=1)
    for name, place, side in zip(names, ((0, 0), (1, 0), (0.5, height)), ("right", "left", "center"), strict=True):
        offset = (0, 6) if side == "center" else (-6 if side == "right" else 6, -6)
        axes.annotate(name, xy=place, xytext=offset, textcoords="offset points", ha=side)
    axes.set_axis_off()


def _arrow(axes: Axes, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
    """Draw an arrowhead where a path has gone a third of its way."""
    import numpy as np

    gone = np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))
    if gone[-1] < 0.05:
        return
    place = max(1, int(np.searchsorted(gone, gone[-1] / 3)))
    axes.annotate(
        "",
        xy=(xs[place], ys[place]),
        xytext=(xs[place - 1], ys[place - 1]),
        arrowprops={"arrowstyle": "-|>", "color": _PATH, "mutation_scale": 9, "shrinkA": 0, "shrinkB": 0},
        zorder=3,
    )
