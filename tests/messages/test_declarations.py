"""What errors say of orders and declarations: the thing, the rule it broke and a way out, which is tried."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

import lsec_models
from lsec_models import (
    Choice,
    DifferentialGame,
    Game,
    OneStateProblem,
    Player,
    decisions,
    parameters,
    solve,
    to_latex,
)
from lsec_models.errors import (
    DeclarationError,
    NotRational,
    UnknownName,
)
from refused_games import COURNOT, MONOPOLY, G, a, refused, u, w, x, y


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
        refused(lambda: bargain(["maker", "shop"], over=w), DeclarationError, "over: w is not a sequence; write [w]")

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
