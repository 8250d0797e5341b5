"""One entry to the figures: takes what there is to draw, and takes and returns Matplotlib axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.refusals import refusal
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.figures.layout.axis_words import NO_WORDS
from lsec_models.show.figures.layout.dark_ground import suiting_the_ground
from lsec_models.show.figures.layout.style import styled
from lsec_models.signature import explained, require_fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lsec_models.games.evolutionary.at_point import RestPointsAt

_TAKES = (
    "equilibria over parameters, sweeps, elasticities, tornados, choices, maps, paths over time, rest points, levers, "
    "basins, runs of agents and one-state solutions"
)
_SOLVED = (
    "Equilibrium",
    "ImplicitEquilibrium",
    "PiecewiseEquilibrium",
    "ConstrainedEquilibrium",
    "BargainedEquilibrium",
    "FeedbackEquilibrium",
    "BayesianEquilibrium",
)
_OVER_TIME = ("FeedbackPoint", "FeedbackTable", "FinitePoint", "OpenLoopPoint", "PeriodsPoint", "StationaryPoint")
_PANEL = 3.4
_STRIP = (6.4, 1.9)


@explained
def plot(thing: Any, *names: str, ax: Any = None, **options: Any) -> Any:
    """Draw a result, or data made of one.

    ===========================  =======================================================================================
    what                         how
    ===========================  =======================================================================================
    equilibria by name           ``plot({"led": led, "nash": nash}, "q", over={"a": (1, 9)}, at={...})``: a curve for
                                 each, their crossings marked, exactly; of one equilibrium too; over two parameters,
                                 ``over={"a": (1, 9), "b": (1, 2)}``, surfaces
    ``sweep(...)``               ``plot(data, "q")``: a curve for each equilibrium, or surfaces over two parameters
    a choice                     ``plot(choice, "firm", over={"a": (0, 9)}, at={...})``: what a player earns in each
                                 mode, thick where it is chosen, thresholds marked;
                                 ``plot(choice, "a", at={...}, over=(0, 9))``: the mode along a parameter;
                                 ``plot(choice, "a", "b", at={...}, over={"a": (0, 9), "b": (0, 4)})``: over a plane;
                                 with ``across={"c": (1, 2, 3)}`` a map for each value of a third parameter
    ``choice.thresholds(...)``,  the same, from the map itself
    ``choice.regions(...)``
    regimes along a parameter    ``plot(found)``: which holds where; ``plot(found, "q")``: a curve for each regime
    a solution over time         ``plot(found, "G", "u", until=20)``: paths of states, decisions, reports and payoff
                                 flows, as far as the solution has them; of the states without names; in continuous
                                 time or in periods, with or without an end
    solutions over time by name  ``plot({"alone": one, "sharing": other}, "G", until=20)``: the same path of each
    ``monte_carlo(...)``         ``plot(drawn, "q")``: bands between quantiles along the swept parameter
    ``elasticities(...)``        ``plot(percent)``: a cell for each quantity and parameter, with its number;
                                 ``plot(percent, "q")``: a bar for each parameter
    a tornado                    ``plot(tornado(led, "q", at={...}))``: a bar for each parameter, the longest at the top
    rest points at a point       paths and rest points in the square of two pairs of strategies, the triangle of three,
                                 or the cube of three pairs; ``plot(found, "hawk", until=20)``: shares over time, from a
                                 fan of starts, or from ``starts=[{"hawk": 0.3}]``
    ``basins(found)``            which stable rest point each start tends to, in the same spaces
    ``simulate_agents(...)``     ``plot(seen, "hawk")``: runs over time, and the path of the mean dynamics
    a path of a lever            ``plot(found)``: the lever over time beside the best constant; ``plot(found, "lax")``:
                                 shares along it
    a one-state solution         the plane of state and control; ``plot(found, "value")``: what paths are worth
    ===========================  =======================================================================================

    All but rest points and what follows them takes ``words={"lambda": "commission", "self_run": "own host"}``: what
    axes, curves and regions are called. What names mean by a game's `meanings`, and a sweep's own ``long_name`` and
    ``units``, stand at the axes too.

    Parameters
    ----------
    thing : Dataset, equilibrium, ChoiceEquilibrium, LineMap, PlanarMap, RegimesAlong, solution over time at a point, \
