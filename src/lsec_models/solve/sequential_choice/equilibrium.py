"""Decisions that a choice among modes follows, for all parameters: the leader compares what it has in each mode."""

from __future__ import annotations

from lsec_models.errors import NoClosedForm, NoInteriorOptimum
from lsec_models.games.choice.declaration import Choice, ModeName, by_mode
from lsec_models.games.choice.followed import FollowedEquilibrium
from lsec_models.games.choice.solved_modes import SolvedMode
from lsec_models.games.static.game import Game
from lsec_models.solve.kuhn_tucker.equilibrium import constrained_equilibrium
from lsec_models.solve.sequential_choice.induced_games import (
    InducedGame,
    alternatives_by_mode,
    induced_games,
    leader_of,
)
from lsec_models.work import Work


def followed_equilibrium(game: Game, work: Work) -> FollowedEquilibrium:
    """Return the equilibrium of a game that a choice follows.

    1. Solve the game of each mode after all that may have been decided before
       (:mod:`lsec_models.solve.sequential_choice.alternatives`): it says what the follower has in each.
    2. For each mode, solve the problem of the leader among the decisions after which the follower likes the mode best:
       constraints on later answers (:mod:`lsec_models.solve.kuhn_tucker.equilibrium`).
    3. The leader's comparison of these is a choice among modes (:mod:`lsec_models.solve.choice`).

    Raises
    ------
    NoClosedForm
        If no mode can be brought about in closed form.
    """
    leader, known = leader_of(game), alternatives_by_mode(game)
    games = induced_games(game, known)
    modes: dict[ModeName, SolvedMode] = {one.name: _solved(one, work) for one in games}
    if all(mode.solved is None for mode in modes.values()):
        raise NoClosedForm(next(mode.reason for mode in modes.values()))
    choice = Choice(by=leader, among={one.name: one.game for one in games}, assuming=game.assuming)
    return FollowedEquilibrium(
        choice=choice,
        modes=by_mode(modes),
        game=game,
        follower=str(game.then.by) if game.then is not None else "",
        after_decisions=tuple(
            (one.mode, one.evidence) for pieces in known.values() for one in pieces if one.evidence is not None
        ),
    )


def _solved(induced: InducedGame, work: Work) -> SolvedMode:
    try:
        return SolvedMode(name=induced.name, solved=constrained_equilibrium(induced.game, work))
    except (NoClosedForm, NoInteriorOptimum) as refusal:
        return SolvedMode(name=induced.name, solved=None, reason=str(refusal))
