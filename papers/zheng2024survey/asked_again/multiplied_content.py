"""Content where it multiplies with effort: demand for a brand is ``phi*(a + gamma*x)*(1 + mu*e)``.

What is not said to be other is as in the model content, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, others, parameters, solve, total

from ..appeal_and_care import numbers_of

a, k, phi, mu, eta, gamma, rho, psi = parameters("a k phi mu eta gamma rho psi", positive=True)
commission = parameters("lambda", positive=True)
n = parameters("n", integer=True)
e, x = decisions("e x")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    Who pays for content is the ``streamer`` (where it is ``shared`` brands bear the part psi of it), one ``brand``,
    ``brands`` each at its own cost, or one ``owner`` of all; ``content_times_TYPE_`` are at the numbers of types.
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

    each = [
        Player(
            "brand",
            decides=[x],
            payoff=(1 - commission) * rho * phi * (a + gamma * (x + others(x))) * (1 + mu * e) - making,
            copies=n,
        ),
        Player(
            "streamer",
            decides=[e],
            payoff=commission * n * rho * phi * (a + gamma * total(x)) * (1 + mu * e) - working,
        ),
    ]
    games = {
        "content_times_brands": Game(
            players=each,
            order=[("brand", "streamer")],
            assuming=[*known, commission < 1],
            report={"appeal": total(x)},
        ),
        "content_times_streamer": paid_by("streamer"),
        "content_times_brand": paid_by("brand"),
        "content_times_shared": paid_by("streamer", psi),
        "content_times_owner": Game(players=[owner], assuming=known),
    }
    by_type = {
        f"content_times_{kind}_{payer}": paid_by(payer).with_values(numbers_of(paid_by(payer), kind))
        for kind in ("top", "ordinary", "virtual")
        for payer in ("streamer", "brand")
    }
    return {label: solve(game) for label, game in {**games, **by_type}.items()}
