"""Phase diagrams of one-state problems, and curves of critical states."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.layout.style import OKABE_ITO
from lsec_models.solve.one_state.steady_states import SteadyStateType

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from lsec_models.solve.one_state.skiba_points import Basin
    from lsec_models.solve.one_state.solution import OneStateSolution

_REST_COLOUR = OKABE_ITO[0]
_ISOCLINE = "#777777"
_CUT = (0, (4, 2))
_MARKS = {
    SteadyStateType.SADDLE: ("o", _REST_COLOUR),
    SteadyStateType.NODE: ("s", "white"),
    SteadyStateType.FOCUS: ("D", "white"),
}
_POLICY_COLOURS = OKABE_ITO[1:5]
_MESH = 241
_POINTS = 400


def draw_phase(
    axes: Axes,
    solution: OneStateSolution,
    *,
    states: tuple[float, float] | None = None,
    controls: tuple[float, float] | None = None,
    label: Callable[[float], str] | None = None,
) -> None:
    """Draw the plane of state and control: isoclines, steady states, stable paths, the best policy and thresholds.

    The control stands for the costate, which it determines wherever no bound binds. Solid lines are the best policy, a
    colour for each steady state to which it leads, arrowheads pointing forwards in time; thin lines are the rest of the
    stable paths. Filled circles are saddles, open diamonds and squares unstable foci and nodes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    solution : OneStateSolution
    states, controls : tuple of float, optional
        What to show; without them, the studied interval and the controls of policy and steady states.
    label : callable, optional
        How a threshold is written; without it, three digits.
    """
    low, high = states or _ends(solution)
    bottom, top = controls or _control_range(solution, (low, high))
    axes.set_xlim(low, high)
    axes.set_ylim(bottom, top)
    _draw_isoclines(axes, solution)
    colours = _colours(solution)
    for branch in solution.branches:
        xs, us = _traced(solution, *branch.sampled())
        axes.plot(xs, us, color=colours.get(branch.target.state, "0.5"), linewidth=0.7, alpha=0.75, zorder=2)
    for basin in solution.basins:
        _draw_policy(axes, solution, basin, colours[basin.target.state])
    for threshold in solution.thresholds:
        if not low <= threshold.state <= high:
            continue
        axes.axvline(threshold.state, color=_REST_COLOUR, linestyle=_CUT, linewidth=0.9, zorder=1)
        axes.annotate(
            (label or _short)(threshold.state),
            xy=(threshold.state, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8.0,
        )
    for rest in solution.steady_states:
        marker, face = _MARKS[rest.stability]
        axes.plot(
            [rest.state],
            [rest.control],
            marker=marker,
            color=_REST_COLOUR,
            markerfacecolor=face,
            markersize=5.5,
            linestyle="none",
            zorder=5,
            clip_on=not (low <= rest.state <= high and bottom <= rest.control <= top),
        )
    note_evidence(axes, solution.evidence.caveat())


def phase_legend(figure: Figure, solution: OneStateSolution, *, state: str, control: str) -> None:
    """Explain the marks of a phase diagram below it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        With constrained layout.
    solution : OneStateSolution
        What is drawn.
    state, control : str
        How they are written, as mathematics without dollar signs.
    """
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=colour, linewidth=2.2, label=rf"best, towards ${state} = {_short(target)}$")
        for target, colour in _colours(solution).items()
    ]
    handles.append(Line2D([], [], color="0.5", linewidth=0.7, label="other stable paths"))
    handles.append(Line2D([], [], color=_ISOCLINE, linestyle="--", linewidth=0.9, label=rf"$\dot{{{state}}} = 0$"))
    handles.append(Line2D([], [], color=_ISOCLINE, linestyle=":", linewidth=1.1, label=rf"$\dot{{{control}}} = 0$"))
    for stability in dict.fromkeys(rest.stability for rest in solution.steady_states):
        marker, face = _MARKS[stability]
        handles.append(
            Line2D([], [], color=_REST_COLOUR, marker=marker, markerfacecolor=face, ls="none", label=stability.value)
        )
    if solution.thresholds:
        handles.append(Line2D([], [], color=_REST_COLOUR, linestyle=_CUT, linewidth=0.9, label="threshold"))
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8.0)


def draw_values(axes: Axes, solution: OneStateSolution, *, states: tuple[float, float] | None = None) -> None:
    """Draw what each stable path is worth, the best as a thick line; at a threshold two of them cross.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    solution : OneStateSolution
    states : tuple of float, optional
        What to show; without it, the studied interval.
    """
    import numpy as np

    low, high = states or _ends(solution)
    colours = _colours(solution)
    for branch in solution.branches:
        xs = np.linspace(max(low, branch.low), min(high, branch.high), _POINTS // 2)
        if xs[0] < xs[-1]:
            values = [branch.value(x) for x in xs]
            axes.plot(xs, values, color=colours.get(branch.target.state, "0.5"), linewidth=0.7, alpha=0.75)
    for basin in solution.basins:
        xs = np.linspace(max(low, basin.low), min(high, basin.high), _POINTS // 2)
        if xs[0] < xs[-1]:
            axes.plot(xs, [basin.branch.value(x) for x in xs], color=colours[basin.target.state], linewidth=2.2)
    for threshold in solution.thresholds:
        axes.plot([threshold.state], [threshold.value], marker="o", color=_REST_COLOUR, markersize=4, zorder=5)
    axes.set_xlim(low, high)


def _short(number: float) -> str:
    return f"{number:.3g}"


def _colours(solution: OneStateSolution) -> dict[float, str]:
    """Return a colour for each steady state to which the best policy leads somewhere."""
    targets = sorted({basin.target.state for basin in solution.basins})
    return {target: _POLICY_COLOURS[i % len(_POLICY_COLOURS)] for i, target in enumerate(targets)}


def _ends(solution: OneStateSolution) -> tuple[float, float]:
    low, high = solution.problem.between
    return float(low), float(high)


def _control_range(solution: OneStateSolution, states: tuple[float, float]) -> tuple[float, float]:
    """Return a range that shows the policy and every steady state, with a little room."""
    import numpy as np

    shown = [rest.control for rest in solution.steady_states if states[0] <= rest.state <= states[1]]
    for basin in solution.basins:
        for x in np.linspace(max(states[0], basin.low), min(states[1], basin.high), _POINTS // 8):
            if basin.low <= x <= basin.high:
                shown.append(float(solution.policy(x)))
    spread, size = max(shown) - min(shown), max(map(abs, shown))
    room = 0.06 * (spread if spread > 1e-6 * size else size or 1.0)
    bound = solution.problem.control_ends[0]
    bottom = min(shown) - room
    return (bottom if bound is None else max(bottom, float(bound))), max(shown) + room


def _traced(
    solution: OneStateSolution, states: NDArray[np.float64], costates: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    return states, np.array([solution.control(x, p) for x, p in zip(states, costates, strict=True)])


def _draw_policy(axes: Axes, solution: OneStateSolution, basin: Basin, colour: str) -> None:
    """Draw the best policy on one basin, with an arrowhead in the direction of time."""
    import numpy as np

    low, high = axes.get_xlim()
    start, end = max(low, basin.low), min(high, basin.high)
    if not start < end:
        return
    xs = np.linspace(start, end, _POINTS)
    us = np.array([solution.control(x, basin.branch.costate(x)) for x in xs])
    axes.plot(xs, us, color=colour, linewidth=2.2, zorder=3, solid_capstyle="butt")
    place = len(xs) // 2
    forwards = 1 if basin.target.state > xs[place] else -1
    if (end - start) > 0.05 * (high - low):
        axes.annotate(
            "",
            xy=(xs[place + forwards * 2], us[place + forwards * 2]),
            xytext=(xs[place], us[place]),
            arrowprops={"arrowstyle": "-|>", "color": colour, "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0},
            zorder=4,
        )


def _draw_isoclines(axes: Axes, solution: OneStateSolution) -> None:
    import numpy as np

    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    xs, us = np.linspace(low, high, _MESH), np.linspace(bottom, top, _MESH)
    flow = np.array([[solution.flow(x, u) for x in xs.tolist()] for u in us.tolist()])
    for part, style, width in ((0, "--", 0.9), (1, ":", 1.1)):
        height = np.where(np.isfinite(flow[..., part]), flow[..., part], np.nan)
        if np.nanmin(height) < 0 < np.nanmax(height):
            scaled = np.arctan(height / (np.nanmedian(np.abs(height)) or math.inf))
            axes.contour(xs, us, scaled, levels=[0.0], colors=[_ISOCLINE], linestyles=[style], linewidths=[width])
