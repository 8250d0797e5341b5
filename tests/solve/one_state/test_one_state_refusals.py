"""What is refused of problems with one state, and what cannot be solved: why, and what to do instead."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad
from scipy.optimize import brentq

from lsec_models import parameters
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    DegenerateProblem,
    LsecError,
    NoInteriorOptimum,
    NoStablePath,
    NoSteadyState,
    NotConverged,
    OutsideDomain,
    UnknownName,
)
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.solution import OneStateSolution
from one_state_problems import GOODWILL, LAKE, LAKE_POINT, Point, b, delta, r, s, u, v, wells, x


@pytest.mark.parametrize(
    ("problem", "point", "error", "words"),
    [
        (wells(payoff=-(u**2) / 2 + x**2 / 2, between=(-2, 2)), {"r": 0.5}, NoStablePath, "unstable focus at 0"),
        (GOODWILL, {"r": 0.1, "delta": 0.01}, NoSteadyState, "between 0 and 40"),
        (GOODWILL, {"r": 0.1}, DeclarationError, "no value for delta"),
        (GOODWILL, {"r": 0, "delta": 0.2}, OutsideDomain, "r is declared positive, given 0"),
        (GOODWILL, {"r": 0.1, "delta": 0.2, "k": 1}, UnknownName, "no parameter 'k'"),
        (wells(payoff=-(u**2) / 2, dynamics=u, between=(-2, 2)), {"r": 0.5}, DegenerateProblem, "fill a curve"),
        (wells(payoff=x - u, between=(-2, 2)), {"r": 0.5}, NoInteriorOptimum, "strictly convex"),
        (
            wells(payoff=-(u**2) / 2 - sp.exp(x), between=(-2, 2)), {"r": 0.5}, DeclarationError, "two finite bounds"
        ),
        (wells(payoff=-(u**2) / 2 - (x**2) ** 2 / 4, between=(-2, 2)), {"r": 1}, DegenerateProblem, "eigenvalue zero"),
        (wells(between=(s, b)), {"b": 1, "s": 2, "r": 1}, DeclarationError, "from 2 to 1 there is no interval"),
        (wells(discount=r - delta), {"b": 1, "s": 2, "r": 1, "delta": 2}, DeclarationError, "rate -1 is not positive"),
        (wells(dynamics=u * (b - s)), {"b": 2, "s": 2, "r": 1}, DeclarationError, "does not contain the control"),
    ],
)  # fmt: skip
def test_what_can_not_be_solved_says_why(
    problem: OneStateProblem, point: Point, error: type[LsecError], words: str
) -> None:
    with pytest.raises(error, match=words):
        solve_one_state(problem, point)


def test_a_threshold_that_is_not_certain_enough_is_refused() -> None:
    with pytest.raises(NotConverged, match="is certain only to"):
        solve_one_state(LAKE, LAKE_POINT, tolerance=1e-15)


def test_states_from_which_nothing_settles_down_are_named() -> None:
    """Goodwill above the bound of a logistic growth explodes downwards: no path returns to the saddle from there."""
    problem = OneStateProblem(
        state=x, control=v, payoff=x - v**2 / 2, dynamics=v - x + x**2, discount=r, between=(0, 3),
        control_between=(0, sp.Rational(1, 10)),
    )  # fmt: skip
    solution = solve_one_state(problem, {"r": 0.1})
    assert solution.value(0.5) > 0
    with pytest.raises(NoStablePath, match=r"from x = 2 no path"):
        solution.value(2.0)


@pytest.mark.parametrize("state", [-0.1, 4.1, math.nan])
def test_states_outside_the_interval_are_refused(lake: OneStateSolution, state: float) -> None:
    with pytest.raises(OutsideDomain, match="outside the interval from 0 to 4"):
        lake.value(state)


def test_times_must_be_times(lake: OneStateSolution) -> None:
    with pytest.raises(DeclarationError, match="at least zero"):
        lake.path(1.0, [-1.0])


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"dynamics": 1 - x}, DeclarationError, "does not contain the control u"),
        ({"discount": -1}, DeclarationError, "the rate -1 is not positive"),
        ({"discount": 0}, DeclarationError, "the rate 0 is not positive"),
        ({"discount": x}, DeclarationError, "x contains x"),
        ({"between": (2, 1)}, DeclarationError, "from 2 to 1 there is no interval"),
        ({"between": (0, None)}, DeclarationError, "two finite ends"),
        ({"between": (0, sp.oo)}, DeclarationError, "not a smooth function"),
        ({"between": 3}, DeclarationError, "is not a pair"),
        ({"control_between": (1, 1)}, DeclarationError, "there is no interval"),
        ({"payoff": "u**2"}, DeclarationError, "is not an expression"),
        ({"payoff": sp.Abs(u)}, DeclarationError, "not a smooth function"),
        ({"payoff": sp.Symbol("k") * u}, DeclarationError, "symbol k is undeclared"),
        ({"payoff": parameters("x", positive=True) * u}, DeclarationError, "'x' is used for two different symbols"),
        ({"payoff": sp.Symbol("u") + u}, DeclarationError, "symbol u is undeclared"),
        ({"state": r}, DeclarationError, "not a parameter"),
        ({"control": x}, DeclarationError, "declare it with decisions"),
        ({"control": sp.Symbol("w")}, DeclarationError, "declare it with decisions"),
        ({"assuming": [r > 1, r < 1]}, ContradictoryAssumptions, "no parameters satisfy"),
        ({"assuming": "r > 1"}, DeclarationError, "is text, not a sequence"),
        ({"payoff": sp.Float("nan")}, DeclarationError, "not a smooth function"),
    ],
)
def test_declarations_without_meaning_are_refused(changes: dict[str, Any], error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=words):
        wells(**changes)


def test_floats_in_a_declaration_are_the_decimals_they_print_as() -> None:
    assert wells(discount=0.1).discount == sp.Rational(1, 10)


def test_an_optimum_that_uses_up_the_stock_is_told_the_way_out() -> None:
    """Oil sold at ``1 - v/2``: what is left is worth e^{rt} times as much, so that ``v = 1 - e^{r (t - T)}`` until T.

    The stock is used up when ``T - (1 - e^{-rT})/r`` is sold; the grid that the message names finds what it is worth.
    """
    oil = OneStateProblem(state=x, control=v, payoff=v - v**2 / 2, dynamics=-v, discount=r, between=(0, 3))
    with pytest.raises(DegenerateProblem, match=r"x can be kept at the end 0 .* value_iteration\(problem, \{...\}"):
        solve_one_state(oil, {"r": 0.1})
    with pytest.raises(NoSteadyState, match=r"x can be kept at the end 0 "):
        solve_one_state(replace(oil, dynamics=-v - x / 10), {"r": 0.1})
    with pytest.raises(NoSteadyState, match=r"kept at zero$"):
        solve_one_state(replace(oil, dynamics=-v - x / 10, between=(1, 3)), {"r": 0.1})
    found = value_iteration(oil, {"r": 0.1}, controls=(0, 1), states=1201, step=0.02)
    for stock in (0.5, 2.0):
        end = brentq(lambda T, stock=stock: T - (1 - np.exp(-0.1 * T)) / 0.1 - stock, 1e-6, 100)
        worth = quad(lambda t, end=end: np.exp(-0.1 * t) * (1 - np.exp(0.2 * (t - end))) / 2, 0, end)[0]
        assert float(found.value(stock)) == pytest.approx(worth, rel=0.01)
    assert float(found.value(0.0)) == pytest.approx(0, abs=1e-9), "nothing is sold of nothing"
