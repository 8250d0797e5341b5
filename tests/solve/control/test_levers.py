"""Paths of a lever over populations: against shooting, switching times, random search, and differences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_bvp

from brute_force.levers import cheapest_by_search, cost_of_path
from lsec_models import EvolutionaryGame, best_lever, parameters
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.games.control.lever_path import LeverPath
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.models.mechanisms.regulation import BASELINE, fine, regulation
from lsec_models.solve.control.lever_arguments import asked_lever
from lsec_models.solve.control.transcribed_path import _cost_and_gradient

g, f, k = parameters("g f k", positive=True)
SELLERS = EvolutionaryGame(populations={"sellers": ["lax", "strict"]}, payoffs=[[g - f, g - f], [0, 0]])


def fined(cost: Any, **more: Any) -> LeverPath:
    asked: dict[str, Any] = {"between": (0, 6), "horizon": 5, "start": {"lax": 0.5}, "at": {"g": 1}, "pieces": 40}
    return best_lever(SELLERS, f, cost=cost, **{**asked, **more})


class TestAgainstOtherMeans:
    @pytest.mark.slow
    def test_a_fine_with_a_rising_cost_is_that_of_shooting(self) -> None:
        """Log odds move by ``y' = g - f``; their shadow price p is the fine: ``p' = -4 x (1 - x)``, zero at the end.

        The Hamiltonian is constant along the path.
        """

        def share(odds: Any) -> Any:
            return 1 / (1 + np.exp(-odds))

        times = np.linspace(0, 5, 101)
        shot = solve_bvp(
            lambda _, z: np.array([1 - z[1], -4 * share(z[0]) * (1 - share(z[0]))]),
            lambda begin, end: np.array([begin[0], end[1]]),
            times,
            np.array([0 * times, 1 - times / 5]),
            tol=1e-9,
        )
        found = fined(lambda shares: 4 * shares["lax"] + f**2 / 2)
        middles = (np.array(found.times[:-1]) + np.array(found.times[1:])) / 2
        assert np.abs(np.array(found.levels) - shot.sol(middles)[1]).max() < 5e-3
        odds, price = shot.sol(np.linspace(0, 5, 20001))
        running = 4 * share(odds) + price**2 / 2
        assert found.cost == pytest.approx(running.mean() * 5, rel=1e-3)
        hamiltonian = running + price * (1 - price)
        assert np.ptp(hamiltonian) < 1e-6
        assert found.evidence.status(About.OPTIMAL) is Status.CHECKED

    @pytest.mark.slow
    def test_a_fine_with_a_constant_cost_is_at_its_ends_and_switches_where_that_is_best(self) -> None:
        """The cost is linear in the fine: all until some time, then nothing."""
        found = fined(lambda shares: 4 * shares["lax"] + f / 3, between=(0, 3), pieces=20)
        costs = [
            cost_of_path(
                lambda _, level: [1 - level],
                lambda x, level: 4 * x[0] + level / 3,
                [0.5],
                [3.0] * n + [0.0] * (20 - n),
                5,
            )
            for n in range(21)
        ]
        inside = [level for level in found.levels if 0.01 < level < 2.99]
        assert found.levels[0] == pytest.approx(3)
        assert found.levels[-1] == pytest.approx(0)
        assert len(inside) <= 3
        assert min(costs) * 0.99 < found.cost <= min(costs) + 1e-6

    @pytest.mark.slow
    def test_a_convention_is_turned_although_small_fines_only_cost(self) -> None:
        """In a coordination game no fine is better than a small one, and a large one, for a short time, is best."""
        turning = EvolutionaryGame(populations={"sellers": ["lax", "strict"]}, payoffs=[[2 - f, -f], [0, 2]])
        found = best_lever(
            turning, f, cost=lambda x: 2 * x["lax"] + f**2 / 4, between=(0, 5), horizon=8, start={"lax": 0.9}
        )
        nothing, low = (
            cost_of_path(
                lambda x, level: [4 * x[0] - 2 - level], lambda x, level: 2 * x[0] + level**2 / 4, [0.9], [0.0], 8
            ),
            cost_of_path(
                lambda x, level: [4 * x[0] - 2 - level], lambda x, level: 2 * x[0] + level**2 / 4, [0.9], [0.5], 8
            ),
        )
        assert found.cost < found.constant.cost < nothing < low
        assert found.shares["lax"][-1] < 0.01
        assert found.evidence.status(About.OPTIMAL) is Status.CHECKED

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(2))
    def test_no_path_that_a_search_finds_in_a_random_game_is_cheaper(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        tables = rng.integers(-2, 3, size=(2, 2, 2))
        game = EvolutionaryGame(
            populations={"sellers": ["lax", "strict"], "platforms": ["watch", "rest"]},
            payoffs={
                "sellers": [[int(tables[0, 0, 0]) - f, int(tables[0, 0, 1])], [int(x) for x in tables[0, 1]]],
                "platforms": [[int(tables[1, 0, 0]) + f / 2, int(tables[1, 0, 1])], [int(x) for x in tables[1, 1]]],
            },
        )
        found = best_lever(
            game, f, cost=lambda x: 3 * x["lax"] + f**2 / 5, between=(0, 4), horizon=4, discount=0.1,
            start={"lax": 0.6, "watch": 0.3}, follows="lax", pieces=24,
        )  # fmt: skip
        one, other = tables.astype(float)

        def gains(shares: np.ndarray, level: float) -> list[float]:
            x, y = shares
            lax = (one[0, 0] - level - one[1, 0]) * y + (one[0, 1] - one[1, 1]) * (1 - y)
            watch = (other[0, 0] + level / 2 - other[0, 1]) * x + (other[1, 0] - other[1, 1]) * (1 - x)
            return [lax, watch]

        def cost(shares: np.ndarray, level: float) -> float:
            return float(3 * shares[0] + level**2 / 5)

        def costs(levels: np.ndarray) -> float:
            return cost_of_path(gains, cost, [0.6, 0.3], list(levels), 4, 0.1)

        assert costs(np.array(found.levels)) == pytest.approx(found.cost, rel=1e-4)
        assert costs(np.array([found.constant.level])) == pytest.approx(found.constant.cost, rel=1e-4)
        assert found.cost <= cheapest_by_search(costs, 0, 4, 4, seed) * (1 + 1e-6)
        assert found.cost <= found.following.cost + 1e-4
        assert found.evidence.status(About.ACCURATE) is Status.CHECKED

    @pytest.mark.slow
    def test_slopes_are_those_of_differences(self) -> None:
        game = regulation()
        numbers = {p.name: BASELINE[p.name] for p in game.parameters if p.name != "f"}
        asked = asked_lever(
            game, "f", cost=lambda x: 3 * x["lax"] * x["silent"] + fine**2 / 20, between=(0, 10), horizon=6,
            start={"lax": 0.5, "supervise": 0.4, "complain": 0.2}, at=numbers, discount=0.1,
        )  # fmt: skip
        levels = np.linspace(1, 8, 6)
        _, gradient = _cost_and_gradient(asked.steered, levels, 1.0)
        for i, step in enumerate(1e-5 * np.eye(6)):
            up, down = (_cost_and_gradient(asked.steered, levels + sign * step, 1.0)[0] for sign in (1, -1))
            assert gradient[i] == pytest.approx((up - down) / 2e-5 * 10, rel=1e-5, abs=1e-8)


class TestWhatIsStated:
    def test_a_path_of_one_piece_is_not_called_checked(self) -> None:
        found = fined(lambda shares: 4 * shares["lax"] + f**2 / 2, pieces=1)
        assert found.cost == pytest.approx(found.constant.cost, rel=1e-6)
        finding = next(one for one in found.evidence.rows if one.about is About.OPTIMAL)
        assert finding.status is Status.OPEN
        assert "try more pieces" in finding.detail

    def test_of_three_strategies_no_grid_is_searched_and_it_says_so(self) -> None:
        cycle = EvolutionaryGame(
            populations={"players": ["rock", "paper", "scissors"]}, payoffs=[[0, -1, 1 - f], [1, 0, -1], [-1, 1, 0]]
        )
        found = best_lever(
            cycle, "f", cost=lambda x: x["rock"] + f**2, between=(0, 2), horizon=3, pieces=12,
            start={"rock": 0.5, "paper": 0.3},
        )  # fmt: skip
        assert found.on_grid is None
        assert found.cost < found.constant.cost
        assert [sum(own[i] for own in found.shares.values()) for i in (0, 12)] == pytest.approx([1, 1])
        assert found.evidence.status(About.OPTIMAL) is Status.OPEN
        assert "no grid is searched" in str(found.evidence)
        assert found.kind == "candidate"

    def test_a_lever_without_effect_stays_where_it_costs_least(self) -> None:
        idle = EvolutionaryGame(populations={"sellers": ["lax", "strict"]}, payoffs=[[k, k], [k, k]])
        found = best_lever(
            idle, k, cost=lambda x: (k - 2) ** 2 + x["lax"], between=(0, 3), horizon=1, start={"lax": 0.5}, pieces=6
        )
        assert found.cost == pytest.approx(0.5)
        assert list(found.levels) == pytest.approx([2] * 6, abs=1e-4)

    def test_evidence_of_another_path_is_refused(self) -> None:
        found = fined(lambda shares: 4 * shares["lax"] + f**2 / 2, pieces=4, horizon=1)
        other = replace(found, levels=(*found.levels[:-1], 1.0))
        with pytest.raises(DeclarationError, match="is about another game"):
            found.evidence.joined(other.evidence)

    def test_a_table_has_the_lever_and_all_shares(self) -> None:
        table = fined(lambda shares: 4 * shares["lax"] + f**2 / 2, pieces=4, horizon=1).to_dataframe()
        assert list(table.columns) == ["f", "lax", "strict"]
        assert list(table.index) == [0, 0.25, 0.5, 0.75, 1]
        assert np.isnan(table["f"].iloc[-1])
        assert (table["lax"] + table["strict"]).to_list() == pytest.approx([1] * 5)


def cost(shares: Any) -> Any:
    return shares["lax"] + f**2


BAD = {
    "no game": (lambda: best_lever("game", f, cost=cost, between=(0, 1), horizon=1, start={}), "takes an Evolution"),
    "other dynamics": (
        lambda: best_lever(
            replace(SELLERS, dynamics="logit", noise=1), f, cost=cost, between=(0, 1), horizon=1, start={}
        ),
        "this game has the logit dynamics; leave out dynamics=",
    ),
    "a lever that is not there": (
        lambda: best_lever(SELLERS, "fine", cost=cost, between=(0, 1), horizon=1, start={}),
        "no parameter 'fine'",
    ),
    "the lever has a number": (lambda: fined(cost, at={"g": 1, "f": 2}), "f a number, but it is the lever"),
    "a parameter without one": (lambda: fined(cost, at={}), "no value for g"),
    "ends": (lambda: fined(cost, between=3), "give the ends of the lever"),
    "ends the wrong way": (lambda: fined(cost, between=(3, 1)), "lowest level comes first"),
    "negative levels": (lambda: fined(cost, between=(-3, 1)), "is not admissible .* f is declared positive"),
    "no time": (lambda: fined(cost, horizon=0), "above 0"),
    "a rate below zero": (lambda: fined(cost, discount=-1), "at least 0"),
    "no pieces": (lambda: fined(cost, pieces=0), "whole number from 1 to 400"),
    "a stranger followed": (lambda: fined(cost, follows="lex"), "no share of 'lex'; did you mean 'lax'"),
    "start of a stranger": (lambda: fined(cost, start={"lex": 0.5}), "did you mean 'lax'"),
    "nothing at the start": (lambda: fined(cost, start={}), "no shares of lax, strict"),
    "a start that does not add up": (lambda: fined(cost, start={"lax": 0.5, "strict": 0.6}), "do not add up to 1"),
    "a start in a corner": (lambda: fined(cost, start={"lax": 1}), "what nobody plays never comes up"),
    "a start that is not a mapping": (lambda: fined(cost, start=0.5), "give shares by name"),
    "a cost that is not a function": (lambda: fined(f**2), "give a function of the shares"),
    "a cost of strangers": (lambda: fined(lambda x: x["lex"]), "no share of 'lex'; did you mean 'lax'"),
    "a cost in what has no number": (lambda: fined(lambda x: k * x["lax"]), "k is neither a share nor a parameter"),
    "a cost that divides by zero": (lambda: fined(lambda x: f / (x["lax"] - x["lax"])), "is not an expression"),
    "a cost without a number": (lambda: fined(lambda _: sp.sqrt(-1 - f)), "no finite number along some path"),
}


@pytest.mark.parametrize("case", BAD)
def test_each_bad_question_is_told_what_to_ask(case: str) -> None:
    ask, words = BAD[case]
    with pytest.raises((DeclarationError, UnknownName, OutsideDomain), match=words):
        ask()


@pytest.mark.slow
def test_the_unit_of_costs_and_a_constant_cost_change_nothing() -> None:
    ordinary = fined(lambda x: 4 * x["lax"] + f**2 / 2, pieces=10)
    for unit in (sp.Rational(1, 10**15), sp.Integer(10**15)):
        scaled = fined(lambda x, unit=unit: unit * (4 * x["lax"] + f**2 / 2), pieces=10)
        assert scaled.levels == pytest.approx(ordinary.levels, abs=1e-3)
        assert scaled.cost == pytest.approx(float(unit) * ordinary.cost, rel=1e-6)

    # The grid misses the wiggles by far more than they matter, which what is paid anyway does not hide.
    wiggling = fined(lambda x: 4 * x["lax"] - (f - 2) ** 2 * sp.sin(40 * f) + 10**9, pieces=10, between=(0, 5))
    assert wiggling.evidence.status(About.OPTIMAL) is Status.OPEN


def test_a_cost_without_numbers_on_the_grid_is_not_called_checked() -> None:
    found = fined(lambda x: sp.sqrt(f - 1) + 0 * x["lax"], pieces=4)
    assert found.on_grid is None
    assert found.evidence.status(About.OPTIMAL) is Status.OPEN


def test_too_long_steps_and_complex_costs_are_refused() -> None:
    with pytest.raises(OutsideDomain, match=r"steps are too long .* take more pieces="):
        fined(lambda x: 4 * x["lax"] + f**2 / 2, pieces=10, horizon=1000)
    with pytest.raises(DeclarationError, match="not a real number"):
        fined(lambda x: sp.I * x["lax"])
