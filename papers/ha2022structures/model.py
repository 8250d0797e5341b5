"""The three channel structures of the article, at any cost of effort and at the four for which numbers are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

from .printed import EFFORT_COSTS

a, k, r = parameters("a k r", positive=True)
w = decisions("w", real=True)
resold, direct, effort = decisions("q_I q_M e")

SYMBOLS = (a, k, r)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every structure solved, by label; those at a number for k are called ``dual k = 3/2`` and the like."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every structure as declared, by the same labels."""
    structures: Mapping[str, Callable[[sp.Expr], Game]] = {"agency": agency, "reselling": reselling, "dual": dual}
    general = {name: declared(k) for name, declared in structures.items()}
    at_numbers = {
        f"{name} k = {cost}": structures[name](sp.Rational(cost))
        for cost in EFFORT_COSTS
        for name in ("reselling", "dual")
    }
    return {**general, **at_numbers}


def agency(cost: sp.Expr) -> Game:
    """Return the game in which the manufacturer sells on the intermediary's site and pays a commission."""
    price = a - direct + effort
    return Game(
        players=[
            Player("manufacturer", decides=[direct], payoff=(1 - r) * price * direct),
            Player("intermediary", decides=[effort], payoff=r * price * direct - cost * effort**2 / 2),
        ],
        order=[(direct, effort)],
        assuming=_assumed(cost),
        constraints=[direct > 0],
    )


def reselling(cost: sp.Expr) -> Game:
    """Return the game in which the intermediary buys and sells on its own account."""
    price = a - resold + effort
    return Game(
        players=[
            Player("manufacturer", decides=[w], payoff=w * resold),
            Player("intermediary", decides=[resold, effort], payoff=(price - w) * resold - cost * effort**2 / 2),
        ],
        order=[w, (resold, effort)],
        # The commission plays no part here; it is assumed all the same, so that structures are compared on one domain.
        assuming=_assumed(cost),
        constraints=[resold > 0],
    )


def dual(cost: sp.Expr) -> Game:
    """Return the game with both channels: the intermediary resells and takes a commission."""
    price = a - direct - resold + effort
    return Game(
        players=[
            Player("manufacturer", decides=[w, direct], payoff=w * resold + (1 - r) * price * direct),
            Player(
                "intermediary",
                decides=[resold, effort],
                payoff=(price - w) * resold + r * price * direct - cost * effort**2 / 2,
            ),
        ],
        order=[w, resold, (direct, effort)],
        assuming=_assumed(cost),
        constraints=[resold > 0, direct > 0],
    )


def _assumed(cost: sp.Expr) -> list[sp.Basic]:
    return [r < 1, *([cost > sp.S.Half] if cost.free_symbols else [])]
