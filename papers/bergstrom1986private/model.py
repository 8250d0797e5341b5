"""A good that is everybody's, and paid for by whoever wants to: two who differ, and n who are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, others, parameters, solve, total
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

m, m_1, m_2 = parameters("m m_1 m_2", positive=True)
t, t_1, t_2, sigma = parameters("t t_1 t_2 sigma", nonnegative=True)
n = parameters("n", integer=True)
g, g_1, g_2 = decisions("g g_1 g_2")
T = decisions("T", real=True)

CORNERS = ("two", "moved", "taxed", "in_turn")
_NOTHING = sp.S.Zero


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "two": two(m_1, m_2),
        "moved": two(m_1 - t, m_2 + t, t < m_1),
        "taxed": two(m_1 - t_1, m_2 - t_2, t_1 < m_1, t_2 < m_2, given=t_1 + t_2),
        "alike": alike(),
        "subsidised": subsidised(),
        "best": best(),
        "in_turn": in_turn(),
    }


def two(own_1: sp.Expr, own_2: sp.Expr, *known: sp.Rel, given: sp.Expr = _NOTHING) -> Game:
    """Return the contributions of two with these incomes, where so much of the good is given."""
    provided = g_1 + g_2 + given
    return Game(
        players=[
            Player("first", decides=[g_1], payoff=(own_1 - g_1) * provided),
            Player("second", decides=[g_2], payoff=(own_2 - g_2) * provided),
        ],
        assuming=known,
        constraints=[g_1 <= own_1, g_2 <= own_2],
        report={"provided": provided, "left_1": own_1 - g_1, "left_2": own_2 - g_2},
    )


def alike() -> Game:
    """Return the contributions of n who are alike."""
    provided = g + others(g)
    return Game(
        players=[Player("member", decides=[g], payoff=(m - g) * provided, copies=n)],
        report={"provided": total(g)},
    )


def subsidised() -> Game:
    """Return the same where the part sigma of what each pays comes back, out of a tax T that all bear alike."""
    payoff = (m - T - (1 - sigma) * g) * (g + others(g))
    return Game(
        players=[Player("member", decides=[g], payoff=payoff, copies=n)],
        expectations={T: sigma * total(g) / n},
        assuming=[sigma < 1],
        report={"provided": total(g)},
    )


def best() -> Game:
    """Return the contribution that is best for all n if all make it."""
    return Game(players=[Player("all", decides=[g], payoff=(m - g) * n * g)], report={"provided": n * g})


def in_turn() -> Game:
    """Return the contributions of two of whom the second sees what the first one paid."""
    return replace(two(m_1, m_2), order=("first", "second"))