RestPointsAt, LeverPath, Basins, AgentPaths, Tornado, DataFrame, OneStateSolution, or mapping from str to equilibria \
or to solutions over time
        A dataset is what `sweep` or `monte_carlo` returns, a data frame what `elasticities` does.
    *names : str
        What to draw, as above.
    ax : matplotlib.axes.Axes, optional
        Where; new axes of a new figure, in the package's style, without it. A row of maps takes a sequence of them.
    **options
        As above.

    Returns
    -------
    matplotlib.axes.Axes, or a tuple of them for a row of maps

    Raises
    ------
    DeclarationError
        If there is no figure of it (the message says what to draw instead), or a name or option is missing or none.
    UnknownName
        If there is no quantity of a name.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, F = parameters("a F", positive=True)
    >>> q = decisions("q")
    >>> closed = solve(Game(players=[Player("firm", decides=[q], payoff=q * (a - q))]))
    >>> opened = solve(Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)]))
    >>> axes = plot({"closed": closed, "open": opened}, "firm", over={"a": (0, 3)}, at={"F": 3})
    >>> axes.get_xlabel(), axes.get_ylabel(), [text.get_text() for text in axes.texts]
    ('$a$', 'payoff of firm', ['closed', 'open', '2'])
    """
    drawing = _drawing(thing, names, options)
    if drawing is None:
        raise refusal("plot", _TAKES, thing)
    require_fit("plot", signature(partial(drawing.draw, ax)), (thing, *names), options)
    _require_texts(options.get("words", NO_WORDS))
    if ax is not None:
        with ExitStack() as grounds:
            for axes in (ax,) if hasattr(ax, "plot") else ax:
                grounds.enter_context(suiting_the_ground(axes))
            drawing.draw(ax, thing, *names, **options)
        return ax
    with styled():
        ax = drawing.new_axes()
        drawing.draw(ax, thing, *names, **options)
    return ax


def _require_texts(words: object) -> None:
    """Refuse words that are not texts by name."""
    if not isinstance(words, Mapping) or not all(isinstance(text, str) for text in words.values()):
        raise DeclarationError(f"words = {words!r}: give texts by name, as in words={{'lambda': 'commission'}}")


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    """What draws a thing, and what makes new axes for it."""

    draw: Callable[..., None]
    new_axes: Callable[[], Any]


def _drawing(thing: Any, names: Sequence[str], options: Mapping[str, Any]) -> _Drawing | None:
    """Return how a thing is drawn, by the name of its kind: the modules of most kinds need not be loaded."""
    kind = type(thing).__name__
    if kind == "Dataset" and "left_out" in thing:
        return _Drawing(draw=_from("curves.quantile_bands.plot_bands"), new_axes=_plane)
    if kind == "DataFrame":
        is_drawn = {"described", "error"} <= thing.attrs.keys()
        return _Drawing(draw=_from("maps.elasticity_map.plot_elasticities"), new_axes=_plane) if is_drawn else None
    if kind == "Dataset":
        moving = sum(name not in ("structure", "rest_point") for name in thing.dims)
        return _Drawing(draw=_from("curves.solved_curves.plot_sweep"), new_axes=_space if moving == 2 else _plane)
    if kind in ("ChoiceEquilibrium", "FollowedEquilibrium"):
        return _drawing_of_choice(thing, names, options)
    if isinstance(thing, Mapping) or (kind in _SOLVED and "over" in options):
        return _drawing_of_equilibria(thing, options)
    if kind == "LineMap":
        return _Drawing(draw=_from("maps.region_map.draw_strip"), new_axes=_strip)
    if kind == "RegimesAlong":
        return _Drawing(draw=plot_regimes, new_axes=_plane if names else _strip)
    drawings: Mapping[str, Callable[[], Callable[..., None]]] = {
        "PlanarMap": lambda: _from("maps.region_map.draw_region_map"),
        **dict.fromkeys(_OVER_TIME, lambda: _from("curves.time_paths.plot_paths")),
        "OneStateSolution": lambda: plot_one_state,
        "RestPointsAt": lambda: plot_populations,
        "LeverPath": lambda: _from("phase_portraits.lever_paths.plot_lever"),
        "Basins": lambda: _from("phase_portraits.population_basins.draw_basins"),
        "AgentPaths": lambda: _from("phase_portraits.population_agents.draw_agents"),
        "Tornado": lambda: _from("curves.tornado_bars.plot_tornado"),
    }
    populations = thing if kind == "RestPointsAt" else getattr(thing, "found", None) if kind == "Basins" else None
    in_space = populations is not None and not names and populations.game.shape == (2, 2, 2)
    return _Drawing(draw=drawings[kind](), new_axes=_space if in_space else _plane) if kind in drawings else None


def _drawing_of_choice(choice: Any, names: Sequence[str], options: Mapping[str, Any]) -> _Drawing:
    if names and names[0] in choice.choice.players and names[0] not in choice.ring.names:
        return _Drawing(draw=_from("curves.solved_curves.plot_payoffs_of_modes"), new_axes=_plane)
    if "across" in options:
        _, values = _from("maps.choice_maps.third_parameter")(options["across"])
        return _Drawing(draw=_from("maps.choice_maps.plot_row_of_maps"), new_axes=partial(_row, len(values)))
    return _Drawing(draw=_from("maps.choice_maps.plot_choice"), new_axes=_strip if len(names) == 1 else _plane)


def _drawing_of_equilibria(things: Any, options: Mapping[str, Any]) -> _Drawing:
    kinds = {type(one).__name__ for one in things.values()} if isinstance(things, Mapping) else set()
    if kinds & {*_OVER_TIME}:
        return _Drawing(draw=_from("curves.time_paths.plot_paths_of_several"), new_axes=_plane)
    over = options.get("over")
    in_space = isinstance(over, Mapping) and len(over) == 2
    return _Drawing(draw=_from("curves.solved_curves.plot_solved"), new_axes=_space if in_space else _plane)


def _from(path: str) -> Callable[..., Any]:
    module, _, name = path.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(f"lsec_models.show.figures.{module}"), name)
    return found


def _plane(**options: Any) -> Axes:
    import matplotlib.pyplot as plt

    axes: Axes = plt.subplots(layout="constrained", **options)[1]
    return axes


def _space() -> Axes:
    return _plane(subplot_kw={"projection": "3d"})


def _strip() -> Axes:
    return _plane(figsize=_STRIP)


def _row(count: int) -> tuple[Axes, ...]:
    import matplotlib.pyplot as plt

    _, row = plt.subplots(1, count, sharey=True, squeeze=False, figsize=(_PANEL * count, _PANEL), layout="constrained")
    return tuple(row[0])


def plot_regimes(ax: Axes, found: Any, quantity: str = "", *, words: Mapping[str, str] = NO_WORDS) -> None:
    """Draw which regime holds along a parameter, or a quantity, a curve for each regime."""
    if quantity:
        _from("curves.regime_curves.plot_regime_curves")(ax, found, quantity, words=words)
    else:
        _from("maps.region_map.draw_strip")(ax, found.line_map, words=words)


def plot_one_state(ax: Axes, solution: Any, what: str = "phase") -> None:
    """Draw the plane of state and control, or what each stable path is worth."""
    from lsec_models.show.figures.phase_portraits.phase import draw_phase, draw_values

    drawings: Mapping[str, Callable[[Axes, Any], None]] = {"phase": draw_phase, "value": draw_values}
    require_known(what, drawings, f"no figure {what!r} of a one-state solution")
    drawings[what](ax, solution)
    ax.set_xlabel(f"${to_latex(solution.problem.state)}$")
    ax.set_ylabel(f"${to_latex(solution.problem.control)}$" if what == "phase" else "value")


def plot_populations(
    ax: Axes, found: RestPointsAt, *names: str, until: float = 30.0, starts: Sequence[object] | None = None
) -> None:
    """Draw paths in the space of shares, or shares over time."""
    from lsec_models.show.figures.phase_portraits.populations import draw_portrait, draw_shares

    if names:
        draw_shares(ax, found, names, until=until, starts=starts)
    else:
        draw_portrait(ax, found, until=until, starts=starts)
