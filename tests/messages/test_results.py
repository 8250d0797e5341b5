"""What errors say of what is asked of results, and a way out of each, which is tried."""

from __future__ import annotations

from functools import partial
from operator import getitem
from typing import Any

import pytest

from lsec_models import (
    Choice,
    DifferentialGame,
    audit,
    comparative_statics,
    solve,
    sweep,
    to_json,
    to_latex,
    to_mathematica,
)
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.audits.search.nested import nested_solution
from lsec_models.errors import (
    DeclarationError,
    UnknownKey,
    UnknownName,
)
from refused_games import (
    CHAIN,
    COURNOT,
    LED,
    LINEAR,
    MONOPOLY,
    NUMBERS,
    POINT,
    G,
    fame,
    filled,
    gamma,
    q,
    refused,
    u,
    x,
)

NUMBERS_OF_LINEAR = {"r": 0.1, "delta": 0.2, "G_0": 0}


class TestResults:
    def test_names_of_every_result(self) -> None:
        choice = solve(Choice(by="firm", among={"one": MONOPOLY}))
        finite = solve(LINEAR.with_horizon(5))
        results: list[tuple[Any, str, str]] = [
            (LED.payoffs, "steamer", "streamer"),
            (LED.decisions, "ww", "w"),
            (LED.report, "demand", ""),
            (LED.at(POINT).payoffs, "steamer", "streamer"),
            (LED.at(POINT).values, "steamer", "streamer"),
            (LED.at(POINT).point, "gama", "gamma"),
            (solve(COURNOT, corners=True).payoffs, "a", "A"),
            (solve(COURNOT, corners=True).regimes[0].decisions, "xx", "x"),
            (choice.modes, "on", "one"),
            (choice.at(a=2).payoffs, "frm", "firm"),
            (choice.at(a=2).values, "on", "one"),
            (solve(LINEAR).payoffs, "frm", "firm"),
            (solve(LINEAR).strategies, "uu", "u"),
            (solve(LINEAR).closed_loop, "GG", "G"),
            (solve(LINEAR).at(NUMBERS_OF_LINEAR).payoffs, "frm", "firm"),
            (solve(LINEAR, at=NUMBERS_OF_LINEAR)[0].decisions, "uu", "u"),
            (finite.payoffs, "frm", "firm"),
            (finite.at(NUMBERS_OF_LINEAR).payoffs, "frm", "firm"),
            (nested_solution(MONOPOLY, {"a": 4}).payoffs, "frm", "firm"),
        ]
        for mapping, wrong, right in results:
            message = refused(partial(getitem, mapping, wrong), UnknownKey, f"no {wrong!r} here")
            assert f"did you mean {right!r}" in message or f"known: {right!r}" in message or "known: none" in message
            if right:
                assert mapping[right] is not None
            assert mapping.get(wrong, "nothing") == "nothing"
            assert wrong not in mapping

    def test_a_symbol_and_its_name_are_one_key(self) -> None:
        assert LED.decisions[q] == LED.decisions["q"] == LED[q] == LED["q"]
        assert LED.at(POINT)[q] == LED.at(POINT)["q"]
        assert solve(LINEAR)[u] == solve(LINEAR)["u"]
        assert solve(COURNOT, corners=True)[x] == solve(COURNOT, corners=True)["x"]

    def test_cells_of_a_sign_table(self) -> None:
        table = comparative_statics(LED, "q", gamma)
        refused(lambda: table["q", "gama"], UnknownName, "no cell 'q in gama'; did you mean 'q in gamma'")
        assert table["q", "gamma"].symbol == table[q, gamma].symbol == ">"

    def test_states_that_a_law_over_time_needs(self) -> None:
        found = solve(LINEAR.with_horizon(5)).at(NUMBERS_OF_LINEAR)
        refused(lambda: found.value("firm", 0.0, {}), DeclarationError, "no value for G")
        assert found.value("firm", 0.0, {"G": 1}) > found.value("firm", 0.0, {G: 0})


