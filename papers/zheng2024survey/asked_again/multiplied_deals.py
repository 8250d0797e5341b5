"""Guests that are booked before terms are settled or after, where content multiplies with effort.

Demand for the brand is ``phi*(a + gamma*x)*(1 + mu*e)``. What is not said to be other is as in the story deal of the
model content, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import Game, Player, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.static.game import Slot
from lsec_models.models.mechanisms.content import F, a, beta, commission, e, eta, gamma, k, mu, phi, rho, x


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, ``deal_times_before`` and ``deal_times_after``; the streamer books."""
    return {f"deal_times_{timing}": solve(_deal(before=timing == "before")) for timing in ("before", "after")}


def _deal(*, before: bool) -> Game:
    earned, working, making = rho * phi * (a + gamma * x) * (1 + mu * e), eta * e**2 / 2, k * x**2 / 2
    if before:
        # What both earn is shared by power once content is spent, as in the model.
        kept, paid = (1 - beta) * (earned - working), beta * (earned - working) - making
        order: list[Slot] = [x, e]
    else:
        kept, paid = (1 - commission) * earned - F, commission * earned + F - working - making
        order = [Bargain(("brand", "streamer"), over=[commission, F], weights=(1 - beta, beta)), "streamer"]
    players = [Player("brand", decides=[], payoff=kept), Player("streamer", decides=[x, e], payoff=paid)]
    return Game(players=players, order=order, assuming=[beta < 1, k * eta > (rho * phi * gamma * mu) ** 2])
