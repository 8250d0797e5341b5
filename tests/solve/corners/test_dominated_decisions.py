"""Remarks on equilibria that rest on weakly dominated decisions, against payoffs on a grid of what others decide."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.dominated_decisions import with_dominated_decisions_remarked

p, r = decisions("p1 p2")
c = parameters("c", positive=True)


def shops(cost: sp.Expr, size: int = 4, own: Decision = r, first: int = 10) -> Game:
    """Two shops with demand that stays at zero; the second one may be driven out of the market."""
    sold = sp.Max(0, first - p + own / 2), sp.Max(0, size - own + p / 2)
    players = [
        Player("one", decides=[p], payoff=(p - 1) * sold[0]),
        Player("two", decides=[own], payoff=(own - cost) * sold[1] - 3),
    ]
    return Game(players=players, report={"sold": sold[1]})


def remarks(found: Solutions) -> list[str]:
    return [*found.remarks, *(one.remark for one in found.continua)]


@pytest.mark.slow
def test_a_price_below_unit_cost_of_who_sells_nothing_is_remarked() -> None:
    found = solve(shops(c), at={"c": 9})
    said = (
        "its end p2 = 54/7 is weakly dominated by p2 = 9: whatever others decide, two never has more from it, and "
        "sometimes less"
    )
    assert remarks(found) == [said]
    assert said in found.summary().branches[0].note
    assert said in found._repr_html_()
    assert said in " ".join(str(found).split())
    assert str(found) == repr(found)
    assert not any(remarks(solve(shops(c), at={"c": 6})))


def test_a_point_says_so_too_and_only_what_is_so() -> None:
    """What is shown rests on the payoffs alone, so that any decisions may be put to it."""
    found = solve(shops(c), at={"c": 6}).only().source
    for price, is_worse in ((2, True), (6, False), (7, False)):
        other = with_dominated_decisions_remarked(
            replace(found, quantities=(found.quantities[0] | {"p2": sp.Integer(price), "two": sp.Integer(-3)},))
        )
        assert bool(other[0].remark) is is_worse
        assert bool(other[0].summary().notes) is is_worse
    assert re.match(
        "p2 = 2 is weakly dominated by p2 = 6",
        with_dominated_decisions_remarked(
            replace(found, quantities=(found.quantities[0] | {"p2": sp.Integer(2), "two": sp.Integer(-3)},))
        )[0].remark,
    )


@pytest.mark.parametrize(
    "game",
    [
        shops(9, own=decisions("p2", within=(7, 8))),
        Game(players=shops(9).players, constraints=[r <= 8]),
        Game(players=[shops(9).players[0], Player("two", decides=[r], payoff=(r - 9) * (4 - r + p / 2) - 3)]),
        Game(players=[shops(9).players[0], Player("two", decides=[r], payoff=(r - p) * sp.Max(0, 4 - r + p / 2) - 3)]),
        Game(players=[shops(9).players[0], Player("two", decides=[r], payoff=(r - 9) * sp.Max(0, 4 - r - p) - 3)]),
        Game(players=shops(9, size=2).players, constraints=[p <= 3]),
        Game(players=shops(9).players, constraints=[r <= 5 + p]),
    ],
    ids=[
        "not allowed",
        "a constraint",
        "a sign that is not known",
        "no number",
        "never better at that price",
        "others may not",
        "not allowed for all of others",
    ],
)
def test_nothing_is_said_where_it_is_not_shown(game: Game) -> None:
    """Where the safe price may not be allowed, or depends on others, or what is sold is negative or never positive."""
    price = sp.Rational(15, 2)
    listed = Solutions(
        game=game,
        point={},
        quantities=({"p1": sp.Integer(8), "p2": price, "one": sp.Integer(1), "two": sp.Integer(-3)},),
        regimes=("interior",),
        selections=("",),
    )
    assert not any(remarks(with_dominated_decisions_remarked(listed)))


@pytest.mark.slow
def test_remarks_are_those_of_a_grid() -> None:
    dice, seen = random.Random(5), set()
    for _ in range(5):
        cost, size = dice.randint(4, 9), dice.randint(1, 4)
        game = shops(sp.Integer(cost), size)
        found = solve(game, at={})
        payoff = sp.lambdify((r, p), game.players[1].payoff, modules=[{"Max": max}])
        for values, remark in (
            *zip(found.quantities, found.remarks or ("",) * len(found), strict=True),
            *((vertex, one.remark) for one in found.continua for vertex in one.vertices),
        ):
            own = Fraction(str(values["p2"]))
            gains = [payoff(own, n) - payoff(Fraction(cost), n) for n in map(Fraction, range(60))]
            is_worse = max(gains) <= 0 and min(gains) < 0
            assert is_worse == (f"p2 = {values['p2']} is weakly dominated by p2 = {cost}" in remark)
            seen.add(is_worse)
    assert seen == {True, False}
