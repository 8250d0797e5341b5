"""Networks in which expected buyers multiply demand, ``(phi*a - b*price)*(1 + nu*N)``, by who sells.

What is not said to be other is as in the model business_model, and so are the letters; prices are not seen before
expectations N are formed. Whatever is expected multiplies all payoffs alike and moves no margin, so that payoffs are
told by ``1 + nu*N``; as N comes true, demand is ``y/(1 - nu*y)`` where y would be bought without a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models.parts.streamers import STREAMER_TYPES

a, b, c, nu, phi = parameters("a b c nu phi", positive=True)
w, m, f, p = decisions("w m f p")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: a hired streamer, an own host, and both at types' audiences."""
    hired, own = _sold_by(hired=True), _sold_by(hired=False)
    found = {"net_times": hired, "net_times_own_host": own}
    for kind, game in {"top": hired, "self_run": own}.items():
        found[f"net_times_by_{kind}"] = game.with_values({"phi": STREAMER_TYPES[kind].influence})
    return {label: solve(game) for label, game in found.items()}


def _sold_by(*, hired: bool) -> Game:
    price = w + m + f if hired else p + f
    alone = phi * a - b * price
    decided = {"manufacturer": w, "streamer": m, "platform": f} if hired else {"manufacturer": p, "platform": f}
    players = [
        Player(name, decides=[own], payoff=(own - (c if name == "manufacturer" else 0)) * alone)
        for name, own in decided.items()
    ]
    demand = alone / (1 - nu * alone)
    return Game(
        players=players,
        order=[tuple(decided)],
        # Even with all who would buy at cost, a buyer draws less than one other.
        assuming=[phi * a > b * c, nu * (phi * a - b * c) < 1],
        report={"price": price, "demand": demand, "consumer_surplus": demand * alone / (2 * b)},
    )
