"""When it is proved that a game has no equilibria beside its regimes."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from lsec_models import Game, Player, decisions, parameters, prove, solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of
from lsec_models.solve.quadratic import linear_quadratic

a, t = parameters("a t", positive=True)
w, x, y, z = decisions("w x y z")


def is_complete(found: PiecewiseEquilibrium) -> bool:
    return found.evidence.status(About.COMPLETE) is Status.PROVED


@pytest.fixture(scope="module")
def capped() -> PiecewiseEquilibrium:
    """A maker whose price is capped above a seller."""
    maker = Player("maker", decides=[w], payoff=w * x)
    seller = Player("seller", decides=[x], payoff=x * (a - x - w))
    return solve(Game(players=[maker, seller], order=["maker", "seller"], constraints=[w <= 3]), corners=True)


@pytest.mark.slow
def test_a_leader_with_one_best_decision(capped: PiecewiseEquilibrium) -> None:
    assert {regime.name for regime in capped.regimes} == {"interior", "w = 3"}
    assert is_complete(capped)


def test_the_line_says_that_borders_are_not_meant(capped: PiecewiseEquilibrium) -> None:
    assert "complete: proved inside regions" in capped.evidence.line()
    assert "complete: proved inside regions" in str(capped)
    there = capped.at({"a": 6})
    assert "complete: proved" in there.evidence.line(), "a point is solved by itself"
    assert "inside regions" not in there.evidence.line()


def test_verdicts_say_that_borders_are_not_meant(capped: PiecewiseEquilibrium) -> None:
    assert "the only one inside each region" in str(prove(capped["x"] > 0, given=[capped]))


def test_players_who_decide_at_once() -> None:
    players = [
        Player(name, decides=[own], payoff=own * (a - x - y - cost)) for name, own, cost in (("B", x, 0), ("C", y, t))
    ]
    assert is_complete(solve(Game(players=players), corners=True))


@pytest.mark.slow
def test_a_leader_who_is_indifferent_from_some_decision_on() -> None:
    """The maker dislikes sales, and any price from a on ends them."""
    maker = Player("maker", decides=[w], payoff=-x)
    seller = Player("seller", decides=[x], payoff=x * (a - w - x / 2))
    found = solve(Game(players=[maker, seller], order=["maker", "seller"]), corners=True)
    assert found.tiling.is_proved
    assert not is_complete(found)
    assert solve(found.game, corners=True, at={"a": 1}).continua


def test_two_leaders_are_not_asked() -> None:
    players = [
        Player("B", decides=[x], payoff=x * (a - x - y) + z),
        Player("C", decides=[y], payoff=y * (a - x - y)),
        Player("D", decides=[z], payoff=z * (1 - z)),
    ]
    found = solve(Game(players=players, order=[("B", "C"), "D"]), corners=True)
    assert found.tiling.is_proved
    assert found.tiling.others == "the first movers decide several things"
    assert not is_complete(found)


def _random_game(rng: random.Random) -> Game:
    """A maker above a seller, who sells beside somebody, with small random numbers and a demand that stays open."""

    def drawn(low: int, high: int) -> Fraction:
        return Fraction(rng.randint(2 * low, 2 * high), 2)

    leading = drawn(0, 2) * w * x + drawn(-1, 1) * a * w + drawn(-1, 1) * y + drawn(-1, 1) * w * y
    leading -= drawn(0, 2) * w**2 / 2 + drawn(0, 1) * x
    second = x * (a - drawn(1, 2) * x - drawn(0, 1) * y - drawn(0, 2) * w)
    third = y * (drawn(0, 3) - drawn(1, 2) * y - drawn(0, 1) * x)
    players = [
        Player("L", decides=[w], payoff=leading),
        Player("F", decides=[x], payoff=second),
        Player("E", decides=[y], payoff=third),
    ]
    order = ["L", "F", "E"] if rng.random() < 0.5 else ["L", ("F", "E")]
    return Game(players=players, order=order, constraints=[w <= drawn(1, 4)], assuming=[a <= 6])


@pytest.mark.slow
def test_random_games_are_often_complete_and_the_exact_solution_has_nothing_else() -> None:
    assert sum(map(_has_nothing_else, range(6))) >= 3


def _has_nothing_else(seed: int) -> bool:
    """Compare a random game at points where it is complete; return whether it is."""
    rng = random.Random(seed)
    found = solve(_random_game(rng), corners=True)
    if not is_complete(found):
        return False
    model = linear_quadratic(found.game)
    for _ in range(6):
        point = {a: Fraction(rng.randint(1, 5999), 1000)}
        exact = equilibria_of(model.at(found.ring.exact_point(point)))
        listed = {
            tuple(regime.exact[name].evaluate(found.ring.exact_point(point)) for name in model.names)
            for regime in found.regimes
            if regime.contains(point)
        }
        assert not exact.continua
        assert {tuple(Fraction(int(v.p), int(v.q)) for v in path) for path in exact.paths} == listed
    return True
