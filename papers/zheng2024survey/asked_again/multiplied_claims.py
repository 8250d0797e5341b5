"""Trust where what is claimed multiplies demand: who believes it buys ``1 + x`` times as much.

What is not said to be other is as in the model consumer_demand with trust, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models.parts.streamers import STREAMER_TYPES

k, nu = parameters("k nu", positive=True)
p, x = decisions("p x")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: a seller, and one at the numbers of two types of host."""
    kept = {kind: (1 - STREAMER_TYPES[kind].commission) * STREAMER_TYPES[kind].influence for kind in _KINDS}
    games = {"claims_times": _sold(sp.S.One)}
    games |= {f"claims_times_by_{kind}": _sold(sp.Rational(part)) for kind, part in kept.items()}
    return {label: solve(game) for label, game in games.items()}


_KINDS = ("top", "self_run")


def _sold(worth: sp.Expr) -> Game:
    doubt, believe = 1 - p, (1 - p) * (1 + x)
    seller = Player("seller", decides=[p, x], payoff=worth * p * (nu * believe + (1 - nu) * doubt) - k * x**2 / 2)
    # Of what believers buy each unit is worth what it truly is, down to the last.
    of_believers, of_doubters = believe * (1 - p) - believe**2 / 2, doubt**2 / 2
    report = {"consumer_surplus": nu * of_believers + (1 - nu) * of_doubters, "doubters_surplus": of_doubters}
    # Not everything that is claimed can be sold.
    return Game(players=[seller], order=[p, x], assuming=[nu <= 1, 4 * k > worth * nu], report=report)
