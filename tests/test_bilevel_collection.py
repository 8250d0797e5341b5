"""The published values of bilevel problems against brute force: every problem is stated as it was solved."""

from __future__ import annotations

import numpy as np
import pytest

from bilevel.brute_force import infeasibility, numbers, optimistic, regret
from bilevel.collection import PROBLEMS
from bilevel.problem import BilevelProblem
from lsec_models.errors import DeclarationError

_named = pytest.mark.parametrize("problem", [pytest.param(problem, id=problem.name) for problem in PROBLEMS])


def test_names_are_unique_and_problems_are_many():
    assert len({problem.name for problem in PROBLEMS}) == len(PROBLEMS) >= 70


@pytest.mark.slow
@_named
def test_brute_force_finds_the_best_known_value(problem: BilevelProblem):
    found = optimistic(problem)
    assert problem.agrees(found.value), found
    assert infeasibility(problem, found.point) < 1e-6
    assert regret(problem, found.point) < 1e-5


@pytest.mark.parametrize("problem", [pytest.param(p, id=p.name) for p in PROBLEMS if p.better_value is not None])
def test_what_we_call_better_is_better(problem: BilevelProblem):
    assert problem.better_value < problem.published_value


@pytest.mark.slow
@pytest.mark.parametrize("problem", [pytest.param(p, id=p.name) for p in PROBLEMS if p.published_point is not None])
def test_published_point_is_feasible_and_has_the_published_value(problem: BilevelProblem):
    exact = all(not isinstance(value, float) for value in problem.published_point)
    within = 1e-6 if exact else 1e-2
    names = [*problem.leader.split(), *problem.follower.split()]
    point = {name: float(value) for name, value in zip(names, problem.published_point, strict=True)}
    n = numbers(problem)
    value = n.leader(np.array([point[name] for name in names]))
    assert value == pytest.approx(float(problem.published_value), abs=within, rel=1e-5)
    assert infeasibility(problem, point) < within
    assert regret(problem, point) < max(within, 1e-5)


@pytest.mark.slow
@_named
def test_game_states_the_problem(problem: BilevelProblem):
    try:
        game = problem.game()
    except DeclarationError:
        # Today a constraint belongs to whoever moves last in it.
        assert problem.is_joint()
        pytest.xfail("a constraint of the leader contains decisions of the follower")
    assert [[move.player for move in stage.moves] for stage in game.stages] == [["leader"], ["follower"]]
    n = numbers(problem)
    assert tuple(decision.name for decision in game.decisions) == n.names
    at = {decision: number for number, decision in enumerate(game.decisions, start=1)}
    for player, minimised in zip(game.players, (n.leader, n.follower), strict=True):
        assert float(-player.payoff.subs(at)) == pytest.approx(minimised(np.array(list(at.values()))))
    signs = sum(decision.is_nonnegative is True for decision in game.decisions)
    assert len(game.bounds) + signs == len(n.fixed[1]) + len(n.own[1])