class TestVerbs:
    def test_a_positional_slip_of_a_sweep(self) -> None:
        fixed = {"a": 10, "b": 1, "c": 2, "k": 1}
        refused(
            lambda: sweep(LED, {"gamma": (0.5, 1, 2)}, fixed),
            DeclarationError,
            "sweep: an argument lacks its name",
            "write sweep(equilibria, over=..., at=...)",
        )
        assert sweep(LED, over={"gamma": (0.5, 1, 2)}, at=fixed)["q"].shape == (2,)

    def test_a_list_of_equilibria_for_a_sweep(self) -> None:
        refused(
            lambda: sweep([LED], over={"a": [1]}),
            DeclarationError,
            "not a list",
            "name the equilibria, sweep({'led': led",
        )
        assert sweep({"led": LED}, over={"a": [5, 6]}, at={"b": 1, "c": 2, "k": 1, "gamma": 1})["q"].shape == (1, 2)

    @pytest.mark.parametrize("seconds", ["3", 0, -1, float("nan"), True, [3]])
    def test_seconds_that_are_no_positive_number(self, seconds: Any) -> None:
        refused(
            lambda: solve(MONOPOLY, corners=True, seconds=seconds),
            DeclarationError,
            f"seconds = {seconds!r}",
            "seconds=60",
        )
        assert solve(MONOPOLY, corners=True, seconds=60).at(a=2)["x"] == 1

    def test_a_point_for_a_static_game(self) -> None:
        assert solve(MONOPOLY, at={"a": 2}).only()["x"] == 1
        assert solve(MONOPOLY).at({"a": 2})["x"] == solve(MONOPOLY.with_values({"a": 2}))["x"] == 1

    @pytest.mark.slow
    def test_audits_of_every_kind_of_result(self) -> None:
        feedback, finite = solve(LINEAR), solve(LINEAR.with_horizon(5))
        message = refused(
            lambda: audit(feedback), DeclarationError, "not a FeedbackEquilibrium", "audit_differential(equilibrium"
        )
        point = filled(message, "at=", NUMBERS)
        assert audit_differential(feedback, at=point, draws=5).largest_gain < 1e-6
        message = refused(
            lambda: audit(finite), DeclarationError, "not a FiniteFeedback", "audit_differential(equilibrium, at="
        )
        assert audit_differential(finite, at=filled(message, "at=", NUMBERS), draws=5).largest_gain < 1e-6
        refused(
            lambda: audit(feedback.at(point)),
            DeclarationError,
            "not a FeedbackPoint",
            "audit_differential(equilibrium)",
        )
        assert audit_differential(feedback.at(point), draws=5).largest_gain < 1e-6
        refused(
            lambda: audit(finite.at(point)), DeclarationError, "not a FinitePoint", "audit_differential(equilibrium)"
        )
        assert audit_differential(finite.at(point), draws=5).largest_gain < 1e-6
        several = solve(LINEAR, at=point)
        refused(lambda: audit(several), DeclarationError, "not FeedbackSolutions", "audit_differential(solution)")
        assert all(audit_differential(solution, draws=5).largest_gain < 1e-6 for solution in several)
        message = refused(
            lambda: audit_differential(feedback), DeclarationError, "a closed form is audited at one point"
        )
        assert filled(message, "give at=", NUMBERS) == point
        refused(lambda: audit_differential(LED), DeclarationError, "not an Equilibrium; audit(equilibrium)")
        assert audit(LED, draws=3).audits[-1].passed()

    @pytest.mark.slow
    def test_audits_of_other_results(self) -> None:
        refused(lambda: audit(CHAIN), DeclarationError, "not a Game; solve it first, audit(solve(game))")
        refused(lambda: audit(LINEAR), DeclarationError, "not a DifferentialGame; solve it first")
        refused(lambda: audit(LED.at(POINT)), DeclarationError, "not a PointEquilibrium", "audit(result.source)")
        assert audit(LED.at(POINT).source, draws=3).audits[-1].passed()
        choice = solve(Choice(by="firm", among={"one": MONOPOLY}))
        refused(lambda: audit(choice.at(a=2)), DeclarationError, "not a ChoicePoint", "audit(choice)")
        assert audit(choice, draws=3).modes["one"].solved.audits[-1].passed()
        refused(
            lambda: audit(solve(MONOPOLY, corners=True).regimes[0]),
            DeclarationError,
            "not a Regime",
            "result.pieces[0]",
        )
        assert audit(solve(MONOPOLY, corners=True).regimes[0].pieces[0], draws=3).audits[-1].passed()
        planned = solve(DifferentialGame(**_parts(LINEAR), information="open_loop"), at=NUMBERS_OF_LINEAR)
        refused(lambda: audit(planned), DeclarationError, "not an OpenLoopPoint", "`residual`")
        assert planned.residual < 1e-3
        one = solve(fame(), at={})
        refused(
            lambda: audit(one),
            DeclarationError,
            "not a OneStateSolution",
            "value_iteration(result.problem, {}, controls=",
        )
        assert value_iteration(one.problem, {}, controls=(0, 4), states=51, choices=11)
        refused(lambda: audit("led"), DeclarationError, "not a str; pass the equilibrium that solve(game) returns")

    def test_sweeps_of_other_results(self) -> None:
        finite, choice = solve(LINEAR.with_horizon(5)), solve(Choice(by="firm", among={"one": MONOPOLY}))
        refused(lambda: sweep(finite, over={"r": [1]}), DeclarationError, "equilibrium.at({...}).payoffs")
        assert finite.at(NUMBERS_OF_LINEAR).payoffs["firm"] > 0
        refused(
            lambda: sweep(solve(LINEAR, at=NUMBERS_OF_LINEAR), over={"r": [1]}),
            DeclarationError,
            "solve(game, at={...})",
        )
        refused(lambda: sweep(LED.at(POINT), over={"r": [1]}), DeclarationError, "sweep(result.source, ...)")
        refused(
            lambda: sweep({"one": choice}, over={"a": [1]}),
            DeclarationError,
            "a choice has modes of its own; sweep it alone, sweep(choice, ...)",
        )
        assert set(sweep(choice, over={"a": [1]}).dims) == {"a"}
        refused(lambda: sweep(LINEAR, over={"r": [1]}), DeclarationError, "solve it first, sweep(solve(game), ...)")
        refused(
            lambda: sweep(solve(fame(), at={}), over={"r": [1]}),
            DeclarationError,
            "critical_curve(problem, {name: values}",
        )

    def test_exports_of_other_results(self) -> None:
        refused(lambda: to_latex([LINEAR]), DeclarationError, "a list cannot be exported to LaTeX", "export a result")
        for export in (to_json, to_mathematica):
            refused(
                lambda export=export: export(LINEAR),
                DeclarationError,
                "a DifferentialGame cannot be exported",
                "export a result (what solve returns)",
            )
        for export in (to_latex, to_json, to_mathematica):
            assert export(solve(LINEAR)) != export(solve(LINEAR, at=NUMBERS_OF_LINEAR))
        refused(
            lambda: to_latex(LED, "chain"),
            DeclarationError,
            "to_latex: an argument lacks its name; write to_latex(thing, name=...)",
        )
        assert "tab:chain" in to_latex(LED, name="chain")


def _parts(game: DifferentialGame) -> dict[str, Any]:
    return {"states": game.states, "players": game.players, "discount": game.discount}
