"""When it is proved that several movers have one equilibrium after every history."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lsec_models import Game, Player, decisions, parameters
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.corners.proof import Prover
from lsec_models.solve.corners.single_answers import why_not_single
from lsec_models.solve.quadratic import linear_quadratic
from lsec_models.work import Work

t = parameters("t", positive=True)
x, y, z, u = decisions("x y z u")


def _why_not_single(game: Game) -> str:
    return why_not_single(game, Responses(linear_quadratic(game)), Prover(work=Work.of("normal")), game.domain)


def test_answers_of_several_movers_are_proved_single_only_if_they_exist_where_later_answers_turn() -> None:
    """Where u < 1/2 the streamer wants a long show if the target is low, a short one if it is high; it follows."""
    game = Game(
        players=[
            Player("leader", decides=[u], payoff=-((u - t) ** 2)),
            Player("streamer", decides=[x], payoff=2 * z - (x - 1) ** 2),
            Player("platform", decides=[y], payoff=-((y - x + u) ** 2)),
            Player("payroll", decides=[z], payoff=-((z - (x - y)) ** 2)),
        ],
        order=["leader", ("streamer", "platform"), "payroll"],
        constraints=[u <= 2],
        assuming=[t <= 2],
    )
    assert _why_not_single(game) == "streamer and platform may have no equilibrium in stage 2 after some history"


@pytest.mark.parametrize(("slope", "reason"), [(Fraction(1, 2), ""), (2, "no equilibrium")])
def test_replies_that_run_away_leave_no_answer(slope: object, reason: str) -> None:
    """Each follower answers 1 + u + slope times what the other does."""
    followers = [
        Player(name, decides=[mine], payoff=mine * (1 + u + slope * other - mine / 2))
        for name, mine, other in (("B", x, y), ("C", y, x))
    ]
    game = Game(players=[Player("A", decides=[u], payoff=-((u - t) ** 2)), *followers], order=["A", ("B", "C")])
    assert reason in _why_not_single(game)
    assert bool(_why_not_single(game)) == bool(reason)


def test_equilibria_of_unlike_movers_are_single_where_replies_are_not_steep_on_average() -> None:
    """Slopes of 3 and -1/5 are not concave together, but no two sets of binding constraints answer one history."""
    game = Game(
        players=[
            Player("A", decides=[u], payoff=-((u - t) ** 2)),
            Player("B", decides=[x], payoff=x * (1 + u + 3 * y - x / 2)),
            Player("C", decides=[y], payoff=y * (2 - x / 5 - y / 2)),
        ],
        order=["A", ("B", "C")],
    )
    assert not _why_not_single(game)
