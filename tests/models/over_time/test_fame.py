from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import simpson

from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.errors import DeclarationError, LsecError, NoStablePath, OutsideDomain, UnknownName
from lsec_models.models.over_time.fame import (
    BASELINE,
    decay,
    discount,
    fame,
    pull,
    smallest_pull,
)
from lsec_models.solve.one_state.canonical_system import CanonicalSystem
from lsec_models.solve.one_state.critical_state import critical_curve, critical_directions, critical_state
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.steady_states import SteadyStateType, steady_states

relative_fame = sp.Symbol("a", nonnegative=True)


def steady_state_polynomial(strength: sp.Expr) -> sp.Poly:
    """Return Q of the model's docstring, with the pull M."""
    a, r, d = relative_fame, discount, decay
    return sp.Poly(d * (r + d) * a**4 - strength * a**3 + 2 * r * d * a**2 + d * (r - d), a)


PULL = sp.Symbol("M", positive=True)
rates = st.fractions("1/20", 2, max_denominator=50)
pulls = st.fractions("1/50", 20, max_denominator=50)


def pull_at(point: Mapping[str, Any]) -> sp.Rational:
    return pull().subs(
        {name: sp.Rational(value.numerator, value.denominator) for name, value in symbols(point).items()}
    )


def symbols(point: Mapping[str, Any]) -> dict[Parameter, Fraction]:
    return {parameter: Fraction(point[parameter.name]) for parameter in fame().parameters}


def with_pull(wanted: Fraction, **changes: Fraction) -> dict[Any, Fraction]:
    """The baseline with the revenue that makes the pull what is wanted."""
    point = dict(BASELINE) | changes
    now = pull_at(point)
    return point | {"rho": point["rho"] * wanted / Fraction(int(now.p), int(now.q))}


@cache
def random_points(number: int) -> list[dict[Any, Fraction]]:
    """Parameters spread evenly in logarithms around the baseline, with enough pull for a critical fame."""
    generator = np.random.default_rng(0)
    points: list[dict[Any, Fraction]] = []
    while len(points) < number:
        spread = {name: Fraction(round(100 * 2 ** generator.uniform(-1, 1)), 100) for name in BASELINE}
        point = {name: value * spread[name] for name, value in BASELINE.items()}
        point |= {"xi": spread["xi"] - Fraction(1, 2), "psi": spread["psi"] / 4}
        if math.isfinite(critical_state(fame(), point)):
            points.append(point)
    return points


@pytest.mark.slow
@settings(max_examples=8)
@given(rates, rates, pulls, st.fractions("1/3", 3, max_denominator=9))
def test_steady_states_are_the_roots_of_the_polynomial(
    rate: Fraction, fading: Fraction, strength: Fraction, half: Fraction
) -> None:
    point = with_pull(strength, r=rate, delta=fading, h=half)
    polynomial = steady_state_polynomial(PULL).subs({PULL: strength, decay: fading, discount: rate})
    roots = [float(root.evalf(20)) for root in sp.Poly(polynomial, relative_fame).real_roots()]
    expected = sorted(float(half) * a for a in roots if a > 0 and (rate + fading) * a**2 > (fading - rate))
    rests = steady_states(CanonicalSystem(problem=fame().at(point)))
    assert rests[0].state == 0
    assert rests[0].stability is SteadyStateType.SADDLE
    assert rests[0].eigenvalues[0] == pytest.approx(-float(fading))
    assert [rest.state for rest in rests[1:]] == pytest.approx(expected, rel=1e-9)
    assert all(rest.costate > 0 for rest in rests)


@pytest.mark.slow
@settings(max_examples=20)
@given(rates, rates, pulls)
def test_two_steady_states_if_and_only_if_the_discriminant_is_negative(
    rate: Fraction, fading: Fraction, strength: Fraction
) -> None:
    polynomial = steady_state_polynomial(PULL).eval(0)  # Q(0) is delta * (r - delta)
    assert sp.expand(polynomial - decay * (discount - decay)) == 0
    if rate <= fading:
        rate, fading = fading + Fraction(1, 100), rate
    at = {PULL: strength, decay: fading, discount: rate}
    q = sp.Poly(steady_state_polynomial(PULL).as_expr().subs(at), relative_fame)
    assert q.count_roots(0, sp.oo) == (2 if q.discriminant() < 0 else 0)
    assert q.count_roots(-sp.oo, 0) == 0
    assert (q.discriminant() < 0) == (strength > smallest_pull().subs({decay: fading, discount: rate}).evalf(30))


def test_the_discriminant_vanishes_at_the_smallest_pull() -> None:
    square = sp.Symbol("square", positive=True)
    discriminant = sp.discriminant(steady_state_polynomial(PULL).as_expr(), relative_fame)
    in_square = sp.Poly(sp.expand(discriminant).subs(PULL, sp.sqrt(square)), square)
    assert in_square.degree() == 2
    assert sp.simplify(in_square.eval(smallest_pull() ** 2)) == 0


