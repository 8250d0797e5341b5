"""Quantiles over draws, against laws whose quantiles are known and against a loop that shares no code."""

from __future__ import annotations

from statistics import NormalDist

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, discrete, exponential, normal, parameters, plot, sample, solve, uniform
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.drawn_parameters import drawn
from lsec_models.evaluate.sensitivity.monte_carlo import monte_carlo
from lsec_models.models import load
from results import KINDS

mpl.use("Agg")
a, c = parameters("a c", positive=True)
p = decisions("p")
LEVELS = [0.1, 0.5, 0.9]


def shop():
    return solve(Game(players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))], assuming=[a > c]))


@pytest.mark.parametrize(
    ("law", "quantiles"),
    [
        (uniform(10, 20), [11, 15, 19]),
        (normal(20, 4), [NormalDist(20, 2).inv_cdf(level) for level in LEVELS]),
        (exponential(3), [-3 * np.log(1 - level) for level in LEVELS]),
        (discrete({1: "1/5", 2: "3/5", 7: "1/5"}), [1, 2, 7]),
        (sample([3, 1, 1, 2, 2, 2, 2, 2, 9, 9]), [1, 2, 9]),
    ],
    ids=str,
)
def test_draws_have_the_law(law, quantiles):
    found = drawn({"a": law}, 20_000, seed=3)["a"]
    assert np.quantile(found, LEVELS) == pytest.approx(quantiles, rel=0.04, abs=0.03)
    assert found.mean() == pytest.approx(float(law.moment(1)), rel=0.02)
    assert (found**2).mean() == pytest.approx(float(law.moment(2)), rel=0.04)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    laws = {"a": uniform(0, 1), "c": normal(0, 1)}
    one, again, other = (drawn(laws, 50, seed) for seed in (1, 1, 2))
    assert all((one[name] == again[name]).all() and (one[name] != other[name]).all() for name in laws)
    assert (drawn({"a": uniform(0, 1)}, 50, 1)["a"] == one["a"]).all()
    both = drawn({"a": uniform(0, 1), "c": uniform(0, 1)}, 5000, 1)
    assert abs(np.corrcoef(both["a"], both["c"])[0, 1]) < 0.05


def test_quantiles_and_counts_are_those_of_a_loop_over_exact_points():
    led = shop()
    found = monte_carlo(led, laws={"a": normal(2, 4)}, over={"c": [0.5, 2, 30]}, draws=200, seed=5, shares=LEVELS)
    values = drawn({"a": normal(2, 4)}, 200, 5)["a"]
    for place, cost in enumerate([0.5, 2, 30]):
        assert (values <= 0).any()
        kept = [float(led.at(a=float(size), c=cost)["p"]) for size in values if size > cost and size > 0]
        assert int(found["left_out"].sum("condition")[place]) == 200 - len(kept)
        assert int(found["left_out"].sel(condition="a > 0  [declared sign]")[place]) == (values <= 0).sum()
        if kept:
            assert found["p"][:, place].values == pytest.approx(np.quantile(kept, LEVELS))
        else:
            assert np.isnan(found["p"][:, place]).all()
    assert found["p"].dims == ("share", "c")
    assert found.attrs["laws"] == "a: normal(2, 4)"
    assert found.attrs["evidence"].startswith("exists: proved")


@pytest.mark.slow
def test_games_and_regimes_are_drawn_over_too():
    piecewise = KINDS["PiecewiseEquilibrium"]()
    laws, at = {"c": uniform(5, 15)}, {"a": 10}
    by_regime, by_game = (monte_carlo(one, "firm", laws=laws, at=at, draws=60) for one in (piecewise, piecewise.game))
    assert by_regime["firm"].values == pytest.approx(by_game["firm"].values)
    assert by_regime["firm"].values[0] == 0


