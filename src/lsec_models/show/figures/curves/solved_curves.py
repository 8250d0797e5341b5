"""A quantity of solved games over one parameter, as curves whose crossings are exact, or over two, as surfaces."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from lsec_models.algebra.domains.parameter_point import exact_number, given_values
from lsec_models.errors import DeclarationError, require_known
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.evaluate.plan import STRUCTURE
from lsec_models.evaluate.rest_points.plan import REST_POINT
from lsec_models.evaluate.sweep import sweep_of
from lsec_models.games.axes import exact_ranges
from lsec_models.games.choice.declaration import mode_label
from lsec_models.games.frozen import Frozen
from lsec_models.games.refusals import refusal
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.show.export.evidence_note import note_evidence
from lsec_models.show.figures.curves.lines import draw_lines, label_lines, sweep_lines
from lsec_models.show.figures.layout.axis_words import NO_WORDS, axis_words, drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lsec_models.algebra.decomposition.line_map import LineMap
    from lsec_models.games.choice.equilibrium import ChoiceEquilibrium

_VALUES = {1: 201, 2: 41}
_NOWHERE: Mapping[Any, Any] = Frozen({})
_CHOSEN: Mapping[str, Any] = {"linewidth": 5.0, "alpha": 0.25, "solid_capstyle": "butt", "zorder": 1}


def plot_sweep(ax: Axes, data: Any, quantity: str, *, words: Mapping[str, str] = NO_WORDS) -> None:
    """Draw a quantity of a sweep over one parameter as curves, over two as surfaces."""
    _require_quantity(data, quantity)
    data = data.rename({REST_POINT: STRUCTURE}) if REST_POINT in data.dims else data
    moving = [str(name) for name in data.dims if name != STRUCTURE]
    if len(moving) not in _VALUES:
        raise DeclarationError(
            f"a figure needs one parameter that moves, or two, and the sweep has {', '.join(moving) or 'none'}; "
            "pick one value of the others, as in plot(data.isel({name: 0}), quantity)"
        )
    if len(moving) == 2:
        _surfaces(ax, data, quantity, moving, words)
    else:
        _curves(ax, data, quantity, words)


def plot_solved(
    ax: Axes,
    solved: Swept | Mapping[str, Swept],
    quantity: str,
    *,
    over: Mapping[Any, Any],
    at: Mapping[Any, Any] = _NOWHERE,
    words: Mapping[str, str] = NO_WORDS,
) -> None:
    """Draw a quantity of one or several equilibria over one parameter, or over two.

    Over one each crossing is marked exactly, where all are closed forms. A parameter that is declared integer takes the
    whole numbers of its range.
    """
    ranges = _ranges(over)
    several = solved if isinstance(solved, Mapping) else {"": solved}
    data = sweep_of(quantity, solved, over=_sampled(ranges, several), at=at)
    plot_sweep(ax, data, quantity, words=words)
    closed = all(not isinstance(found, ImplicitEquilibrium) for found in several.values())
    if len(ranges) == 1 and isinstance(solved, Mapping) and closed:
        from lsec_models.show.figures.curves.crossings import crossings
        from lsec_models.show.figures.layout.marked_thresholds import mark_thresholds

        ((parameter, between),) = ranges.items()
        mark_thresholds(ax, crossings(solved, quantity, parameter, at=_exact(at), between=between), lines=True)


def plot_payoffs_of_modes(
    ax: Axes,
    choice: ChoiceEquilibrium,
    player: str,
    *,
    over: Mapping[Any, Any],
    at: Mapping[Any, Any] = _NOWHERE,
    words: Mapping[str, str] = NO_WORDS,
) -> None:
    """Draw a player's payoff in each mode over one parameter; thick where the mode is chosen, thresholds marked."""
    from lsec_models.show.figures.layout.marked_thresholds import mark_thresholds

    ranges = _ranges(over)
    if len(ranges) != 1:
        raise DeclarationError(
            f"payoffs of modes move with one parameter, not {len(ranges)}; over two, a map shows who chooses what, "
            "plot(choice, x, y, over={...}, at={...})"
        )
    ((parameter, between),) = ranges.items()
    solved = _modes_with(choice, player)
    fixed = {str(key): value for key, value in at.items()}
    names = {name for found in solved.values() for name in found.ring.names}
    chosen = choice.thresholds(parameter, at=at, over=between)
    own = {name: value for name, value in fixed.items() if name in names}
    data = sweep_of(player, solved, over=_sampled(ranges, solved), at=own)
    _curves(ax, data, player, words, palette=tuple(map(mode_label, choice.modes)), chosen=chosen)
    mark_thresholds(ax, chosen.thresholds, lines=True)


