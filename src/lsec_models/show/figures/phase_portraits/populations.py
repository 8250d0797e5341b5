"""Figures of populations that learn: the square of two pairs of strategies, the triangle of three, the cube, time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability
from lsec_models.games.evolutionary.dynamics import BEST_RESPONSE
from lsec_models.games.evolutionary.given_shares import shares_given
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.axis_words import drawable
from lsec_models.show.figures.layout.style import OKABE_ITO, line_style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
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
_STARTS, _SPREAD = 6, 25
_MESH = 120
_PLANE, _CUBE = 2, (2, 2, 2)
_EDGE = "0.3"
_SMALL = 7.5
_LAYOUTS = 3


def draw_portrait(
    axes: Axes, found: RestPointsAt, *, until: float = _UNTIL, starts: Sequence[object] | None = None
) -> None:
    """Draw paths, and the rest points that they lead to and from, by the share of each population's first strategy.

    Filled circles are asymptotically stable, blue ones stable without attracting, open ones unstable; open diamonds are
    not asymptotically stable, and squares not decided. Along a dashed line (nullcline) one share does not change, or,
    of best responses, turns: rest points inside lie where they meet. In the cube there are none.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With ``projection="3d"`` for three populations.
    found : RestPointsAt
        Of two or three populations with two strategies each, or a single one with three.
    until : float, optional
        For how long each path is followed.
    starts : sequence of mappings from str to number, or of sequences, optional
        Where paths begin: shares by name, of each population all but one or all.

    Raises
    ------
    DeclarationError
        If the space of shares is neither plane nor cube, or a start has no meaning.
    UnknownName
        If there is no share of a name.
    """
    flat = flattening(found)
    for shares in _followed(found, until, starts).transpose(1, 0, 2):
        places = flat(shares)
        axes.plot(*places, color=_PATH, linewidth=0.8, zorder=2)
        if len(places) == _PLANE:
            _arrow(axes, *places)
    standing = _nullclines(axes, found) if found.game.shape != _CUBE else []
    mark_rest_points(axes, found)
    frame(axes, found)
    corner = (0.0, 1.0) if found.game.shape == _CUBE else (1.02, 1.0)
    axes.legend(handles=[*_marks(found), *standing], loc="upper left", bbox_to_anchor=corner, fontsize=_SMALL)
    _make_room(axes)
    note_evidence(axes, found.evidence.caveat())


def _make_room(axes: Axes) -> None:
    """Lay the figure out until a legend beside axes of equal sides fits: these shrink where it takes their room."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes that are drawn on belong to a figure"
    layout = figure.get_layout_engine()
    if layout is not None:
        for _ in range(_LAYOUTS):
            layout.execute(figure)


def _marks(found: RestPointsAt) -> list[Line2D]:
    """Return what explains the marks of rest points in a legend."""
    from matplotlib.lines import Line2D

    there = {rest.stability for rest in found}
    marks = [(stability, style) for stability, style in _MARKS.items() if stability in there]
    shown = [
        Line2D([], [], linestyle="", marker=m, color=OKABE_ITO[0], markerfacecolor=face, label=stability.value)
        for stability, (m, face) in marks
    ]
    along = Line2D([], [], color=OKABE_ITO[4], linewidth=2.2, label="rest points all along")
    return [*shown, along] if found.continua else shown


def mark_rest_points(axes: Axes, found: RestPointsAt) -> None:
    """Draw all rest points as the portrait does, and what fills lines."""
    import numpy as np

    flat = flattening(found)
    for continuum in found.continua:
        corners = np.array([[float(share) for share in corner.values()] for corner in continuum.vertices]).T
        axes.plot(*flat(corners), color=OKABE_ITO[4], linewidth=2.2, zorder=3)
    for rest in found:
        marker, face = _MARKS[rest.stability]
        place = flat(np.array([[float(share)] for share in rest.shares.values()]))
        style: Mapping[str, Any] = {"marker": marker, "color": OKABE_ITO[0], "markerfacecolor": face, "markersize": 7}
        axes.plot(*place, zorder=5, clip_on=len(place) != _PLANE, **style)


def _followed(found: RestPointsAt, until: float, starts: Sequence[object] | None) -> NDArray[np.float64]:
    """Return the shares along paths: an array of strategies, starts and instants."""
    import numpy as np

    from lsec_models.solve.evolutionary.trajectories.paths import paths

    if starts is None:
        begun = list(_starts(found))
    elif isinstance(starts, Mapping | str) or not isinstance(starts, Sequence) or not starts:
        name = next(iter(found.game.share_names.values()))
        raise DeclarationError(f"starts = {starts!r}: give a list of starts, such as [{{{name!r}: 0.3, ...}}]")
    else:
        begun = [shares_given(found.game, start) for start in starts]
    return paths(found, np.array(begun).T, np.linspace(0.0, float(until), _INSTANTS))


