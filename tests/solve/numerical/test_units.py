"""What is found, and how far it is checked, is the same in all units."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings

from families.rescaled_games import Rescaled, rescaled_games
from lsec_models import Game, Player, decisions, elasticities, parameters, solve, sweep

b, beta, c, rho = parameters("b beta c rho", positive=True)
w, p = decisions("w p")


@settings(max_examples=6)
@given(rescaled_games())
def test_other_units_change_no_status(drawn: Rescaled) -> None:
    usual, other = solve(drawn.usual, at=drawn.usual_at), solve(drawn.other, at=drawn.other_at)
    assert [row.status for row in other.evidence.findings] == [row.status for row in usual.evidence.findings]
    assert len(other) == len(usual)
    if len(usual) == 1:
        assert (usual.only().kind, usual.only().regime) == (other.only().kind, other.only().regime)
        for name, multiple in drawn.multiples.items():
            assert float(other.only()[name] / multiple) == pytest.approx(float(usual.only()[name]), rel=1e-7)


@settings(max_examples=4)
@given(rescaled_games())
def test_a_sweep_has_in_other_units_the_same_numbers(drawn: Rescaled) -> None:
    both = [
        sweep(game, over={"c": [0.5 * float(at["c"]), float(at["c"])]}, at={n: v for n, v in at.items() if n != "c"})
        for game, at in ((drawn.usual, drawn.usual_at), (drawn.other, drawn.other_at))
    ]
    assert both[0]["violated"].values.tolist() == both[1]["violated"].values.tolist()
    for name, multiple in drawn.multiples.items():
        assert both[1][name].values / float(multiple) == pytest.approx(both[0][name].values, rel=1e-7, nan_ok=True)


def test_a_sweep_may_go_through_all_units() -> None:
    maker = Player("maker", decides=[w], payoff=(w - c) * p**-beta)
    game = Game(players=[maker, Player("shop", decides=[p], payoff=(p - w) * p**-beta)], order=["maker", "shop"])
    costs = np.geomspace(1e-12, 1e12, 49)
    data = sweep(game, over={"c": costs}, at={"beta": 2})
    assert data["p"].values == pytest.approx(4 * costs, rel=1e-10, abs=0)
    assert data["maker"].values == pytest.approx(1 / (16 * costs), rel=1e-9, abs=0)


def test_elasticities_have_no_units() -> None:
    shop = Game(players=[Player("shop", decides=[p], payoff=(p - c) * sp.exp(-b * p))])
    usual, other = (elasticities(shop, ["p", "shop"], at=at) for at in ({"b": 1, "c": 1}, {"b": 1e-9, "c": 1e9}))
    assert other.to_numpy() == pytest.approx(usual.to_numpy(), rel=1e-9)


@pytest.mark.parametrize("unit", [1, 10**8])
def test_what_a_limit_is_worth_is_in_declared_units(unit: int) -> None:
    # The shop adds one unit to what it pays, and may not sell above rho.
    maker = Player("maker", decides=[w], payoff=w * sp.exp(-w / (10 * unit)))
    shop = Player("shop", decides=[p], payoff=(p - w) * sp.exp(-p / unit))
    game = Game(players=[maker, shop], order=["maker", "shop"], constraints={"maker": [p <= rho]})
    found = solve(game, at={"rho": 4 * unit}).only()
    assert float(found["w"]) == pytest.approx(3 * unit, rel=1e-9)
    [worth] = found.multipliers.values()
    assert float(worth) == pytest.approx(np.exp(-0.3) * 0.7, rel=1e-6)


def test_ends_may_be_as_close_as_units_are_large() -> None:
    x, y = decisions("x y", within=(0, sp.Rational(50, 10**6)))
    drawn = [sp.exp(sp.Rational(6, 5) - 450_000 * x), sp.exp(sp.Rational(53, 20) - 2_700_000 * y)]
    players = [
        Player(name, decides=[own], payoff=(own * 10**6 - cost) * one / (sp.Rational(9, 5) + sum(drawn)))
        for name, own, cost, one in (("one", x, 0.75, drawn[0]), ("two", y, 1.55, drawn[1]))
    ]
    assert solve(Game(players=players), at={}).only().kind == "equilibrium"
