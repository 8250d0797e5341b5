"""A wholesale price alone where small demands are likelier than large ones, and an order that is agreed with its price.

Demand is phi*a times a number between 0 and 1, which is below y with the chance sqrt(y). Decided is t, the root of what
is ordered. A unit costs ``p*(1 - r)``, so that r is what one owner decides; the wholesale price is ``p*(1 - s)``. An
agreement on an order, and on what is paid for it, is on the stock of the model inventory, price-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.models.mechanisms.inventory import a, c, p, phi

r, beta = parameters("r beta", positive=True)
s, t = decisions("s t", within=(0, 1))


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: ``small_apart``, ``small_owner`` and ``order_agreed``."""
    return {label: solve(game) for label, game in {**_small(), "order_agreed": _agreed()}.items()}


def _small() -> Mapping[str, Game]:
    size, takings = phi * a, p * (t**2 - 2 * t**3 / 3)
    cost, price = p * (1 - r), p * (1 - s)
    maker = Player("manufacturer", decides=[s], payoff=size * (price - cost) * t**2)
    streamer = Player("streamer", decides=[t], payoff=size * (takings - price * t**2))
    owner = Player("manufacturer", decides=[t], payoff=size * (takings - cost * t**2))
    return {
        "small_apart": Game(players=[maker, streamer], order=["manufacturer", "streamer"], assuming=[r < 1]),
        "small_owner": Game(players=[owner], assuming=[r < 1]),
    }


def _agreed() -> Game:
    y, F = decisions("y"), decisions("F", real=True)
    takings = p * phi * a * (1 - (1 - y) ** 2)
    players = [
        Player("manufacturer", decides=[], payoff=F - c * 2 * phi * a * y),
        Player("streamer", decides=[], payoff=takings - F),
    ]
    agreement = Bargain(("manufacturer", "streamer"), over=[y, F], weights=(1 - beta, beta))
    return Game(players=players, order=[agreement], assuming=[beta < 1, p > c])
