"""``lsec sweep`` and ``lsec plot``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lsec_models.cli.asked import asked_game, asked_values, in_order

if TYPE_CHECKING:
    import xarray as xr


def sweep_game(arguments: argparse.Namespace) -> int:
    """Evaluate a game over a grid; print it as CSV, or write it to a file."""
    from lsec_models.show.export.interchange.sweep_files import sweep_table, write_sweep, writer_of

    if arguments.out is not None:
        writer_of(arguments.out)
    data = _only(_swept(arguments), arguments.quantity)
    if arguments.out is None:
        print(sweep_table(data).to_csv(index=False, lineterminator="\n"), end="")
    else:
        write_sweep(data, arguments.out)
    _warn(data)
    return 0


def plot_game(arguments: argparse.Namespace) -> int:
    """Draw a quantity of a game along a parameter, as an SVG or PNG file."""
    from matplotlib.figure import Figure

    from lsec_models.errors import DeclarationError
    from lsec_models.files import write_atomically
    from lsec_models.show.figures.plot import plot
    from lsec_models.show.figures.save import rendered
    from lsec_models.show.figures.style import styled

    ending = arguments.out.suffix.removeprefix(".")
    if ending not in ("svg", "png"):
        raise DeclarationError(f"{arguments.out}: a figure is written as .svg or .png; name a file that ends so")
    data = _swept(arguments)
    with styled():
        figure = Figure(layout="constrained")
        plot(data, arguments.quantity, ax=figure.subplots())
        write_atomically(arguments.out, rendered(figure)[ending])
    _warn(data)
    return 0


def _swept(arguments: argparse.Namespace) -> xr.Dataset:
    """Return the sweep: of one equilibrium, of one for each order, or of the game solved at each point."""
    from lsec_models.arguments import read_ranges
    from lsec_models.errors import DeclarationError
    from lsec_models.evaluate import sweep
    from lsec_models.games.static.game import Game
    from lsec_models.solve import solve

    game = asked_game(arguments)
    over = read_ranges(arguments.over, game)
    values = asked_values(arguments, game)
    at: dict[Any, object] = {parameter: value for parameter, value in values.items() if parameter.name not in over}
    games: Sequence[Any] = [in_order(game, order) for order in arguments.order or [None]]
    if len(games) > 1 and arguments.corners:
        raise DeclarationError("--corners takes one order; give --order once, and run the command for each")
    if arguments.corners:
        if not isinstance(game, Game):
            raise DeclarationError("--corners goes with games without states; leave it out for a game over time")
        return sweep(games[0], over=over, at=at)
    solved: dict[str, Any] = {other.label: solve(other) for other in games}
    return sweep(solved if len(games) > 1 else solved[games[0].label], over=over, at=at)


def _only(data: xr.Dataset, quantities: Sequence[str]) -> xr.Dataset:
    """Return the sweep with some of its quantities, and all that says where they hold."""
    from lsec_models.errors import UnknownName, nearest

    known = [str(name) for name in data.data_vars if "kind" in data[name].attrs]
    for name in quantities:
        if name not in known:
            raise UnknownName(f"no quantity {name!r} in this sweep; {nearest(name, known)}")
    return data.drop_vars([name for name in known if quantities and name not in quantities])


def _warn(data: xr.Dataset) -> None:
    for line in str(data.attrs.get("caveat", "")).splitlines():
        print(f"lsec: {line}", file=sys.stderr)
