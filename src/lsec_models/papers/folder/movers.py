"""Who decides in a game, for statements of which no other timing can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsec_models.errors import PaperError
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.static.game import Game
from lsec_models.games.static.representative import RepresentativeGame


def require_one_mover(spoken_of: Mapping[str, Any]) -> None:
    """Require that in each of these games one player decides, so that there is no order of moves to change.

    Parameters
    ----------
    spoken_of : mapping from str to what solve returns
        The equilibria of a claim, by label.

    Raises
    ------
    PaperError
        If more than one player decides in a game, or several are alike; the message names the game and them.
    """
    for label, found in spoken_of.items():
        deciding = _deciders(found.game)
        if len(deciding) > 1:
            raise PaperError(
                f"unchanged = 'timing' says that one player decides, but in {label} {' and '.join(deciding)} do; "
                "ask the claim again in another timing, with again and changed, and leave unchanged out"
            )


def _deciders(game: Any) -> list[str]:
    if isinstance(game, EvolutionaryGame):
        return list(game.populations)
    if isinstance(game, RepresentativeGame):
        return _deciders(game.declared)
    agreed = [name for bargain in game.bargains for name in bargain.players] if isinstance(game, Game) else []
    alone = [player.name for player in game.players if player.decides]
    several = ["others like it" for player in game.players if player.is_one_of_several]
    return list(dict.fromkeys([*agreed, *alone, *several]))
