"""Who knows what: the signals that players see, and what a game with signals must be."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.games.laws import Normal
from lsec_models.games.static.chance.information.revealing import revealing_in
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.chance.information.signalling import private_types, signalling_in
from lsec_models.games.static.chance.random_symbol import Drawn, Random
from lsec_models.games.static.order import entries_by_slot

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


def signals_seen(game: Game) -> tuple[Drawn, ...]:
    """Return the signals that players see, sorted by name."""
    return tuple(sorted({seen for player in game.players for seen in player.sees}, key=lambda seen: seen.name))


def variances_of(game: Game) -> list[sp.Basic]:
    """Return that the noise of signals has a positive variance, where that is not declared."""
    noises = [seen.noise for seen in signals_seen(game) if isinstance(seen, Signal) and seen.noise != 0]
    return [relation for noise in noises if (relation := noise > 0) is not sp.true]


def check_knowledge(game: Game) -> None:
    """Require that decisions can be affine in signals, and that nobody sees what is drawn later or not at all.

    Where what is seen is a type, one of two values, the game must be one of signalling instead.

    Raises
    ------
    DeclarationError
        If something random is not normal, decisions have ends, the game has parts that are not solved together with
        signals, a signal is seen by nobody, or drawn after somebody who sees it has decided; if somebody who decides
        earlier sees a signal that a later mover does not see.
    """
    _require_plain(game)
    if private_types(game):
        _require_drawn_before(game)
        signalling_in(game)
        return
    for drawn in game.random:
        if not isinstance(drawn.law, Normal):
            raise DeclarationError(
                f"{drawn} has the law {drawn.law}, and players see signals; with signals all that is random is normal: "
                f"declare random({drawn.name!r}, normal(mean, variance))"
            )
    for decision in game.decisions:
        if decision.is_nonnegative or decision.within != (None, None):
            raise DeclarationError(
                f"decision {decision} has ends, and follows signals that are normal and have none; declare "
                f"decisions({decision.name!r}, real=True), in a game file by real = "
                f'["{decision.name}"] beside its decides, and ask afterwards how likely it is to be negative'
            )
    seen = set(game.signals)
    used = {s for v in (*(p.payoff for p in game.players), *game.report.values()) for s in v.atoms(Signal)}
    for unseen in sorted((used | _in_order(game, Signal)) - seen, key=str):
        raise DeclarationError(f"signal {unseen} is seen by nobody; put it into the sees= of a player, or leave it out")
    _require_drawn_before(game)
    _require_shared(game)


def _require_plain(game: Game) -> None:
    several = any(player.is_one_of_several for player in game.players)
    for is_there, what, instead in (
        (game.constraints, "constraints=", "let a price or a cost stand for each"),
        (game.expectations, "expectations=", "insert what is expected"),
        (game.then is not None, "then=", "solve each mode by itself and compare payoffs"),
        (game.bargains, "a bargain", "solve the game for each agreement"),
        (game.given, "given=", "declare what is given as parameters"),
        (several, "copies=", "declare each player"),
    ):
        if is_there:
            raise DeclarationError(f"a game with signals is not solved together with {what}; {instead}")


def _in_order(game: Game, kind: type[Drawn]) -> set[Drawn]:
    return {entry for entry in chain(*entries_by_slot(game.order)) if isinstance(entry, kind)}


def _require_drawn_before(game: Game) -> None:
    """Refuse decisions that see what the order draws later."""
    sees = {player.name: set(player.sees) for player in game.players}
    owner = {decision: player.name for player in game.players for decision in player.decides}
    undrawn = _in_order(game, Drawn)
    for slot in entries_by_slot(game.order):
        for entry in slot:
            if isinstance(entry, Drawn):
                undrawn.discard(entry)
                if isinstance(entry, Random) and entry not in game.signals:
                    raise DeclarationError(
                        f"order: {entry} becomes known to all there; in a game with signals say who sees it: put it "
                        "into the sees= of players"
                    )
                continue
            name = owner.get(entry, entry)
            early = sorted(sees.get(name, set()) & undrawn, key=str)
            if early:
                raise DeclarationError(
                    f"{name!r} sees {early[0]}, which the order draws after {name!r} has decided; move {early[0]} "
                    "before that, or take it out of sees="
                )


def _require_shared(game: Game) -> None:
    """Refuse that a decision reveals a signal to a later mover, unless it is the first one, alone and of one number."""
    sees = {player.name: set(player.sees) for player in game.players}
    earlier: dict[str, int] = {}
    first = revealing_in(game)
    for stage in game.stages:
        for move in stage.moves:
            for name, number in earlier.items():
                hidden = sorted(sees[name] - sees[move.player], key=str)
                if hidden and not (first is not None and name == first.player and number == 1):
                    raise DeclarationError(
                        f"{name!r} decides in stage {number} knowing {hidden[0]}, which {move.player!r} in stage "
                        f"{stage.number} does not see, and may infer; what is revealed is followed where one player "
                        f"decides one number first: let {move.player!r} see it too, sees=[..., {hidden[0]}], or move "
                        "at once"
                    )
        earlier |= {move.player: stage.number for move in stage.moves}
