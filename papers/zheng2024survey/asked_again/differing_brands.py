"""Research of two brands whose goods differ: prices are ``a - d_1 - sigma*d_2`` and its mirror image.

What is not said to be other is as in the story research of the model technology, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

a, c, beta, k, sigma = parameters("a c beta k sigma", positive=True)
x, x_1, x_2 = decisions("x x_1 x_2")


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label: research apart, and by one laboratory."""
    return {f"differing_{words}": solve(_research(joint=words == "joint")) for words in ("apart", "joint")}


def _research(*, joint: bool) -> Game:
    own = (x, x) if joint else (x_1, x_2)
    sold = [
        ((2 - sigma) * (a - c) + 2 * (mine + beta * other) - sigma * (other + beta * mine)) / (4 - sigma**2)
        for mine, other in (own, own[::-1])
    ]
    profits = [units**2 - k * mine**2 / 2 for units, mine in zip(sold, own, strict=True)]
    deciding = ([], []) if joint else ([x_1], [x_2])
    players = [
        Player(name, decides=decided, payoff=profit)
        for name, decided, profit in zip(("first", "second"), deciding, profits, strict=True)
    ]
    if joint:
        players = [Player("laboratory", decides=[x], payoff=sp.Add(*profits)), *players]
    shown = 1 + beta
    # Research brings unit costs to zero at most.
    paid = (
        2 * shown**2 * a <= k * (2 + sigma) ** 2 * c
        if joint
        else 2 * (2 - sigma * beta) * shown * a <= k * (4 - sigma**2) * (2 + sigma) * c
    )
    return Game(
        players=players,
        assuming=[a > c, beta <= 1, sigma < 1, k >= 2, paid],
        report={"consumer_surplus": (sold[0] ** 2 + sold[1] ** 2) / 2 + sigma * sold[0] * sold[1]},
    )
