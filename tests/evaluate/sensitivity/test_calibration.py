"""Calibration of data that the model itself makes, of data with noise against a brute-force grid, and of bad data."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, discrete, parameters, random, solve, sweep
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.calibration import calibrate
from results import KINDS

a, b, c = parameters("a b c", positive=True)
n = parameters("n", integer=True)
p, q = decisions("p q")
RANGES = {"a": (1, 60), "b": (0.1, 5)}


def shop():
    sold = a - b * p
    return solve(
        Game(players=[Player("shop", decides=[p], payoff=(p - c) * sold)], report={"sold": sold}, assuming=[a > b * c])
    )


def market(led, costs, **true):
    points = [led.at(c=cost, **true) for cost in costs]
    return {name: [float(point[name]) for point in points] for name in ("p", "sold")}


@pytest.mark.parametrize("number", [pytest.param(n, marks=[pytest.mark.slow] if n else []) for n in range(4)])
def test_data_of_the_model_give_its_parameters_back(number: int) -> None:
    random, led = Random(number), shop()
    costs = [1, 2, 3]
    true = {"b": random.randint(1, 40) / 10}
    true["a"] = true["b"] * 3 + random.randint(10, 400) / 10
    found = calibrate(led, market(led, costs, **true), between=RANGES, at={"c": costs})
    assert dict(found.fitted) == pytest.approx(true, rel=1e-5)
    assert found.loss < 1e-10
    assert np.abs(found.residuals.to_numpy()).max() < 1e-4
    assert found.is_identified
    assert found.binds == ()
    assert found.reached > 1


def grid_loss(seen, costs, scales, count):
    """The least sum of squares on a fine grid, by formulas written out by hand."""
    A, B = np.meshgrid(np.linspace(1, 60, count), np.linspace(0.1, 5, count), indexing="ij")
    loss, holds = np.zeros_like(A), np.ones_like(A, dtype=bool)
    for i, cost in enumerate(costs):
        price = (A + B * cost) / (2 * B)
        loss += ((seen["p"][i] - price) / scales["p"]) ** 2 + ((seen["sold"][i] - A + B * price) / scales["sold"]) ** 2
        holds &= B * cost < A
    return np.where(holds, loss, np.inf).min()


@pytest.mark.slow
def test_no_point_of_a_grid_fits_noisy_data_better() -> None:
    random, led, costs = Random(3), shop(), [1.0, 2.0, 3.0, 5.0]
    for _ in range(2):
        clean = market(led, costs, a=random.uniform(20, 40), b=random.uniform(0.5, 3))
        seen = {name: [value * random.uniform(0.8, 1.2) for value in values] for name, values in clean.items()}
        found = calibrate(led, seen, between=RANGES, at={"c": costs})
        least = grid_loss(seen, costs, found.scales, 601)
        assert found.loss <= least * (1 + 1e-9)
        assert found.loss == pytest.approx(least, rel=0.1)
        assert led.domain.contains({s: Fraction(str(found.fitted.get(s.name, 1.0))) for s in led.ring.symbols})


def test_the_domain_and_ranges_bind_where_data_pull_beyond_them() -> None:
    led = shop()
    # A price below cost, and negative sales, pull a down to b c.
    found = calibrate(led, {"p": 1.5, "sold": -1}, between={"a": (0.1, 60)}, at={"b": 1, "c": 2})
    assert found.binds == ("a > b*c [assumption]",)
    assert found.fitted["a"] == pytest.approx(2, abs=1e-6)
    assert found.fitted["a"] > 2
    found = calibrate(led, {"p": 30}, between={"a": (5, 10)}, at={"b": 1, "c": 2})
    assert found.binds == ("a <= 10 [range]",)
    assert found.fitted["a"] == pytest.approx(10)
    assert "binding: a <= 10 [range]" in str(found)


def test_what_data_do_not_tell_apart_is_said() -> None:
    led = shop()
    # One price and one cost: only a/b matters.
    found = calibrate(led, {"p": 6}, between=RANGES, at={"c": 2})
    assert not found.is_identified
    assert "not identified: other parameters fit as well" in str(found)
    assert found.fitted["a"] / found.fitted["b"] == pytest.approx(10, rel=1e-6)
    # Two squares: q**2 is seen, and its two roots fit.
    firm = solve(Game(players=[Player("firm", decides=[q], payoff=q * (1 + (b - 2) ** 2 - q))]))
    found = calibrate(firm, {"q": 1}, between={"b": (0.1, 5)})
    assert not found.is_identified
    assert (found.fitted["b"] - 2) ** 2 == pytest.approx(1, rel=1e-4)


def test_a_table_of_observations_and_units() -> None:
    led = shop()
    table = pd.DataFrame(market(led, [1, 2], a=20.0, b=2.0))
    found = calibrate(led, table, between=RANGES, at={"c": [1, 2]}, scales={"p": 2})
    assert dict(found.fitted) == pytest.approx({"a": 20, "b": 2}, rel=1e-5)
    assert found.scales["p"] == 2
    assert list(found.residuals.columns) == ["p", "sold"]


@pytest.mark.slow
def test_bad_input_is_named() -> None:
    led = shop()
    good = {"observed": {"p": [6, 7]}, "between": {"a": (1, 50)}, "at": {"b": 1, "c": [1, 2]}}
    for more, error, words in (
        ({"observed": {}}, DeclarationError, "give numbers by quantity"),
        ({"observed": {"prize": 3}}, UnknownName, "no quantity 'prize'"),
        ({"observed": {"p": [6, "x"]}}, DeclarationError, "the text is not a number"),
        ({"observed": {"p": [6, float("nan")]}}, DeclarationError, "not a finite rational number"),
        ({"observed": {"p": [6, 7, 8]}}, DeclarationError, "c: 2 given, and there are 3 markets"),
        ({"observed": {"p": 6}}, DeclarationError, "observed p: 1 given, and there are 2 markets"),
        ({"between": {}}, DeclarationError, "give the range of each parameter"),
        ({"between": {"a": 3}}, DeclarationError, "write between="),
        ({"between": {"a": (3, 1)}}, DeclarationError, "is empty"),
        ({"between": {"z": (1, 3)}}, UnknownName, "no parameter 'z'"),
        ({"between": {"a": (1, 50), "b": (1, 2)}}, DeclarationError, "b is given twice"),
        ({"at": {"c": 1}}, DeclarationError, "no value for b"),
        ({"scales": {"p": 0}}, DeclarationError, "give a positive number"),
        ({"scales": {"sold": 1}}, UnknownName, "no observed quantity"),
        ({"between": {"a": ("1/10", 1)}}, OutsideDomain, "a > b\\*c"),
    ):
        with pytest.raises(error, match=words):
            calibrate(led, **{**good, **more})
    with pytest.raises(DeclarationError, match=r"solved.regimes\[0\].pieces\[0\]"):
        calibrate(KINDS["PiecewiseEquilibrium"](), {"p": 6}, between={"a": (1, 50)}, at={"c": 1})
    piece = KINDS["PiecewiseEquilibrium"]().regimes[0].pieces[0]
    assert calibrate(piece, {"p": 6}, between={"a": (1, 50)}, at={"c": 2}).fitted["a"] == pytest.approx(10)
    counted = solve(Game(players=[Player("firm", decides=[q], payoff=q * (a * n - q))]))
    with pytest.raises(DeclarationError, match="n is declared integer"):
        calibrate(counted, {"q": 6}, between={"n": (1, 50)}, at={"a": 2})


def test_without_a_closed_form_the_fit_is_where_a_sweep_has_the_least_squares() -> None:
    likes = random("likes", discrete({1: sp.Rational(1, 2), 2: sp.Rational(1, 2)}))
    share = sp.exp(likes - b * p) / (1 + sp.exp(likes - b * p))
    logit = Game(players=[Player("shop", decides=[p], payoff=(p - c) * share)])
    data = sweep(logit, over={"b": (1, 2, 11), "c": [0.5, 1]})["p"]
    observed = [float(solve(logit, at={"b": 1.3, "c": cost}).only()["p"]) for cost in (0.5, 1)]
    squares = ((data.values - np.array(observed)) ** 2).sum(axis=1)
    assert float(data["b"].values[squares.argmin()]) == pytest.approx(1.3)
    found = calibrate(logit, {"p": observed}, between={"b": (1, 2)}, at={"c": [0.5, 1]})
    assert found.fitted["b"] == pytest.approx(1.3, rel=1e-6)
    linear = Game(players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))])
    for solved, words in (
        (solve(logit, at={"b": 1, "c": 1}), "take those at which squares of what is observed minus that"),
        (linear, "give its closed form"),
    ):
        with pytest.raises(DeclarationError, match=words):
            calibrate(solved, {"p": [2, 3]}, between={"b": (1, 2)}, at={"c": [1, 2]})
