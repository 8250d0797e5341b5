"""Stages with expected payoffs that no formula gives: closed forms, nested searches over integrals, and poles."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from lsec_models import Game, Player, decisions, exponential, normal, parameters, random, solve, uniform
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.laws import Law
from lsec_models.solve.chance.quadrature.summed_game import gauss_rule

b, c = parameters("b c", positive=True)
w, p = decisions("w p")


def chain(demand: sp.Expr) -> Game:
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    return Game(players=[maker, Player("shop", decides=[p], payoff=(p - w) * demand)], order=["maker", "shop"])


@settings(max_examples=20)
@given(st.sampled_from([normal(1, 2), exponential(3), uniform(-1, 4)]), st.sampled_from([4, 8]), st.data())
def test_the_rule_is_exact_for_powers_below_twice_its_nodes(law: Law, count: int, data: st.DataObject) -> None:
    power = data.draw(st.integers(0, 2 * count - 1))
    nodes, weights = gauss_rule(law, count)
    assert weights @ nodes**power == pytest.approx(float(law.moment(power)), rel=1e-9)


@pytest.mark.parametrize(
    ("law", "mean"),
    [(normal(0, "1/4"), math.exp(1 / 8)), (exponential("1/4"), 4 / 3), (uniform(0, 1), math.e - 1)],
    ids=str,
)
def test_a_shock_that_multiplies_demand_moves_payoffs_alone(law: Law, mean: float) -> None:
    shock = random("xi", law)
    game = chain(p**-b * sp.exp(shock))
    found = solve(game, at={"b": 3, "c": 1}).only()
    assert [float(found[name]) for name in ("w", "p")] == pytest.approx([3 / 2, 9 / 4])
    assert float(found["maker"]) == pytest.approx(mean / 2 * (9 / 4) ** -3)
    by_row = {finding.about: finding for finding in found.evidence.findings}
    assert by_row[About.ACCURATE].status is Status.CHECKED
    assert "Gauss quadrature" in by_row[About.ACCURATE].means
    assert max(finding.status for finding in found.evidence.findings) is Status.CHECKED


@pytest.mark.slow
def test_prices_are_those_of_nested_searches_over_integrals() -> None:
    shock = random("xi", normal(0, "1/2"))
    found = solve(chain(1 / (1 + sp.exp(b * p - 2 - shock))), at={"b": 1, "c": "1/2"}).only()

    z = np.linspace(-9, 9, 401)
    chances = np.exp(-(z**2) / 2) / np.exp(-(z**2) / 2).sum()

    def sold(price: float) -> float:
        return float(chances @ (1 / (1 + np.exp(price - 2 - z / np.sqrt(2)))))

    def best(payoff, low: float, high: float) -> float:
        return float(minimize_scalar(lambda x: -payoff(x), bounds=(low, high), method="bounded").x)

    assert best(lambda x: (x - float(found["w"])) * sold(x), 1, 8) == pytest.approx(float(found["p"]), abs=1e-4)

    def earned(price: float) -> float:
        return (price - 0.5) * sold(best(lambda x: (x - price) * sold(x), 1, 9))

    around = float(found["w"]) + np.array([-0.3, -0.03, 0, 0.03, 0.3])
    assert int(np.argmax([earned(price) for price in around])) == 2
    assert float(found["maker"]) == pytest.approx(earned(around[2]), rel=1e-6)


@pytest.mark.slow
def test_a_mean_that_does_not_exist_is_not_resolved_and_a_pole_is_refused() -> None:
    tail, near = random("xi", exponential(2)), random("xi", normal(3, "1/100"))
    found = solve(chain(p**-b * sp.exp(tail)), at={"b": 3, "c": 1})
    assert not len(found)
    assert "the expected value over xi is not certain by Gauss quadrature: numbers change by up to" in found.reason
    for demand in (p**-b / near, p**-b * sp.log(near), p**-b * sp.sqrt(near)):
        with pytest.raises(DeclarationError, match="no pole in what is random"):
            solve(chain(demand), at={"b": 3, "c": 1})
    with pytest.raises(DeclarationError, match="ties='against' is answered for payoffs that are quadratic"):
        solve(chain(p**-b * sp.exp(near)), at={"b": 3, "c": 1}, ties="against")
