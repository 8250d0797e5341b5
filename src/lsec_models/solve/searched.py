"""Which games are solved by search in numbers, since no exact solver reaches them at any point."""

from __future__ import annotations

from lsec_models.games.static.chance.declaration import solved_at_points_only
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.solve.polynomial.reach import is_beyond_elimination


def is_searched(game: Game) -> bool:
    """Whether decisions are searched for in numbers.

    They are where payoffs have exp, log or free powers, and where stages of decisions have rational payoffs beyond
    elimination (:func:`lsec_models.solve.polynomial.reach.is_beyond_elimination`). Payoffs that depend on signals, on
    long samples or on smooth laws are never written out, and not asked.

    Parameters
    ----------
    game : Game
    """
    if game.signals or solved_at_points_only(game):
        return False
    if not game.is_rational:
        return True
    is_plain = game.representative is game and not game.hidden
    is_of_stages = is_plain and game.then is None and not game.bargains and not game.given
    return is_of_stages and is_beyond_elimination(game)


def kinks_are_searched(game: Game) -> bool:
    """Whether kinks are all that makes a smooth game of more decisions than elimination reaches.

    Parameters
    ----------
    game : Game
        As it is solved, each kink a decision.
    """
    if not isinstance(game, RepresentativeGame) or game.alike or game.expected or game.declared.random:
        return False
    return bool(game.kinks) and is_beyond_elimination(game)
