"""A brand that wins customers by advertising, the harder the fewer are left; and two that win each other's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import DifferentialGame, Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.solve.differential.dispatch import solve_differential

b, delta, i, j, r, n_0 = parameters("b delta i j r n_0", positive=True)
n = states("n", nonnegative=True)
w, w_1, w_2 = decisions("w w_1 w_2")

MARGIN_OF_ONE = i**2 + 2 * i * (r + delta) / b
"""The margin for which one brand advertises with the intensity i: it rises in i, from zero on and without bound."""
MARGIN_OF_TWO = 3 * j**2 + 2 * r * j / b
"""The margin for which each of two brands advertises with the intensity j."""


@cache
def equilibria() -> Mapping[str, FeedbackEquilibrium]:
    """Return every game solved, by label."""
    return {label: _solved(game) for label, game in games().items()}


def games() -> Mapping[str, DifferentialGame]:
    """Return every game as declared, by label."""
    return {"one": one(), "two": two()}


def one() -> DifferentialGame:
    """Return the game of one brand: advertising u wins w = u √n of the part n that is no customer, and costs u²."""
    return DifferentialGame(
        states={n: delta * (1 - n) - b * w},
        players=[Player("brand", decides=[w], payoff=MARGIN_OF_ONE * (1 - n) - w**2 / n)],
        initial={n: n_0},
        discount=r,
        assuming=[n_0 <= 1],
        report={"intensity": w / n, "customers": 1 - n, "spending": w**2 / n, "margin": MARGIN_OF_ONE},
    )


def two() -> DifferentialGame:
    """Return the game of two brands that share a market: what one wins, the other loses; n is the second one's part."""
    spent_1, spent_2 = w_1**2 / n, w_2**2 / (1 - n)
    return DifferentialGame(
        states={n: b * (w_2 - w_1)},
        players=[
            Player("first", decides=[w_1], payoff=MARGIN_OF_TWO * (1 - n) - spent_1),
            Player("second", decides=[w_2], payoff=MARGIN_OF_TWO * n - spent_2),
        ],
        initial={n: n_0},
        discount=r,
        assuming=[n_0 < 1],
        report={
            "intensity": w_1 / n,
            "other_intensity": w_2 / (1 - n),
            "spending": spent_1 + spent_2,
            "margin": MARGIN_OF_TWO,
        },
    )


def _solved(game: DifferentialGame) -> FeedbackEquilibrium:
    found = solve_differential(game)
    assert isinstance(found, FeedbackEquilibrium), "a stationary game without numbers gives a closed form"
    return found
