"""Plans without end: against long plans, against each player's best plan, and where they are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from brute_force.difference import Simulated, best_of_own_plans
from families.difference import two_players, u, v, x
from lsec_models import DifferenceGame, DifferentialGame, Player, decisions, parameters, solve, states, sweep
from lsec_models.audits.dynamic.periods_audit import audit_difference
from lsec_models.audits.dynamic.shocked_paths import shocked_paths
from lsec_models.errors import DeclarationError, NoClosedForm, NoStabilisingSolution, OutsideDomain
from lsec_models.games.evidence.evidence import About, Status

y = states("y")
a = parameters("a", positive=True)
PERIODS = 90
CONTINUUM = DifferenceGame(
    states={x: 41 * x / 20 - 49 * u / 20 - v},
    players=[
        Player("A", decides=[u], payoff=x - x**2 / 2 - 2 * u * x / 5 - 3 * u**2 / 20),
        Player("B", decides=[v], payoff=-4 * x**2 / 5 - v * x / 10 - 9 * v**2 / 10),
    ],
    discount_factor=sp.Rational(9, 10),
    initial={x: 1},
    information="open_loop",
)


def alone(payoff: sp.Expr, following: sp.Expr, **more: Any) -> DifferenceGame:
    firm = [Player("firm", decides=[u], payoff=payoff)]
    declared: dict[str, Any] = {"discount_factor": sp.Rational(9, 10), "initial": {x: 1}, "information": "open_loop"}
    return DifferenceGame(states={x: following}, players=firm, **(declared | more))


def growing(draw: Any) -> DifferenceGame:
    """Two players and a stock that grows by itself, where several solutions may settle."""

    def number(low: int, high: int) -> sp.Rational:
        return sp.Rational(draw(20 * low, 20 * high), 20)

    one = x - number(0, 2) * x**2 - (number(0, 1) + sp.Rational(1, 20)) * u**2 + number(-1, 1) * x * u
    other = -number(0, 2) * x**2 - (number(0, 1) + sp.Rational(1, 20)) * v**2 + number(-1, 1) * x * v
    return replace(
        CONTINUUM,
        states={x: number(-2, 2) * x + number(-2, 2) * u + number(-2, 2) * v},
        players=[Player("A", decides=[u], payoff=one), Player("B", decides=[v], payoff=other)],
    )


def along(one: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the stocks and the plan of a solution."""
    return np.array(one.path("x", PERIODS)), np.array([one.path(name, PERIODS) for name in ("u", "v")]).T


def earned(simulated: Simulated, stocks: np.ndarray, plan: np.ndarray) -> np.ndarray:
    """Return payoffs along given stocks: in a game that grows by itself rounding errors of simulated ones would too."""
    weights = np.array([np.array(simulated.factors) ** t for t in range(len(plan))])
    return np.sum([simulated.earned(simulated.flow(*z)) for z in np.column_stack([stocks, plan])] * weights, axis=0)


def require_best(game: DifferenceGame, one: Any) -> None:
    """Require that payoffs are those of the path, and that no plan of a player earns more against the others'."""
    simulated = Simulated(game, {})
    stocks, plan = along(one)
    for owner, sum_of_flows in enumerate(earned(simulated, stocks, plan)):
        payoff = float(one.payoffs[game.players[owner].name])
        left = 50 * max(simulated.factors) ** PERIODS * (1 + abs(payoff))
        assert sum_of_flows == pytest.approx(payoff, abs=left)
        assert best_of_own_plans(simulated, owner, plan) <= payoff + left