def _nullclines(axes: Axes, found: RestPointsAt) -> list[Line2D]:
    """Draw where a share that is neither zero nor one stands still: where its growth rate changes its sign.

    Return what explains these lines in a legend.
    """
    import numpy as np
    from matplotlib.lines import Line2D

    from lsec_models.solve.evolutionary.trajectories.paths import speeds

    speed, flat = speeds(found), flattening(found)
    steps = (np.arange(_MESH) + 0.5) / _MESH
    one, other = np.meshgrid(steps, steps)
    if found.game.shape == (2, 2):
        shares, moving = np.stack([one, 1 - one, other, 1 - other]), [0, 2]
    else:
        shares, moving = np.stack([1 - one, one * (1 - other), one * other]), [0, 1, 2]
    changes = speed(shares.reshape(len(shares), -1)).reshape(shares.shape) / shares
    xs, ys = flat(shares)
    still = "turns" if found.game.dynamics == BEST_RESPONSE else "stands still"
    explained, names = [], list(map(drawable, found.game.share_names.values()))
    for number, place in enumerate(moving):
        growth = changes[place]
        if growth.min() < 0 < growth.max():
            colour = OKABE_ITO[1 + number]
            axes.contour(xs, ys, growth, levels=[0.0], colors=[colour], linestyles="--", linewidths=1.0, zorder=1.5)
            explained.append(
                Line2D([], [], color=colour, linestyle="--", linewidth=1.0, label=f"{names[place]} {still}")
            )
    return explained


def draw_shares(
    axes: Axes,
    found: RestPointsAt,
    names: Sequence[str],
    *,
    until: float = _UNTIL,
    starts: Sequence[object] | None = None,
) -> None:
    """Draw shares over time, from a fan of starts.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    found : RestPointsAt
    names : sequence of str
        Of which strategies.
    until, starts : optional
        As in :func:`draw_portrait`.

    Raises
    ------
    UnknownName, DeclarationError
        If there is no such strategy, or a start has no meaning.
    """
    import numpy as np

    known = list(found.game.share_names.values())
    for name in names:
        require_known(name, known, f"no share of {name!r}")
    times = np.linspace(0.0, float(until), _INSTANTS)
    for number, shares in enumerate(_followed(found, until, starts).transpose(1, 0, 2)):
        for i, name in enumerate(names):
            style = line_style(i + 1) | {"marker": ""}
            axes.plot(
                times, shares[known.index(name)], linewidth=0.9, label=None if number else drawable(name), **style
            )
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
    from lsec_models.solve.evolutionary.trajectories.basins import evenly_spread

    yield from evenly_spread(shape, _SPREAD).T.tolist()


def flattening(found: RestPointsAt) -> Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], ...]]:
    """Return how shares lie in the plane, or in the cube.

    Raises
    ------
    DeclarationError
        If the space of shares is neither.
    """
    if found.game.shape == _CUBE:
        return lambda shares: (shares[0], shares[2], shares[4])
    if found.game.shape == (2, 2):
        return lambda shares: (shares[0], shares[2])
    if found.game.shape == (3,):
        return lambda shares: (shares[1] + shares[2] / 2, shares[2] * 3**0.5 / 2)
    raise DeclarationError(
        f"the shares of {found.game.label} are neither plane nor cube; name those to be drawn over time, "
        f"plot(found, {next(iter(found.game.share_names.values()))!r})"
    )


def frame(axes: Axes, found: RestPointsAt) -> None:
    """Draw the border of the space of shares, and say what its sides are."""
    axes.set_aspect("equal")
    axes.grid(visible=False)
    names = list(map(drawable, found.game.share_names.values()))
    if found.game.shape in ((2, 2), _CUBE):
        for side, name in zip("xyz", names[::2], strict=False):
            getattr(axes, f"set_{side}lim")(0, 1)
            getattr(axes, f"set_{side}label")(f"share of {name}")
        if found.game.shape == _CUBE:
            _edges(axes)
        return
    height = 3**0.5 / 2
    axes.plot([0, 1, 0.5, 0], [0, 0, height, 0], color=_EDGE, linewidth=0.8, zorder=1)
    for name, place, side in zip(names, ((0, 0), (1, 0), (0.5, height)), ("right", "left", "center"), strict=True):
        offset = (0, 6) if side == "center" else (-6 if side == "right" else 6, -6)
        axes.annotate(name, xy=place, xytext=offset, textcoords="offset points", ha=side)
    axes.set_axis_off()


def _edges(axes: Axes) -> None:
    """Draw the edges of the cube."""
    for one, other in product(product((0, 1), repeat=3), repeat=2):
        if one < other and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            axes.plot(*zip(one, other, strict=True), color=_EDGE, linewidth=0.8, zorder=1)


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
