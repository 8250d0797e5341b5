"""Games of one stage with ends: what is verified of all movers is an equilibrium, since nobody moves later."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.evidence.evidence import About, Status

a, b, c = parameters("a b c", positive=True)
p, p_1, p_2 = decisions("p p_1 p_2", within=(0, 30))
PRICES = np.linspace(0, 30, 30_001)


def tenths(low: int, high: int) -> st.SearchStrategy[sp.Rational]:
    return st.integers(low, high).map(lambda n: sp.Rational(n, 10))


def best_price(draw: float, slope: float, cost: float, outside: float) -> tuple[float, float]:
    """Return the best of a grid of prices against what all others draw, and what it earns."""
    drawn = np.exp(draw - slope * PRICES)
    earned = (PRICES - cost) * drawn / (outside + drawn)
    return float(PRICES[np.argmax(earned)]), float(earned.max())


@settings(max_examples=6)
@given(tenths(5, 40), tenths(5, 20), tenths(1, 30))
def test_a_monopolist_with_logit_demand_is_in_equilibrium(
    draw: sp.Rational, slope: sp.Rational, cost: sp.Rational
) -> None:
    sold = sp.exp(a - b * p) / (1 + sp.exp(a - b * p))
    shop = Game(players=[Player("shop", decides=[p], payoff=(p - c) * sold)])
    found = solve(shop, at={"a": draw, "b": slope, "c": cost}).only()
    price, earned = best_price(float(draw), float(slope), float(cost), 1.0)
    assert found.kind == "equilibrium"
    assert float(found["p"]) == pytest.approx(price, abs=2e-3)
    assert float(found["shop"]) >= earned * (1 - 1e-12)


@settings(max_examples=6)
@given(tenths(5, 30), tenths(5, 30), tenths(1, 30), tenths(5, 20))
def test_a_logit_duopoly_is_in_equilibrium(
    first: sp.Rational, second: sp.Rational, cost: sp.Rational, slope: sp.Rational
) -> None:
    drawn = [sp.exp(first - b * p_1), sp.exp(second - b * p_2)]
    firms = [
        Player(name, decides=[price], payoff=(price - own) * part / (1 + sum(drawn)))
        for name, price, own, part in (("one", p_1, c, drawn[0]), ("two", p_2, 1, drawn[1]))
    ]
    found = solve(Game(players=firms), at={"b": slope, "c": cost}).only()
    prices, draws = [float(found["p_1"]), float(found["p_2"])], [float(first), float(second)]
    assert found.kind == "equilibrium"
    assert found.evidence.status(About.OFF_PATH) is Status.PROVED
    for own, other, mine in ((0, 1, float(cost)), (1, 0, 1.0)):
        outside = 1 + np.exp(draws[other] - float(slope) * prices[other])
        price, earned = best_price(draws[own], float(slope), mine, outside)
        assert prices[own] == pytest.approx(price, abs=2e-3)
        assert float(found[("one", "two")[own]]) >= earned * (1 - 1e-12)


def test_of_firms_that_coordinate_each_equilibrium_is_one() -> None:
    x, y = decisions("x y", within=(0, 5))
    players = [
        Player(name, decides=[own], payoff=4 * own * other**2 / (1 + other**2) + own * sp.exp(-9) - own**2)
        for name, own, other in (("one", x, y), ("two", y, x))
    ]
    found = solve(Game(players=players), at={})
    reply = lambda efforts: 2 * efforts**2 / (1 + efforts**2) + np.exp(-9) / 2  # noqa: E731
    efforts = np.linspace(0, 5, 1_000_001)
    moves = np.flatnonzero(np.diff(np.sign(reply(reply(efforts)) - efforts)))
    assert sorted(float(one["x"]) for one in found) == pytest.approx(efforts[moves], abs=1e-5)
    assert [one.kind for one in found] == ["equilibrium"] * 3


def test_who_may_charge_any_price_is_a_candidate() -> None:
    price = decisions("price")
    shop = Player("shop", decides=[price], payoff=(price - c) * sp.exp(-price))
    found = solve(Game(players=[shop]), at={"c": 1}).only()
    assert found.kind == "candidate"
    assert found.evidence.status(About.OFF_PATH) is Status.PROVED


def test_a_later_mover_leaves_a_candidate() -> None:
    # Of the follower nothing is verified after every history.
    maker = Player("maker", decides=[p_1], payoff=(p_1 - c) * sp.exp(-p_2))
    seller = Player("seller", decides=[p_2], payoff=(p_2 - p_1) * sp.exp(-p_2))
    found = solve(Game(players=[maker, seller], order=["maker", "seller"]), at={"c": 1}).only()
    assert found.evidence.status(About.OFF_PATH) < Status.VERIFIED
    assert found.kind == "candidate"


def test_steps_do_not_leave_an_end_at_zero_beyond_which_powers_are_no_numbers() -> None:
    power, quarter = sp.Rational(209, 500), sp.Rational(1, 4)
    efforts = decisions("x", within=(0, 5)), decisions("y", within=(0, 20))
    drawn, values, costs = [effort**power for effort in efforts], (5 * quarter, 4), (sp.Rational(7, 10), quarter)
    players = [
        Player(name, decides=[effort], payoff=value * own / (sum(drawn) + quarter) - cost * effort)
        for name, effort, value, own, cost in zip("ab", efforts, values, drawn, costs, strict=True)
    ]
    found = solve(Game(players=players), at={}).only()
    x, y = (float(found[name]) for name in "xy")
    tried = np.geomspace(1e-6, 5, 200_001), np.geomspace(1e-6, 20, 200_001)
    for own, other, best, value, cost in ((x, y, tried[0], 1.25, 0.7), (y, x, tried[1], 4, 0.25)):
        earned = value * best**0.418 / (best**0.418 + other**0.418 + 0.25) - cost * best
        assert own == pytest.approx(best[np.argmax(earned)], rel=1e-4)


def test_ends_that_are_the_wrong_way_round_leave_nothing_to_decide() -> None:
    price = decisions("price", within=(a, b))
    shop = Game(players=[Player("shop", decides=[price], payoff=price * sp.exp(-price))])
    assert solve(shop, at={"a": 2, "b": 2}).status != "none"
    found = solve(shop, at={"a": 3, "b": 2})
    assert found.status == "none"
    assert "price has 3 as its lowest and 2 as its highest number" in found.reason
