"""Names and units of parameters, names of decisions and the order of players decide nothing of what is found."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import NoClosedForm
from lsec_models.models.mechanisms.promotion import promotion

Names = Mapping[sp.Symbol, sp.Symbol]
Found = Callable[[Game, Names], object]

a, b, c, k = parameters("a b c k", positive=True)
x, y, z, w, q = decisions("x y z w q")


def contest(*worth: sp.Expr, power: int = 1) -> Game:
    efforts = (x, y, z)[: len(worth)]
    total = sp.Add(*(own**power for own in efforts))
    return Game(
        players=[
            Player(f"firm {own}", decides=[own], payoff=value * own**power / total - own)
            for own, value in zip(efforts, worth, strict=True)
        ]
    )


DUOPOLY = Game(
    players=[
        Player("one", decides=[x], payoff=x * (a - x - y) - b * x),
        Player("two", decides=[y], payoff=y * (a - x - y) - c * y),
    ]
)
CHAIN = Game(
    players=[
        Player("maker", decides=[w], payoff=(w - c) * (a - b * (w + q))),
        Player("shop", decides=[q], payoff=q * (a - b * (w + q))),
    ],
    order=["maker", "shop"],
    assuming=[a > b * c],
    constraints=[w <= k],
)
FAVOUR = Game(
    players=[
        Player("one", decides=[x], payoff=a * x * y - x**2 / 2 - b * x**2 * y**2 / 2),
        Player("two", decides=[y], payoff=a * x * y - y**2 / 2 - c * x**2 * y**2 / 2),
    ]
)
ROOT = Game(
    players=[
        Player("leader", decides=[x], payoff=a * x * (1 - y) - b * x**3 - k * x),
        Player("follower", decides=[y], payoff=x * y - c * y**2),
    ],
    order=["leader", "follower"],
)
NO_CLOSED_FORM = Game(
    players=[
        Player("one", decides=[x], payoff=x * (a - x - y) - b * x**2),
        Player("two", decides=[y], payoff=y * (a - x - y) - c * y - k * y**3),
    ]
)


def in_closed_form(game: Game, names: Names) -> object:
    found = solve(game)
    rows = sorted(f"{f.about} {f.player} {f.status}" for f in found.evidence.findings)
    return _back([found[names[s].name] for s in names if isinstance(s, Decision)], names), rows


def in_regimes(game: Game, names: Names) -> object:
    found = solve(game, corners=True)
    own = [names[s].name for s in names if isinstance(s, Decision)]
    return {_back([regime.decisions[d] for d in own], names) for regime in found.regimes}, found.evidence.established


def at_a_point(**numbers: Fraction) -> Found:
    def found(game: Game, names: Names) -> object:
        given = {image.name: numbers[s.name] for s, image in names.items() if s.name in numbers}
        solutions = solve(game, at=given)
        own = [image.name for s, image in names.items() if isinstance(s, Decision)]
        points = {tuple(round(float(one[d]), 9) for d in own) for one in solutions}
        return points, solutions.status, solutions.complete

    return found


def _back(values: list[sp.Expr], names: Names) -> tuple[str, ...]:
    """Return expressions in the names that were declared, each in one form."""
    old = {image.name: s.name for s, image in names.items()}
    old |= {f"{new}_star": f"{name}_star" for new, name in old.items()}
    plain = [value.xreplace({s: sp.Symbol(old[s.name]) for s in value.free_symbols}) for value in map(sp.S, values)]
    return tuple(str(sp.factor(value)) for value in plain)


def renamed(game: Game, dice: random.Random) -> tuple[Game, Names]:
    """Return the same game with other names, and with players, decisions and assumptions in another order."""
    fresh = [f"{letter}{n}" for letter in "azMb_" for n in range(5)]
    dice.shuffle(fresh)
    symbols: list[Any] = [*game.parameters, *game.decisions]
    names = {s: type(s)(fresh.pop(), **_sign(s)) for s in symbols}

    def moved(expression: sp.Basic) -> Any:
        return sp.sympify(expression).xreplace(names)

    players = [replace(p, decides=[moved(d) for d in p.decides], payoff=moved(p.payoff)) for p in game.players]
    slots: list[Any] = [slot if isinstance(slot, tuple) else (slot,) for slot in game.order or ()]
    assuming = [moved(relation) for relation in game.assuming]
    return Game(
        players=dice.sample(players, len(players)),
        order=[[names.get(entry, entry) for entry in dice.sample(slot, len(slot))] for slot in slots],
        assuming=dice.sample(assuming, len(assuming)),
        constraints=[moved(relation) for relation in game.constraints],
        report={name: moved(value) for name, value in game.report.items()},
    ), names


def _sign(symbol: sp.Symbol) -> dict[str, bool]:
    if symbol.is_positive:
        return {"positive": True}
    return {"nonnegative": True} if symbol.is_nonnegative else {"real": True}


def _outcome(find: Found, game: Game, names: Names) -> object:
    try:
        return find(game, names)
    except NoClosedForm as refusal:
        return type(refusal)


CASES: dict[str, tuple[Game, Found]] = {
    "contest of three": (contest(a, b, c), in_closed_form),
    "contest with a commission": (promotion("three"), in_closed_form),
    "contest of squares": (contest(a, b, power=2), in_closed_form),
    "chain": (CHAIN, in_closed_form),
    "root": (ROOT, in_closed_form),
    "none": (NO_CLOSED_FORM, in_closed_form),
    "corner at a point": (DUOPOLY, at_a_point(a=Fraction(1), b=Fraction(1, 4), c=Fraction(2))),
    "several at a point": (FAVOUR, at_a_point(a=Fraction(3), b=Fraction(1), c=Fraction(2))),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_names_and_order_decide_nothing(case: str) -> None:
    game, find = CASES[case]
    stated = _outcome(find, game, {s: s for s in (*game.parameters, *game.decisions)})
    for seed in range(2):
        twin, names = renamed(game, random.Random(f"{case} {seed}"))
        assert _outcome(find, twin, names) == stated


@pytest.mark.slow
def test_names_and_order_decide_nothing_of_regimes() -> None:
    stated = in_regimes(CHAIN, {s: s for s in (*CHAIN.parameters, *CHAIN.decisions)})
    twin, names = renamed(CHAIN, random.Random("regimes"))
    assert in_regimes(twin, names) == stated


@pytest.mark.slow
@pytest.mark.parametrize("game", [contest(a, b, c), contest(a, b, power=2)], ids=["three", "squares"])
def test_units_decide_nothing(game: Game) -> None:
    """In other units, one for each firm's value, solutions hold only far from where parameters are drawn at random."""
    units = {a: a / 1000, b: 10**6 * b, c: c / 10**6}
    twin = replace(game, players=[replace(p, payoff=p.payoff.xreplace(units)) for p in game.players])
    one: Any = solve(game)
    other: Any = solve(twin)
    for name in one:
        assert sp.simplify(one[name].xreplace(units) - other[name]) == 0
    assert one.evidence.established
    assert other.evidence.established
