"""Which mode is chosen: a strip along one parameter, a map over two, a row of maps over a third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number, given_values
from lsec_models.errors import DeclarationError
from lsec_models.games.choice.declaration import mode_label
from lsec_models.show.export.formulas import to_latex
from lsec_models.show.figures.layout.axis_words import NO_WORDS
from lsec_models.show.figures.layout.region_names import RegionStyle
from lsec_models.show.figures.maps.region_map import draw_region_map, draw_strip, region_styles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lsec_models.games.choice.equilibrium import ChoiceEquilibrium

_TITLE_PAD = 6.0
_POINTS_PER_INCH = 72
_Words = Mapping[str, str]


def plot_choice(
    ax: Axes,
    choice: ChoiceEquilibrium,
    x: str,
    y: str | None = None,
    *,
    at: Mapping[Any, Any],
    over: Any,
    words: _Words = NO_WORDS,
) -> None:
    """Draw which mode is chosen along one parameter, or over two."""
    if y is None:
        along = choice.thresholds(x, at=at, over=over)
        draw_strip(ax, along, words=words, styles=_styles(choice, [piece.label for piece in along.pieces]))
    else:
        planar = choice.regions(x, y, at=at, over=over)
        draw_region_map(ax, planar, words=words, styles=_styles(choice, planar.labels))


def plot_row_of_maps(
    ax: Sequence[Axes],
    choice: ChoiceEquilibrium,
    x: str,
    y: str,
    *,
    at: Mapping[Any, Any],
    over: Mapping[Any, Any],
    across: Mapping[Any, Sequence[object]],
    words: _Words = NO_WORDS,
) -> None:
    """Draw a map for each value of a third parameter, a mode in the same colour in all of them."""
    name, values = third_parameter(across)
    maps = [choice.regions(x, y, at={**at, name: value}, over=over) for value in values]
    styles = _styles(choice, [label for planar in maps for label in planar.labels])
    for axes, planar, value in zip(ax, maps, values, strict=True):
        draw_region_map(axes, planar, words=words, styles=styles)
        title = f"${to_latex(sp.Symbol(name))} = {float(exact_number(value, name)):.4g}$"
        axes.set_title(title, pad=_TITLE_PAD + _height_of_legend(axes))
        axes.label_outer()


def _height_of_legend(axes: Axes) -> float:
    """Return how far the legend of a map reaches above it, in points."""
    legend, figure = axes.get_legend(), axes.get_figure(root=True)
    if legend is None or figure is None:
        return 0.0
    return float(legend.get_window_extent().height / figure.dpi * _POINTS_PER_INCH)


def third_parameter(across: Mapping[Any, Sequence[object]]) -> tuple[str, Sequence[object]]:
    """Return the name of the parameter that a row of maps moves through, and its values."""
    given = given_values(across)
    if len(given) != 1:
        raise DeclarationError(f"across= has {', '.join(given) or 'nothing'}; write across={{name: (one, two, three)}}")
    ((name, values),) = given.items()
    if not isinstance(values, Sequence) or isinstance(values, str) or not values:
        raise DeclarationError(f"across= gives {name} the value {values!r}; write across={{{name!r}: (one, two)}}")
    return name, values


def _styles(choice: ChoiceEquilibrium, labels: Sequence[str]) -> Mapping[str, RegionStyle]:
    """Return the fills of all modes, in the order in which they are declared, and of whatever else is shown."""
    return region_styles([*map(mode_label, choice.modes), *labels])
