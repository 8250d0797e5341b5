"""What a declaration of a difference game accepts, and what each bad one is told."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
import sympy as sp

from lsec_models import DifferenceGame, Player, decisions, parameters, solve, states
from lsec_models.errors import DeclarationError, NotRational, OutsideDomain, UnknownName

delta, margin, beta = parameters("delta margin beta", positive=True)
G, B = states("G B")
A, E = decisions("A E", real=True)
FIRM = Player("firm", decides=[A], payoff=margin * G - A**2 / 2)
STORE = states("S", nonnegative=True)
OWNER = Player("firm", decides=[A], payoff=margin * STORE - A**2 / 2)
RIVAL = Player("rival", decides=[E], payoff=-margin * G - E**2 / 2)


def game(**changes: Any) -> DifferenceGame:
    declared: dict[str, Any] = {"states": {G: A + (1 - delta) * G}, "players": [FIRM], "discount_factor": beta}
    return DifferenceGame(**(declared | changes))


def two(**changes: Any) -> DifferenceGame:
    return game(**({"states": {G: A - E + (1 - delta) * G}, "players": [FIRM, RIVAL]} | changes))


BAD = {
    "no states": (lambda: game(states={}), DeclarationError, "needs states=.*without stocks use Game"),
    "states no mapping": (lambda: game(states=[G]), DeclarationError, "states: .* is not a mapping"),
    "plain symbol as state": (
        lambda: game(states={sp.Symbol("H"): A}),
        DeclarationError,
        r"declare it with states\('H'",
    ),
    "next value as text": (lambda: game(states={G: "A - G"}), DeclarationError, "the next value of G, 'A - G'"),
    "next value irrational": (lambda: game(states={G: sp.sqrt(A) - G}), NotRational, r"sqrt\(A\)"),
    "state without a next value": (
        lambda: game(players=[Player("firm", decides=[A], payoff=B - A**2)]),
        DeclarationError,
        "state B is used, but has no next value",
    ),
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
    "copies": (
        lambda: game(players=[Player("firm", decides=[A], payoff=-(A**2), copies=3)]),
        DeclarationError,
        "copies are for static games",
    ),
    "ends of a decision": (
        lambda: game(
            states={G: decisions("s", within=(0, 1))},
            players=[Player("firm", decides=[decisions("s", within=(0, 1))], payoff=G)],
        ),
        DeclarationError,
        "ends of an interval are for static games; declare it real=True",
    ),
    "decision of nobody": (lambda: game(states={G: E - G}), DeclarationError, "E is used, but no player decides it"),
    "undeclared symbol": (lambda: game(states={G: A - sp.Symbol("z") * G}), DeclarationError, "symbol z is undeclared"),
    "information": (lambda: game(information="closed"), DeclarationError, "'feedback', 'open_loop'; write one"),
    "order and cooperation": (
        lambda: two(cooperative=True, order=["firm", "rival"]),
        DeclarationError,
        "has no order of play",
    ),
    "a stranger in the order": (lambda: two(order=["firm", "maker"]), UnknownName, "maker"),
    "a rate instead of a factor": (
        lambda: game(discount_factor=1.05),
        DeclarationError,
        r"of a discount rate r it is 1/",
    ),
    "no discount factor": (lambda: game(discount_factor=0), DeclarationError, "not above 0"),
    "factor of a decision": (lambda: game(discount_factor=A), DeclarationError, "A is not a parameter"),
    "factor as text": (lambda: game(discount_factor="0.9"), DeclarationError, "'0.9' is neither a number nor"),
    "factor of a stranger": (lambda: game(discount_factor={"maker": 0.9}), UnknownName, "who does not play"),
    "factor left out": (lambda: two(discount_factor={"firm": 0.9}), DeclarationError, "leaves out rival"),
    "factors of a coalition": (
        lambda: two(cooperative=True, discount_factor={"firm": 0.9, "rival": 0.8}),
        DeclarationError,
        "need one discount factor|together",
    ),
    "half a period": (lambda: game(horizon=2.5), DeclarationError, "not a number of periods"),
    "no period": (lambda: game(horizon=0), DeclarationError, "at least 1"),
    "a parameter as horizon": (lambda: game(horizon=margin), DeclarationError, "not a number of periods"),
    "assumption about a stock": (lambda: game(assuming=[G > 0]), DeclarationError, "speaks of the state G"),
    "shock to a stranger": (lambda: game(shocks={B: 1}), UnknownName, "shocks: B is not a state of the game"),
    "shock to a stock with a sign": (
        lambda: DifferenceGame(states={STORE: A - STORE}, players=[OWNER], discount_factor=beta, shocks={STORE: 1}),
        DeclarationError,
        r"a shock may drive it below zero; declare it real, states\('S'\), or leave out its shock",
    ),
    "negative variance": (lambda: game(shocks={G: -margin}), DeclarationError, "to G, -margin, is negative"),
    "one name for two": (
        lambda: game(players=[Player("G", decides=[A], payoff=G - A**2)]),
        DeclarationError,
        "'G' names a state and a player",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_each_bad_declaration_is_told_what_to_write(case: str) -> None:
    declare, kind, words = BAD[case]
    with pytest.raises(kind, match=words):
        declare()


def test_factors_outside_their_range_are_found_at_the_point() -> None:
    with pytest.raises(OutsideDomain, match="the discount factor of 'firm' is not above 0 and at most 1"):
        solve(game(), at={"beta": 2, "delta": 1, "margin": 1, "G_0": 0})


def test_a_variance_that_is_negative_at_the_point_is_named() -> None:
    with pytest.raises(OutsideDomain, match="the variance of the shock to G is negative"):
        solve(game(shocks={G: margin - 1}), at={"beta": "9/10", "delta": "1/5", "margin": "1/2", "G_0": 0})


def test_the_period_of_a_coalition_pays_it_everything() -> None:
    (alone,) = two(cooperative=True).period.players
    assert alone.payoff == FIRM.payoff + RIVAL.payoff
    assert set(alone.decides) == {A, E}


def test_what_is_declared_is_what_is_printed_and_pickled() -> None:
    declared = two(order=["firm", "rival"], horizon=5)
    assert repr(declared).splitlines() == [
        "Difference game firm > rival, of 5 periods (feedback strategies)",
        "  player  decides  payoff per period   discount factor",
        "  firm    A        -A**2/2 + margin*G  beta",
        "  rival   E        -E**2/2 - margin*G  beta",
        "  next G = A - E + G*(1 - delta)",
        "  G in period 0 = G_0",
    ]
    again = pickle.loads(pickle.dumps(declared))
    assert (again.label, again.parameters) == ("firm > rival", declared.parameters)
    assert declared.as_cooperative().label == "cooperation"
    assert declared.with_order(["rival", "firm"]).label == "rival > firm"
    assert declared.with_horizon(None).horizon is None
