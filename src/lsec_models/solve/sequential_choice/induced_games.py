"""The games in which a leader sees to it that a follower chooses one mode: a constraint for each other one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

import sympy as sp

from lsec_models.errors import ContradictoryAssumptions, NoClosedForm
from lsec_models.games.choice.sequential import followed_by, mode_games
from lsec_models.games.static.game import Game
from lsec_models.solve.sequential_choice.alternatives import Alternative, alternatives_of


@dataclass(frozen=True, eq=False, kw_only=True)
class InducedGame:
    """A game whose leader respects that a follower likes one mode best.

    Attributes
    ----------
    mode : str
    name : str
        The mode, and in which regimes of others, where these have several.
    game : Game
    others : tuple of Alternative
        What the chooser has in the other modes.
    """

    mode: str
    name: str
    game: Game
    others: tuple[Alternative, ...]


def leader_of(game: Game) -> str:
    """Return who decides before a choice.

    Raises
    ------
    NoClosedForm
        If that is not one player in one stage.
    """
    stages = [stage for stage in game.stages if stage.moves]
    if len(stages) != 1 or len(stages[0].moves) != 1:
        raise NoClosedForm(
            f"{game.label} is followed by a choice: it is solved where one player decides before it, in one stage; fix "
            "the other decisions as parameters, or put them into the modes"
        )
    return stages[0].moves[0].player


def alternatives_by_mode(game: Game) -> Mapping[str, tuple[Alternative, ...]]:
    """Return what each mode is worth after whatever was decided before."""
    return {name: alternatives_of(name, mode) for name, mode in mode_games(game).items()}


def induced_games(game: Game, known: Mapping[str, tuple[Alternative, ...]]) -> list[InducedGame]:
    """Return, for each mode, the games in which the leader induces it: one for each regime of the other modes.

    Parameters
    ----------
    game : Game
    known : mapping from mode to alternatives
    """
    leader, chooser = leader_of(game), str(game.then.by) if game.then is not None else ""
    found = []
    for name, mode in mode_games(game).items():
        for others in product(*(alternatives for other, alternatives in known.items() if other != name)):
            regimes = [f"{other.mode}: {other.regime}" for other in others if other.regime]
            named = f"{name} ({'; '.join(regimes)})" if regimes else name
            try:
                induced = _induced(game, mode, leader, chooser, others)
            except ContradictoryAssumptions:  # Whatever is decided, another mode is liked better, or has other regimes.
                continue
            found.append(InducedGame(mode=name, name=named, game=induced, others=others))
    return found


def where_liked_more(game: Game, induced: InducedGame) -> Game | None:
    """Return the same game where the follower likes the mode better by a unit: it can but choose it.

    Parameters
    ----------
    game : Game
    induced : InducedGame

    Returns
    -------
    Game or None
        None if the follower is indifferent whatever is decided, or nothing makes it like the mode so much better.
    """
    leader, chooser = leader_of(game), str(game.then.by) if game.then is not None else ""
    mode = mode_games(game)[induced.mode]
    (own,) = [player.payoff for player in mode.players if player.name == chooser]
    if chooser != leader and any(sp.simplify(own - other.payoffs[chooser]) == 0 for other in induced.others):
        return None
    try:
        return _induced(game, mode, leader, chooser, induced.others, margin=1)
    except ContradictoryAssumptions:
        return None


def _induced(
    game: Game, mode: Game, leader: str, chooser: str, others: tuple[Alternative, ...], margin: int = 0
) -> Game:
    (own,) = [player.payoff for player in mode.players if player.name == chooser]
    better = [(own, other.payoffs[chooser] + margin) for other in others] if chooser != leader else []
    asked = [sp.Ge(have, least, evaluate=False) for have, least in better]
    asked += [relation for other in others for relation in other.region]
    decided = {*game.decisions, *mode.decisions}
    constraints, assumed = [], [relation for other in others for relation in other.assumed]
    for relation in asked:
        gap = sp.simplify(relation.gts - relation.lts)
        if gap.free_symbols & decided:
            constraints.append(relation)
        else:
            assumed.append(relation.func(gap, 0, evaluate=False).doit())
    together = followed_by(game, mode, {leader: constraints} if constraints else {})
    return replace(together, assuming=tuple(dict.fromkeys((*together.assuming, *(r for r in assumed if r != sp.true)))))
