"""Random linear-quadratic games in discrete time: two players, one stock, payoffs concave in own decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from lsec_models import DifferenceGame, Player, decisions, states

x = states("x")
u, v = decisions("u v", real=True)
ORDERS: tuple[dict[str, Any], ...] = ({}, {"order": ["A", "B"]}, {"order": ["B", "A"]}, {"cooperative": True})


def two_players(draw: Callable[[int, int], int], **more: Any) -> DifferenceGame:
    """Return a game; `draw` gives a whole number between two ends, in which coefficients are counted in twentieths."""

    def number(low: int, high: int) -> sp.Rational:
        return sp.Rational(draw(20 * low, 20 * high), 20)

    one = number(-1, 1) * x - number(1, 3) * x**2 / 4 - number(1, 3) * u**2 + number(-1, 1) * x * u / 4
    one += number(-1, 1) * u + number(-1, 1) * u * v / 4 + number(-1, 1)
    other = number(-1, 1) * x - number(1, 3) * x**2 / 4 - number(1, 3) * v**2 + number(-1, 1) * x * v / 4
    other += number(-1, 1) * v + number(-1, 1) * u * v / 4
    factors = {"A": sp.Rational(9, 10), "B": sp.Rational(4, 5)}
    return DifferenceGame(
        states={x: number(-1, 1) * x + number(-1, 1) * u + number(-1, 1) * v + number(-1, 1)},
        players=[Player("A", decides=[u], payoff=one), Player("B", decides=[v], payoff=other)],
        discount_factor=factors["A"] if more.get("cooperative") else factors,
        initial={x: number(-2, 2)},
        **more,
    )
