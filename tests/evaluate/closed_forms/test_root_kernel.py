"""Roots at many parameters at once, against exact roots one by one."""

from __future__ import annotations

import numpy as np
import pytest

from families.parametric_commissions import ROOT, twelve_games
from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.evaluate.closed_forms.root_kernel import root_kernel_of

GAMES = {words: one for words, one in twelve_games().items() if one.answer == ROOT}


@pytest.mark.slow
@pytest.mark.parametrize("words", list(GAMES))
def test_a_swept_root_is_the_exact_one(words):
    found = solve(GAMES[words].game)
    for point in GAMES[words].points(6, seed=11):
        name = "a"
        data = sweep(found, over={name: [float(point[name])]}, at={n: v for n, v in point.items() if n != name})
        exact = found.at(point)
        for quantity, value in exact.values.items():
            assert float(data[quantity][0]) == pytest.approx(float(value), rel=1e-12)


def test_a_root_without_a_higher_end_and_outside_the_domain():
    a, c = parameters("a c", positive=True)
    x = decisions("x")
    found = solve(Game(players=[Player("firm", decides=[x], payoff=a * x - c * x - x**5)], assuming=[a > c]))
    data = sweep(found, over={"a": np.geomspace(1e-6, 1e6, 25)}, at={"c": 1})
    values = data["a"].values
    inside = values > 1
    assert np.isnan(data["x"].values[~inside]).all()
    assert data["x"].values[inside] == pytest.approx(((values[inside] - 1) / 5) ** 0.25, rel=1e-14)


def test_ends_out_of_order_give_no_number():
    found = solve(GAMES["streamer, before the price"].game)
    values = root_kernel_of(found.root).values([np.array([1.0, 3.0]), np.array([2.0, 2.0])])
    assert np.isnan(values[0])
    assert 0 < values[1] < 1 / 3


def test_a_sweep_says_which_condition_fails():
    found = solve(GAMES["streamer, before the price"].game)
    data = sweep(found, over={"c": (1, 12, 12)}, at={"a": 10})
    assert np.isfinite(data["lam"].values).tolist() == [cost < 10 for cost in range(1, 13)]
    assert "exists: proved" in data.attrs["evidence"]
