"""What a declaration accepts and keeps, and that nothing changes it."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
import sympy as sp

from declared_chain import MAKER, SELLER, a, b, c, game, m, q, r, w
from lsec_models import Equilibrium, Game, Player, decisions, parameters, power_structures, solve
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.order import order_label


def test_symbols_remember_what_they_are() -> None:
    parameter, decision = parameters("x"), decisions("x")
    assert isinstance(parameter, Parameter)
    assert isinstance(decision, Decision)
    assert parameter.is_real
    assert parameter.is_nonnegative is None
    assert decision.is_nonnegative
    assert decisions("T", real=True).is_nonnegative is None
    assert len({parameter, decision, sp.Symbol("x", real=True), parameters("x", positive=True)}) == 4
    assert [s.name for s in parameters("c1:4", positive=True)] == ["c1", "c2", "c3"]
    assert parameters("a", positive=True) == a


class TestGoodDeclarations:
    def test_everything_is_kept_as_declared(self) -> None:
        declared = game(report={"price": w + m, "two": 2}, constraints=[q <= a])
        assert declared.decisions == (w, q, m)
        assert declared.parameters == (a, b, c)
        assert declared.order == ("maker", "seller")
        assert dict(declared.report) == {"price": w + m, "two": sp.Integer(2)}
        assert declared.assuming == (a > b * c,)
        assert [bound.words for bound in declared.bounds] == ["q <= a"]

    def test_parameters_of_assumptions_and_reports_are_parameters(self) -> None:
        assert game(assuming=[a > b * c, r < 1]).parameters == (a, b, c, r)
        assert game(report={"tax": r * w}).parameters == (a, b, c, r)

    def test_without_an_order_everybody_moves_at_once(self) -> None:
        declared = game(order=None)
        assert len(declared.stages) == 1
        assert declared.stages[0].decisions == (w, q, m)

    @pytest.mark.parametrize(
        ("order", "stages"),
        [
            (["maker", "seller"], [{"maker": (w, q)}, {"seller": (m,)}]),
            ([("maker", "seller")], [{"maker": (w, q), "seller": (m,)}]),
            ([["seller"], ["maker"]], [{"seller": (m,)}, {"maker": (w, q)}]),
            ([q, "seller", w], [{"maker": (q,)}, {"seller": (m,)}, {"maker": (w,)}]),
            ([q, "seller", "maker"], [{"maker": (q,)}, {"seller": (m,)}, {"maker": (w,)}]),
            (["maker", (q, "seller")], [{"maker": (w,)}, {"maker": (q,), "seller": (m,)}]),
            ([(w, q), m], [{"maker": (w, q)}, {"seller": (m,)}]),
            ([(q, m, w)], [{"maker": (q, w), "seller": (m,)}]),
        ],
    )
    def test_slots_become_stages(self, order: Any, stages: list[dict[str, tuple[Decision, ...]]]) -> None:
        found = [{move.player: move.decisions for move in stage.moves} for stage in game(order=order).stages]
        assert found == stages
        assert [stage.number for stage in game(order=order).stages] == list(range(1, len(stages) + 1))

    def test_a_player_may_decide_nothing(self) -> None:
        state = Player("state", decides=[], payoff=w**2)
        assert solve(game(players=[MAKER, SELLER, state]))["state"] == solve(game())["w"] ** 2

    def test_numbers_are_payoffs_too(self) -> None:
        assert Player("idle", decides=[], payoff=0).payoff == 0
        assert Player("idle", decides=[], payoff=Fraction(1, 3)).payoff == sp.Rational(1, 3)
        assert solve(game(report={"half": 0.5}))["half"] == sp.Rational(1, 2)

    def test_floats_become_the_decimals_they_print_as(self) -> None:
        p = decisions("p")
        declared = Game(players=[Player("shop", decides=[p], payoff=p * (0.3 - 0.1 * p))])
        assert solve(declared)["p"] == sp.Rational(3, 2)

    def test_another_order_is_another_game(self) -> None:
        one = game()
        other = one.with_order([("maker", "seller")])
        assert one.order == ("maker", "seller")
        assert other.order == (("maker", "seller"),)
        assert other.players == one.players
        assert one != other

    def test_greek_names(self) -> None:
        γ, θ = parameters("γ θ", positive=True)
        p = decisions("p")
        found = solve(Game(players=[Player("Hof", decides=[p], payoff=p * (γ - θ * p))]))
        assert found["p"] == γ / (2 * θ)
        assert found.at({"γ": 3, "θ": 1})["p"] == sp.Rational(3, 2)


class TestFrozen:
    def test_declarations_can_not_be_changed(self) -> None:
        declared = game(report={"price": w + m})
        for thing, field in ((declared, "players"), (declared, "order"), (MAKER, "payoff"), (MAKER, "name")):
            with pytest.raises(FrozenInstanceError):
                setattr(thing, field, None)
        with pytest.raises(TypeError):
            declared.report["price"] = w  # type: ignore[index]

    def test_later_changes_of_what_was_passed_do_not_matter(self) -> None:
        players, report, order, assuming = [MAKER, SELLER], {"price": w + m}, ["maker", ["seller"]], [a > b * c]
        declared = Game(players=players, report=report, order=order, assuming=assuming)
        before = hash(declared)
        players.clear()
        report.clear()
        order[1].append("maker")  # type: ignore[attr-defined]
        assuming.clear()
        assert declared == game(report={"price": w + m}, order=["maker", ("seller",)])
        assert hash(declared) == before

    def test_results_can_not_be_changed(self) -> None:
        found = solve(game())
        with pytest.raises(FrozenInstanceError):
            found.conditions = ()  # type: ignore[misc]
        for mapping in (found.exact, found.decisions, found.payoffs, found.stages[0].responses):
            with pytest.raises(TypeError):
                mapping["w"] = 0  # type: ignore[index]

    def test_games_are_values(self) -> None:
        assert game() == game()
        assert hash(game()) == hash(game())
        assert game() != game(assuming=[])
        assert len({game(), game(), game(order=None)}) == 2

    def test_a_frozen_mapping_is_a_mapping(self) -> None:
        frozen = Frozen({"b": 1, "a": 2})
        assert list(frozen) == ["b", "a"]
        assert frozen == {"a": 2, "b": 1}
        assert hash(frozen) == hash(Frozen({"b": 1, "a": 2}))
        assert pickle.loads(pickle.dumps(frozen)) == frozen
        with pytest.raises(KeyError):
            frozen["c"]


class TestPickling:
    def test_games(self) -> None:
        for declared in (game(), game(report={"price": w + m}, constraints=[q <= a]), game(order=[q, "seller", w])):
            again = pickle.loads(pickle.dumps(declared))
            assert again == declared
            assert again.ring is declared.ring
            assert again.stages == declared.stages

    @pytest.mark.parametrize("used", [False, True])
    def test_equilibria(self, used: bool) -> None:
        found = solve(game(report={"price": w + m}))
        if used:
            repr(found), found.domain.chart, found.decisions, found.at({"a": 9, "b": 1, "c": 2})
        again = pickle.loads(pickle.dumps(found))
        assert isinstance(again, Equilibrium)
        assert again == found
        assert repr(again) == repr(found)
        assert again.domain == found.domain
        assert again.at({"a": 9, "b": 1, "c": 2}).values == found.at({"a": 9, "b": 1, "c": 2}).values


class TestPowerStructures:
    @pytest.mark.parametrize(("players", "count"), [(0, 1), (1, 1), (2, 3), (3, 13), (4, 75), (5, 541)])
    def test_there_are_as_many_as_fubini_says(self, players: int, count: int) -> None:
        names = [f"p{n}" for n in range(players)]
        found = list(power_structures(names))
        assert len(found) == count
        assert len({tuple(frozenset(slot) for slot in order) for order in found}) == count
        for order in found:
            assert sorted(name for slot in order for name in slot) == names
            assert all(slot for slot in order)

    def test_the_simultaneous_game_comes_first_and_the_chains_are_there(self) -> None:
        found = list(power_structures("MSP"))
        assert found[0] == (("M", "S", "P"),)
        assert {tuple(name for (name,) in order) for order in found if len(order) == 3} == set(permutations("MSP"))

    def test_labels(self) -> None:
        assert order_label([("M", "S"), "P"]) == "M = S > P"
        assert solve(game(order=[q, ("seller", w)])).label == "q > seller = w"
