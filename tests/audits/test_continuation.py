from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, power_structures, solve
from lsec_models.algebra.domains.sampling import sample
from lsec_models.audits.first_order.continuation import ContinuationStatus, continuation_of
from lsec_models.audits.stacked_linear_algebra import negative_definite, solve_each
from lsec_models.evaluate.precision import EPSILON, wide
from lsec_models.models import load

a, b = parameters("a b", positive=True)
x, y = decisions("x y")


def column(values: list[float]) -> Any:
    return np.array(values, dtype=np.longdouble)[:, None]


@pytest.mark.parametrize("order", list(power_structures(["manufacturer", "streamer", "platform"]))[1:], ids=str)
def test_answers_are_the_exact_best_responses(order: Any) -> None:
    """At arbitrary earlier decisions; the exact responses come from another algorithm."""
    game = load("power_structures", order=order)
    equilibrium = solve(game)
    continuation = continuation_of(game, game.stages[1:], corners=False)
    generator = np.random.default_rng(0)
    for point in sample(equilibrium.domain, 5, seed=2):
        values: dict[sp.Symbol, Fraction] = dict(point)
        for decision in game.decisions:
            values[decision] = Fraction(int(generator.integers(1, 50)), 10)
        start = np.array([[wide(values[s])] for s in continuation.symbols])
        for solved in equilibrium.stages[1:]:
            where = game.ring.exact_point(values)
            values |= {d: solved.responses[d.name].evaluate(where) for d in solved.stage.decisions}
        found, status = continuation.solved(start, np.abs(start).astype(float))
        exact = [float(values[s]) for s in continuation.symbols]
        assert status.tolist() == [ContinuationStatus.SOLVED]
        np.testing.assert_allclose(found[:, 0].astype(float), exact, rtol=1e-7)


def entry(follower_payoff: sp.Expr) -> Game:
    players = [
        Player("leader", decides=[x], payoff=-((x - a) ** 2)),
        Player("follower", decides=[y], payoff=follower_payoff),
    ]
    return Game(players=players, order=["leader", "follower"])


@pytest.mark.parametrize(
    ("payoff", "status"),
    [
        (y * (a - x) - y**2 / 2, ContinuationStatus.SOLVED),
        ((y - a) ** 2, ContinuationStatus.NOT_A_MAXIMUM),
        (y * x, ContinuationStatus.NOT_CONVERGED),
        (-y - 1 / y, ContinuationStatus.NOT_A_MAXIMUM),
    ],
)
def test_status(payoff: sp.Expr, status: ContinuationStatus) -> None:
    continuation = continuation_of(entry(payoff), entry(payoff).stages[1:], corners=False)
    _, found = continuation.solved(
        column([3, 1, 2 if status is not ContinuationStatus.NOT_A_MAXIMUM else -1]), np.ones((3, 1))
    )
    assert found.tolist() == [status]
    assert status.words


@pytest.mark.parametrize(("leader", "free", "signed"), [(1, 2, 2), (3, 0, 0), (5, -2, 0)])
def test_corners_hold_followers_at_zero(leader: float, free: float, signed: float) -> None:
    game = entry(y * (a - x) - y**2 / 2)
    for corners, expected in ((False, free), (True, signed)):
        continuation = continuation_of(game, game.stages[1:], corners=corners)
        found, status = continuation.solved(column([3, leader, 1]), np.ones((3, 1)))
        assert status.tolist() == [ContinuationStatus.SOLVED]
        assert float(found[2, 0]) == pytest.approx(expected, abs=1e-12)


def test_a_leader_takes_the_corner_of_its_follower_into_account() -> None:
    """Entry deterrence by hand: prices a - x - y, no cost for the leader, unit cost b for the follower."""
    leader = Player("leader", decides=[x], payoff=x * (a - x - y))
    follower = Player("follower", decides=[y], payoff=y * (a - x - y - b))
    game = Game(players=[leader, follower], order=["leader", "follower"])
    continuation = continuation_of(game, game.stages)
    # Cost 1: accommodated, x = (a + b)/2. Cost 9: a monopoly, x = a/2. Cost 4: the leader just deters, at a kink.
    points = np.array([[10, 10, 10], [1, 9, 4], [4, 4, 4], [1, 1, 1]], dtype=np.longdouble)
    found, status = continuation.solved(points, np.ones((4, 3)))
    assert status.tolist() == [
        ContinuationStatus.SOLVED,
        ContinuationStatus.SOLVED,
        ContinuationStatus.CORNERS_UNSETTLED,
    ]
    np.testing.assert_allclose(found[2:, :2].astype(float), [[5.5, 5.0], [1.75, 0.0]], atol=1e-12)


def test_sensitive_points_are_not_trusted() -> None:
    """Two players whose responses are parallel but for a difference that rounding nearly swallows."""
    game = Game(
        players=[
            Player("one", decides=[x], payoff=x * (1 + y) - x**2 / 2),
            Player("two", decides=[y], payoff=y * (1 + (1 - b) * x) - y**2 / 2),
        ]
    )
    points = np.array([[1e-3, 4 * EPSILON], [1, 1], [1, 1]], dtype=np.longdouble)
    _, status = continuation_of(game, game.stages).solved(points, np.ones((3, 2)))
    assert status[0] == ContinuationStatus.SOLVED
    assert status[1] != ContinuationStatus.SOLVED


def test_batches_of_matrices() -> None:
    generator = np.random.default_rng(0)
    matrices = generator.normal(size=(50, 4, 4))
    right = generator.normal(size=(50, 4, 2))
    singular = matrices.copy()
    singular[7] = 0.0
    np.testing.assert_allclose(matrices @ solve_each(matrices, right), right, atol=1e-9)
    solutions = solve_each(singular, right)
    assert np.isnan(solutions[7]).all()
    np.testing.assert_allclose(np.delete(solutions, 7, 0), np.delete(solve_each(matrices, right), 7, 0))
    symmetric = matrices + matrices.transpose(0, 2, 1) - 3 * np.eye(4) * generator.integers(0, 2, size=(50, 1, 1))
    expected = (np.linalg.eigvalsh(symmetric) < 0).all(axis=1)
    assert 0 < expected.sum() < 50
    assert negative_definite(symmetric).tolist() == expected.tolist()
