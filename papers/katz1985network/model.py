"""Sellers of products that are worth more, the more buyers they have: networks of all together, or of each alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, others, parameters, solve, total

A, c, c_1, c_2, nu = parameters("A c c_1 c_2 nu", positive=True)
n = parameters("n", integer=True)
x, x_1, x_2, p = decisions("x x_1 x_2 p")
N, N_1, N_2 = decisions("N N_1 N_2", real=True)
_KNOWN = (c < A, nu < 1)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label."""
    return {
        "compatible": alike(total(x)),
        "own": alike(total(x) / n),
        "one": one(),
        "one_seen": one_seen(),
        "unlike_compatible": unlike((N, N), {N: x_1 + x_2}),
        "unlike_own": unlike((N_1, N_2), {N_1: x_1, N_2: x_2}),
        "planner": planner(),
    }


def alike(network: sp.Expr) -> Game:
    """Return the game of n sellers who are alike, whose buyers expect a network of some size."""
    price = A + nu * N - x - others(x)
    seller = Player("seller", decides=[x], payoff=(price - c) * x, copies=n)
    report = {"sold": total(x), "price": price, "buyers": total(x) ** 2 / 2, "all_sellers": n * (price - c) * x}
    return Game(players=[seller], expectations={N: network}, assuming=[*_KNOWN, n >= 2], report=report)


def one() -> Game:
    """Return the choice of a quantity by the one seller there is, which buyers do not see before they expect one."""
    price = A + nu * N - x
    seller = Player("seller", decides=[x], payoff=(price - c) * x)
    return Game(
        players=[seller],
        expectations={N: x},
        assuming=_KNOWN,
        report={"sold": x, "price": price, "buyers": x**2 / 2},
    )


def one_seen() -> Game:
    """Return the choice of a price by the one seller there is, which buyers see before they expect a network."""
    sold = A + nu * N - p
    seller = Player("seller", decides=[p], payoff=(p - c) * sold)
    return Game(
        players=[seller],
        order=["seller", N],
        expectations={N: sold},
        assuming=_KNOWN,
        report={"sold": sold, "price": p, "buyers": sold**2 / 2},
    )


def unlike(networks: Sequence[sp.Symbol], expected: Mapping[sp.Symbol, sp.Expr]) -> Game:
    """Return the game of two sellers, the first of whom makes a unit at less cost; both sell something."""
    sellers = [
        Player(name, decides=[own], payoff=(A + nu * network - x_1 - x_2 - cost) * own)
        for name, own, network, cost in zip(("first", "second"), (x_1, x_2), networks, (c_1, c_2), strict=True)
    ]
    both_sell = (2 - nu) * (A - c_2) > A - c_1
    return Game(players=sellers, expectations=expected, assuming=[c_1 <= c_2, nu < 1, both_sell])


def planner() -> Game:
    """Return the quantity that is best for sellers and buyers together, who foresee it."""
    welfare = (A + nu * x - c) * x - x**2 / 2
    known = [c < A, 2 * nu < 1]
    return Game(players=[Player("planner", decides=[x], payoff=welfare)], assuming=known, report={"sold": x})
