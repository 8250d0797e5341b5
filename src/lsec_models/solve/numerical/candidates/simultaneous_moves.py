"""Whether a game's players move one by one, or several of them at once: then there may be several equilibria."""

from __future__ import annotations

from lsec_models.games.static.game import Game


def moves_at_once(game: Game, first: int = 0) -> bool:
    """Whether several players move in one stage, so that there may be equilibria beside those that are found first.

    Or an expectation comes true there, as several may.

    Parameters
    ----------
    game : Game
    first : int, optional
        The place of the first stage that is looked at.
    """
    return any(
        sum(move.player not in game.hidden for move in stage.moves) > 1
        or any(decision.name in game.expected for decision in stage.decisions)
        for stage in game.stages[first:]
    )


def moves_one_by_one(game: Game) -> bool:
    """Whether one player moves in each stage, and nothing else is settled beside.

    Parameters
    ----------
    game : Game
    """
    return not game.hidden and not moves_at_once(game)
