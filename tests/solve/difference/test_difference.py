"""Games in discrete time against simulated payoffs, recursions by hand, quantecon, and continuous time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from brute_force.difference import Simulated, feedback, plans
from families.difference import ORDERS, two_players
from lsec_models import DifferenceGame, DifferentialGame, Player, decisions, parameters, solve, states, sweep
from lsec_models.audits.dynamic.periods_audit import audit_difference
from lsec_models.errors import (
    NoInteriorOptimum,
    NoStabilisingSolution,
)

x, y = states("x y")
u, v, w = decisions("u v w", real=True)
effort = decisions("e")
a = parameters("a", positive=True)
HALF = sp.Rational(1, 2)
THREE = DifferenceGame(
    states={x: sp.Rational(12, 5) * x + sp.Rational(27, 20) * u + sp.Rational(57, 20) * v},
    players=[
        Player("A", decides=[u], payoff=-29 * u**2 / 400 + 3 * u * x / 10 - 2 * x**2 / 5),
        Player("B", decides=[v], payoff=-27 * v**2 / 200 - x**2 / 20),
    ],
    discount_factor=sp.Rational(9, 10),
    initial={x: 1},
)


def alone(payoff: sp.Expr, following: sp.Expr = x / 2 + u, **more: Any) -> DifferenceGame:
    player = Player("firm", decides=[u], payoff=payoff)
    return DifferenceGame(
        **{"states": {x: following}, "players": [player], "discount_factor": 0.9, "initial": {x: 1}, **more}
    )


class TestAgainstBruteForce:
    @pytest.mark.slow
    @settings(max_examples=6)
    @given(st.data(), st.sampled_from(ORDERS))
    def test_feedback_is_what_backward_induction_by_differences_finds(self, data: Any, order: dict[str, Any]) -> None:
        game = two_players(lambda low, high: data.draw(st.integers(low, high)), horizon=3, **order)
        found, simulated = solve(game, at={}), Simulated(game, {})
        assert found.evidence.established
        for period, laws in enumerate(feedback(simulated, 3)):
            for name, (constant, slope) in zip(simulated.names, laws, strict=True):
                for stock in (0, 2):
                    expected = pytest.approx(constant + slope * stock, rel=1e-10, abs=1e-10)
                    assert found.strategy(name, period, {"x": stock}) == expected

    @settings(max_examples=6)
    @given(st.data(), st.sampled_from(ORDERS))
    def test_plans_are_what_a_search_over_whole_paths_finds(self, data: Any, order: dict[str, Any]) -> None:
        game = two_players(
            lambda low, high: data.draw(st.integers(low, high)), horizon=3, information="open_loop", **order
        )
        found, simulated = solve(game, at={}), Simulated(game, {})
        plan = plans(simulated, 3)
        for name, column in zip(simulated.names, plan.T, strict=True):
            assert [float(value) for value in found.paths[name]] == pytest.approx(list(column), rel=1e-10, abs=1e-10)
        earned = [float(payoff) for payoff in found.payoffs.values()]
        expected = [sum(earned)] if game.cooperative else earned
        assert expected == pytest.approx(list(simulated.of_plan(plan)), rel=1e-10, abs=1e-10)

    @pytest.mark.slow
    @settings(max_examples=3)
    @given(st.data(), st.sampled_from(ORDERS))
    def test_a_stationary_equilibrium_is_the_limit_of_long_horizons_and_nobody_gains(
        self, data: Any, order: dict[str, Any]
    ) -> None:
        game = two_players(lambda low, high: data.draw(st.integers(low, high)), **order)
        long = solve(game.with_horizon(150), at={})
        established = [each for each in solve(game, at={}) if each.evidence.established]
        limits = [
            one
            for one in established
            if all(
                float(law.subs(x, stock)) == pytest.approx(long.strategy(name, 0, {"x": stock}), abs=1e-5)
                for name, law in one.strategies.items()
                for stock in (0, 1)
            )
        ]
        assert len(limits) == 1
        for one in established:
            checked = audit_difference(one, periods=8)
            assert checked.largest_gain < 1e-8
            assert checked.simulation_error < 1e-8

    def test_an_audit_sees_a_wrong_law(self) -> None:
        one = solve(THREE, at={})[0]
        spoiled = replace(one, responses={**one.responses, "v": one.responses["v"] * sp.Rational(9, 10)})
        assert audit_difference(spoiled, periods=5).largest_gain > 1e-3


class TestRecursionsByHand:
    def test_twelve_periods_of_a_markov_perfect_duopoly(self) -> None:
        """Two firms, adjustment of a price: gains and values by the scalar recursion, written out."""
        A, b, q, r = Fraction(9, 10), (Fraction(1, 2), Fraction(2, 5)), (Fraction(1, 2), Fraction(1, 3)), (1, 2)
        factor = Fraction(19, 20)
        players = [
            Player("one", decides=[u], payoff=-(sp.Rational(1, 2) * x**2 + u**2)),
            Player("two", decides=[v], payoff=-(sp.Rational(1, 3) * x**2 + 2 * v**2)),
        ]
        game = DifferenceGame(
            states={x: sp.Rational(9, 10) * x + u / 2 + 2 * v / 5},
            players=players,
            discount_factor=sp.Rational(19, 20),
            initial={x: 1},
            horizon=12,
        )
        found = solve(game, at={})
        worth = [Fraction(0), Fraction(0)]
        for period in range(11, -1, -1):
            # r_i k_i + factor b_i P_i (A + b_1 k_1 + b_2 k_2) = 0
            m = [factor * b[i] * worth[i] for i in range(2)]
            determinant = (r[0] + m[0] * b[0]) * (r[1] + m[1] * b[1]) - m[0] * b[1] * m[1] * b[0]
            k = [
                (-m[0] * A * (r[1] + m[1] * b[1]) + m[0] * b[1] * m[1] * A) / determinant,
                (-m[1] * A * (r[0] + m[0] * b[0]) + m[1] * b[0] * m[0] * A) / determinant,
            ]
            closed = A + b[0] * k[0] + b[1] * k[1]
            worth = [q[i] + r[i] * k[i] ** 2 + factor * closed**2 * worth[i] for i in range(2)]
            assert found.strategy("u", period, {"x": 1}) == pytest.approx(float(k[0]), rel=1e-14)
            assert found.strategy("v", period, {"x": 1}) == pytest.approx(float(k[1]), rel=1e-14)
            assert found.value("two", period, {"x": 1}) == pytest.approx(-float(worth[1]), rel=1e-14)

    def test_a_monopolist_without_end_solves_its_quadratic(self) -> None:
        """``P = -1 + P A^2 / (1 - P)`` with one root that is stable."""
        (one,) = solve(alone(-(x**2) - u**2, x * 9 / 10 + u, discount_factor=1), at={})
        P = one.values["firm"].coeff(x, 2)
        root = min(
            sp.solve(sp.Symbol("P") * (1 - sp.Symbol("P")) + 1 - sp.Symbol("P") - sp.Rational(81, 100) * sp.Symbol("P"))
        )
        assert float(P) == pytest.approx(float(root), rel=1e-15)
        assert one.evidence.established

    @pytest.mark.slow
    def test_an_equilibrium_without_end_of_two_stocks_against_quantecon(self) -> None:
        """Undiscounted and without constants, where its iteration converges."""
        quantecon = pytest.importorskip("quantecon")
        game = DifferenceGame(
            states={x: 4 * x / 5 + y / 5 + u / 2, y: -x / 10 + 3 * y / 5 + v / 2 + w / 4},
            players=[
                Player("A", decides=[u], payoff=-(x**2) - y**2 / 2 - u**2 - u * x / 5),
                Player("B", decides=[v, w], payoff=-(y**2) - x * y / 4 - x**2 / 4 - v**2 - w**2),
            ],
            discount_factor=1,
            initial={x: 1, y: 0},
        )
        found = solve(game, at={}).only()
        F1, F2, P1, _ = quantecon.nnash(
            np.array([[0.8, 0.2], [-0.1, 0.6]]),
            np.array([[0.5], [0.0]]),
            np.array([[0.0, 0.0], [0.5, 0.25]]),
            np.array([[1.0, 0.0], [0.0, 0.5]]),
            np.array([[0.25, 0.125], [0.125, 1.0]]),
            np.array([[1.0]]),
            np.eye(2),
            np.zeros((2, 2)),
            np.zeros((1, 1)),
            np.array([[0.1], [0.0]]),
            np.zeros((2, 2)),
            np.zeros((2, 1)),
            np.zeros((1, 2)),
            tol=1e-13,
        )
        laws = [[float(found.strategies[name].coeff(s)) for s in (x, y)] for name in ("u", "v", "w")]
        assert np.abs(np.array(laws) + np.vstack([F1, F2])).max() < 1e-10
        assert float(found.values["A"].coeff(x, 2)) == pytest.approx(-P1[0, 0], abs=1e-10)
        assert found.evidence.established

    @pytest.mark.slow
    def test_a_markov_perfect_duopoly_that_adjusts_output_against_quantecon(self) -> None:
        """Two outputs, demand ``10 - 2 (q1 + q2)``, adjustment costs 12 (Judd), discounted."""
        quantecon = pytest.importorskip("quantecon")
        price, kept = 10 - 2 * (x + y), np.eye(3)
        game = DifferenceGame(
            states={x: x + u, y: y + v},
            players=[
                Player("one", decides=[u], payoff=price * x - 12 * u**2),
                Player("two", decides=[v], payoff=price * y - 12 * v**2),
            ],
            discount_factor=sp.Rational(96, 100),
            initial={x: 2, y: sp.Rational(1, 2)},
        )
        found = solve(game, at={}).only()
        nothing, none, one = np.zeros((1, 1)), np.zeros((3, 1)), np.array([[12.0]])
        F1, F2, _, _ = quantecon.nnash(
            kept,
            kept[:, [1]],
            kept[:, [2]],
            np.array([[0.0, -5.0, 0.0], [-5.0, 2.0, 1.0], [0.0, 1.0, 0.0]]),
            np.array([[0.0, 0.0, -5.0], [0.0, 0.0, 1.0], [-5.0, 1.0, 2.0]]),
            one,
            one,
            nothing,
            nothing,
            none,
            none,
            nothing,
            nothing,
            beta=0.96,
            tol=1e-14,
        )
        for name, gains in (("u", F1), ("v", F2)):
            law = found.strategies[name]
            ours = [law.subs({x: 0, y: 0}), law.coeff(x), law.coeff(y)]
            assert np.abs(np.array(ours, dtype=float) + gains[0]).max() < 1e-10
        assert found.evidence.established

    @pytest.mark.slow
    def test_three_equilibria_are_found_where_best_replies_cross_three_times(self) -> None:
        """Best replies by value iteration over a grid of the rival's gain: an odd number of crossings."""
        found = solve(THREE, at={})
        assert (len(found), found.complete, found.evidence.established) == (3, True, True)

        def reply(drift: float, effect: float, stock: float, cross: float, cost: float) -> float:
            worth = 0.0
            for _ in range(400):
                bend, bent = cost + 0.9 * worth * effect**2, cross / 2 + 0.9 * worth * drift * effect
                worth = stock + 0.9 * worth * drift**2 - bent**2 / bend
            return -(cross / 2 + 0.9 * worth * drift * effect) / (cost + 0.9 * worth * effect**2)

        def gap(k: float) -> float:
            first = reply(2.4 + 2.85 * k, 1.35, 0.4, -0.3, 29 / 400)
            return reply(2.4 + 1.35 * first, 2.85, 0.05, 0.0, 27 / 200) - k

        grid = np.linspace(-1.75, 0.25, 400)
        values = [gap(k) for k in grid]
        crossings = [(k + m) / 2 for k, m, f, g in zip(grid, grid[1:], values, values[1:], strict=False) if f * g < 0]
        gains = sorted(float(one.strategies["v"].coeff(x)) for one in found)
        assert crossings == pytest.approx(gains, abs=0.01)


