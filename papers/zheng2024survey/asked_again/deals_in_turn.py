"""Brand and streamer who work one after the other, or before terms are settled.

What is not said to be other is as in the story effort of the model partnership, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.models.parts.streamers import STREAMER_TYPES

a, beta, c, d, rho, mu, gamma, eta, k = parameters("a beta c d rho mu gamma eta k", positive=True)
u = parameters("u", nonnegative=True)
e, q = decisions("e q")
F, commission = decisions("F", real=True), decisions("lambda", within=(0, 1))
_PAIR = ("manufacturer", "streamer")
_POWERS = (1 - beta, beta)
_PAID = commission * (c + rho)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    In ``deal_led`` the streamer sees the brand's quality before it works, also by type. In ``deal_settled_last`` all
    terms are settled after the work, in ``fee_first`` the fee before and the commission after it: powers then divide
    the margin, as in ``commission_last``, where d units are sold.
    """
    games = {"deal_led": _led(sp.S.One, eta)}
    for kind in ("virtual", "ordinary"):
        host = STREAMER_TYPES[kind]
        games[f"deal_led_by_{kind}"] = _led(sp.Rational(host.influence), sp.Rational(host.effort_cost))
    games |= {"deal_settled_last": _settled_last(), "fee_first": _fee_first(), "commission_last": _commission_last()}
    return {label: solve(game) for label, game in games.items()}


def _led(audience: sp.Expr, cost: sp.Expr) -> Game:
    # Whatever the quality, effort brings the same.
    effort = _PAID * audience * mu / cost
    demand = audience * (a + mu * effort + gamma * q)
    players = [
        Player("manufacturer", decides=[q], payoff=(rho - _PAID) * demand - k * q**2 / 2 - F),
        Player("streamer", decides=[], payoff=_PAID * demand - cost * effort**2 / 2 + F),
    ]
    agreement = Bargain(_PAIR, over=[commission, F], weights=_POWERS, disagreement=[0, u])
    known = [beta < 1, rho * audience * a > u]
    report = {"streamer_part": _PAID / rho, "e": effort}
    return Game(players=players, order=[agreement, "manufacturer"], assuming=known, report=report)


def _settled_last() -> Game:
    gained = rho * (a + mu * e + gamma * q) - u
    players = [
        Player("manufacturer", decides=[q], payoff=(1 - beta) * gained - k * q**2 / 2),
        Player("streamer", decides=[e], payoff=u + beta * gained - eta * e**2 / 2),
    ]
    return Game(players=players, order=[_PAIR], assuming=[beta < 1, rho * a > u])


def _fee_first() -> Game:
    margins = rho * (a + mu * e)
    players = [
        Player("manufacturer", decides=[], payoff=(1 - beta) * margins - F),
        Player("streamer", decides=[e], payoff=beta * margins - eta * e**2 / 2 + F),
    ]
    agreement = Bargain(_PAIR, over=[F], weights=_POWERS, disagreement=[0, u])
    return Game(players=players, order=[agreement, "streamer"], assuming=[beta < 1, rho * a > u])


def _commission_last() -> Game:
    players = [
        Player("manufacturer", decides=[], payoff=(rho - _PAID) * d),
        Player("streamer", decides=[], payoff=_PAID * d),
    ]
    return Game(players=players, order=[Bargain(_PAIR, over=[commission], weights=_POWERS)], assuming=[beta < 1])
