"""What the names of a game file stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lsec_models.errors import ParseError, excerpt_of, nearest
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.meaning import Meaning, told_meaning
from lsec_models.games.over_time import GameOverTime
from lsec_models.games.static.game import Game

DeclaredGame = Game | EvolutionaryGame | DifferentialGame | DifferenceGame


def read_meanings(table: Mapping[str, Any], game: DeclaredGame) -> dict[str, Meaning]:
    """Return words and a unit for each name that a section tells.

    Raises
    ------
    ParseError
        If a name is not one of the game, or it is told by anything else than two lines of text.
    """
    known, found = set(names_in(game)), {}
    for name, said in table.items():
        if name not in known:
            raise ParseError(f"meanings: there is no {excerpt_of(name)} in this game; {nearest(name, known)}")
        meaning = told_meaning(said)
        if meaning is None:
            raise ParseError(
                f'meanings.{name}: this must be words and a unit, each in one line, as in ["wholesale price", "euro"], '
                'with "1" for the unit of a pure number'
            )
        found[name] = meaning
    return found


def names_in(game: DeclaredGame) -> Iterator[str]:
    """Yield the names of what a sweep of a game may show: of a player, the payoff."""
    yield from (parameter.name for parameter in game.parameters)
    if isinstance(game, EvolutionaryGame):
        yield from game.names
        return
    yield from (decision.name for decision in game.decisions)
    yield from (player.name for player in game.players)
    if isinstance(game, GameOverTime):
        yield from (stock.name for stock in game.stocks)
    if isinstance(game, Game | DifferentialGame):
        yield from game.report
    if isinstance(game, Game) and isinstance(game.then, Choice):
        for mode in game.then.among.values():
            yield from names_in(mode) if isinstance(mode, Game) else ()
