"""What is established of solutions of problems with one state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.errors import (
    LsecError,
)
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.canonical_system import CanonicalSystem
from lsec_models.solve.one_state.evidence import findings_of
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.solution import OneStateSolution
from one_state_problems import GOODWILL, GOODWILL_POINT, LAKE, LAKE_POINT, r, u, v, wells, x


@pytest.mark.parametrize("name", ["lake", "two_wells"])
def test_what_a_solution_rests_on(name: str, request: pytest.FixtureRequest) -> None:
    evidence = request.getfixturevalue(name).evidence
    assert {row.status for row in evidence.rows} == {Status.CHECKED}
    assert {row.about for row in evidence.rows} == {
        About.EXISTS, About.OPTIMAL, About.OFF_PATH, About.TRANSVERSALITY, About.STABLE, About.COMPLETE, About.ACCURATE,
    }  # fmt: skip
    assert not evidence.established, "floats establish nothing for good"
    (complete,) = (row for row in evidence.rows if row.about is About.COMPLETE)
    assert "two paths are best" in complete.means


def test_among_which_paths_it_is_best() -> None:
    """Between 0 and 1/2 effort of at most 1/10 cannot lift goodwill that fades by 1/5 above the interval."""
    kept = replace(GOODWILL, between=(0, sp.Rational(1, 2)), control_between=(0, sp.Rational(1, 10)))
    (exists, *_) = solve_one_state(kept, GOODWILL_POINT).evidence.rows
    assert "no control makes x leave the interval from 0 to 1/2" in exists.detail
    (exists, *_) = solve_one_state(GOODWILL, GOODWILL_POINT).evidence.rows
    assert "among all paths on which x stays between 0 and 40" in exists.detail


@pytest.mark.slow
def test_a_hamiltonian_with_another_peak_is_seen() -> None:
    """Around zero the payoff falls with the control, but at three it is larger: staying is not best."""
    bump = 9 * sp.exp(-4 * (u - 3) ** 2)
    problem = wells(
        payoff=-(u**2) / 2 + bump - x**2 / 2, between=(sp.Rational(-1, 10), sp.Rational(1, 10)), control_between=(-4, 4)
    )
    evidence = solve_one_state(problem, {"r": 1}).evidence
    assert evidence.status(About.OPTIMAL) is Status.OPEN
    assert "another u gives a larger Hamiltonian" in evidence.rows[0].detail


def test_states_without_a_path_leave_existence_open() -> None:
    problem = OneStateProblem(
        state=x, control=v, payoff=x - v**2 / 2, dynamics=v - x + x**2, discount=r, between=(0, 3),
        control_between=(0, sp.Rational(1, 10)),
    )  # fmt: skip
    evidence = solve_one_state(problem, {"r": 0.1}).evidence
    assert evidence.status(About.EXISTS) is Status.OPEN
    assert "no path to a saddle was found" in evidence.rows[0].detail


def test_slopes_that_are_not_those_of_the_value_are_seen(lake: OneStateSolution) -> None:
    system = CanonicalSystem(problem=LAKE.at(LAKE_POINT))

    class Tilted:
        def __init__(self, branch: Any) -> None:
            self.branch = branch

        def costate(self, state: float) -> float:
            return float(self.branch.costate(state)) * 1.05

    tilted = [replace(basin, branch=Tilted(basin.branch)) for basin in lake.basins]
    assert {f.status for f in findings_of(system, lake.basins, (), ())} == {Status.CHECKED}
    (exists, *_) = findings_of(system, tilted, (), ())
    assert exists.status is Status.OPEN
    assert "apart" in exists.detail


def random_problem(seed: int) -> OneStateProblem:
    """Return a problem with a payoff of up to four peaks in the state, and a stock that moves by itself."""
    draw = np.random.default_rng(seed)
    waves = sum(sp.Rational(int(draw.integers(-9, 10)), 10) * sp.sin(k * x + int(draw.integers(0, 6))) for k in (1, 2))
    curve = sp.Rational(int(draw.integers(0, 5)), 10)
    return OneStateProblem(
        state=x,
        control=u,
        payoff=waves - curve * x**2 / 2 - u**2 / 2,
        dynamics=u - sp.Rational(int(draw.integers(0, 4)), 10) * x,
        discount=sp.Rational(int(draw.integers(2, 30)), 50),
        between=(-2, 2),
        control_between=(-4, 4),
    )


@pytest.mark.slow
def test_what_is_checked_is_so_on_a_grid() -> None:
    """Random problems: where the evidence says that nothing on the interval is better, a grid finds nothing better."""
    checked = 0
    for seed in range(12):
        problem = random_problem(seed)
        try:
            solution = solve_one_state(problem, {})
        except LsecError:
            continue
        if solution.evidence.status(About.EXISTS) is Status.OPEN:
            continue
        found = value_iteration(problem, {}, controls=(-4, 4), states=401, step=0.02)
        states = np.linspace(-1.9, 1.9, 9)
        stated, known = solution.value(states), np.interp(states, found.states, found.values)
        assert np.abs(stated - known).max() < 0.02 * (1 + np.abs(known).max()), seed
        checked += 1
    assert checked >= 4
