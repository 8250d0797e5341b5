"""What a dataset says of parameters and quantities: how they are written, what they mean, and in which unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import sympy as sp

from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.frozen import Frozen
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
    known = {name: {"long_name": said.words, "units": said.unit} for name, said in meanings.items()}
    return {name: {**own, **known.get(name, {})} for name, own in attributes.items()}


def agreed_meanings(swept: Iterable[object]) -> Mapping[str, Meaning]:
    """Return what names mean in games and results, as far as all agree that say what a name means.

    Examples
    --------
    >>> from lsec_models import Player, decisions, solve
    >>> p = decisions("p")
    >>> firm = Player("firm", decides=[p], payoff=p * (1 - p))
    >>> one = Game(players=[firm], meanings={"p": ("price", "euro"), "firm": ("profit", "euro")})
    >>> other = Game(players=[firm], meanings={"p": ("fee", "euro")})
    >>> sorted(agreed_meanings([solve(one), other]))
    ['firm']
    """
    said: dict[str, set[Meaning]] = {}
    for game in _games_in(swept):
        for name, meaning in game.meanings.items():
            said.setdefault(name, set()).add(meaning)
    return Frozen({name: next(iter(known)) for name, known in said.items() if len(known) == 1})


def _games_in(swept: Iterable[object]) -> Iterator[Any]:
    for one in swept:
        if isinstance(one, Choice):
            yield from _games_in(one.among.values())
        elif isinstance(one, ChoiceEquilibrium):
            yield from _games_in([one.choice, getattr(one, "game", None)])
        elif isinstance(one, Game) and isinstance(one.then, Choice):
            yield from (one, *_games_in([one.then]))
        else:
            game = getattr(one, "game", one)
            yield from [game] if hasattr(game, "meanings") else []
