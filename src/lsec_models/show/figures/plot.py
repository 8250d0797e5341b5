"""One entry to the figures: takes what there is to draw, and takes and returns Matplotlib axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from inspect import signature
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownName, nearest, require_known
from lsec_models.games.differential.open_loop import OpenLoopPoint
from lsec_models.games.refusals import refusal
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.export.formulas import to_latex
from lsec_models.signature import explained, require_fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from lsec_models.algebra.decomposition.line_map import LineMap
    from lsec_models.algebra.decomposition.plane_map import PlanarMap
    from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
    from lsec_models.games.differential.feedback_at_point import FeedbackPoint
    from lsec_models.games.evolutionary.at_point import RestPointsAt

_TAKES = "sweeps over one parameter, choices, maps, paths over time, rest points and one-state solutions"
_INSTANTS = 201
_HALF_LIVES = 5.0


@explained
def plot(thing: Any, *names: str, ax: Axes | None = None, **options: Any) -> Axes:
    """Draw a result, or data made of one, into axes.

    ===========================  =======================================================================================
    what                         how
    ===========================  =======================================================================================
    ``sweep(...)``               over one parameter, ``plot(data, "q")``: a line for each equilibrium
    a choice                     ``plot(choice, "a", at={...}, over=(0, 9))``: the mode along a parameter;
                                 ``plot(choice, "a", "b", at={...}, over={"a": (0, 9), "b": (0, 4)})``: over a plane
    ``choice.thresholds(...)``,  the same, from the map itself
    ``choice.regions(...)``
    a solution over time         ``plot(found, "G", "u", until=20)``: paths of states, decisions, reports and payoff
                                 flows; of the states without names
    rest points at a point       paths and rest points in the square of two pairs of strategies, or the triangle of
                                 three; ``plot(found, "hawk", until=20)``: shares over time
    a one-state solution         the plane of state and control; ``plot(found, "value")``: what paths are worth
    ===========================  =======================================================================================

    Parameters
    ----------
    thing : Dataset, ChoiceEquilibrium, LineMap, PlanarMap, FeedbackPoint, OpenLoopPoint, RestPointsAt, OneStateSolution
        A dataset is what `sweep` returns.
    *names : str
        What to draw, as above.
    ax : matplotlib.axes.Axes, optional
        Where; new axes of a new figure without it.
    **options
        As above.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    DeclarationError
        If there is no figure of it (the message says what to draw instead), or a name or option is missing or none.
    UnknownName
        If there is no quantity of a name.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve, sweep
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))]))
    >>> axes = plot(sweep(led, over={"b": (1, 2, 5)}, at={"a": 8}), "firm")
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('$b$', '$\\\\pi_{\\\\mathrm{firm}}$')
    """
    draw = _drawing(thing)
    if draw is None:
        raise refusal("plot", _TAKES, thing)
    require_fit("plot", signature(partial(draw, ax)), (thing, *names), options)
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(layout="constrained")
    draw(ax, thing, *names, **options)
    return ax


def _drawing(thing: object) -> Callable[..., None] | None:
    """Return what draws a thing, by the name of its kind: the modules of most kinds need not be loaded."""
    by_kind: Mapping[str, Callable[..., None]] = {
        "Dataset": plot_sweep,
        "ChoiceEquilibrium": plot_choice,
        "LineMap": plot_line_map,
        "PlanarMap": plot_plane_map,
        "FeedbackPoint": plot_paths,
        "OpenLoopPoint": plot_paths,
        "OneStateSolution": plot_one_state,
        "RestPointsAt": plot_populations,
    }
    return by_kind.get(type(thing).__name__)


def plot_sweep(ax: Axes, data: Any, quantity: str) -> None:
    """Draw a quantity of a sweep over one parameter."""
    from lsec_models.show.figures.lines import draw_lines, label_lines, sweep_lines

    if quantity not in data.data_vars:
        raise UnknownName(f"no quantity {quantity!r} in this sweep; {nearest(quantity, map(str, data.data_vars))}")
    moving = [str(name) for name in data.dims if name != "structure"]
    if len(moving) != 1:
        raise DeclarationError(
            f"a line needs one parameter that moves, and the sweep has {', '.join(moving) or 'none'}; "
            "pick one value of the others, as in plot(data.isel({name: 0}), quantity)"
        )
    several = "structure" in data.dims
    dataset = data if several else data.expand_dims(structure=[quantity])
    labels = [str(label) for label in dataset["structure"].values]
    lines = sweep_lines(dataset, quantity, labels, {label: label for label in labels})
    draw_lines(ax, data[moving[0]].values, lines)
    ax.set_xlabel(f"${_mathtext(data[moving[0]].attrs.get('latex', moving[0]))}$")
    ax.set_ylabel(f"${_mathtext(data[quantity].attrs['latex'])}$")
    note_evidence(ax, data.attrs.get("caveat", ""))
    if several:
        label_lines(ax, lines)


def plot_choice(ax: Axes, choice: ChoiceEquilibrium, x: str, y: str | None = None, *, at: Any, over: Any) -> None:
    """Draw which mode is chosen along one parameter, or over two."""
    if y is None:
        plot_line_map(ax, choice.thresholds(x, at=at, over=over))
    else:
        plot_plane_map(ax, choice.regions(x, y, at=at, over=over))


def plot_line_map(ax: Axes, found: LineMap[str]) -> None:
    """Draw who holds each piece of a line."""
    from lsec_models.show.figures.region_map import draw_strip

    draw_strip(ax, found)


def plot_plane_map(ax: Axes, found: PlanarMap[str]) -> None:
    """Draw the regions of a plane."""
    from lsec_models.show.figures.region_map import draw_region_map

    draw_region_map(ax, found)


def plot_paths(ax: Axes, found: FeedbackPoint | OpenLoopPoint, *names: str, until: float | None = None) -> None:
    """Draw paths over time from the initial stocks on; of the states without names."""
    import numpy as np

    from lsec_models.show.figures.lines import DrawnLine, draw_lines, label_lines
    from lsec_models.show.figures.style import line_style

    shown = names or tuple(state.name for state in found.game.stocks)
    end = until or (found.until if isinstance(found, OpenLoopPoint) else _HALF_LIVES / found.speed)
    times = np.linspace(0.0, float(end), _INSTANTS)
    lines = [
        DrawnLine(label=name, values=_along(found, name, times), style=line_style(i)) for i, name in enumerate(shown)
    ]
    draw_lines(ax, times, lines)
    ax.set_xlabel("time")
    note_evidence(ax, found.evidence.caveat())
    label_lines(ax, lines)


def plot_one_state(ax: Axes, solution: Any, what: str = "phase") -> None:
    """Draw the plane of state and control, or what each stable path is worth."""
    from lsec_models.show.figures.phase import draw_phase, draw_values

    drawings: Mapping[str, Callable[[Axes, Any], None]] = {"phase": draw_phase, "value": draw_values}
    require_known(what, drawings, f"no figure {what!r} of a one-state solution")
    drawings[what](ax, solution)
    ax.set_xlabel(f"${to_latex(solution.problem.state)}$")
    ax.set_ylabel(f"${to_latex(solution.problem.control)}$" if what == "phase" else "value")


def plot_populations(ax: Axes, found: RestPointsAt, *names: str, until: float = 30.0) -> None:
    """Draw paths in the plane of shares, or shares over time."""
    from lsec_models.show.figures.populations import draw_portrait, draw_shares

    if names:
        draw_shares(ax, found, names, until=until)
    else:
        draw_portrait(ax, found, until=until)


def _along(found: FeedbackPoint | OpenLoopPoint, name: str, times: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    if isinstance(found, OpenLoopPoint):
        return found.path(name, times)
    require_known(name, found.paths, f"no path of {name!r}")
    values = sp.lambdify(found.time, found.paths[name], "numpy")(times)
    return np.broadcast_to(np.real(values), times.shape)


def _mathtext(latex: str) -> str:
    r"""Return LaTeX that Matplotlib writes: it knows ``\mathrm`` and no ``\text``."""
    return latex.replace(r"\text{", r"\mathrm{")