def _modes_with(choice: ChoiceEquilibrium, player: str) -> dict[str, Swept]:
    """Return the equilibria of the modes in which a player takes part."""
    found: dict[str, Swept] = {}
    for name, mode in choice.modes.items():
        if mode.solved is not None and not isinstance(mode.solved, Swept):
            raise refusal("plot", "modes that are solved games", mode.solved, label=mode_label(name))
        if mode.solved is not None and any(one.name == player for one in mode.solved.game.players):
            found[mode_label(name)] = mode.solved
    return found


def _curves(
    ax: Axes,
    data: Any,
    quantity: str,
    words: Mapping[str, str],
    *,
    palette: tuple[str, ...] = (),
    chosen: LineMap[str] | None = None,
) -> None:
    """Draw a sweep over one parameter; where a mode is chosen, a band lies below its curve."""
    (moving,) = (str(name) for name in data.dims if name != STRUCTURE)
    several = STRUCTURE in data.dims
    dataset = data if several else data.expand_dims({STRUCTURE: [quantity]})
    labels = [str(label) for label in dataset[STRUCTURE].values]
    names = {label: drawable(words.get(label, label.replace("_", " "))) for label in labels}
    lines = sweep_lines(dataset, quantity, labels, names, palette=palette)
    x = data[moving].values
    for piece in chosen.pieces if chosen else ():
        for line in lines:
            if piece.label in names and f"\n{names[piece.label]}\n" in f"\n{line.label}\n":
                held = (x >= float(piece.low)) & (x <= float(piece.high))
                ax.plot(x[held], line.values[held], color=line.style["color"], **_CHOSEN)
    draw_lines(ax, x, lines)
    ax.set_xlabel(axis_words(moving, data[moving].attrs, words))
    ax.set_ylabel(axis_words(quantity, data[quantity].attrs, words))
    note_evidence(ax, data.attrs.get("caveat", ""))
    if several:
        label_lines(ax, lines, x)


def _surfaces(ax: Axes, data: Any, quantity: str, moving: list[str], words: Mapping[str, str]) -> None:
    from lsec_models.show.figures.curves.surfaces import draw_surfaces

    draw_surfaces(ax, data, quantity, x=moving[0], y=moving[1], words=words)
    note_evidence(ax, data.attrs.get("caveat", ""))


def _require_quantity(data: Any, quantity: str) -> None:
    quantities = [str(name) for name, column in data.data_vars.items() if "flag_values" not in column.attrs]
    require_known(quantity, quantities, f"no quantity {quantity!r} in this sweep")


def _ranges(over: Mapping[Any, Any]) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the exact ends of each range, by parameter."""
    found = exact_ranges(over, "over")
    if len(found) not in _VALUES:
        raise DeclarationError(
            f"a figure moves one parameter or two, and over= has {', '.join(found) or 'none'}; put the value of a "
            "parameter that stays into at="
        )
    return found


def _sampled(ranges: Mapping[str, tuple[Fraction, Fraction]], solved: Mapping[str, Swept]) -> dict[Any, object]:
    """Return the values at which curves are drawn."""
    counting = {s.name for found in solved.values() for s in found.ring.symbols if s.is_integer}
    count = _VALUES[len(ranges)]
    return {
        name: _whole_numbers(name, low, high, count) if name in counting else (low, high, count)
        for name, (low, high) in ranges.items()
    }


def _whole_numbers(name: str, low: Fraction, high: Fraction, count: int) -> list[int]:
    """Return the whole numbers of a range; of many, some that are spread evenly."""
    numbers = range(ceil(low), floor(high) + 1)
    if not numbers:
        raise DeclarationError(
            f"the range of {name}, from {low} to {high}, has no whole number, and {name} is declared integer; widen it"
        )
    return list(numbers[:: -(-len(numbers) // count)])


def _exact(at: Mapping[Any, Any]) -> dict[str, Fraction]:
    return {name: exact_number(value, name) for name, value in given_values(at).items()}
