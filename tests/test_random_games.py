from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
import sympy as sp

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.audits.search.nested import NestedGame
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import NestedSolution
from random_games import RandomGame, random_game

pytestmark = pytest.mark.slow

SEEDS = range(200)
SOLVED = 30


@cache
def games() -> list[RandomGame]:
    return [random_game(seed) for seed in SEEDS]


@pytest.fixture(scope="module")
def solutions() -> list[tuple[RandomGame, NestedSolution]]:
    return [(drawn, NestedGame(drawn.game).solution(drawn.points[0])) for drawn in games()[:SOLVED]]


def test_equal_seeds_give_equal_games() -> None:
    assert all(random_game(seed) == drawn for seed, drawn in zip(range(20), games(), strict=False))
    assert len({str(drawn.game) for drawn in games()}) == len(games())


def test_games_are_of_every_size() -> None:
    assert {len(drawn.game.players) for drawn in games()} == {2, 3}
    assert {len(drawn.game.stages) for drawn in games()} == {1, 2, 3}
    assert {len(player.decides) for drawn in games() for player in drawn.game.players} == {1, 2}
    assert {len(drawn.game.domain.ring.names) for drawn in games()} == {1, 2, 3}
    assert {len(stage.moves) for drawn in games() for stage in drawn.game.stages} == {1, 2, 3}


def test_some_players_move_twice_and_some_decisions_take_either_sign() -> None:
    moves = [Counter(move.player for stage in drawn.game.stages for move in stage.moves) for drawn in games()]
    assert any(2 in counted.values() for counted in moves)
    assert any(not decision.is_nonnegative for drawn in games() for decision in drawn.game.decisions)


def test_constraints_are_boxes_and_joint_ones_and_have_an_owner() -> None:
    sizes = Counter(
        sum(bound.function.depends_on(decision) for decision in drawn.game.decisions)
        for drawn in games()
        for bound in drawn.game.bounds
    )
    assert set(sizes) == {1, 2}
    assert min(sizes.values()) > 20
    assert all(len(bound.players) == 1 for drawn in games() for bound in drawn.game.bounds)


def test_payoffs_are_quadratic_and_concave_in_own_decisions() -> None:
    for drawn in games():
        for player in drawn.game.players:
            assert sp.Poly(player.payoff, *drawn.game.decisions).total_degree() == 2
            assert (-sp.hessian(player.payoff, list(player.decides))).is_positive_definite


def test_decisions_are_substitutes_and_complements() -> None:
    signs = Counter(
        sp.sign(term.coeff(x).coeff(y))
        for drawn in games()
        for player in drawn.game.players
        for x in player.decides
        for y in drawn.game.decisions
        if y not in player.decides
        for term in [sp.expand(player.payoff)]
        if term.coeff(x).coeff(y).is_number
    )
    assert signs[sp.Integer(1)] > 50
    assert signs[sp.Integer(-1)] > 50


def test_parameter_points_respect_declared_signs() -> None:
    for drawn in games():
        domain = drawn.game.domain
        assert all(domain.contains(point_of(domain.ring, point)) for point in drawn.points)


def test_corners_bind_often_but_not_always(solutions: list[tuple[RandomGame, NestedSolution]]) -> None:
    plain = [found for _, found in solutions if found.plain]
    bound = sum(bool(found.binding) for found in plain)
    assert len(plain) > 0.8 * len(solutions)
    assert 0.3 * len(plain) < bound < 0.95 * len(plain)


def test_solutions_are_equilibria(solutions: list[tuple[RandomGame, NestedSolution]]) -> None:
    for drawn, found in solutions:
        if found.outcome is Outcome.SOLVED:
            gains = NestedGame(drawn.game).deviation_gains(found.decisions, drawn.points[0])
            assert max(gain.relative_gain for gain in gains) < 1e-7, drawn.seed


def test_enumeration_and_search_agree_on_the_last_stage(
    solutions: list[tuple[RandomGame, NestedSolution]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lsec_models.audits.search.nested_induction.last_stage", lambda arena: None)  # noqa: ARG005
    small = [(drawn, found) for drawn, found in solutions if found.plain and _searched(drawn) <= 2]
    assert len(small) >= 8
    for drawn, found in small:
        searched = NestedGame(drawn.game).solution(drawn.points[0])
        assert searched.outcome is Outcome.SOLVED, drawn.seed
        assert dict(searched.decisions) == pytest.approx(dict(found.decisions), rel=1e-5, abs=1e-5), drawn.seed


def _searched(drawn: RandomGame) -> int:
    """Return how many decisions are made, or more than any number where several movers meet before the last stage."""
    early = any(len(stage.moves) > 1 for stage in drawn.game.stages[:-1])
    return 99 if early else len(drawn.game.decisions)
