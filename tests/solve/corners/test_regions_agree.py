"""Regions, sweeps and the exact solution at a point say the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.errors import LsecError, OutsideDomain
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.solve.choice import solve_choice
from random_games import random_game

a = parameters("a", positive=True)
x, y, z = decisions("x y z")


def agree(found: PiecewiseEquilibrium, point: dict[str, Fraction]) -> None:
    """Compare the regimes that hold at a point, `at`, and a sweep over that one point, with the exact solution."""
    solutions = solve(found.game, corners=True, at=point)
    exact = {symbol: point[symbol.name] for symbol in found.ring.symbols}
    name, *others = point
    data = sweep(found, over={name: [point[name]]}, at={other: point[other] for other in others})
    if solutions.status != "found":
        with pytest.raises(OutsideDomain):
            found.at(point)
        assert np.isnan(data[found.game.decisions[0].name].values).all()
        return
    at = found.at(point)
    for decision in found.game.decisions:
        assert np.allclose(data[decision.name].values, float(at[decision.name]))
    if solutions.continua:
        return
    listed = [dict(one.decisions) for one in solutions]
    assert dict(at.decisions) in listed
    if found.tiling.is_proved:
        holding = [regime for regime in found.regimes if regime.contains(exact)]
        assert holding
        for regime in holding:
            values = regime.pieces[0].values_at(exact)
            assert {d.name: values[d.name] for d in found.game.decisions} in listed


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 5, 8, 9, 24])
def test_of_random_games(seed: int) -> None:
    """Among them two leaders at once, a leader and a follower with two decisions, and one who moves twice in turn."""
    drawn = random_game(seed)
    try:
        found = solve(drawn.game, corners=True, effort="quick")
    except LsecError:
        return
    for point in drawn.points[:2]:
        agree(found, dict(point))


@pytest.mark.slow
def test_of_a_game_whose_middle_mover_stops_at_a_jump() -> None:
    players = [
        Player("A", decides=[x], payoff=4 * z - (x - 1) ** 2),
        Player("B", decides=[y], payoff=3 * z - y**2),
        Player("C", decides=[z], payoff=z * (x + y - a)),
    ]
    found = solve(Game(players=players, order=["A", "B", "C"], constraints=[z <= 1]), corners=True, effort="quick")
    assert not found.tiling.is_proved
    for value in ("1/2", "5/2", "19/4", "6"):
        agree(found, {"a": Fraction(value)})


@pytest.mark.slow
def test_a_choice_refuses_thresholds_and_maps_that_the_exact_solution_contradicts() -> None:
    """The middle mover stops at a jump of the last one's answer: A gains until a = 3 + sqrt 3, beyond the region."""
    fee = parameters("F", positive=True)
    players = [
        Player("A", decides=[x], payoff=4 * z - (x - 1) ** 2),
        Player("B", decides=[y], payoff=3 * z - y**2),
        Player("C", decides=[z], payoff=z * (x + y - a)),
    ]
    jumping = solve(Game(players=players, order=["A", "B", "C"], constraints=[z <= 1]), corners=True, effort="quick")
    alone = solve(Game(players=[Player("A", decides=[x], payoff=x * (2 - x) - fee)]))
    choice = solve_choice(Choice(by="A", among={"with B and C": jumping, "alone": alone}))
    at = {"F": Fraction(1, 2)}
    assert str(choice.thresholds("a", at=at, over=(0, Fraction(5, 2)))) == "with B and C for a from 0 to 2.5"
    assert str(choice.thresholds("a", at=at, over=(5, 8))) == "alone for a from 5 to 8"
    with pytest.raises(OutsideDomain, match=r"they give 'alone' where the games solved there give 'with B and C'"):
        choice.thresholds("a", at=at, over=(0, 6))
    with pytest.raises(OutsideDomain, match="point by point"):
        choice.regions("a", "F", at={}, over={"a": (0, 6), "F": (Fraction(1, 4), Fraction(3, 4))})
    assert choice.at(a=4, F=Fraction(1, 2)).chosen == ("with B and C",)
