"""What errors say: each names the thing, the rule it broke and a way out, and the way out is tried."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from operator import getitem
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

import lsec_models
from lsec_models import (
    Choice,
    DifferentialGame,
    Game,
    LsecError,
    OneStateProblem,
    Player,
    audit,
    comparative_statics,
    decisions,
    parameters,
    read_game,
    solve,
    states,
    sweep,
    thresholds,
    to_json,
    to_latex,
    to_mathematica,
)
from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.audits.search.nested import nested_solution
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import NestedSolution
from lsec_models.cli import main
from lsec_models.errors import (
    ClaimError,
    DeclarationError,
    NoClosedForm,
    NoInteriorOptimum,
    NotRational,
    OutsideDomain,
    ParseError,
    UnknownKey,
    UnknownName,
)

SOURCE = Path(lsec_models.__file__).parent

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, q, m = decisions("w q m")
x, y = decisions("x y")
r, delta, T = parameters("r delta T", positive=True)
G = states("G")
u, v = decisions("u v", real=True)

MAKER = Player("manufacturer", decides=[w, q], payoff=(w - c) * (a - b * (w + m) + gamma * q) - k * q**2 / 2)
SELLER = Player("streamer", decides=[m], payoff=m * (a - b * (w + m) + gamma * q))
CHAIN = Game(players=[MAKER, SELLER], order=["manufacturer", "streamer"], assuming=[a > b * c])
LED = solve(CHAIN)
POINT = {"a": 10, "b": 1, "c": 2, "k": 1, "gamma": "1/2"}
MONOPOLY = Game(players=[Player("firm", decides=[x], payoff=x * (a - x))])
COURNOT = Game(
    players=[Player("A", decides=[x], payoff=x * (a - x - y)), Player("B", decides=[y], payoff=y * (a - x - y))]
)
LINEAR = DifferentialGame(
    states={G: u - delta * G}, players=[Player("firm", decides=[u], payoff=G - u**2 / 2)], discount=r
)
NUMBERS_OF_LINEAR = {"r": 0.1, "delta": 0.2, "G_0": 0}
AT_TWO = [NUMBERS_OF_LINEAR, NUMBERS_OF_LINEAR | {"r": 0.2}]
NUMBERS = {"r": 0.1, "delta": 0.2, "G_0": 0, "T": 5, "k": 2}


def refused(call: Callable[[], object], kind: type[LsecError], *words: str) -> str:
    """Return the message of the error that a call raises, which must have all words."""
    with pytest.raises(LsecError) as raised:
        call()
    message = str(raised.value)
    assert isinstance(raised.value, kind), f"{type(raised.value).__name__}: {message}"
    assert all(part in message for part in words), message
    return message


def filled(message: str, pattern: str, values: dict[str, object]) -> dict[str, object]:
    """Return the point that a message leaves blank after a pattern, with numbers in the places."""
    blank = re.search(pattern + r"\{([^}]*)\}", message)
    assert blank, message
    return {name: values[name] for name in re.findall(r"'(\w+)': \.\.\.", blank[1])}


class TestOrders:
    def test_text_becomes_the_list_that_it_means(self) -> None:
        message = refused(lambda: COURNOT.with_order("A > B"), DeclarationError, "order: 'A > B' is text")
        assert "write order=['A', 'B']" in message
        assert COURNOT.with_order(["A", "B"]).stages[0].decisions == (x,)

    @pytest.mark.parametrize(
        ("text", "order"),
        [
            ("A", ["A"]),
            ("A > B", ["A", "B"]),
            ("A>B", ["A", "B"]),
            ("A, B", ["A", "B"]),
            ("A = B", [("A", "B")]),
            ("(A, B)", [("A", "B")]),
            ("A > (B, C)", ["A", ("B", "C")]),
            ("A > B = C", ["A", ("B", "C")]),
            ("x > B > C > z", ["x", "B", "C", "z"]),
        ],
    )
    @pytest.mark.parametrize("inside", [False, True])
    def test_every_way_of_writing_it(self, text: str, order: list[Any], inside: bool) -> None:
        z, p = decisions("z p")
        players = [
            Player("A", decides=[x, z], payoff=-x * z),
            Player("B", decides=[y], payoff=-y),
            Player("C", decides=[p], payoff=-p),
        ]
        given = [text] if inside else text
        if inside and text == "A":
            return
        message = refused(lambda: Game(players=players, order=given), DeclarationError, repr(text))
        written = message.split("write order=")[1]
        named = {"x": x, "z": z}
        assert eval(written, named) == [named.get(slot, slot) if isinstance(slot, str) else slot for slot in order]

    def test_a_decision_is_named_by_its_symbol(self) -> None:
        refused(lambda: COURNOT.with_order(["x", "B"]), UnknownName, "'x', which is a decision", "x without quotes")
        assert COURNOT.with_order([x, "B"]).stages[0].decisions == (x,)

    @pytest.mark.parametrize("stranger", [sp.Symbol("x"), decisions("x", real=True), parameters("x", positive=True)])
    def test_a_symbol_that_only_looks_like_the_decision(self, stranger: sp.Symbol) -> None:
        refused(
            lambda: COURNOT.with_order([stranger, "B"]),
            UnknownName,
            "order names",
            "of another kind or sign than the decision of that name; use the one that a player decides",
        )
        assert COURNOT.with_order([COURNOT.players[0].decides[0], "B"]).stages[0].decisions == (x,)

    def test_a_player_that_decides_nothing(self) -> None:
        players = [*COURNOT.players, Player("platform", decides=[], payoff=x + y)]
        refused(
            lambda: Game(players=players, order=["A", "platform", "B"]),
            DeclarationError,
            "'platform', who decides nothing",
            "leave the name out of order=",
        )
        assert "platform" in solve(Game(players=players, order=["A", "B"])).payoffs


class TestDeclarations:
    def test_what_a_player_decides_as_text(self) -> None:
        refused(
            lambda: Player("A", decides="x, y", payoff=x),
            DeclarationError,
            "what player 'A' decides: 'x, y' is text",
            "write [x, y] with the symbols that decisions('x y') returns",
        )
        first, second = decisions("x y")
        assert Player("A", decides=[first, second], payoff=-first).decides == (x, y)

    def test_what_a_player_decides_as_a_list_of_texts(self) -> None:
        refused(
            lambda: Player("A", decides=["x"], payoff=x),
            DeclarationError,
            "'x', which is not a decision",
            "write the symbol that decisions('x') returns",
        )
        assert Player("A", decides=[decisions("x")], payoff=x).decides == (x,)

    @pytest.mark.parametrize("field", ["constraints", "assuming"])
    def test_relations_as_text(self, field: str) -> None:
        refused(
            lambda: Game(players=COURNOT.players, **{field: "a <= 1"}),
            DeclarationError,
            f"{field}: 'a <= 1' is text, not a sequence; write [a <= 1] without quotes",
        )
        refused(
            lambda: Game(players=COURNOT.players, **{field: ["a <= 1"]}),
            DeclarationError,
            "number 1 is the text 'a <= 1'; write it without quotes, with the declared symbols",
        )
        assert Game(players=COURNOT.players, **{field: [a <= 1]})

    @pytest.mark.slow
    def test_an_equation_by_pythons_equality(self) -> None:
        refused(
            lambda: Game(players=COURNOT.players, constraints=[x == 1]),
            DeclarationError,
            "constraint number 1 is Python's False",
            "== and != compare expressions as they are written",
            "an equation as two inequalities",
        )
        Game(players=COURNOT.players, assuming=[sp.true])
        refused(lambda: Game(players=COURNOT.players, assuming=[a != 1]), DeclarationError, "Python's True")
        fixed = solve(Game(players=COURNOT.players, constraints=[x <= 1, x >= 1]), corners=True)
        assert fixed.at(a=5).decisions == {"x": 1, "y": 2}

    def test_payoffs_as_text(self) -> None:
        refused(
            lambda: Player("A", decides=[x], payoff="x"),
            DeclarationError,
            "payoff of 'A': 'x' is a str",
            "write it without quotes",
            "read_game",
        )
        assert Player("A", decides=[x], payoff=x).payoff == x

    @pytest.mark.parametrize("number", [Fraction(1, 10), np.float32(0.1), np.float64(0.1), 0.1, sp.Rational(1, 10)])
    def test_numbers_of_every_kind_are_expressions(self, number: Any) -> None:
        game = Game(players=MONOPOLY.players, report={"tenth": number, "part": x * number})
        assert solve(game)["tenth"] == sp.Rational(1, 10)
        assert solve(game)["part"] == a / 20

    def test_names_of_symbols_together_or_one_by_one(self) -> None:
        assert parameters("a", "b", positive=True) == parameters("a b", positive=True)
        assert decisions("x", "y") == (x, y)
        refused(parameters, DeclarationError, "give one or more names as text, such as 'a b c'")
        refused(lambda: decisions(3), DeclarationError, "decisions 3: give one or more names as text")  # type: ignore[arg-type]
        assert len(parameters("a b c")) == 3

    def test_parts_without_their_names(self) -> None:
        players = list(COURNOT.players)
        refused(lambda: Game(players), DeclarationError, "Game: an argument lacks its name", "write Game(players=...)")
        assert Game(players=players) == COURNOT
        refused(lambda: Game(players, ["A", "B"]), DeclarationError, "write Game(players=..., order=...)")
        assert Game(players=players, order=["A", "B"]).order == ("A", "B")
        refused(lambda: Player("A", [x], x), DeclarationError, "write Player(name, decides=..., payoff=...)")
        refused(lambda: Choice("A", {"one": COURNOT}), DeclarationError, "write Choice(by=..., among=...)")
        assert Choice(by="A", among={"one": COURNOT})
        refused(
            lambda: DifferentialGame({G: u}), DeclarationError, "DifferentialGame(states=..., players=..., discount="
        )
        refused(lambda: OneStateProblem(sp.Symbol("X")), DeclarationError, "OneStateProblem(state=..., control=...")

    def test_misspelt_and_missing_parts(self) -> None:
        refused(lambda: Game(player=[]), UnknownName, "Game has no argument 'player'; did you mean 'players'?")
        refused(lambda: Game(order=["A"]), DeclarationError, "players is missing; write Game(players=..., order=...)")

    def test_a_decision_twice(self) -> None:
        twice = Player("firm", decides=[w, w], payoff=w * (1 - w))
        refused(lambda: Game(players=[twice]), DeclarationError, "w stands twice in what 'firm' decides; leave one out")

    def test_a_law_by_its_name(self) -> None:
        message = refused(lambda: lsec_models.random("D", lsec_models.uniform), DeclarationError)
        assert "<function uniform> is a function, not a law" in message, "without an address"

    def test_what_is_bargained_over_by_its_argument(self) -> None:
        bargain: Any = lsec_models.Bargain
        refused(lambda: bargain(["maker", "shop"], over=w), DeclarationError, "over: w is no sequence; write [w]")

    def test_a_game_file_for_a_model(self) -> None:
        way_out = "a game file is read by read_game('chain.toml')"
        refused(lambda: lsec_models.load("chain.toml"), UnknownName, way_out)

    def test_a_formula_for_a_result(self) -> None:
        refused(lambda: to_latex(w * (1 - w)), DeclarationError, "an expression cannot be exported to LaTeX")

    def test_exponents_that_are_whole_numbers_written_as_decimals(self) -> None:
        squared = Game(players=[Player("firm", decides=[x], payoff=a * x - x**2.0 / 2)])
        assert solve(squared)["x"] == a
        assert solve(Game(players=[Player("firm", decides=[x], payoff=a * x - x ** np.float64(2) / 2)]))["x"] == a
        root = Game(players=[Player("firm", decides=[x], payoff=a * x - x**2.5)])
        refused(
            lambda: solve(root),
            NotRational,
            "the part x**2.5 is not a rational function",
            "integer powers",
            "solve(game, at={'a': ...})",
        )
        assert float(solve(root, at={"a": 5}).only()["x"]) == pytest.approx(2 ** Fraction(2, 3))


class TestPoints:
    def test_text_is_exact_and_names_may_be_written_as_arguments(self) -> None:
        found = LED.at({"a": "10", "b": "1", "c": "2e0", "k": "1.0", "gamma": "1/2"})
        assert found.payoffs["streamer"] == sp.Rational(1024, 225)
        assert LED.at(a=10, b=1, c=2, k=1, gamma="1/2").values == found.values
        assert LED.at({"a": 10, gamma: 0.5}, b=1, c=2, k=1).values == found.values
        assert LED.at(point=POINT).values == found.values

    def test_text_that_is_no_number(self) -> None:
        message = refused(
            lambda: LED.at(POINT | {"gamma": "half"}), DeclarationError, "gamma = 'half'", "as in 10, 0.3"
        )
        written = re.split(", | or ", message.split("as in ")[1])
        assert [exact_number(text, "gamma") for text in written] == [
            10,
            Fraction(3, 10),
            Fraction(1, 500),
            Fraction(1, 3),
        ]

    @pytest.mark.parametrize(
        "solved",
        [
            lambda: LED.at,
            lambda: solve(COURNOT, corners=True).at,
            lambda: solve(COURNOT, corners=True).regime_at,
            lambda: solve(LINEAR).at,
            lambda: solve(LINEAR.with_horizon(5)).at,
            lambda: solve(Choice(by="firm", among={"one": MONOPOLY})).at,
        ],
    )
    def test_no_point_at_all(self, solved: Callable[[], Callable[..., object]]) -> None:
        ask = solved()
        refused(lambda: ask(None), DeclarationError, "no value for", "give a number for every parameter")
        refused(lambda: ask(3), DeclarationError, "3 is no point", "by name, as in {'a': 10, 'b': '1/2'} or a=10")
        refused(lambda: ask({"a": 1}, a=2), DeclarationError, "a is given twice; leave one out")
        refused(lambda: ask(zz=2), UnknownName, "no parameter 'zz'")
        assert ask({name: value for name, value in (POINT | NUMBERS | {"k": 1}).items() if name in _asked(ask)})

    def test_numbers_put_in_first(self) -> None:
        assert CHAIN.with_values(b="1/2", gamma=0.5) == CHAIN.with_values({"b": Fraction(1, 2), gamma: "0.5"})
        refused(lambda: CHAIN.with_values(b=-1), DeclarationError, "b is declared positive, given -1")

    def test_singles_are_read_as_the_decimals_that_they_print(self) -> None:
        exact = LED.at(POINT | {"gamma": 0.1})
        assert LED.at(POINT | {"gamma": np.float32(0.1)}) == exact
        data = sweep(LED, over={"gamma": np.array([0.1, 0.3], dtype=np.float32)}, at={"a": 10, "b": 1, "c": 2, "k": 1})
        assert data["gamma"].values.tolist() == [0.1, 0.3]

    def test_a_mapping_wherever_points_are_read(self) -> None:
        given = {"a": "10", "b": "1", "c": "2", "k": "1"}
        data = sweep(LED, over={"gamma": ("0.5", "1/1", 2)}, at=given)
        assert float(data["q"][0]) == float(LED.at(POINT)["q"])
        refused(
            lambda: sweep(LED, over=[0, 1], at=given), DeclarationError, "over = [0, 1]", "over={'gamma': (0, 1, 5)}"
        )
        assert sweep(LED, over={"gamma": (0.5, 1, 5)}, at=given)["q"].shape == (5,)
        assert nested_solution(MONOPOLY, {"a": "4"}).decisions["x"] == pytest.approx(2)


def _asked(ask: Callable[..., object]) -> set[str]:
    owner = ask.__self__  # type: ignore[attr-defined]
    return {symbol.name for symbol in getattr(owner, "game", owner).domain.ring.symbols}


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
        refused(lambda: audit(several), DeclarationError, "not a FeedbackSolutions", "audit_differential(solution)")
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
        one = solve(_fame(), at={})
        refused(
            lambda: audit(one),
            DeclarationError,
            "not an OneStateSolution",
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
            "'one' is a ChoiceEquilibrium",
            "thresholds(",
        )
        assert choice.thresholds("a", at={}).pieces
        refused(lambda: sweep(LINEAR, over={"r": [1]}), DeclarationError, "solve it first, sweep(solve(game), ...)")
        refused(
            lambda: sweep(solve(_fame(), at={}), over={"r": [1]}),
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


def _fame(discount: Any = 0.1) -> OneStateProblem:
    return OneStateProblem(
        state=sp.Symbol("X"),
        control=x,
        payoff=sp.Symbol("X") - x**4 / 4,
        dynamics=x - sp.Symbol("X") / 10,
        discount=discount,
        between=(0, 40),
    )


class TestParameters:
    @pytest.mark.slow
    @pytest.mark.parametrize("symbol", ["gamma", gamma, sp.Symbol("gamma"), sp.Symbol("gamma", real=True)])
    def test_thresholds_by_name_and_by_symbol(self, symbol: Any) -> None:
        (found,) = thresholds(LED["q"] - 1, symbol, LED)
        assert found.symbol == gamma
        assert found == thresholds(LED["q"] - 1, gamma, LED)[0]

    def test_no_parameter(self) -> None:
        refused(
            lambda: thresholds(LED["q"] - 1, "gama", LED),
            ClaimError,
            "gama is no parameter here; did you mean 'gamma'?",
        )
        refused(lambda: thresholds(LED["q"] - 1, q, LED), ClaimError, "q is no parameter here")
        refused(lambda: thresholds(LED["q"] - 1, 3, LED), ClaimError, "3 is no parameter here")
        refused(lambda: thresholds(LED["q"] - 1, None, LED), ClaimError, "None is no parameter here")
        refused(lambda: thresholds("q", "gamma", LED), ClaimError, "'q' is a str", "led['q']")
        refused(lambda: thresholds(LED["q"]), DeclarationError, "symbol is missing; write thresholds(function, symbol)")
        refused(lambda: comparative_statics(LED, ["q"], ["gama"]), ClaimError, "did you mean 'gamma'?")

    @pytest.mark.parametrize("asked", ["gamma", gamma, sp.Symbol("gamma"), ["gamma"], [gamma], [sp.Symbol("gamma")]])
    @pytest.mark.parametrize("quantity", ["q", q, ["q"], [q]])
    def test_sign_tables_by_name_and_by_symbol(self, quantity: Any, asked: Any) -> None:
        assert str(comparative_statics(LED, quantity, asked)).startswith("q in gamma: +\nrests on: ")

    @pytest.mark.slow
    def test_no_bars_where_the_sign_is_known(self) -> None:
        (above,) = thresholds(gamma**2 * k - (a - b * c) ** 2, gamma, [a > b * c])
        assert sp.simplify(above.value - (a - b * c) / sp.sqrt(k)) == 0
        (below,) = thresholds(gamma**2 * k - (a - b * c) ** 2, gamma, [a < b * c])
        assert sp.simplify(below.value - (b * c - a) / sp.sqrt(k)) == 0
        (either,) = thresholds(gamma**2 * k - (a - b * c) ** 2, gamma)
        assert either.value.has(sp.Abs)

    def test_a_root_keeps_its_sign_beside_a_linear_term(self) -> None:
        """Of k^2 g^2 - k d g - 6 d^2, d = a - b c, g = 3 d/k is positive where d is, and g = -2 d/k where it is not."""
        d = a - b * c
        function = k**2 * gamma**2 - k * d * gamma - 6 * d**2
        for relation, point in ((a > b * c, {a: 5, b: 1, c: 2}), (a < b * c, {a: 1, b: 2, c: 2})):
            values = [t.value.subs(point | {k: 2}) for t in thresholds(function, gamma, [relation])]
            roots = sp.solve(function.subs(point | {k: 2}), gamma)
            assert set(values) == {root for root in roots if root > 0}


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
        assert solve(_fame()).steady_states
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
        assert solve(_fame()).steady_states, "without parameters no point is needed"
        message = refused(
            lambda: solve(_fame(r)), DeclarationError, "solved at one point; write solve(problem, at={'r': ...})"
        )
        assert solve(_fame(r), at=filled(message, "at=", {"r": "1/10"})).steady_states

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


class TestFiles:
    @pytest.mark.parametrize("name", ["paper.toml", "claims.toml", "chain.toml"])
    def test_toml_that_is_none(self, name: str, tmp_path: Path) -> None:
        from lsec_models.papers.folder.ledger import read_claims
        from lsec_models.papers.folder.paper import read_paper

        folder = tmp_path / "small2024"
        folder.mkdir()
        source = Path(__file__).parents[1] / "papers" / "zhang2023power" / "paper.toml"
        if name != "chain.toml":
            (folder / "paper.toml").write_text(
                source.read_text(encoding="utf-8").replace("zhang2023power", "small2024")
            )
        good = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
        (folder / name).write_text(good + 'extra = "x"\nbroken "y"\n')
        read = {
            "paper.toml": lambda: read_paper(folder),
            "claims.toml": lambda: read_claims(read_paper(folder)),
            "chain.toml": lambda: read_game(folder / name),
        }[name]
        line = len(good.splitlines()) + 2
        message = refused(read, LsecError, str(folder / name), f"line {line}, column 8: not valid TOML: Expected '='")
        assert message.splitlines()[1:] == ['    broken "y"', "           ^"]

    def test_the_command_line_shows_the_place(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "shop.toml"
        text = '[parameters]\npositive = ["a"]\n[players.shop]\ndecides = ["p"]\npayoff = "p*(a - q)"\n'
        file.write_text(text)
        assert main(["solve", str(file)]) == 2
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith(
            f"lsec: game file {str(file)!r}, line 5: players.shop.payoff: column 8: the name 'q' is unknown"
        )
        assert said[1:] == ["    p*(a - q)", "           ^"]
        file.write_text(text.replace("a - q", "a - p"))
        assert main(["solve", str(file)]) == 0

    def test_an_expression_in_a_file_names_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "shop.toml"
        file.write_text('[players.shop]\ndecides = ["p"]\npayoff = "p*(1 - p"\n')
        refused(lambda: read_game(file), ParseError, "shop.toml", "players.shop.payoff", "never closed")


def test_a_chain_of_comparisons_is_for_files_and_two_inequalities_for_python() -> None:
    """Python turns a < b < c into two truth values before anybody else sees it: SymPy's TypeError cannot be ours."""
    with pytest.raises(TypeError, match="cannot determine truth value of Relational"):
        _ = a < b < c
    assert Game(players=MONOPOLY.players, assuming=[a < b, b < c]).domain.conditions
    assert "a < b, b < c" in (Game.__doc__ or "")


