"""What a declaration accepts, and what each bad one is told."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import Equilibrium, Game, LsecError, Player, decisions, parameters, power_structures, solve
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NotRational,
    NotSmooth,
    OutsideDomain,
    UnknownName,
)
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.order import order_label

a, b, c = parameters("a b c", positive=True)
r = parameters("r", real=True)
w, q, m = decisions("w q m")
REAL = decisions("x", real=True)
DEMAND = a - b * (w + m) + q
MAKER = Player("maker", decides=[w, q], payoff=(w - c) * DEMAND - q**2 * b)
SELLER = Player("seller", decides=[m], payoff=m * DEMAND)


def game(**changes: Any) -> Game:
    declared: dict[str, Any] = {"players": [MAKER, SELLER], "order": ["maker", "seller"], "assuming": [a > b * c]}
    return Game(**(declared | changes))


def maker(payoff: object) -> Player:
    return Player("maker", decides=[w, q], payoff=payoff)  # type: ignore[arg-type]


PLAYERS: dict[str, tuple[Callable[[], object], type[LsecError], str]] = {
    "no name": (lambda: Player("", decides=[w], payoff=w), DeclarationError, "player ''.*non-empty"),
    "blank name": (lambda: Player("  ", decides=[w], payoff=w), DeclarationError, "non-empty"),
    "name no text": (lambda: Player(3, decides=[w], payoff=w), DeclarationError, "player 3"),  # type: ignore[arg-type]
    "decides a parameter": (
        lambda: Player("maker", decides=[w, a], payoff=w),
        DeclarationError,
        r"'maker' decides a, which is not a decision.*decisions\('a'\)",
    ),
    "decides a plain symbol": (
        lambda: Player("maker", decides=[sp.Symbol("price")], payoff=w),
        DeclarationError,
        "'maker' decides price",
    ),
    "decides text": (lambda: Player("maker", decides=["w"], payoff=w), DeclarationError, r"decisions\('w'\)"),
    "decides one": (
        lambda: Player("maker", decides=w, payoff=w),
        DeclarationError,
        r"player 'maker' decides: w is no sequence; write \[w\]",
    ),
    "decides nothing": (lambda: Player("maker", decides=None, payoff=w), DeclarationError, "'maker' decides: None"),
    "payoff text": (lambda: maker("w * (a - w)"), DeclarationError, r"payoff of 'maker'.*is a str.*read_game"),
    "payoff missing": (lambda: maker(None), DeclarationError, "payoff of 'maker'.*NoneType"),
    "payoff a relation": (lambda: maker(w > a), DeclarationError, "payoff of 'maker': w > a"),
    "payoff a truth": (lambda: maker(True), DeclarationError, "payoff of 'maker': True"),
    "payoff a list": (lambda: maker([w]), DeclarationError, "payoff of 'maker'.*list"),
    "payoff a function": (lambda: maker(lambda: w), DeclarationError, "payoff of 'maker'.*function"),
    "decides names in a text": (
        lambda: Player("maker", decides="w, q", payoff=w),  # type: ignore[arg-type]
        DeclarationError,
        r"'w, q' is text, not a sequence; write \[w, q\] with the symbols that decisions\('w q'\) returns",
    ),
}

GAMES: dict[str, tuple[Callable[[], object], type[LsecError], str]] = {
    "no players": (lambda: game(players=[]), DeclarationError, "at least one Player"),
    "players one": (lambda: game(players=MAKER), DeclarationError, "players: .*no sequence"),
    "players text": (
        lambda: game(players="maker"),
        DeclarationError,
        "players: 'maker' is text, not a sequence; write .Player",
    ),
    "players of another kind": (lambda: game(players=["maker"]), DeclarationError, "at least one Player"),
    "one name twice": (
        lambda: game(players=[MAKER, Player("maker", decides=[m], payoff=m)]),
        DeclarationError,
        "name 'maker' is used for two players",
    ),
    "two owners": (
        lambda: game(players=[MAKER, Player("seller", decides=[m, q], payoff=m)]),
        DeclarationError,
        "decision q is decided by 'maker' and by 'seller'",
    ),
    "one decision twice": (
        lambda: game(players=[Player("maker", decides=[w, w], payoff=w), SELLER]),
        DeclarationError,
        "decision w stands twice in what 'maker' decides; leave one out",
    ),
    "player called as a decision": (
        lambda: game(players=[Player("w", decides=[w, q], payoff=w * DEMAND), SELLER]),
        DeclarationError,
        "name 'w' is used for a player and a decision",
    ),
    "report called as a decision": (lambda: game(report={"m": w}), DeclarationError, "'m'.*decision.*reported"),
    "report called as a player": (lambda: game(report={"seller": w}), DeclarationError, "'seller'.*player.*reported"),
    "report without a name": (lambda: game(report={"": w}), DeclarationError, "report ''"),
    "report with a symbol for a name": (lambda: game(report={w: w}), DeclarationError, "report w"),
    "report a list": (lambda: game(report=[w]), DeclarationError, r"report: \[w\] is no mapping"),
    "report text": (lambda: game(report={"price": "w + m"}), DeclarationError, "report 'price'.*is a str"),
    "undeclared symbol in a payoff": (
        lambda: game(players=[maker(w * (a - sp.Symbol("gama"))), SELLER]),
        DeclarationError,
        r"symbol gama is undeclared.*parameters\('gama'",
    ),
    "undeclared symbol in a report": (
        lambda: game(report={"price": w + sp.Symbol("tax", positive=True)}),
        DeclarationError,
        "symbol tax is undeclared",
    ),
    "undeclared symbol in an assumption": (
        lambda: game(assuming=[a > sp.Symbol("zeta")]),
        DeclarationError,
        "symbol zeta is undeclared",
    ),
    "undeclared symbol in a constraint": (
        lambda: game(constraints=[w < sp.Symbol("cap")]),
        DeclarationError,
        "symbol cap is undeclared",
    ),
    "a decision of nobody": (
        lambda: game(players=[MAKER]),
        DeclarationError,
        "decision m is used, but no player decides it",
    ),
    "power structures of a game": (lambda: power_structures(game()), DeclarationError, r"takes names, .* not a Game"),
    "one letter, two signs": (
        lambda: game(report={"x": a + parameters("a", real=True)}),
        DeclarationError,
        "'a' is used with two meanings",
    ),
    "one letter, parameter and decision": (
        lambda: game(report={"x": parameters("w", positive=True)}),
        DeclarationError,
        "'w' is used with two meanings",
    ),
    "one letter, two decisions": (
        lambda: game(players=[MAKER, Player("seller", decides=[decisions("w", real=True)], payoff=DEMAND)]),
        DeclarationError,
        "'w' is used for two decisions",
    ),
    "sine payoff": (lambda: game(players=[maker(w * sp.sin(w)), SELLER]), NotRational, r"sin\(w\)"),
    "absolute value": (lambda: game(players=[maker(w * sp.Abs(a - w)), SELLER]), NotRational, "Abs"),
    "unknown function": (lambda: game(players=[maker(w * sp.Function("D")(w)), SELLER]), NotRational, r"D\(w\)"),
    "infinite payoff": (lambda: game(players=[maker(w * sp.oo), SELLER]), NotRational, "oo"),
    "not a number": (lambda: game(players=[maker(float("nan")), SELLER]), NotRational, "nan"),
    "complex payoff": (lambda: game(players=[maker(sp.I * w), SELLER]), NotRational, "I"),
    "an assumption alone": (lambda: game(assuming=a > b), DeclarationError, r"assuming: a > b is no sequence"),
    "an assumed equation": (lambda: game(assuming=[sp.Eq(a, b)]), DeclarationError, r"Eq\(a, b\).*only inequalities"),
    "an assumed inequation": (lambda: game(assuming=[sp.Ne(a, b)]), DeclarationError, r"Ne\(a, b\)"),
    "an assumed alternative": (lambda: game(assuming=[(a > b) | (a > c)]), DeclarationError, r"\|"),
    "an assumed text": (
        lambda: game(assuming=["a > b"]),
        DeclarationError,
        "assumption number 1 is the text 'a > b'; write it without quotes",
    ),
    "an assumed quantity": (lambda: game(assuming=[a - b]), DeclarationError, "a - b: only inequalities"),
    "an assumption about a decision": (
        lambda: game(assuming=[w > c]),
        DeclarationError,
        r"assumption w > c speaks of the decision w.*constraints=",
    ),
    "an assumption of unknown sign": (
        lambda: game(assuming=[1 / (a - b) > c]),
        DeclarationError,
        "sign of the denominator a - b",
    ),
    "an irrational assumption": (lambda: game(assuming=[sp.sqrt(a) > b]), NotRational, r"sqrt\(a\)"),
    "an assumption that SymPy refutes": (lambda: game(assuming=[a < 0]), ContradictoryAssumptions, "number 1 is false"),
    "a constrained equation": (lambda: game(constraints=[sp.Eq(w, q)]), DeclarationError, r"constraint Eq\("),
    "a constraint alone": (lambda: game(constraints=w > q), DeclarationError, "constraints: w > q is no sequence"),
    "a constraint that SymPy refutes": (
        lambda: game(constraints=[w < 0]),
        ContradictoryAssumptions,
        "constraint number 1",
    ),
    "an irrational constraint": (lambda: game(constraints=[sp.exp(w) < 5]), NotRational, r"exp\(w\)"),
    "a constraint with a kink": (
        lambda: game(constraints=[sp.Max(w, q) <= a]),
        DeclarationError,
        r"Max\(q, w\) <= a has a kink; write one constraint for each of its parts",
    ),
    "an assumption with a kink": (
        lambda: game(assuming=[sp.Max(b, c) <= a]),
        DeclarationError,
        r"Max\(b, c\) <= a has a kink; write one assumption for each of its parts",
    ),
    "a constraint about parameters": (
        lambda: game(constraints={"seller": [a > b]}),
        DeclarationError,
        "'seller': no player decides anything in it; .* what is about parameters in assuming=",
    ),
    "a constraint of who moves later": (
        lambda: game(constraints={"seller": [w <= a]}),
        DeclarationError,
        "of 'seller', who decides nothing before it is settled: who moves last in it is maker; give it to one of them",
    ),
    "given a parameter": (
        lambda: game(given=[a]),
        DeclarationError,
        r"given: a is not a decision; write the symbol that decisions\('a'\) returns",
    ),
    "decided and expected": (
        lambda: game(players=[Player("maker", decides=[REAL], payoff=-(REAL**2))], order=None, expectations={REAL: a}),
        DeclarationError,
        "x is decided by 'maker', and expected; leave one of them out",
    ),
    "expectations a list": (lambda: game(expectations=[REAL]), DeclarationError, r"\[x\] is no mapping; write {symbol"),
    "an expectation that has a sign": (
        lambda: game(expectations={decisions("x"): a}),
        DeclarationError,
        r"x must be declared without bounds, .* write decisions\('x', real=True\)",
    ),
    "smooth payoffs with something given": (
        lambda: game(players=[maker(w * sp.exp(-w * REAL)), SELLER], given=[REAL]),
        DeclarationError,
        "exp, log or free powers go with stages of decisions, without a bargain, then= or given=",
    ),
    "a rough part beside a smooth one": (
        lambda: game(players=[maker(w * sp.exp(-w) * sp.sin(w)), SELLER]),
        NotSmooth,
        r"the part sin\(w\) is not made of sums, products, powers, exp and log",
    ),
}

ORDERS: dict[str, tuple[object, type[LsecError], str]] = {
    "unknown player": (
        ["maker", "shop"],
        UnknownName,
        "order names 'shop', who does not play; known: 'maker', 'seller'",
    ),
    "misspelt player": (["maker", "seler"], UnknownName, "'seler'.*did you mean 'seller'"),
    "unknown decision": (
        ["maker", "seller", decisions("zz")],
        UnknownName,
        "decision zz, which no player decides.*w, q, m",
    ),
    "parameter": (["maker", "seller", a], UnknownName, "order names a, which no player decides; decisions: w, q, m"),
    "player left out": (["maker"], DeclarationError, r"order leaves out 'seller' \(m\)"),
    "everybody left out": ([], DeclarationError, r"order leaves out 'maker' \(w, q\)"),
    "decision left out": ([w, "seller"], DeclarationError, r"order leaves out 'maker' \(q\)"),
    "player twice": (["maker", "seller", "maker"], DeclarationError, "order names maker twice"),
    "player twice in a slot": ([("maker", "maker"), "seller"], DeclarationError, "order names maker twice"),
    "decision twice": ([w, (w, "maker"), "seller"], DeclarationError, "order names w twice"),
    "player with nothing left": ([w, q, "maker", "seller"], DeclarationError, "'maker', who has no decision left"),
    "empty slot": (["maker", (), "seller"], DeclarationError, "nobody moves"),
    "slot in a slot": (["maker", ["seller", ["maker"]]], UnknownName, r"order names \['maker'\]"),
    "number": (["maker", 2], UnknownName, "order names 2"),
    "nobody": (["maker", None], UnknownName, "order names None"),
    "text": ("maker", DeclarationError, "order: 'maker' is text, not a sequence; write order=.'maker'"),
    "initials": ("M = w", DeclarationError, r"order: 'M = w' is text, not a sequence; write order=.\('maker', w\)."),
    "one decision": (w, DeclarationError, "order: w is no sequence"),
    "a count": (3, DeclarationError, "order: 3 is no sequence"),
    "a decision in quotes": (
        ["maker", "m"],
        UnknownName,
        "order names 'm', which is a decision; write its symbol, m without quotes",
    ),
    "a decision of another sign": (
        ["maker", decisions("m", real=True)],
        UnknownName,
        "a symbol of another kind or sign than the decision of that name; use the one that a player decides",
    ),
    "several movers in one text": (
        ["maker > seller"],
        DeclarationError,
        r"'maker > seller', which is several movers; write order=\['maker', 'seller'\]",
    ),
}


@pytest.mark.parametrize(("build", "error", "words"), PLAYERS.values(), ids=PLAYERS.keys())
def test_bad_players_are_told_what_is_wrong(build: Callable[[], object], error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=words):
        build()


@pytest.mark.parametrize(
    "payoff", [w * sp.exp(-w), w * sp.sqrt(a - w), sp.sqrt(2) * w - w**2, w**b, w * sp.log(a / w)], ids=str
)
def test_smooth_payoffs_are_declared_and_have_no_closed_form(payoff: sp.Expr) -> None:
    smooth = game(players=[maker(payoff), SELLER])
    assert not smooth.is_rational
    with pytest.raises(NotRational, match=r"or solve the game in numbers, solve\(game, at=\{"):
        solve(smooth)


@pytest.mark.parametrize(("build", "error", "words"), GAMES.values(), ids=GAMES.keys())
def test_bad_games_are_told_what_is_wrong(build: Callable[[], object], error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=words):
        build()


@pytest.mark.parametrize(("order", "error", "words"), ORDERS.values(), ids=ORDERS.keys())
def test_bad_orders_are_told_what_is_wrong(order: Any, error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=words):
        game(order=order)
    with pytest.raises(error, match=words):
        game().with_order(order)


def test_contradictory_assumptions_are_named_and_bystanders_are_not() -> None:
    with pytest.raises(ContradictoryAssumptions) as caught:
        game(assuming=[a > 5, a > 2 * b, r < 7, b > c, 2 * c > a])
    message = str(caught.value)
    assert all(part in message for part in ("a > 2*b", "b > c", "2*c > a", "a positive"))
    assert "7" not in message
    assert "a > 5" not in message


def test_who_decides_nothing_has_no_place_in_the_order() -> None:
    with pytest.raises(DeclarationError, match="'state', who decides nothing; leave the name out of order="):
        game(players=[MAKER, SELLER, Player("state", decides=[], payoff=w)], order=["maker", "seller", "state"])


@pytest.mark.parametrize(
    ("signs", "number", "words"),
    [
        ({"positive": True}, 0, "z is declared positive, given 0; give a number of that sign"),
        ({"nonnegative": True}, -1, "z is declared nonnegative, given -1; give a number of that sign"),
        ({"integer": True}, "1/2", "z is declared integer, given 1/2; give a whole number"),
    ],
)
def test_numbers_that_a_parameter_can_not_be_are_refused(signs: Any, number: Any, words: str) -> None:
    z = parameters("z", **signs)
    shop = Game(players=[Player("shop", decides=[w], payoff=w * (z - w))])
    with pytest.raises(DeclarationError, match=words):
        shop.with_values(z=number)


def test_numbers_that_break_an_assumption_are_named() -> None:
    x, y = parameters("x y", positive=True)
    p = decisions("p")
    game = Game(players=[Player("monopolist", decides=[p], payoff=p * (x - y * p))], assuming=[x > 2 * y])
    with pytest.raises(ContradictoryAssumptions, match=r"x > 2\*y is false at x = 1, y = 1"):
        game.with_values({"x": 1, "y": 1})


@pytest.mark.parametrize(
    ("names", "sign"),
    [
        ("a", {"integer": False}),
        ("a", {"integer": 3}),
        ("a", {"positive": 1}),
        ("a b", {"positive": True, "real": True}),
        ("a", {"positive": False}),
        ("a", {"negative": True}),
        ("", {}),
        (" , ", {"positive": True}),
        (None, {}),
    ],
)
@pytest.mark.parametrize("declare", [parameters, decisions])
def test_signs_that_a_domain_can_not_carry_are_refused(declare: Any, names: Any, sign: dict[str, bool]) -> None:
    with pytest.raises(DeclarationError, match=r"(parameter|decision)s"):
        declare(names, **sign)


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


def test_errors_are_of_one_family() -> None:
    for error in (DeclarationError, UnknownName, NotRational, ContradictoryAssumptions, OutsideDomain):
        assert issubclass(error, LsecError)


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


class TestAt:
    found = solve(game(report={"price": w + m}))
    point = {"a": 9, "b": 1, "c": 2}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("point", "error", "words"),
        [
            ({"a": 9, "b": 1}, DeclarationError, "no value for c"),
            ({}, DeclarationError, "no value for a, b, c"),
            ({"a": 9, "b": 1, "c": 2, "gamma": 1}, UnknownName, "no parameter 'gamma'"),
            ({"a": 9, "b": 1, "c": 2, w: 1}, UnknownName, "no parameter 'w'"),
            ({"a": 9, "b": 1, "c": "2x"}, DeclarationError, "c = '2x': the text is no number"),
            ({"a": 9, "b": 1, "c": float("nan")}, DeclarationError, "c = nan"),
            ({"a": 9, "b": 1, "c": sp.pi}, DeclarationError, "c = pi"),
            ({"a": 9, "b": 1, "c": None}, DeclarationError, "c = None"),
            ({"a": 9, "b": 1, "c": np.array([1, 2])}, DeclarationError, "c = array"),
            ({"a": 9, "b": 1, "c": 0}, OutsideDomain, "c is declared positive, given 0"),
            ({"a": 9, "b": -1, "c": 1}, OutsideDomain, "b is declared positive, given -1"),
            ({"a": 1, "b": 1, "c": 2}, OutsideDomain, r"a > b\*c +\[assumption\]"),
            ({"a": 1, "b": 0.5, "c": 2}, OutsideDomain, r"a > b\*c"),
            ({"a": 3, "b": 0.1, "c": 2}, OutsideDomain, r"second-order condition of maker in w, q, stage 1"),
        ],
    )
    def test_bad_points_are_told_what_is_wrong(self, point: Any, error: type[LsecError], words: str) -> None:
        with pytest.raises(error, match=words):
            self.found.at(point)

    def test_every_failing_condition_is_named(self) -> None:
        with pytest.raises(OutsideDomain) as caught:
            self.found.at({"a": 1, "b": Fraction(1, 100), "c": 1000})
        assert "a > b*c" in str(caught.value)
        assert "second-order" in str(caught.value)

    def test_numbers_of_any_kind_give_the_same_exact_values(self) -> None:
        expected = self.found.at(self.point)
        for kind in (float, Fraction, sp.Integer, np.float64, np.int64):
            assert self.found.at({name: kind(value) for name, value in self.point.items()}).values == expected.values
        assert self.found.at({a: 9, b: 1, c: 2}).values == expected.values
        assert all(value.is_Rational for value in expected.values.values())
        assert dict(expected.point) == self.point

    def test_points_answer_by_name(self) -> None:
        found = self.found.at(self.point)
        assert found["price"] == found.decisions["w"] + found.decisions["m"]
        assert set(found.payoffs) == {"maker", "seller"}
        for holder in (found, self.found):
            with pytest.raises(UnknownName, match=r"no quantity 'prize'.*did you mean 'price'"):
                holder["prize"]

    def test_values_are_those_of_the_closed_form(self) -> None:
        values = {symbol: self.point[symbol.name] for symbol in self.found.ring.symbols}
        for name in self.found:
            assert self.found.at(self.point)[name] == self.found[name].subs(values)


class TestDisplay:
    def test_an_equilibrium_reads_well(self) -> None:
        found = solve(game(report={"price": w + m}))
        text = repr(found)
        assert text.startswith("Equilibrium of maker > seller\n")
        for line in ("  w = ", "  payoff of maker = ", "  price = ", "  holds where a > b*c  [assumption]"):
            assert line in text
        latex = found._repr_latex_()
        assert latex.startswith("$$")
        assert latex.count(r"\\") >= 6

    def test_a_game_without_conditions_says_so(self) -> None:
        p = decisions("p")
        assert "holds where all parameters are as declared" in repr(
            solve(Game(players=[Player("shop", decides=[p], payoff=p * (a - p))]))
        )


def test_mappings_of_results_are_dictionaries_for_pandas() -> None:
    import pandas as pd

    found = solve(game())
    frame = pd.DataFrame({"one": found.payoffs, "other": found.payoffs})
    assert list(frame.index) == list(found.payoffs)
    for change in (lambda: found.payoffs.update(a=1), lambda: found.payoffs.pop("a"), lambda: found.payoffs.clear()):
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
