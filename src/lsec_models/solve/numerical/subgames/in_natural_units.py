"""Subgames of a game in units in which its numbers are about one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import unit_of
from lsec_models.solve.numerical.units.natural_units import NaturalUnits

_REMEMBERED = 64


def in_natural_units(
    game: Game, parameters: Mapping[str, Numbers], *, is_compiled: bool = False
) -> tuple[Subgames, dict[str, Numbers]]:
    """Return the subgames of a game, and its parameters, with units if any is not one.

    Parameters
    ----------
    game : Game
        Of single movers.
    parameters : mapping from str to array of shape (points,)
    is_compiled : bool, optional
        Whether what is decided inside all bounds is found in machine code.
    """
    units = _natural_units(game).at(parameters)
    if all((unit == 1).all() for unit in units.values()):
        return Subgames(game, is_compiled=is_compiled), dict(parameters)
    given = dict(parameters) | {unit_of(name): unit for name, unit in units.items()}
    return Subgames(game, is_compiled=is_compiled, has_units=True), given


@lru_cache(_REMEMBERED)
def _natural_units(game: Game) -> NaturalUnits:
    return NaturalUnits(game)
