"""A static game in a table: who decides what, when, and for which payoff, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.description import Description
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.information.signal import Signal

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


def description_of(game: Game) -> Description:
    """Return who decides what, when, and for which payoff, and what is assumed."""
    moves = [(move.player, str(stage.number)) for stage in game.stages for move in stage.moves]
    stages = {p.name: ", ".join(number for name, number in moves if name == p.name) for p in game.players}
    names = {p.name: f"{p.name}, one of {p.copies}" if p.is_one_of_several else p.name for p in game.players}
    rows = [(stages[p.name] or "-", names[p.name], tuple(p.decides) or "-", p.payoff) for p in game.players]
    return Description(
        title=f"Game {game.label}",
        columns=("stage", "player", "decides", "payoff"),
        rows=tuple(sorted(rows, key=lambda row: (row[0] == "-", row[0]))),
        notes=tuple(_notes(game)),
    )


def _notes(game: Game) -> Iterator[tuple[Any, ...]]:
    for name, value in game.report.items():
        yield f"reported: {name} =", value
    for owner, relations in by_owner(game.constraints):
        for relation in relations:
            if relation is not sp.true:
                yield f"constraint of {owner}:" if owner else "constraint:", relation
    for symbol, value in game.expectations.items():
        yield f"expected: {symbol} =", value
    for player in game.players:
        if player.sees:
            yield f"{player.name} sees", *player.sees
    for player in game.players:
        if player.risk:
            yield (f"{player.name} shuns risk by {player.risk}",)
    for one in game.signals:
        if isinstance(one, Signal):
            yield f"signal {one} of", one.of, f"with noise of variance {one.noise}"
    for drawn in game.random:
        yield (f"random: {drawn} has the law {drawn.law}",)
    for relation in game.assuming:
        if relation is not sp.true:
            yield "assuming", relation
    if game.then is not None:
        yield "then", str(game.then)
