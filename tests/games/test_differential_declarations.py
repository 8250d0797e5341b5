"""What a declaration of a differential game accepts, and what each bad one is told."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
import sympy as sp

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import State, states
from lsec_models.errors import ContradictoryAssumptions, DeclarationError, NotRational, UnknownName
from lsec_models.games.differential.game import DifferentialGame

r, delta, margin, cost = parameters("r delta margin cost", positive=True)
loose = parameters("loose")
G, B = states("G B")
A, E = decisions("A E")
FIRM = Player("firm", decides=[A], payoff=margin * G - cost * A**2 / 2)
RIVAL = Player("rival", decides=[E], payoff=-margin * G - cost * E**2 / 2)


def game(**changes: Any) -> DifferentialGame:
    declared: dict[str, Any] = {"states": {G: A - delta * G}, "players": [FIRM], "discount": r}
    return DifferentialGame(**(declared | changes))


def two(**changes: Any) -> DifferentialGame:
    return game(**({"states": {G: A - E - delta * G}, "players": [FIRM, RIVAL]} | changes))


BAD = {
    "no states": (lambda: game(states={}), DeclarationError, r"needs states=.*without stocks use Game"),
    "states no mapping": (lambda: game(states=[G]), DeclarationError, "states: .* is not a mapping"),
    "plain symbol as state": (
        lambda: game(states={sp.Symbol("H"): A}),
        DeclarationError,
        r"states: H is not a state; declare it with states\('H'\)",
    ),
    "speed as text": (lambda: game(states={G: "A - G"}), DeclarationError, "the speed of G, 'A - G'"),
    "speed irrational": (lambda: game(states={G: sp.sqrt(A) - G}), NotRational, r"sqrt\(A\)"),
    "state without dynamics": (
        lambda: game(players=[Player("firm", decides=[A], payoff=B - A**2)]),
        DeclarationError,
        "state B is used, but has no dynamics",
    ),
    "state without dynamics, reported": (lambda: game(report={"b": B}), DeclarationError, "state B is used"),
    "start of nothing": (lambda: game(initial={B: 1}), UnknownName, "initial: B is not a state of the game"),
    "start in a decision": (lambda: game(initial={G: A}), DeclarationError, "start of G: A is not a parameter"),
    "name of the start is taken": (
        lambda: game(states={G: A - parameters("G_0") * G}),
        DeclarationError,
        r"would be called G_0.*initial=\{G: ...\}",
    ),
    "nobody decides": (
        lambda: game(players=[Player("firm", decides=[], payoff=G)]),
        DeclarationError,
        "nobody decides",
    ),
    "no players": (lambda: game(players=[]), DeclarationError, "at least one Player"),
    "players one by one": (
        lambda: game(players="firm"),
        DeclarationError,
        "players: 'firm' is text, not a sequence; write .Player",
    ),
    "decision of nobody": (lambda: game(states={G: E - G}), DeclarationError, "E is used, but no player decides it"),
    "decision of two": (
        lambda: game(players=[FIRM, Player("other", decides=[A], payoff=-(A**2))]),
        DeclarationError,
        "decision A is decided by 'firm' and by 'other'",
    ),
    "undeclared symbol": (
        lambda: game(states={G: A - sp.Symbol("z") * G}),
        DeclarationError,
        "symbol z is undeclared",
    ),
    "information": (
        lambda: game(information="closed"),
        DeclarationError,
        "'closed' is not one of 'feedback', 'open_loop'",
    ),
    "cooperation in an order": (
        lambda: two(cooperative=True, order=["firm", "rival"]),
        DeclarationError,
        "cooperative game has no order",
    ),
    "order of strangers": (lambda: two(order=["firm", "rivl"]), UnknownName, "names 'rivl'.*did you mean 'rival'"),
    "order leaves out": (lambda: two(order=["firm"]), DeclarationError, "leaves out 'rival'"),
    "discount of strangers": (lambda: two(discount={"firm": r, "rivl": r}), UnknownName, "'rivl'.*'rival'"),
    "discount incomplete": (lambda: two(discount={"firm": r}), DeclarationError, "discount leaves out rival"),
    "discount zero": (lambda: game(discount=0), DeclarationError, "discount rate of 'firm', 0, is not positive"),
    "discount negative": (lambda: game(discount=-r), DeclarationError, "'firm', -r, is not positive"),
    "discount a state": (lambda: game(discount=G), DeclarationError, "discount rate of 'firm': G is not a parameter"),
    "discount text": (lambda: game(discount="r"), DeclarationError, "'r' is neither a number nor an expression"),
    "partners of two minds": (
        lambda: two(cooperative=True, discount={"firm": r, "rival": 2 * r}),
        DeclarationError,
        "need one discount rate",
    ),
    "horizon negative": (lambda: game(horizon=-1), DeclarationError, "horizon -1 is not known to be positive"),
    "horizon of unknown sign": (
        lambda: game(horizon=loose),
        DeclarationError,
        "horizon loose is not known to be positive",
    ),
    "horizon a product": (
        lambda: game(horizon=2 * r),
        DeclarationError,
        r"horizon 2\*r is neither a number nor a parameter",
    ),
    "a player called like a state": (
        lambda: game(players=[Player("G", decides=[A], payoff=G - A**2)]),
        DeclarationError,
        "'G' names a state and a player.*rename one of them",
    ),
    "a report called like a state": (
        lambda: game(report={"G": A}),
        DeclarationError,
        "'G' names a state and a report",
    ),
    "a report called like a decision": (lambda: game(report={"A": G}), DeclarationError, "'A' names a .* and a "),
    "a report called like a speed": (lambda: game(report={"dG/dt": A}), DeclarationError, "names a report and a speed"),
    "a player called like a decision": (
        lambda: game(players=[Player("A", decides=[A], payoff=G - A**2)]),
        DeclarationError,
        "'A' names a decision and a player",
    ),
    "a parameter called like a state": (
        lambda: game(states={G: A - parameters("G") * G}),
        DeclarationError,
        "'G' names a state and a parameter",
    ),
    "assumption on a state": (lambda: game(assuming=[G > 0]), DeclarationError, "speaks of the state G"),
    "assumption on a decision": (lambda: game(assuming=[A > 1]), DeclarationError, "speaks of the decision A"),
    "assumptions clash": (
        lambda: game(assuming=[r > delta, delta > r]),
        ContradictoryAssumptions,
        "no parameters satisfy",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_declarations(case):
    declare, error, message = BAD[case]
    with pytest.raises(error, match=message):
        declare()


def test_states_are_their_own_kind_of_symbol():
    stock = states("K", nonnegative=True)
    assert isinstance(stock, State)
    assert stock.is_nonnegative
    with pytest.raises(DeclarationError, match="states 'K'"):
        states("K", integer=True)


def test_what_is_not_given():
    plain = two()
    assert plain.order == ("firm", "rival") or plain.order == (("firm", "rival"),)
    assert plain.label == "firm = rival"
    assert [str(value) for value in plain.initial.values()] == ["G_0"]
    assert [symbol.name for symbol in plain.parameters] == ["G_0", "cost", "delta", "margin", "r"]
    assert plain.as_cooperative().label == "cooperation"
    assert plain.as_cooperative().with_order(["firm", "rival"]).label == "firm > rival"
    assert plain.with_horizon(5).horizon == 5


def test_start_has_the_sign_of_its_state():
    stock = states("K", nonnegative=True)
    declared = game(states={stock: A - stock}, players=[Player("firm", decides=[A], payoff=stock - A**2)])
    (start,) = (value for value in declared.initial.values())
    assert start.is_nonnegative


def test_a_state_that_stands_nowhere_is_a_symbol_like_the_others():
    plain = game(states={G: A - delta * G, B: sp.S.Zero})
    assert B in plain.instant.ring.index
    assert "B_0" in [symbol.name for symbol in plain.parameters] + [str(value) for value in plain.initial.values()]


def test_frozen_and_pickled():
    plain = two()
    with pytest.raises(FrozenInstanceError):
        plain.discount = 2  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(plain)).label == plain.label
    assert pickle.loads(pickle.dumps(plain)) == plain
