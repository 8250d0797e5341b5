"""All symbols that occur in the declaration of a game."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.chance.random_symbol import Drawn

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game


def symbols_of(game: Game) -> set[sp.Symbol]:
    """Return the decisions of a game and all that its payoffs, ends, conditions and laws are written with."""
    parts: Iterable[sp.Basic] = (
        *(player.payoff for player in game.players),
        *(player.copies for player in game.players if isinstance(player.copies, sp.Expr)),
        *(player.risk.aversion for player in game.players if player.risk is not None),
        *game.report.values(),
        *game.expectations.values(),
        *game.assuming,
        *(relation for _, relations in by_owner(game.constraints) for relation in relations),
        *(end for decision in game.decisions for end in decision.within if end is not None),
    )
    bargained = {symbol for bargain in game.bargains for symbol in bargain.symbols}
    used = {symbol for part in parts for symbol in getattr(part, "free_symbols", ())}
    laws = {symbol for drawn in game.random for symbol in drawn.law.symbols}
    told = {symbol for seen in game.signals if isinstance(seen, Signal) for symbol in seen.symbols}
    return {symbol for symbol in used if not isinstance(symbol, Drawn)} | laws | told | bargained | set(game.decisions)
