"""``lsec sweep`` and ``lsec plot``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lsec_models.cli.asked import asked_game, asked_values, in_order, require_each_once
from lsec_models.cli.terminal import tell

if TYPE_CHECKING:
    import xarray as xr


def sweep_game(arguments: argparse.Namespace) -> int:
    """Evaluate a game over a grid; print it as CSV, or write it to a file, or keep it in a store."""
    from lsec_models.show.export.interchange.sweep_files import sweep_table, write_sweep, writer_of

    reduce = _reductions(arguments)
    if arguments.out is not None:
        writer_of(arguments.out)
    options = {"backend": arguments.backend, "store": arguments.store, "client": arguments.scheduler}
    data = _swept(arguments, quantities=arguments.quantity or None, reduce=reduce, **options)
    if reduce is not None:
        print(_totals(data))
    elif arguments.out is not None:
        write_sweep(data, arguments.out)
    elif arguments.store is None:
        print(sweep_table(data).to_csv(index=False, lineterminator="\n"), end="")
    if arguments.store is not None:
        tell(f"{arguments.store}: read it with xarray.open_zarr")
    _warn(data)
    return 0


def _reductions(arguments: argparse.Namespace) -> dict[str, list[str]] | None:
    """Return what is asked of all points together, as `sweep` takes it."""
    from lsec_models.errors import DeclarationError

    asked: dict[str, list[str]] = {}
    for text in arguments.reduce:
        name, equals, word = text.partition("=")
        if not equals and name != "region":
            raise DeclarationError(f"--reduce {text}: write NAME=WORD, as in q=mean, or region")
        asked.setdefault(name, []).append(word or "count")
    if asked and (arguments.out is not None or arguments.quantity):
        raise DeclarationError("--reduce says what is asked of which quantity; leave --out and --quantity out")
    return asked or None


def _totals(data: xr.Dataset) -> str:
    """Return reductions as lines: what, of which equilibrium or region, and the number."""
    import numpy as np

    lines = []
    for name, variable in data.data_vars.items():
        for index, value in np.ndenumerate(variable.values):
            places = (str(data[dim].values[i]) for dim, i in zip(variable.dims, index, strict=True))
            lines.append(f"{' | '.join([str(name), *places])}: {value:.10g}")
    return "\n".join(lines)


def plot_game(arguments: argparse.Namespace) -> int:
    """Draw a quantity of a game along a parameter, or as a surface over two, as an SVG or PNG file."""
    from matplotlib.figure import Figure

    from lsec_models.errors import DeclarationError
    from lsec_models.files import write_atomically
    from lsec_models.show.figures.layout.save import rendered
    from lsec_models.show.figures.layout.style import styled
    from lsec_models.show.figures.plot import plot

    ending = arguments.out.suffix.removeprefix(".")
    if ending not in ("svg", "png"):
        raise DeclarationError(f"{arguments.out}: a figure is written as .svg or .png; name a file that ends so")
    if len(arguments.over) > 2:
        raise DeclarationError(
            f"--over has {len(arguments.over)} parameters, and a figure shows one or two; give each of the others a "
            "number in --at"
        )
    data = _swept(arguments)
    with styled():
        figure = Figure(layout="constrained")
        axes = figure.add_subplot(projection="3d") if len(arguments.over) == 2 else figure.add_subplot()
        plot(data, arguments.quantity, ax=axes)
        write_atomically(arguments.out, rendered(figure, ending)[ending])
    _warn(data)
    return 0


def _swept(arguments: argparse.Namespace, **options: Any) -> xr.Dataset:
    """Return the sweep: of one equilibrium, of one for each order, or of the game solved at each point."""
    from lsec_models.arguments import read_ranges
    from lsec_models.errors import DeclarationError
    from lsec_models.evaluate import sweep
    from lsec_models.games.static.game import Game

    game = asked_game(arguments)
    over = read_ranges(arguments.over, game)
    at: dict[Any, object] = {
        parameter: value for parameter, value in asked_values(arguments, game).items() if parameter.name not in over
    }
    require_each_once(arguments, game, over, at)
    games: Sequence[Any] = [in_order(game, order) for order in arguments.order or [None]]
    if len(games) > 1 and arguments.corners:
        raise DeclarationError("--corners takes one order; give --order once, and run the command for each")
    if arguments.corners:
        if not isinstance(game, Game):
            raise DeclarationError("--corners goes with games without states, in which nobody learns; leave it out")
        return sweep(games[0], over=over, at=at, **options)
    solved = _in_closed_form(games)
    if not solved:
        if len(games) > 1:
            raise DeclarationError(
                "a game without closed forms is solved at each point, in one order; give --order once, and run the "
                "command for each"
            )
        return sweep(games[0], over=over, at=at, **options)
    return sweep(solved if len(games) > 1 else solved[games[0].label], over=over, at=at, **options)


def _in_closed_form(games: Sequence[Any]) -> dict[str, Any]:
    """Return the equilibria of all games by their labels; none where they are solved at points only."""
    from lsec_models.errors import NoClosedForm, NotRational
    from lsec_models.games.static.chance.declaration import solved_at_points_only
    from lsec_models.games.static.chance.information.signalling import private_types
    from lsec_models.games.static.game import Game
    from lsec_models.solve import solve

    is_static = isinstance(games[0], Game)
    if is_static and (solved_at_points_only(games[0]) or private_types(games[0])):
        return {}
    try:
        return {game.label: solve(game) for game in games}
    except (NoClosedForm, NotRational):
        if not is_static:
            raise
        return {}


def _warn(data: xr.Dataset) -> None:
    for line in str(data.attrs.get("caveat", "")).splitlines():
        tell(line)
    for line in str(data.attrs.get("not_in_closed_form", "")).splitlines():
        tell(f"left out, not in closed form: {line}")
