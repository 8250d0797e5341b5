"""What a dataset says of parameters and quantities: how they are written, what they mean, and in which unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import sympy as sp

from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.meaning import Meaning
from lsec_models.games.static.game import Game

Attributes = dict[str, dict[str, str]]
latex_of = lru_cache(maxsize=1024)(sp.latex)


def attributes_of(game: Game | DifferentialGame, name: str) -> dict[str, str]:
    """Return the attributes of a quantity of a game, its meaning aside."""
    for player in game.players:
        if name == player.name:
            return payoff_attributes(name)
        for decision in player.decides:
            if name == decision.name:
                return {"latex": sp.latex(decision), "kind": "decision", "player": player.name}
    return {"latex": rf"\text{{{name.replace('_', ' ')}}}", "kind": "report"}


def payoff_attributes(player: str) -> dict[str, str]:
    """Return the attributes of a player's payoff."""
    words = player.replace("_", " ")
    latex, long_name = rf"\pi_{{\text{{{words}}}}}", f"payoff of {words}"
    return {"latex": latex, "long_name": long_name, "kind": "payoff", "player": player}


def parameter_attributes(symbols: Iterable[sp.Symbol]) -> Attributes:
    """Return the attributes of parameters, sorted by name, their meanings aside."""
    return {symbol.name: {"latex": latex_of(symbol)} for symbol in sorted(symbols, key=lambda symbol: symbol.name)}


def in_words(attributes: Attributes, meanings: Mapping[str, Meaning]) -> Attributes:
    """Return attributes by name, and what those names mean that are known.

    Examples
    --------
    >>> in_words({"w": {"latex": "w"}}, {"w": Meaning("wholesale price", "euro")})
    {'w': {'latex': 'w', 'long_name': 'wholesale price', 'units': 'euro'}}
    """
    known = {name: said.attributes for name, said in meanings.items()}
    return {name: {**own, **known.get(name, {})} for name, own in attributes.items()}
