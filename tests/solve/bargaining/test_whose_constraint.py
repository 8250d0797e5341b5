"""One rule for `constraints={player: ...}`: the named player's problem carries it, at later movers' answers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, OutsideDomain

x, y = decisions("x y", real=True)
alpha, beta, k = parameters("alpha beta k", real=True)
SMALL = st.integers(-4, 4)
SLOPES = SMALL.filter(bool)


def game(base: int, slope: int, whose: str, sign: int) -> Game:
    """Return a leader who likes x near alpha, and what the follower's answer, base + slope x, is worth to it."""
    leader = Player("leader", decides=[x], payoff=-((x - alpha) ** 2) + beta * y)
    follower = Player("follower", decides=[y], payoff=-((y - base - slope * x) ** 2))
    asked = y <= k if sign > 0 else y >= k
    return Game(players=[leader, follower], order=["leader", "follower"], constraints={whose: [asked]})


def leader_bound(base: int, slope: int, sign: int, at: dict[str, int]) -> tuple[Fraction, Fraction]:
    """Return decisions by hand where the leader must choose x so that the answer respects the constraint."""
    best = at["alpha"] + Fraction(at["beta"] * slope, 2)
    if sign * (base + slope * best) > sign * at["k"]:
        best = Fraction(at["k"] - base, slope)
    return best, base + slope * best


def follower_bound(base: int, slope: int, sign: int, at: dict[str, int]) -> tuple[Fraction, Fraction]:
    """Return decisions by hand where the follower answers within the constraint, whatever the leader chose."""

    def answer(chosen: Fraction) -> Fraction:
        wished = base + slope * chosen
        return min(wished, Fraction(at["k"])) if sign > 0 else max(wished, Fraction(at["k"]))

    def worth(chosen: Fraction) -> Fraction:
        return -((chosen - at["alpha"]) ** 2) + at["beta"] * answer(chosen)

    inside = at["alpha"] + Fraction(at["beta"] * slope, 2)
    candidates = [Fraction(at["alpha"]), inside, Fraction(at["k"] - base, slope)]
    # Each piece of a concave parabola has its peak at one of these, or at the kink.
    best = max(candidates, key=worth)
    return best, answer(best)


BY_HAND = {"leader": leader_bound, "follower": follower_bound}


@settings(max_examples=40)
@given(SMALL, SLOPES, st.sampled_from(["leader", "follower"]), st.sampled_from([1, -1]), SMALL, SMALL, SMALL)
def test_solutions_at_a_point_are_those_by_hand(
    base: int, slope: int, whose: str, sign: int, likes: int, worth: int, cap: int
) -> None:
    at = {"alpha": likes, "beta": worth, "k": cap}
    declared, wanted = game(base, slope, whose, sign), BY_HAND[whose](base, slope, sign, at)
    found = solve(declared, corners=True, at=at)
    decided = [(one.decisions["x"], one.decisions["y"]) for one in found]
    assert wanted in decided
    assert len(decided) == 1 or whose == "follower"


@settings(max_examples=25)
@given(SMALL, SLOPES, st.sampled_from([1, -1]), SMALL, SMALL, SMALL)
def test_an_interior_equilibrium_holds_where_the_owners_constraint_does_not_bind(
    base: int, slope: int, sign: int, likes: int, worth: int, cap: int
) -> None:
    at = {"alpha": likes, "beta": worth, "k": cap}
    led: Any = solve(game(base, slope, "leader", sign))
    free, wanted = likes + Fraction(worth * slope, 2), leader_bound(base, slope, sign, at)
    if sign * (base + slope * free) > sign * cap:
        with pytest.raises(OutsideDomain, match="constraint y"):
            led.at(at)
    else:
        found = led.at(at)
        assert (found["x"], found["y"]) == wanted


def test_whose_constraint_it_is_makes_a_difference() -> None:
    at = {"alpha": 3, "beta": 0, "k": 1}
    led, answered = (solve(game(0, 1, whose, 1), corners=True, at=at).only() for whose in ("leader", "follower"))
    assert (led["x"], led["y"], led["leader"]) == (1, 1, -4)
    assert (answered["x"], answered["y"], answered["follower"]) == (3, 1, -4)


def test_who_decides_nothing_before_it_is_settled_can_not_carry_a_constraint() -> None:
    leader, follower = Player("leader", decides=[x], payoff=-(x**2)), Player("follower", decides=[y], payoff=-(y**2))
    with pytest.raises(DeclarationError, match="who moves last in it is leader; give it to one of them"):
        Game(players=[leader, follower], order=["leader", "follower"], constraints={"follower": [x <= 1]})
