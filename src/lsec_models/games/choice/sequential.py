"""A choice among modes after decisions, which stand in the modes as symbols. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError, kind_of
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.games.static.player import Player


def check_then(game: Game, then: Choice) -> None:
    """Require that a choice can follow a game: one chooser among games that depend on what is decided before.

    Raises
    ------
    DeclarationError
        If it cannot; the message says what to write.
    """
    if then.is_simultaneous:
        raise DeclarationError(f"then: {' and '.join(then.choosers)} choose at once; let one player choose, by='name'")
    if then.participation:
        raise DeclarationError("then: participation is part of the modes; write what is had by refusing as a mode")
    for name, mode in then.among.items():
        if not isinstance(mode, Game):
            raise DeclarationError(f"mode {name!r} after decisions is {kind_of(mode)}; give a Game")
        if mode.representative is not mode:
            raise DeclarationError(
                f"mode {name!r} has copies=, others(...), total(...), expectations= or kinks (Min, Max, Piecewise), "
                "which a mode after decisions has not; write each copy as a player of its own, each expectation at its "
                "value and each kink as one of its sides"
            )
        if mode.then is not None:
            raise DeclarationError(f"mode {name!r} ends in a further choice; write its modes into this choice")
        for decision in mode.given:
            if decision not in game.decisions:
                raise DeclarationError(
                    f"mode {name!r} depends on {decision}, which {_when(decision, then)}; a mode depends on what is "
                    "decided before the choice: let somebody decide it there, or in the mode itself"
                )
        for decision in mode.decisions:
            if decision in game.decisions:
                raise DeclarationError(
                    f"mode {name!r} decides {decision}, which is decided before the choice; name it in given="
                )


def _when(decision: Decision, then: Choice) -> str:
    """Return when a decision is made that is not made before a choice."""
    for name, mode in then.among.items():
        if isinstance(mode, Game) and decision in mode.decisions:
            return f"is decided later, in mode {name!r}"
    return "nobody decides before the choice"


def mode_games(game: Game) -> Mapping[str, Game]:
    """Return the games of the modes that follow a game."""
    assert game.then is not None
    return {str(name): mode for name, mode in game.then.among.items() if isinstance(mode, Game)}


def followed_by(game: Game, mode: Game, leads: Mapping[str, Sequence[sp.Basic]]) -> Game:
    """Return a game together with that of one mode, as if there were no other one.

    Parameters
    ----------
    game, mode : Game
    leads : mapping from player to relations
        What first movers must respect in addition for the mode to be chosen.
    """
    names = dict.fromkeys([*(p.name for p in game.players), *(p.name for p in mode.players)])
    owned = [relation for owner, relation in _owned(game) if owner is None]
    owned += [relation for owner, relation in _owned(mode) if owner is None]
    if owned:
        raise DeclarationError(
            f"constraint {owned[0]} of a game that a choice follows: say whose it is, constraints={{player: [...]}}"
        )
    constraints: dict[str, list[sp.Basic]] = {}
    for owner, relation in (*_owned(game), *_owned(mode), *((n, one) for n, own in leads.items() for one in own)):
        constraints.setdefault(str(owner), []).append(relation)
    return replace(
        game,
        players=tuple(_joined(name, game, mode) for name in names),
        order=_slots(game, mode),
        assuming=tuple(dict.fromkeys((*game.assuming, *mode.assuming))),
        report={**game.report, **mode.report},
        constraints=constraints,
        then=None,
    )


def everybody_in(game: Game) -> Game:
    """Return a game that a choice follows with all who play in some mode among its players."""
    names = {player.name for player in game.players}
    later = dict.fromkeys(p.name for mode in mode_games(game).values() for p in mode.players if p.name not in names)
    return replace(game, players=(*game.players, *(Player(name, decides=[], payoff=sp.S.Zero) for name in later)))


def _slots(*games: Game) -> tuple[tuple[str | Decision, ...], ...]:
    """Return the slots of games one after the other: by name who moves once, by decisions who moves twice."""
    stages = [stage for game in games for stage in game.stages if stage.moves]
    moves = [move.player for stage in stages for move in stage.moves]
    return tuple(
        tuple(entry for move in stage.moves for entry in _entries(move, moves.count(move.player) > 1))
        for stage in stages
    )


def _entries(move: Move, moves_again: bool) -> tuple[str | Decision, ...]:
    return move.decisions if moves_again else (move.player,)


def _joined(name: str, *games: Game) -> Player:
    """Return a player with what it decides and earns in several games, one after the other."""
    parts = [player for game in games for player in game.players if player.name == name]
    return Player(
        name,
        decides=tuple(decision for part in parts for decision in part.decides),
        payoff=sp.Add(*(part.payoff for part in parts)),
    )


def _owned(game: Game) -> Iterator[tuple[str | None, sp.Basic]]:
    if isinstance(game.constraints, Mapping):
        yield from ((owner, relation) for owner, own in game.constraints.items() for relation in own)
    else:
        yield from ((None, relation) for relation in game.constraints)
