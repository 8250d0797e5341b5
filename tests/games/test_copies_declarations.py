"""What may be declared of players who are alike, and what is refused with a way out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lsec_models import DifferentialGame, Game, Player, decisions, others, parameters, solve, states, total
from lsec_models.errors import DeclarationError

a, b = parameters("a b", positive=True)
n, m = parameters("n m", integer=True)
q, w, x, k = decisions("q w x k")
own = q * (a - q - others(q))


@pytest.mark.parametrize("copies", [0, -2, 2.5, "3", True, None, a, n / 2, n + a, q])
def test_copies_are_a_positive_integer(copies: Any) -> None:
    with pytest.raises(DeclarationError, match=r"is no positive integer; .*integer=True"):
        Player("firm", decides=[q], payoff=own, copies=copies)


@pytest.mark.parametrize("copies", [1, 3, np.int64(2), n, n + m, 2 * n - 1])
def test_what_copies_may_be(copies: Any) -> None:
    player = Player("firm", decides=[q], payoff=own, copies=copies)
    assert Game(players=[player]).representative.parameters


def test_the_way_out_exists() -> None:
    counted = parameters("n", integer=True)
    assert solve(Game(players=[Player("firm", decides=[q], payoff=own, copies=counted)]))["q"].equals(a / (counted + 1))
    assert "one of n" in Player("firm", decides=[q], payoff=own, copies=counted).description().title


@pytest.mark.parametrize("verb", [others, total])
@pytest.mark.parametrize("given", [a, 3, "q", q + x])
def test_sums_are_over_a_decision(verb: Any, given: Any) -> None:
    with pytest.raises(DeclarationError, match="not a decision"):
        verb(given)


def firms(payoff: Any = own, **more: Any) -> Game:
    """Firms after a maker who may be told more."""
    maker = Player("maker", decides=[w, k], payoff=more.pop("maker", w * total(q) - w**2 - k**2))
    shop = Player("shop", decides=[x], payoff=more.pop("shop", -((x - total(q)) ** 2)))
    firm = Player("firm", decides=[q], payoff=payoff, copies=more.pop("copies", n))
    return Game(players=[maker, firm, shop], order=more.pop("order", ["maker", "firm", "shop"]), **more)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"maker": w * q}, r"payoff of 'maker' speaks of q, .* write total\(q\)"),
        ({"shop": -((x - others(q)) ** 2)}, r"write total\(q\)"),
        ({"shop": x * others(b * 0 + w)}, "others of whoever decides w"),
        ({"report": {"all": total(decisions("z"))}}, "no player decides it"),
        ({"constraints": [total(q) <= 5]}, "keeps to its own decision"),
        ({"constraints": [x <= q]}, "keeps to its own decision"),
        ({"constraints": {"maker": [w <= total(q)], "firm": [q + others(q) <= 3]}}, "keeps to its own decision"),
        ({"constraints": {"maker": [w <= q]}}, "keeps to its own decision"),
    ],
)
def test_nobody_speaks_of_one_of_several(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        firms(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"constraints": [q <= k]},
        {"constraints": [x <= total(q)]},
        {"constraints": {"firm": [q <= k]}},
        {"report": {"each": q, "all": total(q), "rest": others(q)}},
        {"copies": 1},
        {"copies": 1, "maker": w * total(q) - w**2},
    ],
)
def test_what_may_be_said_of_copies(changed: dict[str, Any]) -> None:
    assert firms(**changed).representative.stages


def test_copies_that_move_twice_are_refused() -> None:
    firm = Player("firm", decides=[q, x], payoff=q * (a - total(q) + x + others(x)) - x**2, copies=3)
    with pytest.raises(DeclarationError, match="moves in stages 1 and 2"):
        Game(players=[firm], order=[x, q])
    assert solve(Game(players=[firm]))["q"]


def test_copies_that_decide_nothing_are_refused() -> None:
    with pytest.raises(DeclarationError, match="decides nothing"):
        Game(players=[Player("maker", decides=[w], payoff=-(w**2)), Player("crowd", decides=[], payoff=w, copies=3)])


def test_a_sum_over_one_is_the_decision() -> None:
    alone = Player("firm", decides=[q], payoff=q * (a - q - others(q)))
    maker = Player("maker", decides=[w], payoff=w * total(q) - w**2)
    found = solve(Game(players=[alone, maker], report={"all": total(q)}))
    assert found["q"] == found["all"] == a / 2


def test_a_game_with_copies_prints_as_it_is_declared() -> None:
    text = str(firms())
    assert "firm, one of n" in text
    assert "others(q)" in text
    assert "q_others" not in text
    assert firms().with_order(["firm", "maker", "shop"]).label == "firm > maker > shop"


def test_games_over_time_have_no_copies() -> None:
    stock = states("K")
    firm = Player("firm", decides=[q], payoff=stock - q**2, copies=2)
    with pytest.raises(DeclarationError, match="declare each as a player of its own"):
        DifferentialGame(states={stock: q - stock / 5}, players=[firm], discount=b, initial={stock: 1})