@pytest.mark.slow
def test_it_tends_to_continuous_time_as_periods_become_short() -> None:
    """The distance to the feedback law in continuous time halves with the length of a period."""
    drift, payoffs = -x / 5 + u + v / 2, {"A": x - x**2 / 2 - u**2 / 2, "B": x / 2 - v**2 / 2 - x**2 / 4}
    players = [Player("A", decides=[u], payoff=payoffs["A"]), Player("B", decides=[v], payoff=payoffs["B"])]
    for order in (None, ["A", "B"]):
        limit = solve(
            DifferentialGame(states={x: drift}, players=players, discount=HALF / 5, initial={x: 0}, order=order), at={}
        )[0]
        distances = []
        for h in (sp.Rational(1, 20), sp.Rational(1, 40), sp.Rational(1, 80)):
            short = DifferenceGame(
                states={x: x + h * drift},
                players=[replace(p, payoff=h * p.payoff) for p in players],
                discount_factor=1 / (1 + h / 10),
                initial={x: 0},
                order=order,
            )
            one = solve(short, at={})[0]
            distances.append(max(abs(float((one.strategies[n] - limit.strategies[n]).subs(x, 1))) for n in ("u", "v")))
        assert distances[0] < 0.1
        assert distances[0] / distances[1] == pytest.approx(2, abs=0.2)
        assert distances[1] / distances[2] == pytest.approx(2, abs=0.1)


