"""The search that lets a last stage play any of its equilibria, against what is known of it by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from brute_force.every_selection import sure_gain
from corner_comparison import Verdict, compared
from lsec_models import Game, Player, decisions, solve
from lsec_models.audits.search.nested import NestedGame
from random_games import RandomGame, random_game

x, y, z = decisions("x y z")
# After every x, B and C have the equilibria (3, 0), (0, 3) and (1, 1); A secures 0 at x = 1, where y = 0 follows.
ENTRY = Game(
    players=[
        Player("A", decides=[x], payoff=y - (x - 1) ** 2),
        Player("B", decides=[y], payoff=y * (3 - y / 2 - 2 * z)),
        Player("C", decides=[z], payoff=z * (3 - z / 2 - 2 * y)),
    ],
    order=["A", ("B", "C")],
)


@pytest.mark.parametrize(
    ("first", "second", "third"), [(0, 3, 0), (2.7, 3, 0), (2.74, 3, 0), (2, 1, 1), (2.1, 1, 1), (1, 0, 3), (1.1, 0, 3)]
)
def test_a_leader_gains_surely_by_what_it_secures_beyond_what_it_has(first: float, second: float, third: float) -> None:
    gain = sure_gain(ENTRY, {"x": first, "y": second, "z": third}, {}, "A")
    assert gain == pytest.approx((first - 1) ** 2 - second, abs=1e-9)


def test_two_decisions_of_a_deviator_are_searched_together() -> None:
    u = decisions("u")
    leader = Player("A", decides=[x, u], payoff=y + x * u - x**2 - u**2 + u)
    game = Game(players=[leader, *ENTRY.players[1:]], order=["A", ("B", "C")], constraints={"A": [x + u <= 1 / 2]})
    # Where x + u = 1/2, at most 1/4 + x/2 - 3 x^2, at x = 1/12.
    assert sure_gain(game, {"x": 0, "u": 0, "y": 3, "z": 0}, {}, "A") == pytest.approx(13 / 48 - 3, abs=1e-7)


def test_without_strict_concavity_nothing_is_told() -> None:
    players = [Player("A", decides=[x], payoff=-x), Player("B", decides=[y], payoff=y * (1 - x))]
    flat = Game(players=players, order=["A", "B"])
    with pytest.raises(NotImplementedError, match="strictly concave"):
        sure_gain(flat, {"x": 0, "y": 0}, {}, "A")


def _is_led(drawn: RandomGame) -> bool:
    """Whether one mover follows a stage, so that it has one answer to each history."""
    game = drawn.game
    return len(game.stages) == 2 and len(game.stages[1].moves) == 1 and len(game.stages[0].decisions) <= 2


@pytest.mark.slow
def test_where_the_last_mover_has_one_answer_it_finds_what_nested_optimisation_finds() -> None:
    led = [drawn for drawn in map(random_game, range(60)) if _is_led(drawn)]
    tried = 0
    for drawn in led[:3]:
        point, nested = drawn.points[0], NestedGame(drawn.game)
        start = {decision.name: 0.0 for decision in drawn.game.stages[0].decisions}
        path = nested.solution(point, start).decisions
        for gain in nested.deviation_gains(path, point):
            if gain.stage == 1 and gain.outcome.words == "solved":
                tried += 1
                assert sure_gain(drawn.game, path, point, gain.player) == pytest.approx(gain.gain, rel=1e-6, abs=1e-9)
    assert tried >= 3


@pytest.mark.slow
def test_a_listed_equilibrium_that_one_selection_carries_is_not_refuted_and_one_that_none_carries_is() -> None:
    # Ann leads. Followers have up to three equilibria: u = 0 where x <= 529/240, u = 529/20 - 12 x there, and y = 0.
    drawn, point = random_game(97515), {"a": Fraction(918, 5), "c": Fraction(1194, 5)}
    found = solve(drawn.game, corners=True, at=point)
    assert {item["x"] for item in found} == {sp.Rational(137, 140), sp.Rational(529, 240)}
    assert not found.complete
    claims = [{name: float(value) for name, value in item.decisions.items()} for item in found]
    numerical = NestedGame(drawn.game)
    assert compared(drawn, claims, numerical, point).verdict is Verdict.AGREE
    # An equilibrium of the followers after x = -4 that leaves Ann less than u = 0, the only one where x < -4.96.
    planted = {"x": -4.0, "y": 8.4, "z": 1.0, "u": 74.45}
    verdict = compared(drawn, [claims[0], planted], numerical, point)
    assert verdict.verdict is Verdict.DISAGREE
    assert "y" not in [name for gain in numerical.deviation_gains(planted, point)[1:] for name in gain.broken]