class TestAgainstOtherMeans:
    @pytest.mark.slow
    @settings(max_examples=3)
    @given(st.data())
    def test_they_are_the_limit_of_long_plans(self, data: Any) -> None:
        game = two_players(lambda low, high: data.draw(st.integers(low, high)), information="open_loop")
        found = solve(game, at={})
        one = found.only()
        assert (found.complete, one.kind) == (True, "equilibrium")
        long = solve(game.with_horizon(14), at={})
        for name in ("u", "v"):
            assert float(long.paths[name][0]) == pytest.approx(one.path(name, 1)[0], abs=0.05)
        require_best(game, one)

    @pytest.mark.slow
    @settings(max_examples=10)
    @given(st.data())
    def test_what_is_called_an_equilibrium_leaves_nobody_a_better_plan(self, data: Any) -> None:
        game = growing(lambda low, high: data.draw(st.integers(low, high)))
        try:
            found = solve(game, at={})
        except NoStabilisingSolution:
            return
        for one in found:
            if one.kind == "equilibrium":
                require_best(game, one)

    def test_one_who_decides_alone_plans_what_feedback_does(self) -> None:
        game = two_players(lambda low, high: (low + 2 * high) // 3, cooperative=True)
        answered, planned = solve(game, at={})[0], solve(replace(game, information="open_loop"), at={})[0]
        assert planned.path("u", 9) == pytest.approx(answered.path("u", 9), rel=1e-12)
        for name in ("A", "B"):
            assert float(planned.payoffs[name]) == pytest.approx(float(answered.payoffs[name]), rel=1e-12)

    @pytest.mark.slow
    def test_with_two_stocks_they_are_the_limit_of_long_plans(self) -> None:
        game = DifferenceGame(
            states={x: x / 2 + y / 4 + u, y: y / 2 + v / 2 - x / 8},
            players=[
                Player("A", decides=[u], payoff=x - x**2 / 2 - y**2 / 8 - u**2),
                Player("B", decides=[v], payoff=y - y**2 / 2 - x * y / 8 - v**2),
            ],
            discount_factor={"A": sp.Rational(9, 10), "B": sp.Rational(4, 5)},
            initial={x: 1, y: -1},
            information="open_loop",
        )
        found = solve(game, at={})
        assert (found.complete, found.only().kind) == (True, "equilibrium")
        long = solve(game.with_horizon(25), at={})
        for name in ("u", "v"):
            assert [float(value) for value in long.paths[name][:3]] == pytest.approx(found[0].path(name, 3), abs=1e-5)


@pytest.mark.slow
def test_they_tend_to_plans_in_continuous_time_as_periods_become_short() -> None:
    drift = -x / 5 + u + v / 2
    players = [
        Player("A", decides=[u], payoff=x - x**2 / 2 - u**2 / 2),
        Player("B", decides=[v], payoff=x / 2 - v**2 / 2 - x**2 / 4),
    ]
    limit = solve(
        DifferentialGame(
            states={x: drift}, players=players, discount=sp.Rational(1, 10), initial={x: 0}, information="open_loop"
        ),
        at={},
    )
    distances = []
    for h in (sp.Rational(1, 20), sp.Rational(1, 40), sp.Rational(1, 80)):
        short = DifferenceGame(
            states={x: x + h * drift},
            players=[replace(p, payoff=h * p.payoff) for p in players],
            discount_factor=1 / (1 + h / 10),
            initial={x: 0},
            information="open_loop",
        )
        one = solve(short, at={}).only()
        distances.append(max(abs(one.path(n, 1)[0] - float(limit.path(n, np.array([0.0]))[0])) for n in ("u", "v")))
    assert distances[0] < 0.1
    assert distances[0] / distances[1] == pytest.approx(2, abs=0.2)
    assert distances[1] / distances[2] == pytest.approx(2, abs=0.1)


class TestWhatIsStated:
    @pytest.mark.slow
    def test_several_settle_and_they_are_not_all(self) -> None:
        """Two stable modes and one stock: any mean of the two plans is another equilibrium."""
        found = solve(CONTINUUM, at={})
        assert (len(found), found.complete) == (2, False)
        assert "fill a continuum" in str(found[0].evidence)
        simulated = Simulated(CONTINUUM, {})
        stocks, plan = (
            np.mean([along(one)[0] for one in found], axis=0),
            np.mean([along(one)[1] for one in found], axis=0),
        )
        for owner, payoff in enumerate(earned(simulated, stocks, plan)):
            assert best_of_own_plans(simulated, owner, plan) == pytest.approx(payoff, abs=0.01)
        for each in found:
            assert each.kind == "equilibrium"
            assert each.evidence.status(About.OFF_PATH) is Status.OPEN
            require_best(CONTINUUM, each)

    def test_a_plan_that_doing_nothing_beats_is_a_candidate(self) -> None:
        (one,) = solve(alone(-(u**2), 2 * x + u), at={})
        assert one.kind == "candidate"
        assert float(one.payoffs["firm"]) < 0

    def test_where_no_plan_follows_from_its_stocks_it_is_said(self) -> None:
        turning = replace(
            CONTINUUM,
            states={x: 39 * x / 20 + 59 * u / 20 + 6 * v / 5},
            players=[
                Player("A", decides=[u], payoff=x - x**2 - 17 * u**2 / 20 - 2 * u * x / 5),
                Player("B", decides=[v], payoff=-3 * v**2 / 10 + 19 * v * x / 20 - x**2 / 20),
            ],
        )
        with pytest.raises(NoStabilisingSolution, match="no choice of them follows from the planned stocks alone"):
            solve(turning, at={})

    def test_what_nobody_can_steady_does_not_settle(self) -> None:
        with pytest.raises(NoStabilisingSolution, match="no choice of stable modes moves all stocks"):
            solve(alone(-(x**2) - u**2, 2 * x), at={})

    def test_without_discounting_there_is_a_limit_only_without_constants(self) -> None:
        (one,) = solve(alone(-(x**2) - u**2, x * 9 / 10 + u, discount_factor=1), at={})
        (answered,) = solve(
            replace(alone(-(x**2) - u**2, x * 9 / 10 + u, discount_factor=1), information="feedback"), at={}
        )
        assert one.kind == "equilibrium"
        assert float(one.payoffs["firm"]) == pytest.approx(float(answered.payoffs["firm"]), rel=1e-12)
        with pytest.raises(OutsideDomain, match="sums have a limit only where"):
            solve(alone(x - x**2 - u**2, x / 2 + u, discount_factor=1), at={})

    def test_a_leader_is_refused(self) -> None:
        with pytest.raises(NoClosedForm, match=r"a leader's plan without end is not solved: .* give a horizon"):
            solve(replace(CONTINUUM, order=["A", "B"]), at={})

    def test_a_sign_that_is_broken_along_the_path_is_refused(self) -> None:
        e = decisions("e")
        firm = [Player("firm", decides=[e], payoff=-x - e**2)]
        game = replace(CONTINUUM, states={x: x / 2 + e}, players=firm, order=None)
        with pytest.raises(NoStabilisingSolution, match="declared nonnegative"):
            solve(game, at={})

    def test_it_is_called_what_it_is_everywhere(self) -> None:
        game = alone(x - x**2 - u**2, x / 2 + u)
        (one,) = found = solve(game, at={})
        assert repr(one).startswith("Open-loop equilibrium of firm")
        assert "open-loop equilibrium 1" in repr(found)
        assert "as functions of the planned stocks" in repr(one)
        with pytest.raises(DeclarationError, match="audit_difference takes feedback equilibria"):
            audit_difference(one)
        moving = alone(a * x - x**2 - u**2, x / 2 + u)
        assert float(sweep(moving, over={"a": [1]})["firm"][0]) == pytest.approx(float(one["firm"]))


class TestShocks:
    def test_payoffs_count_what_stocks_carry_on(self) -> None:
        calm = alone(x - x**2 - u**2, x / 2 + u)
        shaken = replace(calm, shocks={x: 1})
        quiet, one = solve(calm, at={})[0], solve(shaken, at={})[0]
        assert one.strategies == quiet.strategies
        # Variances v' = v/4 + 1 from 0 on, each period's discounted: -sum of 0.9**t v(t).
        variance, expected = 0.0, 0.0
        for period in range(400):
            expected -= 0.9**period * variance
            variance = variance / 4 + 1
        assert float(one.payoffs["firm"] - quiet.payoffs["firm"]) == pytest.approx(expected, rel=1e-9)
        assert one.variances["x"] == pytest.approx(4 / 3)
        paths = shocked_paths(one, draws=2000, periods=30)
        assert float(paths["x"].isel(period=-1).var()) == pytest.approx(4 / 3, rel=0.15)
        assert float(paths["u"].var("draw").max()) < 1e-20
        assert list(paths["u"][0]) == pytest.approx(list(one.path("u", 30)))

    def test_where_stocks_carry_shocks_on_for_ever_there_is_no_limit(self) -> None:
        with pytest.raises(OutsideDomain, match="plans do not answer to shocks"):
            solve(alone(x - x**2 - u**2, 11 * x / 10 + u, shocks={x: 1}), at={})
        (one,) = solve(alone(-(x**2) - u**2, x + u, shocks={x: 1}), at={})
        with pytest.raises(OutsideDomain, match="variances grow without bound"):
            _ = one.variances
