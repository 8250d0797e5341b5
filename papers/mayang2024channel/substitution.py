"""Games with expressions in the place of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sympy as sp

from lsec_models import Game, Player


def substituted(game: Game, values: Mapping[sp.Symbol, sp.Expr]) -> Game:
    """Return a game with expressions in the place of some of its parameters."""

    def put(expression: sp.Basic) -> sp.Basic:
        return expression.xreplace(dict(values))

    return replace(
        game,
        players=[Player(p.name, decides=p.decides, payoff=put(p.payoff)) for p in game.players],
        assuming=[put(relation) for relation in game.assuming],
        report={name: put(value) for name, value in game.report.items()},
        constraints=[put(relation) for relation in game.constraints],
    )
