"""Profits and thresholds of channels that a paper prints."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from choices import a, e, k, q_i, q_m, r, w
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve.choice import solve_choice


def channels(by: str, *modes: str) -> ChoiceEquilibrium:
    price = a - q_m - q_i + e
    effort = k * e**2 / 2

    def game(maker: sp.Expr, seller: sp.Expr, decides: Any, order: Any, without: dict[Any, int]) -> Game:
        players = [
            Player("manufacturer", decides=decides[0], payoff=maker.subs(without)),
            Player("intermediary", decides=decides[1], payoff=seller.subs(without)),
        ]
        return Game(players=players, order=order, assuming=[r < 1, k >= 1])

    sold = (1 - r) * q_m * price, r * q_m * price - effort
    bought = w * q_i, (price - w) * q_i
    games = {
        "agency": game(*sold, ([q_m], [e]), [(q_m, e)], {q_i: 0}),
        "reselling": game(bought[0], bought[1] - effort, ([w], [q_i, e]), [w, "intermediary"], {q_m: 0}),
        "dual": game(sold[0] + bought[0], sold[1] + bought[1], ([w, q_m], [q_i, e]), [w, q_i, (q_m, e)], {}),
    }
    return solve_choice(Choice(by=by, among={mode: games[mode] for mode in modes}))


def test_printed_profits() -> None:
    point = channels("manufacturer", "dual", "agency", "reselling").at({"a": 1, "k": 2, "r": 0.1})
    printed = {"dual": (0.25050, 0.03299), "agency": (0.23669, 0.02564), "reselling": (0.16667, 0.08333)}
    for mode, (maker, seller) in printed.items():
        assert float(point.values[mode]["manufacturer"]) == pytest.approx(maker, abs=1e-5)
        assert float(point.values[mode]["intermediary"]) == pytest.approx(seller, abs=1e-5)
    assert point.mode == "dual"
    assert point.preferred_by("intermediary") == ("reselling",)


@pytest.mark.parametrize(
    ("by", "cost", "printed"),
    [
        ("intermediary", "1.5", 0.3071),
        ("intermediary", "2", 0.2915),
        ("intermediary", "3", 0.2777),
        ("manufacturer", "1.5", 0.5068),
        ("manufacturer", "2", 0.5047),
        ("manufacturer", "3", 0.5024),
    ],
)
def test_printed_thresholds(by: str, cost: str, printed: float) -> None:
    found = channels(by, "dual", "reselling").thresholds(
        "r", at={"a": 1, "k": Fraction(cost)}, over=(Fraction(1, 50), Fraction(3, 5))
    )
    assert printed in [pytest.approx(float(threshold), abs=6e-5) for threshold in found.thresholds]
