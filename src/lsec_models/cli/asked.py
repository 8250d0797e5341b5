"""The game that a command line names, its order and the values of its parameters."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsec_models.algebra.domains.symbols import Parameter
    from lsec_models.models.parts.entry import CataloguedGame


def asked_game(arguments: argparse.Namespace) -> CataloguedGame:
    """Return the game of a file, or of the catalogue."""
    from lsec_models.catalogue import is_paper
    from lsec_models.errors import DeclarationError
    from lsec_models.games.difference.game import DifferenceGame
    from lsec_models.games.game_files.game_file import read_game
    from lsec_models.models import load

    if not (arguments.game.endswith(".toml") or Path(arguments.game).is_file()):
        if is_paper(arguments.game):
            raise DeclarationError(
                f"{arguments.game!r} is a paper, whose games have labels, which 'lsec models {arguments.game}' lists; "
                f'solve one in Python: lsec.solve(lsec.load("{arguments.game}")[LABEL])'
            )
        options = {"streamer": arguments.streamer} if arguments.streamer else {}
        found: CataloguedGame = load(arguments.game, **options)
        return found
    for option, given in (("--streamer", arguments.streamer), ("--baseline", arguments.baseline)):
        if given:
            raise DeclarationError(f"{option} goes with a model of the catalogue, not with a game file; leave it out")
    read = read_game(Path(arguments.game))
    if isinstance(read, DifferenceGame):
        raise DeclarationError(
            f"{arguments.game} is a game in periods, which the command line does not solve; in Python, "
            f"solve(read_game({arguments.game!r}), at={{...}})"
        )
    return read


def in_order(game: CataloguedGame, order: str | None) -> CataloguedGame:
    """Return the game with another order of moves, if one is given."""
    from lsec_models.arguments import read_order
    from lsec_models.errors import DeclarationError
    from lsec_models.games.evolutionary.game import EvolutionaryGame

    if isinstance(game, EvolutionaryGame):
        if order is not None:
            raise DeclarationError("populations have no order of moves; leave --order out")
        return game
    return game if order is None else game.with_order(read_order(order, game))


def asked_values(arguments: argparse.Namespace, game: CataloguedGame) -> Mapping[Parameter, Fraction]:
    """Return the values that are given, before those of the model's baseline if it is asked for."""
    from lsec_models.arguments import read_values
    from lsec_models.models.catalogue import CATALOGUE, baseline

    given = read_values(arguments.values, game)
    if not arguments.baseline:
        return given
    return baseline(CATALOGUE[arguments.game], game, arguments.streamer) | given


def require_each_once(
    arguments: argparse.Namespace,
    game: CataloguedGame,
    over: Collection[str],
    at: Collection[Parameter],
    option: str = "--at",
    ways: str = "a range in --over or a number in --at",
) -> None:
    """Require that each parameter has a range or a number, and not both; a baseline gives way to a range.

    Parameters
    ----------
    arguments : argparse.Namespace
    game : any that a command line can name
    over : collection of str
        The parameters that move.
    at : collection of sympy.Symbol
        Those that have a number, be it the baseline's.
    option, ways : str
        By which numbers are given, and what may be given to each parameter, in words.

    Raises
    ------
    DeclarationError
        If one has both, or neither.
    """
    from lsec_models.arguments import read_values
    from lsec_models.errors import DeclarationError

    twice = [parameter.name for parameter in read_values(arguments.values, game) if parameter.name in over]
    if twice:
        raise DeclarationError(f"parameter {twice[0]!r} is given by --over and by {option}; leave one out")
    missing = [p.name for p in game.parameters if p.name not in over and p not in at]
    if missing:
        own = "" if arguments.game.endswith(".toml") else ", or take the model's own by --baseline"
        raise DeclarationError(f"no value for {', '.join(missing)}; give each {ways}{own}")
