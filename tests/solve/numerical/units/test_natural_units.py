"""Natural units are the same ones in whatever units a game is declared."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings

from families.rescaled_games import Rescaled, rescaled_games
from lsec_models import Game, Player, decisions, parameters
from lsec_models.solve.numerical.units import natural_units
from lsec_models.solve.numerical.units.natural_units import NaturalUnits

b, c, k, rho = parameters("b c k rho", positive=True)
w, p, e, N = decisions("w p e N")
REAL = decisions("x", real=True)


def units(game: Game, at: Mapping[str, object]) -> dict[str, float]:
    found = NaturalUnits(game).at({name: np.array([float(value)]) for name, value in at.items()})
    return {name: float(unit[0]) for name, unit in found.items()}


@settings(max_examples=30)
@given(rescaled_games())
def test_a_unit_moves_with_what_is_declared_in_it(drawn: Rescaled) -> None:
    before, natural_units._USUAL = natural_units._USUAL, -1
    try:
        usual, other = units(drawn.usual, drawn.usual_at), units(drawn.other, drawn.other_at)
    finally:
        natural_units._USUAL = before
    for name, multiple in drawn.multiples.items():
        # Both are rounded to a power of two.
        assert 0.49 < other[name] / usual[name] / float(multiple) < 2.1


def test_ordinary_numbers_stay_as_they_are() -> None:
    shop = Game(players=[Player("shop", decides=[p], payoff=(p - c) * sp.exp(-b * p))])
    assert units(shop, {"b": 2, "c": 30}) == {"p": 1, "shop": 1}


@pytest.mark.parametrize(
    ("payoff", "at", "about"),
    [
        ((p - c) * sp.exp(-b * p), {"b": 1e-9, "c": 1}, 1e9),  # A low cost says little of a price.
        ((p - c) * sp.exp(-b * p), {"b": 1e-9, "c": 2e11}, 2e11),  # A price is above its cost.
        ((p - c) * p**-b, {"b": 2, "c": 1e-8}, 1e-8),
        (b * sp.log(p) - c * p, {"b": 1e-6, "c": 1e6}, 1e-12),
        (b * (1 - sp.exp(-k * p)) - c * p**2 + 7, {"b": 1e20, "k": 1e-8, "c": 1e4}, 1e8),
        (sp.sqrt(c) * p ** sp.Rational(1, 2) - p * sp.pi * sp.erf(3), {"c": 1e18}, 1e18),
        (sp.erf(p / c) - (p / c) ** 2, {"c": 1e12}, 1e12),
        (p * c ** (-k) * sp.exp(k * sp.log(p) - b) - p**3, {"c": 1e-12, "k": 1, "b": 1}, 1e12),
    ],
)
def test_a_unit_is_about_what_is_decided(payoff: sp.Expr, at: dict[str, float], about: float) -> None:
    found = units(Game(players=[Player("shop", decides=[p], payoff=payoff)]), at)["p"]
    assert 1 / 64 < found / about < 64


def test_no_decision_is_much_larger_than_the_way_between_its_ends() -> None:
    near = decisions("p", within=(c, c + k))
    shop = Game(players=[Player("shop", decides=[near], payoff=-((near - c) ** 2))])
    assert units(shop, {"c": 1e-9, "k": 1e-9})["p"] < 1e-8


def test_each_point_has_its_own() -> None:
    shop = Game(players=[Player("shop", decides=[p], payoff=(p - c) * p**-b)])
    found = NaturalUnits(shop).at({"b": np.full(3, 2.0), "c": np.array([1e-9, 1.0, 1e9])})["p"]
    assert np.log10(found) == pytest.approx([-9, 0, 9], abs=1)


def test_what_limits_later_answers_has_a_unit_too() -> None:
    maker = Player("maker", decides=[w], payoff=-((w - c) ** 2))
    shop = Player("shop", decides=[p], payoff=(p - w) * sp.exp(-p / c))
    game = Game(players=[maker, shop], order=["maker", "shop"], constraints={"maker": [p >= rho]})
    assert units(game, {"c": 1e6, "rho": 1e6})["p >= rho"] > 1e3
