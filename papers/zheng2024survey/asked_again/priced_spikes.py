"""Spikes of a show whose price the brand decides with its capacity: demand is ``phi*(a + mu*e - b*p)``.

What is not said to be other is as in the story spike of the model logistics, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

from ..appeal_and_care import numbers_of

a, b, c, mu, eta, phi, g, kappa, W = parameters("a b c mu eta phi g kappa W", positive=True)
commission = parameters("lambda", positive=True)
p, e, K = decisions("p e K")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: ``spike_priced``, with an own host, and by type."""
    hired, own = _show(hosted=False), _show(hosted=True)
    found = {"spike_priced": hired, "spike_priced_own_host": own}
    for kind in ("top", "ordinary", "virtual", "self_run"):
        game = own if kind == "self_run" else hired
        found[f"spike_priced_by_{kind}"] = game.with_values(numbers_of(game, kind))
    return {label: solve(game) for label, game in found.items()}


def _show(*, hosted: bool) -> Game:
    """Return the show of a streamer on commission, or of an own host."""
    sold = phi * (a + mu * e - b * p)
    waiting, working = sold - K, eta * e**2 / 2
    costs, part = c * sold + g * waiting**2 / 2 + kappa * K, 0 if hosted else commission
    brand, streamer = (1 - part) * p * sold - costs, part * p * sold - working
    players = [Player("manufacturer", decides=[p, K], payoff=brand), Player("streamer", decides=[e], payoff=streamer)]
    if hosted:
        players = [Player("manufacturer", decides=[p, K, e], payoff=brand - working - W)]
    known = [(1 - part) * a > b * (c + kappa), 2 * b * eta > phi * mu**2, *([] if hosted else [commission < 1])]
    order = ["manufacturer" if hosted else ("manufacturer", "streamer")]
    return Game(players=players, order=order, assuming=known, report={"waiting": waiting})
