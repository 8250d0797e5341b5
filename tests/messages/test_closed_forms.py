"""What errors say where there is no closed form, and a way out of each, which is tried."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from lsec_models import (
    Choice,
    DifferentialGame,
    Game,
    LsecError,
    Player,
    decisions,
    solve,
)
from lsec_models.audits.search.nested import nested_solution
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import NestedSolution
from lsec_models.errors import (
    DeclarationError,
    NoClosedForm,
    NoInteriorOptimum,
    OutsideDomain,
)
from refused_games import NUMBERS, G, T, a, b, c, delta, fame, filled, k, r, refused, u, v, x, y


class TestClosedForms:
    def test_a_game_without_closed_form_is_solved_in_numbers(self) -> None:
        price, share = decisions("p t")
        demand = a - b * price**2
        game = Game(
            players=[
                Player("platform", decides=[share], payoff=share * price * demand),
                Player("seller", decides=[price], payoff=((1 - share) * price - c) * demand),
            ],
            order=["platform", "seller"],
            assuming=[a > b * c],
            constraints=[share < 1],
        )
        way_out = "of lsec_models.audits.search.nested"
        message = refused(lambda: solve(game), NoClosedForm, "stage 2: seller (p)", way_out)
        found = nested_solution(game, filled(message, r"nested_solution\(game, ", {"a": 10, "b": 1, "c": 2}))
        assert found.outcome is Outcome.SOLVED
        t, p = found.decisions["t"], found.decisions["p"]
        assert (1 - t) * (10 - 3 * p**2) + 4 * p == pytest.approx(0, abs=1e-5)
        exact = solve(game, at=filled(message, r"solve\(game, at=", {"a": 10, "b": 1, "c": 2})).only()
        assert (float(exact["t"]), float(exact["p"])) == pytest.approx((t, p), rel=1e-5)

    def test_a_game_without_parameters(self) -> None:
        y = decisions("y")
        one = Player("one", decides=[x], payoff=2 * x - x**3 + x * y)
        two = Player("two", decides=[y], payoff=3 * y - y**3 + x * y)
        game = Game(players=[one, two])
        message = refused(lambda: solve(game), NoClosedForm, "nested_solution(game, {})")
        found: NestedSolution = nested_solution(game, filled(message, r"nested_solution\(game, ", {}))
        assert found.decisions["y"] == pytest.approx(3 * found.decisions["x"] ** 2 - 2)

    def test_an_instant_without_closed_form(self) -> None:
        game = DifferentialGame(
            states={G: u - G / 10},
            players=[Player("firm", decides=[u], payoff=G - u**4 / 4)],
            discount=sp.Rational(1, 10),
        )
        refused(lambda: solve(game), NoClosedForm, "within an instant, stage 1: firm (u)", "declare a OneStateProblem")
        assert solve(fame()).steady_states
        several = DifferentialGame(
            states={G: u + v - G / 10},
            players=[Player("one", decides=[u], payoff=G - u**4 / 4), Player("two", decides=[v], payoff=G - v**2)],
            discount=sp.Rational(1, 10),
        )
        refused(lambda: solve(several), NoClosedForm, "make payoffs quadratic, and the speeds of the states linear")
        assert solve(
            DifferentialGame(
                states={G: u + v - G / 10},
                players=[Player("one", decides=[u], payoff=G - u**2), Player("two", decides=[v], payoff=G - v**2)],
                discount=sp.Rational(1, 10),
            )
        )

    def test_dynamic_games_are_solved_at_a_point(self) -> None:
        def game(one: Any, two: Any, **options: Any) -> DifferentialGame:
            players = [Player("one", decides=[u], payoff=one), Player("two", decides=[v], payoff=two)]
            return DifferentialGame(states={G: u + v - delta * G}, players=players, **options)

        quadratic = (-(G**2) - u**2 / 2, -k * G**2 - v**2)
        unsolved = [
            game(*quadratic, discount=r),
            game(*quadratic, discount=r, horizon=T),
            game(*quadratic, discount=r, information="open_loop"),
        ]
        for one in unsolved:
            message = refused(lambda one=one: solve(one), LsecError, "give the parameters: solve(game, at={")
            assert solve(one, at=filled(message, r"solve\(game, at=", NUMBERS | {"G_0": 1}))

    def test_no_interior_optimum_but_a_corner(self) -> None:
        game = Game(players=[Player("firm", decides=[x], payoff=a * x)], constraints=[x <= 1])
        refused(
            lambda: solve(game),
            NoInteriorOptimum,
            "linear in x",
            "if constraints bound the decisions, solve(game, corners=True) looks for equilibria in which they bind",
        )
        assert solve(game, corners=True).at(a=1)["x"] == 1
        costly = Game(players=[Player("firm", decides=[x], payoff=a * x - x**2)])
        assert solve(costly)["x"] == a / 2
        cubic = Game(players=[Player("firm", decides=[x], payoff=a * x), Player("other", decides=[y], payoff=y - y**3)])
        assert "corners" not in refused(lambda: solve(cubic), LsecError, "")

    def test_a_one_state_problem(self) -> None:
        assert solve(fame()).steady_states, "without parameters no point is needed"
        message = refused(
            lambda: solve(fame(r)), DeclarationError, "solved at one point; write solve(problem, at={'r': ...})"
        )
        assert solve(fame(r), at=filled(message, "at=", {"r": "1/10"})).steady_states

    def test_mixed_equilibria_are_offered_where_they_are_computed(self) -> None:
        def mode(*numbers: int) -> Game:
            return Game(players=[Player(f"p{i}", decides=[], payoff=sp.Integer(n)) for i, n in enumerate(numbers)])

        pennies = {(one, two): (1, -1) if one == two else (-1, 1) for one in "ht" for two in "ht"}
        among = {actions: _with_mover(mode(*paid)) for actions, paid in pennies.items()}
        two = solve(Choice(by=["p0", "p1"], among=among)).at({})
        refused(lambda: two.mode, OutsideDomain, "no pure equilibrium", "see mixed_equilibria()")
        assert len(two.mixed_equilibria()) == 1
        of_three = {(*actions, "s"): game for actions, game in among.items()}
        three = solve(Choice(by=["p0", "p1", "host"], among=of_three)).at({})
        assert "mixed_equilibria" not in refused(lambda: three.mode, OutsideDomain, "no pure equilibrium")


def _with_mover(game: Game) -> Game:
    return Game(players=[*game.players, Player("host", decides=[x], payoff=x - x**2)])
