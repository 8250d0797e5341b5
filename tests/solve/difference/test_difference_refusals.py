"""Games in discrete time that have no equilibrium, or none that is stated: what is said, and at the borders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import DifferenceGame, Player, audit, decisions, parameters, solve, states, sweep
from lsec_models.errors import (
    DeclarationError,
    NoClosedForm,
    NoInteriorOptimum,
    NoStabilisingSolution,
    NotQuadratic,
    OutsideDomain,
)
from lsec_models.games.evidence.evidence import About, Status

x, y = states("x y")
u, v = decisions("u v", real=True)
effort = decisions("e")
a = parameters("a", positive=True)


def alone(payoff: sp.Expr, following: sp.Expr = x / 2 + u, **more: Any) -> DifferenceGame:
    player = Player("firm", decides=[u], payoff=payoff)
    return DifferenceGame(
        **{"states": {x: following}, "players": [player], "discount_factor": 0.9, "initial": {x: 1}, **more}
    )


class TestWhatIsNoEquilibrium:
    def test_a_stabilising_solution_that_doing_nothing_beats_is_a_candidate(self) -> None:
        """``-u^2`` with a growing stock: the only solution with a stable loop is worth less than no decision at all."""
        (one,) = solve(alone(-(u**2), 2 * x + u), at={})
        assert one.kind == "candidate"
        assert one.evidence.status(About.OPTIMAL) is Status.OPEN
        assert float(one.payoffs["firm"]) < 0

    def test_convex_payoffs_have_no_best_decision(self) -> None:
        with pytest.raises(NoInteriorOptimum, match="not concave in its decisions of stage 1 in period 1"):
            solve(alone(u**2 + x, horizon=2), at={})
        with pytest.raises(NoInteriorOptimum, match=r"the payoff of 'firm' is not concave .* with its whole plan"):
            solve(alone(3 * x**2 - u**2, horizon=3, information="open_loop"), at={})

    def test_a_value_that_becomes_convex_backwards_is_seen(self) -> None:
        """One more period, and the stock is worth so much that effort gains without bound."""
        game = alone(x**2 - 2 * u**2, x + u)
        assert solve(game.with_horizon(2), at={}).evidence.established
        with pytest.raises(NoInteriorOptimum, match="not concave"):
            solve(game.with_horizon(4), at={})

    def test_linear_payoffs_are_not_resolved(self) -> None:
        with pytest.raises(NoInteriorOptimum, match=r"not resolved .* strictly concave"):
            solve(alone(x + u, horizon=2), at={})

    def test_nothing_stable(self) -> None:
        with pytest.raises(NoStabilisingSolution, match="closed loop is not stable"):
            solve(alone(x - u**2, 2 * x), at={})


class TestDeclaredSigns:
    def test_a_decision_below_zero_on_the_path_is_refused(self) -> None:
        firm = [Player("firm", decides=[effort], payoff=-x - effort**2)]
        game = DifferenceGame(states={x: x / 2 + effort}, players=firm, discount_factor=0.9, initial={x: 0}, horizon=3)
        with pytest.raises(NoInteriorOptimum, match=r"e is -\d.* in period 0, but declared nonnegative"):
            solve(game, at={})
        with pytest.raises(NoStabilisingSolution, match="declared nonnegative"):
            solve(game.with_horizon(None), at={})

    def test_one_decider_may_break_a_sign_off_the_path_and_says_so(self) -> None:
        firm = [Player("firm", decides=[effort], payoff=x - x**2 / 8 - effort**2)]
        game = DifferenceGame(states={x: x / 2 + effort}, players=firm, discount_factor=0.9, initial={x: 0}, horizon=3)
        found = solve(game, at={})
        assert found.evidence.status(About.OPTIMAL) is Status.VERIFIED
        assert found.evidence.status(About.OFF_PATH) is Status.OPEN
        assert found.kind == "candidate"

    def test_two_deciders_who_count_on_what_cannot_be_done_are_refused(self) -> None:
        players = [
            Player("firm", decides=[effort], payoff=x - x**2 / 8 - effort**2),
            Player("rival", decides=[v], payoff=-x - v**2),
        ]
        game = DifferenceGame(
            states={x: x / 2 + effort + v}, players=players, discount_factor=0.9, initial={x: 0}, horizon=3
        )
        with pytest.raises(NoInteriorOptimum, match="the strategy of e is negative at some x"):
            solve(game, at={})

    def test_linear_in_the_stock_all_is_established_whatever_the_sign(self) -> None:
        firm = [Player("firm", decides=[effort], payoff=x - effort**2)]
        game = DifferenceGame(states={x: x / 2 + effort}, players=firm, discount_factor=0.9, initial={x: 0})
        assert solve(game, at={})[0].evidence.established

    def test_a_sign_that_is_broken_after_hundreds_of_periods_is_not_stated_to_be_kept(self) -> None:
        """Stocks turn a full circle in some 1,257 periods; effort, half of the first, is negative from the 315th on."""
        turn, fade = sp.Rational(1, 200), sp.Rational(9999, 10000)
        firm = [Player("firm", decides=[effort], payoff=effort * x - effort**2)]
        game = DifferenceGame(
            states={x: fade * (x - turn * y), y: fade * (turn * x + y)},
            players=firm,
            discount_factor=0.9,
            initial={x: 1, y: 0},
        )
        (found,) = solve(game, at={})
        efforts = found.path("e", 400)
        assert min(efforts) < 0 <= min(efforts[:300])
        assert found.evidence.status(About.EXISTS) is Status.OPEN
        resting = replace(game, players=[replace(firm[0], payoff=effort * (x + 3) - effort**2)])
        assert solve(resting, at={})[0].evidence.status(About.EXISTS) is Status.VERIFIED


class TestWhatIsRefused:
    def test_parameters_without_numbers(self) -> None:
        with pytest.raises(NoClosedForm, match=r"solve\(game, at=\{'a': ...\}\)"):
            solve(alone(a * x - u**2))

    def test_games_that_are_not_linear_quadratic(self) -> None:
        with pytest.raises(NotQuadratic, match="the next value of x is not linear"):
            solve(alone(x - u**2, x * u, horizon=2), at={})
        with pytest.raises(NotQuadratic, match="the payoff of 'firm' is not quadratic"):
            solve(alone(x**3 - u**2, horizon=2), at={})
        with pytest.raises(NotQuadratic, match="below a bar"):
            solve(alone(x / (1 + u), horizon=2), at={})

    def test_sums_without_a_limit(self) -> None:
        with pytest.raises(OutsideDomain, match="the discount factor of 'firm' is 1 and the game has no end"):
            solve(alone(x - u**2, discount_factor=1), at={})


class TestAtTheBorders:
    def test_a_leader_that_drives_a_stock_to_its_bound_is_looked_at_by_nobody(self) -> None:
        """The leader gains 15 > 10 by taking 5: the follower must then bring 4, for the stock not to be negative."""
        stock = states("s", nonnegative=True)
        players = [
            Player("leader", decides=[u], payoff=10 * v - u**2),
            Player("follower", decides=[v], payoff=2 * v - v**2),
        ]
        game = DifferenceGame(
            states={stock: 1 + v - u}, players=players, discount_factor=1, initial={stock: 0}, horizon=1
        ).with_order(["leader", "follower"])
        for information in ("feedback", "open_loop"):
            found = solve(replace(game, information=information), at={})
            assert found.kind == "candidate"
            led, followed = (row for row in found.evidence.rows if row.row.about is About.OPTIMAL)
            assert (led.status, followed.status) == (Status.OPEN, Status.VERIFIED)

    def test_points_at_which_something_divides_by_zero(self) -> None:
        starts_nowhere = alone(x - u**2, initial={x: 1 / (a - 1)}, horizon=2)
        worth = alone(x / (a - 1) - u**2, horizon=2)
        factor = alone(x - u**2, discount_factor=1 / (2 * a - 2), horizon=2)
        moved = alone(x - u**2, x / (a - 1) + u, horizon=2)
        for game, what in (
            (starts_nowhere, "start of x"),
            (worth, "payoff"),
            (factor, "factor"),
            (moved, "next value"),
        ):
            with pytest.raises(OutsideDomain, match=f"{what}.* divides by zero"):
                solve(game, at={"a": 1})
            values = sweep(game, over={"a": [1, 2]})["firm"].values
            assert np.isnan(values[0])
            assert np.isfinite(values[1])

    def test_a_sweep_goes_on_where_sums_have_no_limit(self) -> None:
        data = sweep(alone(x - u**2, discount_factor=a), over={"a": [0.5, 1, 1.5]})
        assert list(np.isfinite(data["firm"].values)) == [True, False, False]

    def test_a_decision_that_nothing_curves_is_not_resolved(self) -> None:
        second = states("y")
        for stocks in ({x: x / 2 + v}, {x: x / 2 + v, second: second / 2 + x}):
            players = [Player("one", decides=[v], payoff=x - v**2), Player("two", decides=[u], payoff=x * u)]
            game = DifferenceGame(states=stocks, players=players, discount_factor=0.9)
            with pytest.raises(NoStabilisingSolution, match="others, which were not found: make each payoff strictly"):
                solve(game, at=dict.fromkeys(map(str, game.parameters), 1))

    def test_results_asked_in_a_wrong_way_say_how_to_ask(self) -> None:
        periods: Any = solve(alone(x - u**2, horizon=2), at={})
        assert periods.strategy("u", np.int64(0), {"x": "1/2"}) == float(periods.strategies[0]["u"])
        for period, stock in (("0", 1), (2, 1), (0, "much"), (0, float("nan"))):
            with pytest.raises(DeclarationError, match=r"period .* is not one of 0 to 1|value of x"):
                periods.strategy("u", period, {"x": stock})
        solutions: Any = solve(alone(x - u**2), at={})
        with pytest.raises(DeclarationError, match=r"result\[0\]\['u'\]"):
            solutions["u"]
        assert solutions[0]["u"] == solutions.only()["u"]
        with pytest.raises(DeclarationError, match="solve it first; audit_difference"):
            audit(alone(x - u**2))

    def test_stocks_beyond_the_largest_float(self) -> None:
        found = solve(alone(x - u**2, 30 * x + u, horizon=300, initial={x: 1}), at={})
        assert sp.log(found.paths["x"][300], 10) > 440
