"""Several movers at once who have no equilibrium after some history of two decisions."""

from __future__ import annotations

import sympy as sp

from lsec_models import Game, Player, decisions, solve
from lsec_models.games.evidence.evidence import About, Status

x1, x2, y, z = decisions("x1 x2 y z", within=(0, 2))


def chased(first: sp.Expr) -> Game:
    """F takes 0 or 2: 2 where z is at most (3 x1 - 1)/(5/2). Z answers 0 by 1/4 and 2 by 5/4."""
    return Game(
        players=[
            Player("L", decides=[x1, x2], payoff=first),
            Player("F", decides=[y], payoff=y**2 / 2 + y * (3 * x1 - 2 - sp.Rational(5, 2) * z)),
            Player("Z", decides=[z], payoff=z * (1 + 2 * y) - 2 * z**2),
        ],
        order=["L", ("F", "Z")],
    )


def test_a_history_close_by_without_an_answer_leaves_no_equilibrium() -> None:
    # After x1 = 2 both answer by (2, 5/4); below (1 + 25/8)/3 = 11/8, and above 13/24, there is none.
    found = solve(chased(-((x1 - sp.Rational(7, 5)) ** 2) - (x2 - 1) ** 2), at={})
    assert found.is_none
    assert "F and Z have no equilibrium in stage 2" in found.reason


def test_what_was_not_looked_at_everywhere_is_not_proved() -> None:
    found = solve(chased(-((x1 - 2) ** 2) - (x2 - 1) ** 2), at={})
    assert (found.only()["x1"], found.only()["y"]) == (2, 2)
    status = {row.about: row.status for row in found.evidence.rows if row.player != "F"}
    assert status[About.EXISTS] is Status.CHECKED
    assert status[About.OFF_PATH] is Status.CHECKED
