"""Sweeps over folds and over sellers with two hills, against grids of all decisions that share no code."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, sweep

s, t = parameters("s t", positive=True)
p = decisions("p", within=(0, 60))
x, y = decisions("x y", within=(0, 10))


def number(value: float) -> sp.Rational:
    return sp.Rational(str(value))


def two_segments(first: tuple[float, float], second: tuple[float, float], cost: float) -> Game:
    sold = sum(
        part / (1 + sp.exp(number(slope) * p - number(draw))) for part, (draw, slope) in ((s, first), (1 - s, second))
    )
    return Game(players=[Player("shop", decides=[p], payoff=(p - number(cost)) * sold)])


def tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low, high).map(lambda n: n / 10)


@settings(max_examples=10)
@example(first=(3.16, 0.75), second=(7.59, 3.48), cost=1.57)  # One point, at which the hills are nearly as high.
@example(first=(4.93, 1.1), second=(8.26, 4.42), cost=1.09)
@given(st.tuples(tenths(10, 80), tenths(3, 15)), st.tuples(tenths(30, 90), tenths(10, 60)), tenths(0, 20))
def test_of_two_hills_a_seller_takes_the_higher_one_at_each_point(
    first: tuple[float, float], second: tuple[float, float], cost: float
) -> None:
    data = sweep(two_segments(first, second, cost), over={"s": (0.01, 0.99, 120)})
    prices, shares = np.linspace(0, 60, 24_001), np.linspace(0.01, 0.99, 120)[:, None]
    (draw, slope), (other, steep) = first, second
    sold = shares / (1 + np.exp(slope * prices - draw)) + (1 - shares) / (1 + np.exp(steep * prices - other))
    earned = ((prices - cost) * sold).max(axis=1)
    assert (data["shop"].values >= earned * (1 - 1e-9)).all()  # None is NaN.
    assert data["shop"].values == pytest.approx(earned, rel=1e-4)


@settings(max_examples=5)
@given(tenths(10, 30), tenths(60, 90), tenths(7, 20))
def test_neither_the_order_of_parameters_nor_the_direction_of_an_axis_decides_which_hill_is_kept(
    first: float, second: float, steep: float
) -> None:
    hills = s * sp.exp(-((p - number(first)) ** 2)) + t * sp.exp(-((number(steep) * (p - number(second))) ** 2))
    game = Game(players=[Player("shop", decides=[p], payoff=hills)])
    axes = {"s": np.linspace(0.5, 2, 9).tolist(), "t": np.linspace(0.503, 2.003, 8).tolist()}
    data = sweep(game, over=axes)
    turned = sweep(game, over={"t": axes["t"][::-1], "s": axes["s"]})
    highest = np.where(data["s"] > data["t"], first, second)
    assert data["p"].values == pytest.approx(highest, abs=1e-2)
    same = turned["p"].sel(t=axes["t"]).transpose("s", "t").values
    assert same == pytest.approx(data["p"].values, rel=1e-9)


def test_a_fold_between_the_points_that_are_looked_at_closely_is_seen_beside_its_jump() -> None:
    # The low equilibrium ends at a fold, some twenty points after the high one began at another.
    pull, power = 1.2, 6
    players = [
        Player(
            name,
            decides=[own],
            payoff=2 * own * (t + number(pull) * other**power / (1 + other**power)) - own**2 + own * sp.exp(-60),
        )
        for name, own, other in (("one", x, y), ("two", y, x))
    ]
    data = sweep(Game(players=players), over={"t": (0.05, 6, 401)})
    efforts = np.linspace(0, 10, 20_001) + 1 / 7000
    several = []
    for base in data["t"].values:
        reply = lambda rival, base=base: np.minimum(base + pull * rival**power / (1 + rival**power), 10)  # noqa: E731
        several.append((np.diff(np.sign(reply(reply(efforts)) - efforts)) != 0).sum() > 1)
    assert 10 < sum(several) < 30
    assert data["x"].isnull().values.tolist() == several


def test_a_jump_is_seen_along_either_axis() -> None:
    # Two hills, of which the right one is the higher one below the diagonal of the grid.
    hills = sp.exp(-((p - 2) ** 2)) * s + sp.exp(-((p - 8) ** 2)) * t
    data = sweep(
        Game(players=[Player("shop", decides=[p], payoff=hills)]), over={"s": (1, 2, 21), "t": (1.01, 2.01, 23)}
    )
    s_s, t_s = np.meshgrid(data["s"].values, data["t"].values, indexing="ij")
    assert data["p"].values == pytest.approx(np.where(s_s > t_s, 2, 8), abs=1e-3)


@pytest.mark.parametrize("willing", [0.5, 3])
def test_of_two_crossings_of_two_sellers_the_one_at_which_both_reply_is_kept(willing: float) -> None:
    # At one of them the second seller earns more from those who only buy from it, at a high price, or the other way.
    u, v = decisions("u v", within=(0, 50))
    both = [sp.exp(t - number(0.65) * u), sp.exp(t - number(0.8) * v)]
    apart = [sp.exp(number(-0.35) - number(5.2) * u), sp.exp(number(5.2) - number(0.45) * v)]
    players = [
        Player(
            name, decides=[own], payoff=(own - number(cost)) * (9 * one / (1 + sum(both)) + other / (1 + sum(apart)))
        )
        for name, own, cost, one, other in (("one", u, 0.6, both[0], apart[0]), ("two", v, 0.1, both[1], apart[1]))
    ]
    data = sweep(Game(players=players), over={"t": [willing, 4]})
    prices = np.linspace(0, 50, 50_001)
    first, second = (float(data[name].values[0]) for name in ("u", "v"))
    drawn = np.exp(willing - 0.65 * first), np.exp(-0.35 - 5.2 * first)
    shared, only = np.exp(willing - 0.8 * prices), np.exp(5.2 - 0.45 * prices)
    earned = (prices - 0.1) * (9 * shared / (1 + drawn[0] + shared) + only / (1 + drawn[1] + only))
    assert second == pytest.approx(prices[np.argmax(earned)], abs=2e-3)


@pytest.mark.parametrize("worth", [0.5, 5])
def test_an_effort_that_begins_at_a_wage_in_a_small_part_of_all_is_seen(worth: float) -> None:
    wage, effort = decisions("wage", within=(0, 50)), decisions("effort", within=(0, 20))
    success = 1 / (1 + sp.exp(number(5.325) - number(7.1) * effort))
    game = Game(
        players=[
            Player("firm", decides=[wage], payoff=(t - wage) * success),
            Player("host", decides=[effort], payoff=wage * success - effort / 5),
        ],
        order=["firm", "host"],
    )
    paid = float(sweep(game, over={"t": [worth, 6]})["firm"].values[0])
    wages, efforts = np.linspace(0, 1, 2001), np.linspace(0, 3, 3001)
    worked = 1 / (1 + np.exp(5.325 - 7.1 * efforts))
    answers = np.argmax(wages[:, None] * worked - efforts / 5, axis=1)
    earned = (worth - wages) * worked[answers]
    # The least wage at which the host works is best where little is at stake: no candidate.
    assert np.isnan(paid) if np.argmax(earned) == np.argmax(answers > 0) else paid == pytest.approx(earned.max(), 1e-3)
