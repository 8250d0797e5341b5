"""Networks where demand has the elasticity 4, drawn by the root of what is expected: ``a*(kappa*N)**(1/2)/price**4``.

As N comes true demand is ``kappa*a**2/price**8``; that nobody buys comes true as well, and is left aside. Buyers see
prices before they form expectations, or not: then what is expected multiplies all payoffs alike and moves no margin, so
that payoffs are told by the root, ``kappa*drawn`` with ``drawn = a/price**4``. Margins are counted from unit cost. What
is not said to be other is as in the model business_model, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.game import Slot

ELASTICITY = 4
a, c, kappa = parameters("a c kappa", positive=True)
w, m, f = decisions("w m f")
_MARGINS = {"manufacturer": w, "streamer": m, "platform": f}
_AT_ONCE: list[Slot] = [tuple(_MARGINS)]


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: prices unseen, or seen and by who leads."""
    games = {
        "net_elastic": _sold(_AT_ONCE, seen=False),
        "net_elastic_seen": _sold(_AT_ONCE, seen=True),
        "net_elastic_maker_leads": _sold(["manufacturer", ("streamer", "platform")], seen=True),
        "net_elastic_platform_leads": _sold(["platform", ("manufacturer", "streamer")], seen=True),
    }
    return {label: solve(game) for label, game in games.items()}


def _sold(order: Sequence[Slot], *, seen: bool) -> Game:
    price = c + w + m + f
    drawn = a / price**ELASTICITY
    demand = kappa * drawn**2
    players = [Player(name, decides=[own], payoff=own * (demand if seen else drawn)) for name, own in _MARGINS.items()]
    report = {"drawn": drawn, "demand": demand, "consumer_surplus": demand * price / (ELASTICITY - 1)}
    report["chain_profit"] = sp.Add(*(player.payoff for player in players))
    return Game(players=players, order=order, report=report)
