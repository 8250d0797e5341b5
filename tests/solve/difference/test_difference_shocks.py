"""Shocks in discrete time: against all draws of a law with few values, by Monte Carlo, and where they are refused."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from brute_force.difference import Simulated, feedback_and_worth, plans
from families.difference import ORDERS, two_players, x
from lsec_models import DifferenceGame, Player, decisions, parameters, solve, states
from lsec_models.audits.dynamic.periods_audit import audit_difference
from lsec_models.audits.dynamic.shocked_paths import shocked_paths
from lsec_models.errors import DeclarationError, NoInteriorOptimum, OutsideDomain, UnknownName
from lsec_models.games.difference.stationary import StationarySolutions
from lsec_models.games.evidence.evidence import About, Status

y = states("y")
u, v = decisions("u v", real=True)
V = parameters("V", real=True)
# Two laws of variance 9/4, one of them skewed.
COIN, SKEWED = (-1.5, 1.5), (-0.75, -0.75, -0.75, -0.75, 3.0)
VARIANCE = sp.Rational(9, 4)
TWO_STOCKS = DifferenceGame(
    states={x: x / 2 + y / 4 + u, y: y / 2 + v / 2 - x / 8},
    players=[
        Player("A", decides=[u], payoff=x - x**2 / 2 - y**2 / 8 - u**2),
        Player("B", decides=[v], payoff=y - y**2 / 2 - x * y / 8 - v**2),
    ],
    discount_factor={"A": sp.Rational(9, 10), "B": sp.Rational(4, 5)},
    initial={x: 1, y: -1},
    shocks={x: 1, y: sp.Rational(1, 4)},
)


@cache
def shocked() -> StationarySolutions:
    return solve(TWO_STOCKS, at={})


@cache
def undisturbed() -> StationarySolutions:
    return solve(replace(TWO_STOCKS, shocks={}), at={})


def drawn(data: Any) -> Any:
    return lambda low, high: data.draw(st.integers(low, high))


class TestAgainstAllDraws:
    @pytest.mark.slow
    @settings(max_examples=4)
    @given(st.data(), st.sampled_from(ORDERS), st.sampled_from([COIN, SKEWED]))
    def test_strategies_and_values_are_those_of_backward_induction_over_draws(
        self, data: Any, order: dict[str, Any], law: tuple[float, ...]
    ) -> None:
        game = two_players(drawn(data), horizon=3, shocks={x: VARIANCE}, **order)
        found = solve(game, at={})
        laws, worth = feedback_and_worth(Simulated(game, {}), 3, law)
        for period, by_decision in enumerate(laws):
            for name, (constant, slope) in zip(Simulated(game, {}).names, by_decision, strict=True):
                assert found.strategy(name, period, {"x": 2}) == pytest.approx(constant + 2 * slope, rel=1e-9, abs=1e-9)
        for player, parabola in zip(game.players, worth, strict=True):
            for stock in (0, 2):
                expected = pytest.approx(np.polyval(parabola, stock), rel=1e-9, abs=1e-9)
                assert found.value(player.name, 0, {"x": stock}) == expected
            start = game.initial[x]
            assert float(found.payoffs[player.name]) == pytest.approx(np.polyval(parabola, float(start)), abs=1e-9)

    @settings(max_examples=4)
    @given(st.data(), st.sampled_from(ORDERS), st.sampled_from([COIN, SKEWED]))
    def test_plans_are_those_without_shocks_and_payoffs_those_expected(
        self, data: Any, order: dict[str, Any], law: tuple[float, ...]
    ) -> None:
        game = two_players(drawn(data), horizon=3, information="open_loop", shocks={x: VARIANCE}, **order)
        found, simulated = solve(game, at={}), Simulated(game, {})
        plan = plans(simulated, 3)
        for name, column in zip(simulated.names, plan.T, strict=True):
            assert [float(value) for value in found.paths[name]] == pytest.approx(list(column), rel=1e-10, abs=1e-10)
        earned = [float(payoff) for payoff in found.payoffs.values()]
        expected = [sum(earned)] if game.cooperative else earned
        assert expected == pytest.approx(list(simulated.expected_of_plan(plan, law)), rel=1e-10, abs=1e-10)

    def test_without_end_strategies_stay_and_values_fall_by_the_trace(self) -> None:
        """In each period the discounted variance times the curvature of the value is added, for ever."""
        (one,) = shocked()
        (calm,) = undisturbed()
        assert one.strategies == calm.strategies
        assert one.evidence.established
        assert "on average" in next(row.detail for row in one.evidence.rows if row.about is About.STABLE)
        for player, factor in (("A", 0.9), ("B", 0.8)):
            worth = calm.values[player]
            trace = float(worth.coeff(x, 2)) + float(worth.coeff(y, 2)) / 4
            added = float((one.values[player] - worth).subs({x: 3, y: 2}))
            assert added == pytest.approx(factor / (1 - factor) * trace, rel=1e-12)
            assert float(one.payoffs[player]) == pytest.approx(float(calm.payoffs[player]) + added, rel=1e-12)

    @pytest.mark.slow
    def test_a_long_horizon_tends_to_the_game_without_end(self) -> None:
        (one,) = shocked()
        long = solve(TWO_STOCKS.with_horizon(150), at={})
        for player in ("A", "B"):
            assert float(long.payoffs[player]) == pytest.approx(float(one.payoffs[player]), rel=1e-6)
            assert long.value(player, 0, {"x": 1, "y": -1}) == pytest.approx(float(long.payoffs[player]), rel=1e-12)


class TestMonteCarlo:
    @pytest.mark.slow
    def test_an_audit_agrees_within_chance_and_sees_a_wrong_constant(self) -> None:
        (one,) = shocked()
        checked = audit_difference(one, periods=4, draws=400)
        assert checked.simulation_error == 0
        assert all(0 < player.error < 0.5 for player in checked.players)
        assert checked.largest_gain < 1e-8
        calm = undisturbed()[0]
        assert audit_difference(replace(one, values=calm.values), periods=4, draws=400).simulation_error > 0.1
        assert {player.error for player in audit_difference(calm, periods=4).players} == {0.0}

    def test_paths_scatter_as_the_variance_says_and_equal_seeds_are_equal(self) -> None:
        (one,) = shocked()
        paths = shocked_paths(one, draws=2000, periods=30, seed=1)
        for name in ("x", "y"):
            last = paths[name].isel(period=-1)
            assert float(last.mean()) == pytest.approx(float(one.steady_state[name]), abs=0.1)
            assert float(last.var()) == pytest.approx(one.variances[name], rel=0.15)
        assert paths["A"].equals(shocked_paths(one, draws=2000, periods=30, seed=1)["A"])
        assert not paths["A"].equals(shocked_paths(one, draws=2000, periods=30)["A"])
        calm = undisturbed()[0]
        assert calm.variances == {"x": 0, "y": 0}
        assert list(shocked_paths(calm, draws=1, periods=9)["x"][0]) == pytest.approx(list(calm.path("x", 9)))

    def test_plans_do_not_answer_to_shocks(self) -> None:
        planned = solve(replace(TWO_STOCKS, information="open_loop", horizon=4), at={})
        paths = shocked_paths(planned, draws=2000)
        assert float((paths["u"].max("draw") - paths["u"].min("draw")).max()) == 0
        weights = 0.9 ** np.arange(4)
        error = float((paths["A"] * weights).sum("period").std()) / 2000**0.5
        assert float((paths["A"] * weights).sum("period").mean()) == pytest.approx(
            float(planned.payoffs["A"]), abs=4 * error
        )

    def test_what_is_asked_for_is_explained(self) -> None:
        (one,) = found = shocked()
        with pytest.raises(DeclarationError, match="of several solutions one"):
            shocked_paths(found)
        with pytest.raises(DeclarationError, match="say for how many periods"):
            shocked_paths(one)
        with pytest.raises(DeclarationError, match="draws = 0"):
            shocked_paths(one, draws=0, periods=3)
        with pytest.raises(DeclarationError, match="the game has 2; give no more"):
            shocked_paths(solve(TWO_STOCKS.with_horizon(2), at={}), periods=3)
        with pytest.raises(DeclarationError, match="draws = 0"):
            audit_difference(one, draws=0)


class TestWhatIsRefused:
    def test_without_discounting_shocks_leave_no_limit(self) -> None:
        firm = [Player("firm", decides=[u], payoff=-(x**2) - u**2)]
        game = DifferenceGame(states={x: x / 2 + u}, players=firm, discount_factor=1, initial={x: 1})
        assert solve(game, at={})[0].evidence.established
        with pytest.raises(OutsideDomain, match="sums have a limit only where"):
            solve(replace(game, shocks={x: 1}), at={})
        assert solve(replace(game, shocks={x: V}), at={"V": 0})[0].evidence.established

    def test_a_decision_that_a_shock_may_drive_below_zero_is_refused_of_one_decider_too(self) -> None:
        e = decisions("e")
        firm = [Player("firm", decides=[e], payoff=x - x**2 / 8 - e**2)]
        game = DifferenceGame(states={x: x / 2 + e}, players=firm, discount_factor=0.9, initial={x: 0}, horizon=3)
        assert solve(game, at={}).evidence.status(About.OPTIMAL) is Status.VERIFIED
        with pytest.raises(NoInteriorOptimum, match="where a shock may lead"):
            solve(replace(game, shocks={x: 1}), at={})
        linear = replace(game, players=[Player("firm", decides=[e], payoff=x - e**2)], shocks={x: 1})
        assert solve(linear, at={}).evidence.established

    def test_bad_declarations_are_told_what_to_write(self) -> None:
        G = states("G", nonnegative=True)
        firm = [Player("firm", decides=[u], payoff=G - u**2)]
        stock = DifferenceGame(states={G: G / 2 + u}, players=firm, discount_factor=0.9, initial={G: 1}, horizon=2)
        with pytest.raises(DeclarationError, match="a shock may drive it below zero; declare it real"):
            replace(stock, shocks={G: 1})
        with pytest.raises(UnknownName, match="shocks: G is not a state"):
            replace(TWO_STOCKS, shocks={G: 1})
        with pytest.raises(DeclarationError, match="is negative"):
            replace(TWO_STOCKS, shocks={x: -1})
        with pytest.raises(DeclarationError, match="is neither a number nor"):
            replace(TWO_STOCKS, shocks={x: "1"})
        with pytest.raises(DeclarationError, match=r"shocks: .* is not a mapping"):
            replace(TWO_STOCKS, shocks=1)
        with pytest.raises(OutsideDomain, match="the variance of the shock to x is negative"):
            solve(replace(TWO_STOCKS, shocks={x: V}), at={"V": -1})
        assert "  variance of the shock to x = V" in repr(replace(TWO_STOCKS, shocks={x: V})).splitlines()
