"""Refunds where demand has the elasticity 4 in the price less the worth of the refund.

Without refunds that price is 1 and the margins, as nothing is sold without hassle. What is not said to be other is as
in the model after_sales, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot

ELASTICITY = 4
a, s, t, z = parameters("a s t z", positive=True)
refund_by_law = parameters("r", positive=True)
v, m, f, r = decisions("v m f r")
_MARGINS = {"manufacturer": v, "streamer": m, "platform": f}
_AT_ONCE: list[Slot] = [tuple(_MARGINS)]
_LED: list[Slot] = ["manufacturer", ("streamer", "platform")]
_WORTH_SENDING = (s > t, s < 1 + t)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``refund_elastic`` is a chain at a given policy, ``_best`` at that of what a returned unit is worth less freight,
    ``_led`` one that the manufacturer leads. ``refund_elastic_law_`` is one owner at a refund r that the law gives, and
    ``refund_elastic_owner_`` one who decides it, with ``free`` freight or ``paid`` by buyers.
    """
    games = {
        "refund_elastic": _chain(z, _AT_ONCE, [z <= 1]),
        "refund_elastic_best": _chain(s - t, _AT_ONCE),
        "refund_elastic_led": _chain(z, _LED, [z <= 1]),
        "refund_elastic_led_best": _chain(s - t, _LED),
    }
    for words, borne in (("free", sp.S.Zero), ("paid", t)):
        games[f"refund_elastic_law_{words}"] = _alone(
            [v], refund_by_law - borne, [refund_by_law <= 1, refund_by_law > t]
        )
        games[f"refund_elastic_owner_{words}"] = _alone([r, v], r - borne)
    return {label: solve(game) for label, game in games.items()}


def _net(part: sp.Expr, *margins: sp.Symbol) -> sp.Expr:
    """Return the price less the worth of what buyers get back of it, which costs the chain what it does not salvage."""
    return 1 + part * (part + t - s) - part**2 / 2 + sp.Add(*margins)


def _chain(part: sp.Expr, order: list[Slot], known: Sequence[sp.Basic] = ()) -> Game:
    net = _net(part, *_MARGINS.values())
    players = [Player(name, decides=[own], payoff=own * a / net**ELASTICITY) for name, own in _MARGINS.items()]
    return Game(players=players, order=order, assuming=[*_WORTH_SENDING, *known], report=_surplus(net))


def _alone(decided: Sequence[sp.Symbol], part: sp.Expr, known: Sequence[sp.Basic] = ()) -> Game:
    net = _net(part, v)
    seller = Player("seller", decides=list(decided), payoff=v * a / net**ELASTICITY)
    return Game(players=[seller], assuming=[*_WORTH_SENDING, *known], report=_surplus(net))


def _surplus(net: sp.Expr) -> dict[str, sp.Expr]:
    return {"consumer_surplus": a / ((ELASTICITY - 1) * net ** (ELASTICITY - 1))}
