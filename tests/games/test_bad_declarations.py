"""What each bad declaration of a game is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from declared_chain import DEMAND, MAKER, SELLER, a, b, c, game, m, q, r, w
from lsec_models import Game, LsecError, Player, decisions, parameters, power_structures, solve
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    NotRational,
    NotSmooth,
    OutsideDomain,
    UnknownName,
)

REAL = decisions("x", real=True)


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
        r"player 'maker' decides: w is not a sequence; write \[w\]",
    ),
    "decides nothing": (lambda: Player("maker", decides=None, payoff=w), DeclarationError, "'maker' decides: None"),
    "payoff text": (lambda: maker("w * (a - w)"), DeclarationError, r"payoff of 'maker'.*is a str.*read_game"),
    "payoff missing": (lambda: maker(None), DeclarationError, "payoff of 'maker': None, not an expression"),
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
    "report a list": (lambda: game(report=[w]), DeclarationError, r"report: \[w\] is not a mapping"),
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
    "an assumption alone": (lambda: game(assuming=a > b), DeclarationError, r"assuming: a > b is not a sequence"),
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
    "a constraint alone": (lambda: game(constraints=w > q), DeclarationError, "constraints: w > q is not a sequence"),
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
    "expectations a list": (
        lambda: game(expectations=[REAL]),
        DeclarationError,
        r"\[x\] is not a mapping; write {symbol",
    ),
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
    "one decision": (w, DeclarationError, "order: w is not a sequence"),
    "a count": (3, DeclarationError, "order: 3 is not a sequence"),
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


def test_errors_are_of_one_family() -> None:
    for error in (DeclarationError, UnknownName, NotRational, ContradictoryAssumptions, OutsideDomain):
        assert issubclass(error, LsecError)
