"""A quality, a contest and a public good: closed forms that textbooks print, each derived again on paper."""

from __future__ import annotations

from itertools import permutations

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from printed_forms import a, asks, assert_quantities, b, c, g, k


class TestOtherClassics:
    def test_monopoly_with_quality(self) -> None:
        """Dorfman-Steiner in the linear-quadratic case."""
        p, q = decisions("p q")
        game = Game(
            players=[Player("firm", decides=[p, q], payoff=(p - c) * (a - b * p + g * q) - k * q**2 / 2)],
            assuming=[a > b * c],
        )
        found = solve(game)
        bottom = 2 * b * k - g**2
        assert_quantities(
            found,
            {
                "p": c + k * (a - b * c) / bottom,
                "q": g * (a - b * c) / bottom,
                "firm": k * (a - b * c) ** 2 / (2 * bottom),
            },
        )
        assert asks(found) == {sp.Gt(2 * b * k, g**2, evaluate=False)}

    def test_a_contest(self) -> None:
        """Tullock, G. (1980). Efficient rent seeking: with valuations V, efforts V*c_j/(c_i + c_j)**2."""
        v, c1, c2 = parameters("V c1 c2", positive=True)
        x, y = decisions("x y")
        game = Game(
            players=[
                Player("first", decides=[x], payoff=v * x / (x + y) - c1 * x),
                Player("second", decides=[y], payoff=v * y / (x + y) - c2 * y),
            ]
        )
        found = solve(game)
        assert found.stages[0].method == "elimination"
        assert_quantities(
            found,
            {
                "x": v * c2 / (c1 + c2) ** 2,
                "y": v * c1 / (c1 + c2) ** 2,
                "first": v * c2**2 / (c1 + c2) ** 2,
                "second": v * c1**2 / (c1 + c2) ** 2,
            },
        )

    @pytest.mark.parametrize("order", list(permutations(["cook", "farmer"])))
    def test_a_public_good_is_under_provided(self, order: tuple[str, ...]) -> None:
        """Voluntary contributions with quadratic cost: equal to the marginal benefit, whoever moves first."""
        x, y = decisions("x y")
        good = x + y
        game = Game(
            players=[
                Player("cook", decides=[x], payoff=a * good - k * x**2 / 2),
                Player("farmer", decides=[y], payoff=b * good - k * y**2 / 2),
            ],
            order=order,
        )
        assert_quantities(solve(game), {"x": a / k, "y": b / k})
