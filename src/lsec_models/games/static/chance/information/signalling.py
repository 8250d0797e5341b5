"""Signalling games: who is of a type that nobody else sees decides first, and who sees the decision infers the type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.laws import Discrete
from lsec_models.games.static.chance.random_symbol import Random

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game

_TYPES = 2


@dataclass(frozen=True, kw_only=True)
class Signalling:
    """The parts of a signalling game.

    Attributes
    ----------
    kind : Random
        The type.
    sender, receiver : str
        The players who know it, and who infer it.
    signal, response : Decision
        What they decide.
    """

    kind: Random
    sender: str
    signal: Decision
    receiver: str
    response: Decision


def private_types(game: Game) -> list[Random]:
    """Return what players see that has one of several values."""
    return [seen for seen in game.signals if isinstance(seen, Random) and isinstance(seen.law, Discrete)]


def signalling_in(game: Game) -> Signalling:
    """Return the parts of a game in which a type is seen.

    Raises
    ------
    DeclarationError
        If it is not a game of a sender of two types, who decides one thing first, and of a receiver, who decides one
        thing then.
    """
    (kind, *more) = private_types(game)
    if len(game.signals) > 1:
        other = next(seen for seen in game.signals if seen != kind)
        raise DeclarationError(
            f"{kind} is a private type, and {other} is {'another one' if more else 'seen too'}; signalling is solved "
            f"where nothing else is seen: take {other} out of sees=, so that its expected value counts"
        )
    assert isinstance(kind.law, Discrete)
    if len(kind.law.probabilities) != _TYPES:
        raise DeclarationError(
            f"{kind} has {len(kind.law.probabilities)} values; signalling is solved for two types: declare "
            f"random({kind.name!r}, discrete({{low: 1 - rho, high: rho}}))"
        )
    who = [player.name for player in game.players if kind in player.sees]
    stages = [[(move.player, move.decisions) for move in stage.moves] for stage in game.stages]
    shape = [[len(decided) for _, decided in stage] for stage in stages]
    movers = [name for stage in stages for name, _ in stage]
    if len(who) != 1 or shape != [[1], [1]] or movers[0] != who[0] or movers[1] == who[0]:
        first = who[0]
        raise DeclarationError(
            f"{' and '.join(map(repr, who))} {'sees' if len(who) == 1 else 'see'} the type {kind}, and the order is "
            f"{game.label}; signalling is solved where one player sees the type and decides one thing first, and one "
            f"other decides one thing then: write order=[{first!r}, ...] with sees=[{kind}] for {first!r} alone, or "
            f"declare menus by constraints"
        )
    (((sender, (signal,)),), ((receiver, (response,)),)) = stages
    for decision in (signal, response):
        _require_lowest_value(decision)
    return Signalling(kind=kind, sender=sender, signal=signal, receiver=receiver, response=response)


def _require_lowest_value(decision: Decision) -> None:
    if decision.is_positive:
        raise DeclarationError(
            f"decision {decision} is declared positive, so that it has no lowest value; declare it nonnegative"
        )
