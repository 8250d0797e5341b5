"""The games of the article: two workers compete for a prize, and a firm sets the prizes; noise is uniform."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import (
    Equilibrium,
    Game,
    Player,
    decisions,
    parameters,
    probability,
    random,
    solve,
    uniform,
)
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.solutions import Solutions

S, W_0, k, h, v, u_0 = parameters("S W_0 k h v u_0", positive=True)
e, e_1, e_2, D = decisions("e e_1 e_2 D")

HIGHEST = 4 * k * h**2
"""The largest spread of prizes up to which competing is worth while."""
EFFORT = S / (2 * h * k)
CORNERS = ("reply", "reply_beyond", "principal")


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "reply": reply(S < HIGHEST),
        "reply_beyond": reply(S > HIGHEST),
        "piece_rate": Game(players=[Player("worker", decides=[e], payoff=v * e - k * e**2 / 2)]),
        "principal": principal(),
        "competitive": competitive(),
    }


def reply(known: sp.Rel) -> Game:
    """Return the choice of effort against a rival whose effort is S/(2 h k)."""
    own = W_0 + S * _wins(e, EFFORT, h) - k * e**2 / 2
    return Game(players=[Player("worker", decides=[e], payoff=own)], assuming=[known])


def tournament(spread: int) -> Solutions:
    """Return all equilibria between two workers at a spread of prizes, k = h = 1."""
    wins = _wins(e_1, e_2, sp.S.One)
    players = [
        Player("first", decides=[e_1], payoff=spread * wins - e_1**2 / 2),
        Player("second", decides=[e_2], payoff=spread * (1 - wins) - e_2**2 / 2),
    ]
    return solve(Game(players=players), at={})


def principal() -> Game:
    """Return the spread of a firm that leaves each worker what it has elsewhere, by the lower prize."""
    effort = D / (2 * h * k)
    lower = u_0 + k * effort**2 / 2 - D / 2
    return Game(
        players=[Player("firm", decides=[D], payoff=2 * v * effort - 2 * lower - D)],
        constraints=[D <= HIGHEST],
        report=_prizes(effort, lower),
    )


def competitive() -> Game:
    """Return the spread that is best for workers among those of firms that earn nothing, inside the largest one."""
    effort = D / (2 * h * k)
    lower = v * effort - D / 2
    worker = Player("worker", decides=[D], payoff=v * effort - k * effort**2 / 2)
    return Game(players=[worker], assuming=[v < 2 * k * h], constraints=[D <= HIGHEST], report=_prizes(effort, lower))


def _wins(own: sp.Expr, rival: sp.Expr, width: sp.Expr) -> sp.Expr:
    """Return how likely the first output is above the second."""
    first, second = (random(f"n_{i}", uniform(-width, width)) for i in (1, 2))
    return probability(own + first > rival + second)


def _prizes(effort: sp.Expr, lower: sp.Expr) -> dict[str, sp.Expr]:
    return {"effort": effort, "W_1": lower + D, "W_2": lower}
