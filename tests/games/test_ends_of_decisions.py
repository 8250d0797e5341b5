"""Decisions that are declared between two ends."""

from __future__ import annotations

import pickle

import pytest
import sympy as sp

from lsec_models import Game, Player, decisions, parameters, random, read_game, sample, solve
from lsec_models.errors import DeclarationError, LsecError, ParseError, UnknownName

a, c = parameters("a c", positive=True)


def test_a_share_stays_between_zero_and_one():
    share = decisions("lam", within=(0, 1))
    game = Game(players=[Player("streamer", decides=[share], payoff=a * share - share**2)])
    assert [bound.words for bound in game.bounds] == ["lam <= 1"]
    found = solve(game, corners=True, at={"a": 5}).only()
    assert (found["lam"], found.regime) == (1, "lam = 1")
    assert solve(game, corners=True, at={"a": 1}).only()["lam"] == sp.Rational(1, 2)


@pytest.mark.parametrize("again", ["lam <= 1", "2*lam <= 2", "1 - lam >= 0", "lam >= 0"])
@pytest.mark.parametrize("cost", [2, 3])
def test_what_is_asked_twice_is_one_bound_and_one_regime(again: str, cost: int):
    """An end, and a constraint that says the same in other words, bind once."""
    share = decisions("lam", within=(0, 1))
    for side, end in ((1, 1), (-1, 0)):
        streamer = Player("streamer", decides=[share], payoff=side * a * share - share**cost / 100)
        game = Game(players=[streamer], constraints=[sp.sympify(again, locals={"lam": share})])
        assert [bound.words for bound in game.bounds] == ["lam <= 1"]
        assert solve(game, at={"a": 1}).only().regime == f"lam = {end}"


def test_what_is_asked_of_others_or_strictly_is_another_bound():
    share, effort = decisions("lam", within=(0, 1)), decisions("e")
    streamer = Player("streamer", decides=[effort], payoff=share * effort - effort**2)
    brand = Player("brand", decides=[share], payoff=(1 - share) * effort)
    game = Game(players=[streamer, brand], order=["brand", "streamer"], constraints=[share < 1, 2 * share >= 1])
    assert [bound.words for bound in game.bounds] == ["lam <= 1", "lam < 1", "2*lam >= 1"]


def test_ends_may_be_parameters_and_take_their_numbers():
    x = decisions("x", within=(-c, 2 * c))
    assert x.is_nonnegative is None
    game = Game(players=[Player("firm", decides=[x], payoff=3 * x - x**2)], order=[x])
    assert game.parameters == (c,)
    assert solve(game, corners=True, at={"c": "1/3"}).only()["x"] == sp.Rational(2, 3)
    fixed = game.with_values(c=1)
    assert fixed.decisions[0].within == (-1, 2)
    assert solve(fixed, corners=True, at={}).only()["x"] == sp.Rational(3, 2)


def test_ends_are_part_of_what_a_decision_is():
    bounded = decisions("x", within=(0, 1))
    assert pickle.loads(pickle.dumps(bounded)) == bounded == decisions("x", within=(0, 1))
    assert pickle.loads(pickle.dumps(bounded)) is bounded
    assert bounded.within == (0, 1)
    assert bounded not in (decisions("x"), decisions("x", within=(0, 2)))
    with pytest.raises(DeclarationError, match="no player decides it"):
        Game(players=[Player("firm", decides=[bounded], payoff=decisions("x") * (1 - bounded))])


def test_without_an_end():
    assert decisions("x", within=(1, None)).within == decisions("x", within=(1, sp.oo)).within == (1, None)
    assert decisions("x y")[0].within == (None, None)


def test_a_declared_sign_is_an_end_where_the_given_one_is_below_it():
    q, demand = decisions("q", within=(-1, 2), nonnegative=True), random("D", sample(range(60)))
    assert q.ends == (0, 2)
    assert decisions("x", within=(-1, 2)).ends == (-1, 2)
    missed = sp.Max(0, demand - q) / 100
    game = Game(players=[Player("shop", decides=[q], payoff=-((q + sp.Rational(1, 2)) ** 2) - missed)])
    found = solve(game, at={}).only()
    assert (found["q"], found.regime) == (0, "q = 0")


@pytest.mark.parametrize("ends", [(1, 0), (1, 1), (1,), "01", (c, c), (0, decisions("p")), (0, "high")])
def test_what_is_not_two_ends_is_refused(ends):
    with pytest.raises(DeclarationError, match="decisions 'x'"):
        decisions("x", within=ends)


TEXT = """
[parameters]
positive = ["a"]
[players.streamer]
decides = ["lam", "y"]
payoff = "a*lam - lam**2 - y**2"
"""


def test_a_game_file_takes_ends():
    game = read_game(TEXT + 'within.lam = [0, "a/2"]\nwithin.y = ["-a", ""]\n')
    assert [bound.words for bound in game.bounds] == ["lam <= a/2", "y >= -a"]
    assert [decision.is_nonnegative for decision in game.decisions] == [True, None]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("within = 3", ParseError),
        ("within.lam = [0]", ParseError),
        ("within.z = [0, 1]", UnknownName),
        ("within.lam = [0, 'b']", UnknownName),
        ("within.lam = [0, 'y']", LsecError),
        ("within.lam = [1, 0]", DeclarationError),
    ],
)
def test_a_game_file_names_the_entry_at_fault(line, error):
    with pytest.raises(error, match=r"within"):
        read_game(TEXT + line + "\n")


def test_without_a_lowest_end_a_decision_is_not_negative_unless_it_is_real():
    # The best decision of all is -1, and the best of those that are not negative is 0.
    def best(decision):
        return solve(Game(players=[Player("firm", decides=[decision], payoff=-((decision + 1) ** 2))]), at={}).only()

    assert best(decisions("x", within=(None, 1)))["x"] == 0
    assert best(decisions("x", within=(None, 1), real=True))["x"] == -1
    assert decisions("x", within=(None, -1), real=True).ends == (None, -1)
    for highest in (0, -1, -parameters("c", positive=True)):
        with pytest.raises(DeclarationError, match=r"leaves no room above 0, .*; add it, or give a lowest end"):
            decisions("x", within=(None, highest))