@pytest.mark.slow
def test_draws_in_machine_code_are_those_of_numpy(tmp_path, monkeypatch):
    pytest.importorskip("numba", reason="the extra 'fast' is not installed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    at = {name: 2 for name in led.ring.names if name not in ("a", "k", "gamma")}
    drawn_led = {"a": uniform(10, 20), "k": normal(2, 4), "gamma": uniform(0, 9)}
    drawn_piecewise = {"c": uniform(-5, 15), "a": uniform(5, 15)}
    for solved, laws, there in ((led, drawn_led, at), (KINDS["PiecewiseEquilibrium"](), drawn_piecewise, {})):
        one, other = (
            monte_carlo(solved, laws=laws, at=there, draws=500, backend=backend) for backend in ("numpy", "numba")
        )
        assert 0 < one["left_out"].sum() < 500
        for name in one:
            np.testing.assert_allclose(one[name], other[name], rtol=1e-9)


def test_a_law_may_depend_on_what_is_drawn_or_swept():
    k = parameters("k", positive=True)
    led = solve(Game(players=[Player("shop", decides=[p], payoff=k * (p - c) * (a - p))], assuming=[a > c]))
    laws = {"c": uniform(0, a), "a": normal(k, k**2 / 100)}
    found = monte_carlo(led, "p", laws=laws, over={"k": [1, 4]}, draws=4000, seed=2, shares=LEVELS)
    assert not found["left_out"].sum()
    assert found["p"].values[:, 1] == pytest.approx(4 * found["p"].values[:, 0])
    # The price is half of a * (1 + u), u uniform: nearly so where a is nearly 1.
    assert found["p"].values[:, 0] == pytest.approx([0.55, 0.75, 0.95], abs=0.04)
    assert found.attrs["laws"] == "c: uniform(0, a); a: normal(k, k**2/100)"


def test_a_smooth_game_is_solved_at_every_draw():
    game = Game(players=[Player("shop", decides=[p], payoff=(p - c) * p**-a)], assuming=[a > 1])
    found = monte_carlo(game, "p", laws={"a": uniform(2, 4)}, over={"c": [1, 3]}, draws=40, shares=[0, 1])
    drawn_ = drawn({"a": uniform(2, 4)}, 40, 0)["a"]
    assert found["p"].values[:, 1] == pytest.approx([3 * v / (v - 1) for v in (drawn_.max(), drawn_.min())])


def test_bands_are_drawn_and_what_is_left_out_stands_above():
    found = monte_carlo(shop(), laws={"a": uniform(1, 3)}, over={"c": (0.5, 2.5, 9)}, draws=100)
    axes = plot(found, "p")
    assert axes.get_legend_handles_labels()[1] == ["5 % to 95 %", "25 % to 75 %", "median"]
    assert "draws left out: a condition fails" in axes.get_title("left")
    assert axes.lines[0].get_ydata() == pytest.approx(found["p"].sel(share=0.5).values, nan_ok=True)
    kept = plot(monte_carlo(shop(), laws={"a": uniform(5, 6)}, over={"c": (1, 2, 9)}, draws=10, shares=[0.1, 0.9]), "p")
    assert kept.get_title("left") == ""
    assert not kept.lines
    with pytest.raises(DeclarationError, match="no parameter along which to draw it"):
        plot(monte_carlo(shop(), laws={"a": uniform(5, 6)}, at={"c": 1}, draws=10), "p")
    with pytest.raises(UnknownName, match="no quantity 'left_out'"):
        plot(found, "left_out")
    plt.close("all")


def test_bad_input_is_named():
    led = shop()
    for more, error, words in (
        ({"laws": {"a": 3}, "at": {"c": 1}}, DeclarationError, "the law of a: 3 is an? int; write uniform"),
        ({"laws": {}, "at": {"a": 3, "c": 1}}, DeclarationError, "give a law for each parameter"),
        (
            {"laws": {"a": discrete({1: c, 2: 1 - c})}, "at": {"c": 1}},
            DeclarationError,
            "depends on c; write it",
        ),
        (
            {"laws": {"a": uniform(0, c)}},
            DeclarationError,
            "the law of a depends on c, of which nothing is given; give c",
        ),
        (
            {"laws": {"a": uniform(0, c), "c": exponential(a)}},
            DeclarationError,
            "in a circle: a > c > a",
        ),
        (
            {"laws": {"a": uniform(0, sp.sin(c))}, "at": {"c": 1}},
            DeclarationError,
            "write it with sums, prod",
        ),
        (
            {"laws": {"a": uniform(1, c)}, "over": {"c": [2, 0.5]}},
            OutsideDomain,
            "has the length -0.5 at c = 0.5; write",
        ),
        ({"laws": {"a": normal(1, c), "c": uniform(-1, 1)}}, OutsideDomain, "has the variance -0.* at c = -0"),
        ({"laws": {"z": uniform(0, 1)}, "at": {"a": 3, "c": 1}}, UnknownName, "no parameter 'z'"),
        ({"laws": {"a": uniform(0, 1)}}, DeclarationError, "no value for c"),
        ({"laws": {"a": uniform(0, 1)}, "over": {"a": [1]}, "at": {"c": 1}}, DeclarationError, "a has a law and is"),
        ({"laws": {"a": uniform(0, 1)}, "at": {"c": 1}, "draws": 0}, DeclarationError, "draws = 0"),
        ({"laws": {"a": uniform(0, 1)}, "at": {"c": 1}, "seed": -1}, DeclarationError, "seed = -1"),
        ({"laws": {"a": uniform(0, 1)}, "at": {"c": 1}, "shares": [2]}, DeclarationError, "numbers from 0 to 1"),
        ({"laws": {"a": uniform(0, 1)}, "at": {"c": 1}, "shares": 0.5}, DeclarationError, "numbers from 0 to 1"),
        ({"laws": {"a": uniform(0, 1)}, "at": {"a": 1, "c": 1}}, DeclarationError, "given twice"),
    ):
        with pytest.raises(error, match=words):
            monte_carlo(led, **more)


@pytest.mark.parametrize("name", ["share", "left_out", "condition"])
def test_names_of_the_dataset_are_refused_and_each_way_out_exists(name):
    reported = solve(Game(players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))], report={name: a - p}))
    laws = {"a": uniform(5, 6)}
    with pytest.raises(DeclarationError, match=rf"monte_carlo uses the name '{name}' .*quantities=\['q', 'w'\]"):
        monte_carlo(reported, laws=laws, at={"c": 1}, draws=10)
    assert monte_carlo(reported, "p", laws=laws, at={"c": 1}, draws=10)["p"].notnull().all()
    cost = parameters(name, positive=True)
    costly = solve(Game(players=[Player("shop", decides=[p], payoff=(p - cost) * (a - p))]))
    with pytest.raises(DeclarationError, match=f"monte_carlo uses the name '{name}' .*sweep another parameter"):
        monte_carlo(costly, laws=laws, over={name: (1, 2, 3)}, draws=10)
    assert monte_carlo(costly, laws=laws, at={name: 1}, draws=10)["p"].notnull().all()
