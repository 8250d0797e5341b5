"""Second-order tests against what is known in one state, and against eigenvalues on a grid."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
import sympy as sp

from grids.open_loop import Discretised, LinearQuadratic, gain, is_bounded
from lsec_models.games.evidence.evidence import Status
from lsec_models.solve.differential.linear_quadratic_game import ControlProblem
from lsec_models.solve.differential.own_concavity import concavity


def problem(drift: object, curve: object, rate: object, cross: object = 0) -> ControlProblem:
    """Return one state with ``x' = A x + u`` and the flow ``Q x**2 / 2 + S x u - u**2 / 2``."""
    one = [sp.Matrix([[sp.Rational(str(value))]]) for value in (drift, 1, curve, cross, -1)]
    return ControlProblem(
        drift=one[0],
        effect=one[1],
        state_curve=one[2],
        cross_curve=one[3],
        decision_curve=one[4],
        rate=sp.Rational(str(rate)),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("curve", "status"),
    [("-1", Status.PROVED), ("1", Status.PROVED), ("1.102", Status.PROVED), ("1.1026", Status.REFUTED)],
)
def test_endless_horizons_are_bounded_up_to_a_square(curve, status):
    """With decay 1 and the rate 1/10 the own Riccati equation has real roots up to (1 + 1/20)**2 = 1.1025."""
    assert concavity(problem(-1, curve, "0.1"), None).status is status


@pytest.mark.slow
def test_the_limit_itself_is_not_decided_by_rounding():
    assert concavity(problem(-1, "1.1025", "0.1"), None).status is not Status.REFUTED


@pytest.mark.parametrize("seed", range(12))
def test_finite_horizons_against_the_grid(seed):
    """Where the grid has a clear curvature, the sign agrees with what interval arithmetic says."""
    rng = Random(seed)
    drift, curve, rate, cross = (
        Fraction(rng.randint(low, high), 10) for low, high in ((-8, 8), (5, 40), (0, 3), (-5, 5))
    )
    horizon = Fraction(rng.randint(5, 30), 10)
    grid = LinearQuadratic(
        drift=np.array([[float(drift)]]),
        effect=np.array([[1.0]]),
        inflow=np.zeros(1),
        curves=[np.array([[float(curve), float(cross)], [float(cross), -1.0]])],
        slopes=[np.zeros(2)],
        owners=(0,),
        rates=(float(rate),),
        start=np.zeros(1),
        horizon=float(horizon),
        nonnegative=(False,),
        stocks_nonnegative=(False,),
    )
    curvature = Discretised(grid, 150).curvature(0)
    known = concavity(problem(drift, curve, rate, cross), horizon)
    assert known.status in (Status.REFUTED, Status.PROVED, Status.VERIFIED)
    if abs(curvature) > 1e-3:
        assert (known.status is Status.REFUTED) == (curvature > 0)


def test_semidefinite_by_elimination():
    rng = np.random.default_rng(0)
    for _ in range(50):
        factor = rng.integers(-3, 4, (3, rng.integers(1, 4)))
        square = factor @ factor.T - (rng.random() < 0.5) * np.diag(rng.integers(0, 2, 3))
        least = np.linalg.eigvalsh(square)[0]
        if abs(least) > 1e-9:
            assert sp.Matrix(square.tolist()).is_positive_semidefinite == (least > 0)
        assert sp.Matrix((factor @ factor.T).tolist()).is_positive_semidefinite


def test_the_grid_sees_gains_without_bound():
    """What random games are compared with would find a stationary path that is not an optimum."""
    flow = np.array([[1.0, 0.0], [0.0, -1.0]])
    for horizon, seen in ((1.5, False), (1.65, True)):
        grid = LinearQuadratic(
            drift=np.zeros((1, 1)),
            effect=np.ones((1, 1)),
            inflow=np.zeros(1),
            curves=[flow],
            slopes=[np.zeros(2)],
            owners=(0,),
            rates=(0.0,),
            start=np.ones(1),
            horizon=horizon,
            nonnegative=(False,),
            stocks_nonnegative=(False,),
        )
        stationary = [lambda t, end=horizon: np.sin(end - t) / np.cos(end)]
        assert (gain(grid, stationary) > 1) == seen
        assert is_bounded(grid) != seen
