"""Research of two firms that learn from each other, before they sell the same good: each for itself, or together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

a, A, b, beta, gamma = parameters("a A b beta gamma", positive=True)
d, X_1, X_2 = parameters("d X_1 X_2", positive=True)
q_1, q_2, x_1, x_2, x, Q = decisions("q_1 q_2 x_1 x_2 x Q")
KNOWN = (a > A, beta <= 1)
CORNERS = ("market",)


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "market": market(),
        "alone": alone(),
        "joint": joint(),
        "joint_unlike": joint(d),
        "owner": whole("owner", Q * (a - b * Q)),
        "planner": whole("planner", a * Q - b * Q**2 / 2),
    }


def market() -> Game:
    """Return the sales of two firms after research of X_1 and X_2."""
    return Game(players=_sellers(X_1, X_2), assuming=KNOWN)


def alone() -> Game:
    """Return research of firms that compete, with what they sell thereafter written in."""
    profits = [b * _sold(own, other) ** 2 - gamma * own**2 / 2 for own, other in ((x_1, x_2), (x_2, x_1))]
    players = [
        Player(f"firm_{i}", decides=[own], payoff=profit)
        for i, own, profit in zip((1, 2), (x_1, x_2), profits, strict=True)
    ]
    costly = [9 * b * gamma > 2 * (2 - beta) * each for each in (2 - beta, 1 + beta)]
    report = _report(_sold(x_1, x_2) + _sold(x_2, x_1), sum(profits))
    return Game(players=players, assuming=[*KNOWN, *costly], report=report)


def joint(apart: sp.Expr = sp.S.Zero) -> Game:
    """Return research that is decided for both, after which they compete; one does more of it and the other less."""
    labs = (x + apart, x - apart)
    sellers = _sellers(*labs)
    profits = sum(seller.payoff for seller in sellers) - gamma * (labs[0] ** 2 + labs[1] ** 2) / 2
    sold = q_1 + q_2
    return Game(
        players=[Player("laboratory", decides=[x], payoff=profits), *sellers],
        order=["laboratory", (q_1, q_2)],
        assuming=[*KNOWN, 9 * b * gamma > 2 * (1 + beta) ** 2],
        report=_report(sold, profits),
    )


def whole(name: str, worth: sp.Expr) -> Game:
    """Return research and sales that one decides for both firms, which do the same research."""
    payoff = worth - (A - (1 + beta) * x) * Q - gamma * x**2
    return Game(players=[Player(name, decides=[x, Q], payoff=payoff)], assuming=KNOWN)


def _sellers(first: sp.Expr, second: sp.Expr) -> list[Player]:
    price = a - b * (q_1 + q_2)
    costs = (A - first - beta * second, A - second - beta * first)
    return [
        Player(f"firm_{i}", decides=[sold], payoff=(price - cost) * sold)
        for i, sold, cost in zip((1, 2), (q_1, q_2), costs, strict=True)
    ]


def _sold(own: sp.Expr, other: sp.Expr) -> sp.Expr:
    """Return what a firm sells where both sell something."""
    return (a - A + (2 - beta) * own + (2 * beta - 1) * other) / (3 * b)


def _report(sold: sp.Expr, profits: sp.Expr) -> dict[str, sp.Expr]:
    return {"sold": sold, "welfare": b * sold**2 / 2 + profits}
