"""Decisions against numbers that are counted one by one: as those against payoffs that are written out."""

from __future__ import annotations

import random as python_random
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, discrete, parameters, random, sample, solve, sweep
from lsec_models.games.static.chance.declaration import drawn_one_by_one
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.solve.chance.empirical import empirical_solutions
from lsec_models.solve.polynomial.solutions import polynomial_solutions_at

p, c = parameters("p c", positive=True)
q = decisions("q")


def drawn_game(seed: int) -> tuple[Game, Any]:
    """Return a newsvendor with a salvage value, a penalty and a rising cost, against a few numbers."""
    generator = python_random.Random(seed)
    values = generator.sample(range(1, 20), generator.choice([2, 3]))
    if generator.random() < 0.5:
        law: Any = sample([generator.choice(values) for _ in range(5)] + values)
    else:
        weights = [generator.randint(1, 5) for _ in values]
        law = discrete({v: Fraction(n, sum(weights)) for v, n in zip(values, weights, strict=True)})
    demand = random("D", law)
    sold, left = sp.Min(q, demand), sp.Max(0, q - demand)
    bent = sp.Rational(generator.randint(0, 3), 20)
    payoff = 9 * sold + generator.randint(0, 2) * left - generator.randint(2, 8) * q - bent * q**2
    payoff -= generator.randint(0, 2) * sp.Max(0, demand - q)
    return Game(players=[Player("I", decides=[q], payoff=payoff)], report={"left": left}), demand


@pytest.mark.parametrize("seed", range(8))
def test_counting_and_writing_out_agree(seed: int) -> None:
    game, demand = drawn_game(seed)
    counted = empirical_solutions(game, demand, {})
    assert isinstance(game.representative, RepresentativeGame)
    written = solve(game, at={}) if drawn_one_by_one(game) is None else polynomial_solutions_at(game.representative, {})
    assert counted.status == written.status
    spans = [[one.free for one in found.continua] for found in (counted, written)]
    assert spans[0] == spans[1]
    assert [dict(one.values) for one in counted] == [dict(one.values) for one in written]


@pytest.mark.slow
@pytest.mark.parametrize("number", [14, 30])
def test_samples_that_were_slow(number: int) -> None:
    data = [(37 * i * i + 11 * i) % 97 + 3 + Fraction(i, 100) for i in range(number)]
    payoff = p * sp.Min(q, random("D", sample(data))) - c * q
    game = Game(players=[Player("I", decides=[q], payoff=payoff)], assuming=[p > c])
    found = solve(game, at={"p": 10, "c": "3.001"})
    assert found.only()["q"] == sp.Rational(sorted(data)[int(number * (1 - 0.3001))])
    assert found.complete
    swept = sweep(game, over={"p": (5, 10, 2)}, at={"c": "3.001"})
    assert float(swept["q"][-1]) == float(found.only()["q"])


def test_a_discrete_law_with_parameters_and_in_any_order() -> None:
    chances = {10 * i: c if i == 1 else (1 - c) / 7 for i in range(1, 9)}
    orders = []
    for law in (discrete(chances), discrete(dict(reversed(chances.items())))):
        payoff = p * sp.Min(q, random("D", law)) - 3 * q
        game = Game(players=[Player("I", decides=[q], payoff=payoff)], assuming=[c < 1])
        orders.append(solve(game, at={"p": 10, "c": "0.31"}).only())
    assert orders[0]["q"] == orders[1]["q"] == 50
    assert dict(orders[0].values) == dict(orders[1].values)


def test_other_payoffs_are_written_out() -> None:
    """A cube is not a parabola between kinks: what is written out is not resolved, and says so."""
    demand = random("D", discrete({i: sp.Rational(1, 5) for i in range(1, 6)}))
    found = solve(Game(players=[Player("I", decides=[q], payoff=4 * sp.Min(q, demand) - q**3 / 12)]), at={})
    assert found.status == "open"
    assert "6 decisions in 2 stages" in found.reason
