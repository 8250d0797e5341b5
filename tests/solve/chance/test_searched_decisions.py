"""Several decisions where kinks meet smooth laws: against means over many draws, and in other units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize, stats

from lsec_models import Game, Player, audit, decisions, exponential, normal, others, parameters, random, solve, sweep
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.laws import Law
from lsec_models.games.static.results.solutions import Solutions

q, e, w, P = decisions("q e w P")
p, k = parameters("p k", positive=True)
Numbers = NDArray[np.float64]
LEVELS = (np.arange(5_000) + 0.5) / 5_000
DEMANDS = {"normal": stats.norm(50, 20).ppf(LEVELS), "exponential": stats.expon(scale=50).ppf(LEVELS)}
LAWS = {"normal": normal(50, 400), "exponential": exponential(50)}
KINDS = {
    "effort adds": (q, e, lambda D: 10 * sp.Min(q, D + 3 * e) - 4 * q - e**2 / 2),
    "effort scales": (q, e, lambda D: 10 * sp.Min(q, (1 + e / 50) * D) - 4 * q - e**2 / 2),
    "price": (q, P, lambda D: P * sp.Min(q, 100 - 5 * P + D) - 4 * q),
}


def alone(payoff: sp.Expr, *own: Any, **more: Any) -> Solutions:
    return solve(Game(players=[Player("I", decides=own, payoff=payoff)], **more), at={})


def mean(payoff: sp.Expr, own: tuple[Any, ...], demand: Any, draws: Numbers) -> Callable[[Numbers], float]:
    worlds = sp.lambdify((*own, demand), payoff, [{"Min": np.minimum, "Max": np.maximum}, "numpy"])
    return lambda x: float(np.mean(worlds(*x, draws)))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("kind", KINDS)
def test_two_decisions_at_once(law: str, kind: str) -> None:
    one, other, written = KINDS[kind]
    demand = random("D", LAWS[law])
    found = alone(written(demand), one, other)
    only = found.only()
    earned = mean(written(demand), (one, other), demand, DEMANDS[law])
    best = optimize.minimize(lambda x: -earned(x), (60.0, 12.0), method="Nelder-Mead", options={"xatol": 1e-6})
    assert [float(only[one.name]), float(only[other.name])] == pytest.approx(best.x, rel=2e-2)
    assert float(only["I"]) == pytest.approx(-best.fun, rel=1e-3)
    assert earned([float(only[one.name]), float(only[other.name])]) >= -best.fun * (1 - 1e-6)
    is_concave = kind != "price"
    assert found.evidence.status(About.OPTIMAL) is (Status.VERIFIED if is_concave else Status.CHECKED)
    assert found.evidence.established is found.complete is is_concave


def test_what_is_best_at_an_end_is_checked() -> None:
    demand = random("D", normal(50, 400))
    dear = alone(10 * sp.Min(q, demand + e) - 4 * q - 20 * e, q, e)
    assert dear.only().regime == "e = 0"
    assert float(dear.only()["q"]) == pytest.approx(50 + 20 * stats.norm.ppf(0.6), rel=1e-9)
    assert not dear.evidence.established


def test_a_constraint_on_an_order() -> None:
    demand = random("D", normal(50, 400))
    held = alone(10 * sp.Min(q, demand) - 4 * q, q, constraints=[q <= 40])
    assert held.status == "open"
    free = alone(10 * sp.Min(q, demand) - 4 * q, q, constraints=[q <= 90])
    assert free.complete
    assert float(free.only()["q"]) == pytest.approx(50 + 20 * stats.norm.ppf(0.6), rel=1e-9)


@pytest.mark.slow
def test_rivals_with_orders_and_efforts_reply_best_to_each_other() -> None:
    q_1, q_2, e_1, e_2 = decisions("q_1 q_2 e_1 e_2")
    demand = random("D", normal(50, 400))
    payoffs = [
        10 * sp.Min(own, demand + 2 * effort - rival) - 4 * own - effort**2
        for own, effort, rival in ((q_1, e_1, e_2), (q_2, e_2, e_1))
    ]
    players = [Player("1", decides=[q_1, e_1], payoff=payoffs[0]), Player("2", decides=[q_2, e_2], payoff=payoffs[1])]
    found = solve(Game(players=players), at={})
    only = {name: float(value) for name, value in found.only().decisions.items()}
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.CHECKED
    reply = mean(payoffs[0].subs(e_2, sp.Float(only["e_2"])), (q_1, e_1), demand, DEMANDS["normal"])
    best = optimize.minimize(lambda x: -reply(x), (60.0, 12.0), method="Nelder-Mead")
    assert [only["q_1"], only["e_1"]] == pytest.approx(best.x, rel=1e-2)


def test_three_who_are_alike() -> None:
    demand = random("D", normal(50, 400))
    shop = Player("shop", decides=[q], payoff=10 * sp.Min(q, demand) - q - others(q) * q / 10, copies=3)
    found = solve(Game(players=[shop]), at={})
    each = optimize.brentq(lambda x: 10 * stats.norm(50, 20).sf(x) - 1 - 2 * x / 10, 0, 100)
    assert float(found.only()["q"]) == pytest.approx(each, rel=1e-9)
    assert found.only().kind == "candidate"


def test_expectations_that_come_true() -> None:
    """Who orders more is better known: each unit expected to be ordered adds half a unit of demand."""
    N = decisions("N", real=True)
    demand = random("D", normal(50, 400))
    shop = Player("shop", decides=[q], payoff=10 * sp.Min(q, demand + N / 2) - 4 * q)
    found = solve(Game(players=[shop], expectations={N: q}), at={})
    assert float(found.only()["q"]) == pytest.approx(2 * (50 + 20 * stats.norm.ppf(0.6)), rel=1e-9)
    assert found.evidence.status(About.COMPLETE) is Status.CHECKED


@pytest.mark.slow
@settings(max_examples=4)
@given(goods=st.integers(-12, 12), money=st.integers(-9, 9), law=st.sampled_from(list(LAWS)))
def test_units_change_nothing(goods: int, money: int, law: str) -> None:
    """Goods in other units, and money, change numbers by that, and neither what is found nor how far it is certain."""
    here, there = chain(LAWS[law]), chain(in_units(LAWS[law], sp.Integer(10) ** goods), goods, money)
    one, other = here.only(), there.only()
    by = {"w": money - goods, "q": goods, "M": money, "R": money}
    for name, power in by.items():
        assert float(other[name]) / 10.0**power == pytest.approx(float(one[name]), rel=1e-7)
    for finding, same in zip(here.findings, there.findings, strict=True):
        assert (finding.about, finding.status) == (same.about, same.status)


def chain(law: Law, goods: int = 0, money: int = 0) -> Solutions:
    price = sp.Integer(10) ** (money - goods)
    maker = Player("M", decides=[w], payoff=(w - 3 * price) * q)
    shop = Player("R", decides=[q], payoff=10 * price * sp.Min(q, random("D", law)) - w * q)
    return solve(Game(players=[maker, shop], order=["M", "R"]), at={})


def in_units(law: Any, unit: sp.Expr) -> Law:
    return normal(unit * law.mean, unit**2 * law.variance) if hasattr(law, "variance") else exponential(unit * law.mean)


@pytest.mark.slow
def test_verbs_on_several_decisions() -> None:
    demand = random("D", normal(50, 400))
    own = Player("I", decides=[q, e], payoff=p * sp.Min(q, demand + 3 * e) - 4 * q - k * e**2 / 2)
    game = Game(players=[own], assuming=[p > 4])
    data = sweep(game, over={"p": (6, 10, 3)}, at={"k": 1})
    assert data["e"].values == pytest.approx([6, 12, 18], rel=1e-9)
    assert data.attrs["evidence"].startswith("solved in decimals at 3 points: one equilibrium, established, at 3")
    assert audit(solve(game, at={"p": 10, "k": 1})).audits[-1].passed()