@pytest.mark.slow
def test_a_sweep_has_numbers_where_there_is_one_equilibrium() -> None:
    game = alone(a * x - x**2 - u**2)
    data = sweep(game, over={"a": (0, 2, 3)})
    assert np.isnan(data["u"].values[0])
    assert data["u"].values[1:] == pytest.approx([float(solve(game, at={"a": i})[0].decisions["u"]) for i in (1, 2)])
    assert "one equilibrium, established, at 2" in data.attrs["evidence"]
    assert sweep(game.with_horizon(2), over={"a": [1]})["firm"].values == pytest.approx(
        [float(solve(game.with_horizon(2), at={"a": 1}).payoffs["firm"])]
    )


def test_a_hundred_periods_are_followed_with_all_digits() -> None:
    game = alone(x - x**2 - u**2, 2 * x + u, horizon=100)
    found = solve(game, at={})
    steady = solve(game.with_horizon(None), at={})[0]
    assert found.strategy("u", 0, {"x": 3}) == pytest.approx(float(steady.strategies["u"].subs(x, 3)), rel=1e-12)
    assert found.paths["x"][50] == pytest.approx(float(steady.steady_state["x"]), rel=1e-12)


@pytest.mark.parametrize("horizon", [None, 5])
@pytest.mark.parametrize("power", [0, -35, -60])
def test_declared_signs_and_shown_numbers_do_not_depend_on_the_unit(horizon: int | None, power: int) -> None:
    unit = sp.Integer(10) ** power
    stock = states("G")

    def game(effort: sp.Symbol) -> DifferenceGame:
        own = Player("p", decides=[effort], payoff=-((effort + unit) ** 2) - (stock - unit) ** 2 / 10)
        return DifferenceGame(
            states={stock: stock / 2 + effort},
            players=[own],
            discount_factor=sp.Rational(9, 10),
            initial={stock: 4 * unit},
            horizon=horizon,
        )

    with pytest.raises((NoInteriorOptimum, NoStabilisingSolution), match="but declared nonnegative"):
        solve(game(decisions("x")), at={})
    found = solve(game(decisions("x", real=True)), at={})
    laws = found[0].strategies if horizon is None else found.strategies[0]
    constant = laws["x"].subs(stock, 0) / unit
    assert -0.9 < float(constant) < -0.6