@pytest.mark.parametrize(("times", "expected"), [(Fraction(99, 100), 1), (Fraction(101, 100), 3)])
def test_steady_states_with_fame_appear_at_the_smallest_pull(times: Fraction, expected: int) -> None:
    least = Fraction(str(smallest_pull().subs({decay: sp.Rational(1, 5), discount: sp.Rational(3, 10)}).evalf(12)))
    assert len(solve_one_state(fame(), with_pull(least * times)).steady_states) == expected


def test_without_enough_pull_everybody_fades() -> None:
    solution = solve_one_state(fame(), with_pull(Fraction(1, 5)))
    assert critical_state(fame(), with_pull(Fraction(1, 5))) == math.inf
    assert {basin.target.state for basin in solution.basins} == {0}


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"lambda": Fraction(2, 5), "eta": Fraction(2)},
        {"psi": Fraction(1, 2), "eta": Fraction(2)},
        {"psi": Fraction(1, 2), "lambda": Fraction(1, 10)},
        {"xi": Fraction(1), "lambda": Fraction(1, 20)},
        {"kappa": Fraction(2), "rho": Fraction(5, 4)},
    ],
)
def test_instruments_act_through_the_pull_alone(changes: dict[str, Any]) -> None:
    before, after = dict(BASELINE), {**BASELINE, **changes}
    assert pull_at(before) == pull_at(after)
    assert critical_state(fame(), after) == pytest.approx(critical_state(fame(), before), abs=1e-8)


@pytest.mark.slow
def test_the_critical_fame_is_proportional_to_the_half_fame() -> None:
    one = critical_state(fame(), BASELINE)
    three = critical_state(fame(), with_pull(Fraction(1), h=Fraction(3)))
    assert three == pytest.approx(3 * one, abs=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("instrument", ["lambda", "xi", "psi"])
def test_instruments_lower_the_critical_fame_at_random_points(instrument: str) -> None:
    found = critical_directions(fame(), instrument, random_points(1))
    assert (found.falls, found.rises, found.stays, found.infinite) == (1, 0, 0, 0)


@pytest.mark.slow
def test_less_patience_and_faster_forgetting_raise_it() -> None:
    for parameter in ("r", "delta"):
        found = critical_directions(fame(), parameter, [dict(BASELINE)])
        assert (found.falls, found.rises) == (0, 1)


@pytest.mark.slow
def test_slope_in_the_pull_is_that_of_the_envelope_theorem() -> None:
    """Where values meet, the threshold moves by the difference of effort costs over that of costates."""
    solution = solve_one_state(fame(), BASELINE)
    (threshold,) = solution.thresholds
    times = np.linspace(0, 120, 2_401)
    costs, slopes = [], []
    for side in (-1, 1):
        path = solution.path(threshold.state + side * 1e-9, times)
        costs.append(simpson(np.exp(-0.3 * times) * path.control**2 / 2, x=times))
        slopes.append(path.costate[0])
    predicted = -(costs[1] - costs[0]) / (slopes[1] - slopes[0])
    step = Fraction(1, 1000)
    high, low = (critical_state(fame(), with_pull(1 + sign * step)) for sign in (1, -1))
    # Revenue is changed to change the pull, which scales all payoffs but not the critical fame.
    assert (high - low) / float(2 * step) == pytest.approx(predicted, rel=1e-4)


@pytest.mark.slow
def test_curve_over_the_commission() -> None:
    rest = {name: value for name, value in BASELINE.items() if name != "lambda"}
    curve = critical_curve(fame(), {"lambda": [0.04, 0.1, Fraction(2, 5)]}, rest)
    assert curve.parameter == "lambda"
    assert curve.values == (0.04, 0.1, 0.4)
    assert curve.states[0] == math.inf
    assert curve.states[0] > curve.states[1] > curve.states[2] > 0


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: critical_curve(fame(), {}, BASELINE), DeclarationError, "exactly one"),
        (lambda: critical_curve(fame(), {"lambda": [0.1]}, BASELINE), DeclarationError, "given twice"),
        (lambda: critical_curve(fame(), {"lamda": [0.1]}, BASELINE), UnknownName, "did you mean 'lambda'"),
        (lambda: critical_state(fame(), {**BASELINE, "lambda": 1}), OutsideDomain, "lambda < 1|1 > lambda"),
        (lambda: critical_state(fame(), {**BASELINE, "psi": 1}), (OutsideDomain, NoStablePath), "psi"),
        (lambda: critical_directions(fame(), "q", []), UnknownName, "no parameter 'q'"),
    ],
)
def test_bad_input_is_named(call: Callable[[], object], error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=words):
        call()
