"""Deliveries whose promised speed multiplies demand, ``(a - b*price)*(1 + l*x)``: of equals, of two, by an own host.

What is not said to be other is as in the model logistics, and so are the letters. That the manufacturer leads two
others is :func:`other_forms.multiplied_speed` too, in terms of a root.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models.parts.streamers import STREAMER_TYPES

a, b, c, k, wanted, u = parameters("a b c k l u", positive=True)
commission = parameters("lambda", positive=True)
w, m, f, x, p = decisions("w m f x p")
_OWN: Mapping[str, sp.Symbol] = {"manufacturer": w, "streamer": m, "platform": f}
_COUNTED = {"pair": 2, "three": 3}


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    ``times_equals_by_`` are three who set margins at once, after speed, which moves none of them, and
    ``times_pair_by_`` two without a platform, by who delivers; ``times_own_host`` is the brand alone. In
    ``times_pair_led_by_`` and ``times_three_led_by_`` the manufacturer leads.
    ``times_paid_by_`` are a price and a commission, ``times_by_`` are pairs and own hosts at the audiences of types.
    """
    runners = ("manufacturer", "streamer")
    games = {f"times_equals_by_{runner}": _run_by(runner, tuple(_OWN)) for runner in runners}
    games |= {f"times_pair_by_{runner}": _run_by(runner, runners) for runner in runners}
    games |= {f"times_{words}_led_by_{runner}": _led(runner, n) for words, n in _COUNTED.items() for runner in runners}
    games |= {f"times_paid_by_{runner}": _on_commission(runner) for runner in runners}
    top, own = (sp.Rational(STREAMER_TYPES[kind].influence) for kind in ("top", "self_run"))
    games |= {"times_by_top": _run_by("manufacturer", runners, top), "times_by_self_run": _alone(own)}
    return {label: solve(game) for label, game in {**games, "times_own_host": _alone()}.items()}


def _demand(price: sp.Expr, audience: sp.Expr = sp.S.One) -> sp.Expr:
    return (audience * a - b * price) * (1 + wanted * x)


def _run_by(runner: str, names: tuple[str, ...], audience: sp.Expr = sp.S.One) -> Game:
    price = sp.Add(*(_OWN[name] for name in names))
    players = [
        Player(
            name,
            decides=[_OWN[name], *([x] if name == runner else [])],
            payoff=(_OWN[name] - (c if name == "manufacturer" else 0)) * _demand(price, audience)
            - (k * x**2 / 2 if name == runner else 0),
        )
        for name in names
    ]
    order = [x, tuple(_OWN[name] for name in names)]
    return Game(players=players, order=order, assuming=[audience * a > b * c], report={"price": price})


def _led(runner: str, count: int) -> Game:
    """Return a game that the manufacturer leads, with the cost of speed told by what it makes of the price.

    Where another delivers, the manufacturer leaves the part u of ``a - b*c`` to those who follow: one half if speed is
    dear, three quarters if it is cheap, so that each u is that of one k.
    """
    names = tuple(_OWN)[:count]
    price, cheap = sp.Add(*(_OWN[name] for name in names)), 3 - 4 * u
    cost = (wanted * u * (a - b * c)) ** 2 * cheap / (count**2 * b * (2 * u - 1))
    players = [
        Player(
            name,
            decides=[_OWN[name], *([x] if name == runner else [])],
            payoff=(_OWN[name] - (c if name == "manufacturer" else 0)) * _demand(price)
            - (cost * x**2 / 2 if name == runner else 0),
        )
        for name in names
    ]
    order = [w, x, tuple(_OWN[name] for name in names[1:])]
    return Game(players=players, order=order, assuming=[a > b * c, 2 * u > 1, 4 * u < 3])


def _on_commission(runner: str) -> Game:
    earned = {"manufacturer": (1 - commission) * p - c, "streamer": commission * p}
    decided = {"manufacturer": [p], "streamer": []}
    players = [
        Player(
            name,
            decides=[*decided[name], *([x] if name == runner else [])],
            payoff=margin * _demand(p) - (k * x**2 / 2 if name == runner else 0),
        )
        for name, margin in earned.items()
    ]
    return Game(players=players, order=[p, x], assuming=[commission < 1, (1 - commission) * a > b * c])


def _alone(audience: sp.Expr = sp.S.One) -> Game:
    brand = Player("manufacturer", decides=[p, x], payoff=(p - c) * _demand(p, audience) - k * x**2 / 2)
    return Game(players=[brand], order=[p, x], assuming=[audience * a > b * c])
