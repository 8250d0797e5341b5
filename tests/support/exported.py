"""Results that are exported, and points at which formulas are evaluated again."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import sympy as sp
from sympy.parsing.mathematica import parse_mathematica

import lsec_models as lsec
from lsec_models import DifferentialGame, Equilibrium, Game, PiecewiseEquilibrium, Player, decisions, parameters, states
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.parsing.parse import parse_expression
from lsec_models.errors import OutsideDomain
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.prove.results.signs import Comparison, SignTable
from results import capped

a, b, c, k, r, N_1, lam = parameters("a b c k r N_1 lambda", positive=True)
w, q, m = decisions("w q m")


@cache
def game() -> Game:
    demand = a - b * (w + m) + N_1 * q
    return Game(
        players=[
            Player("manufacturer", decides=[w, q], payoff=(1 - lam) * (w - c) * demand - k * q**2 / 2),
            Player("live *) streamer", decides=[m], payoff=m * demand),
        ],
        order=["manufacturer", "live *) streamer"],
        assuming=[a > b * c, lam < 1],
        report={"a": demand, "price_total": w + m},
    )


@cache
def led() -> Equilibrium:
    return lsec.solve(game())


@cache
def three_players() -> Equilibrium:
    return lsec.solve(lsec.load("power_structures", order=["manufacturer", "streamer", "platform"]))


@cache
def encroached() -> PiecewiseEquilibrium:
    q_r, q_m = decisions("q_r q_m")
    price = a - b * (q_r + q_m)
    return lsec.solve(
        Game(
            players=[
                Player("manufacturer", decides=[w, q_m], payoff=w * q_r + (price - c) * q_m),
                Player("retailer", decides=[q_r], payoff=(price - w) * q_r),
            ],
            order=[w, "retailer", q_m],
            assuming=[a > c],
        ),
        corners=True,
    )


@cache
def goodwill(*, curved: bool) -> FeedbackEquilibrium:
    """Goodwill whose worth is curved has a square root in its strategy, and in where it holds."""
    delta, rho = parameters("delta rho", positive=True)
    G = states("G")
    flow = rho * G - k * q**2 / 2 - (G**2 / 2 if curved else 0)
    solved = lsec.solve(
        DifferentialGame(states={G: q - delta * G}, players=[Player("firm", decides=[q], payoff=flow)], discount=r)
    )
    assert isinstance(solved, FeedbackEquilibrium)
    return solved


@cache
def ranking() -> Comparison:
    return lsec.compare({"led": led(), "nash": lsec.solve(game().with_order([tuple(p.name for p in game().players)]))})


@cache
def signs() -> SignTable:
    return lsec.comparative_statics(led(), ["q", "price_total"], ["N_1", "k", "c"])


EVERYTHING: dict[str, Callable[[], Any]] = {
    "equilibrium": led,
    "piecewise": capped,
    "three_regimes": encroached,
    "linear": lambda: goodwill(curved=False),
    "root": lambda: goodwill(curved=True),
    "ranking": ranking,
    "signs": signs,
}
each = pytest.mark.parametrize(
    "thing", [pytest.param(name, marks=pytest.mark.slow if name == "three_regimes" else ()) for name in EVERYTHING]
)


def number(fraction: Mapping[str, str], at: Mapping[str, sp.Expr]) -> sp.Expr:
    return parse_expression(fraction["numerator"], at) / parse_expression(fraction["denominator"], at)


def points(equilibrium: Equilibrium | PiecewiseEquilibrium | FeedbackEquilibrium, count: int = 20) -> Iterator[Any]:
    for point in sample(equilibrium.domain, count, seed=1):
        yield {symbol.name: sp.Rational(*value.as_integer_ratio()) for symbol, value in point.items()}


def anywhere(names: tuple[str, ...], count: int = 60) -> Iterator[dict[Any, Any]]:
    draw = random.Random(3)
    for _ in range(count):
        yield {name: sp.Rational(draw.randint(1, 40), draw.randint(1, 20)) for name in names}


def feedback_points(equilibrium: FeedbackEquilibrium) -> Iterator[dict[Any, Any]]:
    """Draw points, and yield the first few at which the equilibrium holds."""
    draw = random.Random(5)
    found = 0
    while found < 3:
        at = {name: sp.Rational(draw.randint(1, 9), draw.randint(1, 9)) for name in equilibrium.ring.names}
        if is_admissible(equilibrium, at):
            found += 1
            yield at


def is_admissible(equilibrium: FeedbackEquilibrium, at: Mapping[str | sp.Symbol, object]) -> bool:
    try:
        equilibrium.at(at)
    except OutsideDomain:
        return False
    return True


def renamed(text: str) -> tuple[dict[str, str], str]:
    """Return what the comment says of symbols, and the text after it."""
    end = text.index(" *)\n")
    told = re.findall(r"^ +(\w+) stands for (?!the (?:quantity|value of) )(.*)$", text[:end], re.M)
    return {old: new for new, old in told}, text[end + 4 :]


def entry_of(text: str, key: str) -> str:
    found = re.search(rf'^  "{key}" -> (.*?),?$(?=\n  "|\n\|>)', text, re.M | re.S)
    assert found, f"no entry {key}"
    return found[1]


def rules_of(text: str, key: str) -> dict[str, str]:
    rules = (rule.split(" -> ", 1) for rule in split(entry_of(text, key)[1:-1]))
    return {left.strip(): right for left, right in rules}


def split(text: str) -> list[str]:
    """Split at the commas outside all brackets."""
    parts, depth = [""], 0
    for mark in text:
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += mark
    return [part.strip() for part in parts if part.strip()]


def value_of(text: str, values: Mapping[str, sp.Expr]) -> sp.Expr:
    """Evaluate a formula; SymPy's reader has meanings of its own for names such as gamma, so that all get a letter."""
    formula = parse_mathematica(re.sub(r"\b[a-z]\w*", r"v\g<0>", " ".join(text.split())))
    return formula.subs({sp.Symbol(f"v{name}"): value for name, value in values.items()})


def with_meanings(text: str, values: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
    """Return values, and with them those of the names that are defined around an association, the outer ones first."""
    found = dict(values)
    for definitions in re.findall(r"With\[\{\n(.*?)\n  \},\n", text[: text.index("<|")], re.S):
        named = (definition.split(" = ", 1) for definition in split(definitions))
        found |= {name: value_of(formula, found) for name, formula in named}
    return found
