"""Content where it multiplies with effort: demand for a brand is ``phi*(a + gamma*x)*(1 + mu*e)``.

What is not said to be other is as in the model content, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

a, k, phi, mu, eta, gamma, rho, psi = parameters("a k phi mu eta gamma rho psi", positive=True)
commission = parameters("lambda", positive=True)
n = parameters("n", integer=True)
e, x = decisions("e x")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    Who pays for content is the ``streamer`` (where it is ``shared`` brands bear the part psi of it), one ``brand``, or
    one ``owner`` of all.
    """
    sold, making, working = phi * (a + gamma * x) * (1 + mu * e), k * x**2 / 2, eta * e**2 / 2
    known = [n >= 1, k * eta > (n * rho * phi * gamma * mu) ** 2]
    kept, received = (1 - commission) * rho * sold, commission * n * rho * sold - working
    owner = Player("owner", decides=[x, e], payoff=n * rho * sold - making - working)

    def paid_by(payer: str, borne: sp.Expr = sp.S.Zero) -> Game:
        by_brand = payer == "brand"
        players = [
            Player(
                "brand", decides=[x] if by_brand else [], payoff=kept - (making if by_brand else borne * making / n)
            ),
            Player(
                "streamer",
                decides=[e] if by_brand else [x, e],
                payoff=received - (0 if by_brand else (1 - borne) * making),
            ),
        ]
        assuming = [*known, commission < 1]
        if borne != 0:
            assuming += [borne < 1, (1 - borne) * k * eta > (n * rho * phi * gamma * mu) ** 2]
        return Game(players=players, order=[("brand", "streamer") if by_brand else "streamer"], assuming=assuming)

    games = {
        "content_times_streamer": paid_by("streamer"),
        "content_times_brand": paid_by("brand"),
        "content_times_shared": paid_by("streamer", psi),
        "content_times_owner": Game(players=[owner], assuming=known),
    }
    return {label: solve(game) for label, game in games.items()}
