"""Decisions that reveal what their owner knows: who decides first knows signals that somebody later does not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.static.chance.random_symbol import Drawn

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


@dataclass(frozen=True, kw_only=True)
class Revealing:
    """A first decision, made by one player alone, that reveals what it knows.

    Attributes
    ----------
    player : str
    decision : Decision
    hidden, public : tuple of Drawn
        The signals that somebody later does not see, and those that everybody later sees.
    """

    player: str
    decision: Decision
    hidden: tuple[Drawn, ...]
    public: tuple[Drawn, ...]


def revealing_in(game: Game) -> Revealing | None:
    """Return the first decision of a game with signals, if it is one number and somebody later may learn by it."""
    first, *later = game.stages
    if len(first.decisions) != 1:
        return None
    (move,) = first.moves
    sees = {player.name: player.sees for player in game.players}
    after = [set(sees[other.player]) for stage in later for other in stage.moves if other.player != move.player]
    public = tuple(one for one in sees[move.player] if all(one in seen for seen in after))
    hidden = tuple(one for one in sees[move.player] if one not in public)
    if not hidden:
        return None
    return Revealing(player=move.player, decision=move.decisions[0], hidden=hidden, public=public)