def _said() -> list[tuple[str, str]]:
    """Return every text that stands in a raise statement, with its place."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                place = f"{file.relative_to(SOURCE)}:{node.lineno}"
                texts = [part.value for part in ast.walk(node.exc) if isinstance(part, ast.Constant)]
                found += [(place, text) for text in texts if isinstance(text, str)]
    return found


def _defined() -> tuple[set[str], set[str]]:
    """Return the names of all functions and classes, and of all arguments and fields."""
    called, named = set(), set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                called.add(node.name)
            elif isinstance(node, ast.arg):
                named.add(node.arg)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                named.add(node.target.id)
    return called, named


@pytest.mark.slow
def test_every_name_that_an_error_offers_exists() -> None:
    called, named = _defined()
    # Functions of SymPy, xarray, the grammar and papers' models, plurals in brackets, what stands for users' names.
    called |= {"sqrt", "isel", "Eq", "Equivalent", "games", "point", "direction", "state"}
    named |= {"real", "positive", "nonnegative", "integer", "NAME", "gamma", "lambda"}
    for place, text in _said():
        for name in re.findall(r"\b([A-Za-z_]\w*)\(", text):
            assert name in called, f"{place}: {name}() does not exist"
        for name in re.findall(r"\b([A-Za-z_]\w*)=(?!=)", text):
            assert name in named, f"{place}: no argument is called {name}="
        for module in re.findall(r"\blsec_models(?:\.\w+)+", text):
            path = SOURCE.joinpath(*module.split(".")[1:])
            parent = path.parent
            assert path.is_dir() or path.with_suffix(".py").is_file() or parent.with_suffix(".py").is_file(), place
