"""Indifferent movers who turn against who moves before them, ``ties="against"``."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
import sympy as sp

from brute_force.pessimistic import secured
from families.static import Declared, declared
from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError
from lsec_models.games.static.results.solutions import Solutions

x, y, z = decisions("x y z")
free_x, free_z = decisions("x z", real=True)
half = sp.Rational(1, 2)


def against(
    payoffs: dict[str, tuple[list[sp.Symbol], object]], order: Sequence[tuple[sp.Symbol, ...]], *constraints: object
) -> Solutions:
    players = [Player(name, decides=own, payoff=sp.sympify(payoff)) for name, (own, payoff) in payoffs.items()]
    game = Game(players=players, order=list(order), constraints=list(constraints))
    return solve(game, corners=True, at={}, ties="against")


def test_a_best_decision_that_is_approached_only() -> None:
    # The follower plays 0 below x = 1/2 and 1 above it; the leader likes 1/2 best, and there the lower z.
    payoffs = {"L": ([x], -((x - half) ** 2) - z), "F": ([z], (x - half) * z)}
    found = against(payoffs, [(x,), (z,)], x <= 1, z <= 1)
    assert found.status == "none"
    assert "approached only" in found.reason
    assert "ties against" in str(found), "there is an equilibrium if ties favour the leader"
    favoured = solve(found.game, corners=True, at={})
    assert favoured.only().decisions == {"x": half, "z": 0}


def test_a_leader_who_likes_a_tie_best_whatever_is_answered() -> None:
    found = against({"L": ([x], -((x - half) ** 2)), "F": ([z], (x - half) * z)}, [(x,), (z,)], x <= 1, z <= 1)
    assert {point.decisions["x"] for point in found} == {half}
    assert not found.complete, "the follower may choose between 0 and 1 too, which makes no difference to the leader"


def test_a_leader_who_keeps_away_from_what_favours_it_in_a_tie_only() -> None:
    # Always indifferent, the follower leaves the leader -x.
    found = against({"L": ([x], x * (2 * z - 1)), "F": ([z], 0)}, [(x,), (z,)], z <= 1, x <= 2)
    assert {point.decisions["x"] for point in found} == {0}
    assert solve(found.game, corners=True, at={})[0].decisions["x"] == 2


def test_ties_that_do_not_occur() -> None:
    found = against({"L": ([x], x * z), "F": ([z], z * (1 - x - z))}, [(x,), (z,)], x <= 1)
    assert found.only().decisions == {"x": half, "z": sp.Rational(1, 4)}
    assert found.complete
    assert "one answer to everything" in str(found.evidence)


def test_a_tie_of_the_second_mover_of_three() -> None:
    # C plays z = y. B plays 0 below x = 1 and 2 above it; A would like x just above 1, if B plays 2.
    payoffs = {"A": ([x], z - x), "B": ([y], (x - 1) * z), "C": ([z], -((z - y) ** 2))}
    found = against(payoffs, [(x,), (y,), (z,)], x <= 3, y <= 2)
    assert found.status == "none"
    assert "B is indifferent and turns against A" in found.reason
    assert solve(found.game, corners=True, at={}).only().decisions == {"x": 1, "y": 2, "z": 2}


def test_a_leader_of_two_decisions() -> None:
    # The follower plays 1 where x + y > 1, and one of both at x + y = 1.
    payoffs = {"L": ([x, y], -((x - 1) ** 2) - (y - 1) ** 2 - z), "F": ([z], (x + y - 1) * z)}
    found = against(payoffs, [(x, y), (z,)], z <= 1, x <= 2, y <= 2)
    assert found.status == "open", "the best, -1/2, is approached at x = y = 1/2"
    payoffs["L"] = ([x, y], -((x - 1) ** 2) - (y - 1) ** 2 + z)
    assert against(payoffs, [(x, y), (z,)], z <= 1, x <= 2, y <= 2).only().decisions == {"x": 1, "y": 1, "z": 1}


@pytest.mark.parametrize(
    ("order", "words"),
    [([(x, y), (z,)], "several move at once"), ([(x,), (y,), (z,)], "several later movers may be indifferent")],
)
def test_what_is_not_followed(order: list[tuple[sp.Symbol, ...]], words: str) -> None:
    payoffs = {"A": ([x], z - x), "B": ([y], z - y), "C": ([z], (x + y - 1) * z)}
    found = against(payoffs, order, z <= 1, x <= 1, y <= 1)
    assert found.status == "open"
    assert words in found.reason


def test_ties_belong_to_a_point() -> None:
    a = parameters("a", positive=True)
    game = Game(players=[Player("L", decides=[x], payoff=x * (a - x))])
    with pytest.raises(DeclarationError, match=r"at=\{\.\.\.\}"):
        solve(game, corners=True, ties="against")
    with pytest.raises(DeclarationError, match="'favour' or 'against'"):
        solve(game, corners=True, at={"a": 1}, ties="for")  # type: ignore[call-overload]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_random_games_against_what_the_leader_secures(seed: int) -> None:
    game = _random_game(seed)
    found = solve(game.game(), corners=True, at={}, ties="against")
    if found.status == "open":
        return
    expected = secured(game)
    if found.status == "none":
        assert not expected.places
        if "without bound" in found.reason:
            assert not np.isfinite(expected.value)
        return
    held = [(point["L"], point.decisions["x"], point.decisions["x"]) for point in found]
    for one in found.continua:
        low, high = one.free.get("x", (one.vertices[0]["x"],) * 2)
        held += [(values["L"], low, high) for values in one.quantities]
    assert [float(value) for value, _, _ in held] == pytest.approx([expected.value] * len(held), rel=1e-6, abs=1e-6)
    for place in expected.places:
        assert any(float(low) - 1e-4 <= place <= float(high) + 1e-4 for _, low, high in held)


@pytest.mark.slow
def test_random_games_are_mostly_settled() -> None:
    words = [solve(_random_game(seed).game(), corners=True, at={}, ties="against").status for seed in range(60)]
    assert words.count("found") >= 40
    assert words.count("none") >= 3


def _random_game(seed: int) -> Declared:
    """Draw a leader and a follower who is often indifferent somewhere: its payoff linear, convex or none of its own."""
    dice = random.Random(seed)
    lead, own = dice.choice([x, free_x]), dice.choice([z, free_z])

    def number() -> sp.Rational:
        return sp.Rational(dice.choice([-3, -2, -1, -1, 0, 0, 1, 1, 2, 3]), dice.choice([1, 1, 2]))

    payoff = number() * lead**2 / 2 + number() * lead * own + number() * lead + number() * own
    if dice.random() < 0.4:
        payoff += number() * own**2 / 2
    reply = dice.choice([0, 0, 1, 2, -1]) * own**2 / 2 + number() * lead * own + number() * own + number() * lead
    limits = [own + dice.choice([0, 0, 1]) * lead <= dice.choice([2, 3, 4])]
    limits += [own >= dice.choice([-1, -2])] if own is free_z else []
    leads = [lead <= dice.choice([1, 2])] if dice.random() < 0.9 else []
    leads += [lead >= dice.choice([-1, -2])] if lead is free_x else []
    return declared({"L": [lead], "F": [own]}, {"L": payoff, "F": reply}, [[lead], [own]], {"L": leads, "F": limits})
