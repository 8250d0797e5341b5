"""Brand and streamer who both work, where the margin m is decided: ``phi*(a - b*m + mu*e + gamma*q)`` units are sold.

The streamer has the part s of the margin. For a given part the margin is ``a/(2*b - s*X - (1 - s)*Y)``, with what work
brings, ``X = phi*mu**2/eta`` and ``Y = phi*gamma**2/k``, and ``phi*b*m`` units are sold; with this the two agree on s
and a fee. Nobody earns anything elsewhere but where u is named. What is not said to be other is as in the story effort
of the model partnership, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.models.parts.streamers import STREAMER_TYPES

a, b, beta, mu, gamma, eta, k = parameters("a b beta mu gamma eta k", positive=True)
u = parameters("u", nonnegative=True)
e, q, m = decisions("e q m")
s, F = decisions("s", within=(0, 1)), decisions("F", real=True)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    In ``deal_priced`` the brand decides the margin, also by type of streamer; in ``deal_priced_alone`` the streamer,
    who alone works and may earn u elsewhere; ``deal_priced_owner`` is one owner.
    """
    games = {"deal_priced": _deal(sp.S.One, eta), "deal_priced_alone": _deal(sp.S.One, eta, alone=True)}
    for kind in ("virtual", "ordinary"):
        host = STREAMER_TYPES[kind]
        games[f"deal_priced_by_{kind}"] = _deal(sp.Rational(host.influence), sp.Rational(host.effort_cost))
    return {label: solve(game) for label, game in {**games, "deal_priced_owner": _owner()}.items()}


def _deal(audience: sp.Expr, cost: sp.Expr, *, alone: bool = False) -> Game:
    by_streamer, by_brand = audience * mu**2 / cost, sp.S.Zero if alone else audience * gamma**2 / k
    margin = a / (2 * b - s * by_streamer - (1 - s) * by_brand)
    earned = audience * b * margin**2
    players = [
        Player(
            "manufacturer", decides=[], payoff=(1 - s) * earned - ((1 - s) * margin) ** 2 * audience * by_brand / 2 - F
        ),
        Player("streamer", decides=[], payoff=s * earned - (s * margin) ** 2 * audience * by_streamer / 2 + F),
    ]
    elsewhere = u if alone else sp.S.Zero
    agreement = Bargain(
        ("manufacturer", "streamer"), over=[s, F], weights=(1 - beta, beta), disagreement=[0, elsewhere]
    )
    known = [beta < 1, 2 * b > by_streamer + by_brand]
    known += [a**2 > 2 * u * (2 * b - by_streamer)] if alone else []
    report = {"streamer_part": s, "e": s * margin * audience * mu / cost}
    report |= {} if alone else {"q": (1 - s) * margin * audience * gamma / k}
    return Game(players=players, order=[agreement], assuming=known, report=report)


def _owner() -> Game:
    earned = m * (a - b * m + mu * e + gamma * q) - eta * e**2 / 2 - k * q**2 / 2
    owner = Player("manufacturer", decides=[m, q, e], payoff=earned)
    return Game(players=[owner], assuming=[2 * b > mu**2 / eta + gamma**2 / k])
