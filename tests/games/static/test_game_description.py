"""What a game says of itself: one row a player, and below it one line for all else that was declared."""

from __future__ import annotations

import pytest

from lsec_models import CARA, Choice, Game, Player, decisions, normal, parameters, random, signal

a, b, V = parameters("a b V", positive=True)
p, q = decisions("p q")
N = decisions("N", real=True)
z = random("z", normal(0, V))
told = signal("t", of=z, noise=b)
LAW = ("random: z has the law normal(0, V)",)
LEADER = Player("A", decides=[p], payoff=p * (a - p))
FOLLOWER = Player("B", decides=[q], payoff=q * (b - q - p))


PRICE = decisions("p", real=True)
LIVE = Game(players=[Player("A", decides=(), payoff=0), Player("B", decides=[q], payoff=q * (b - q - p))], given=[p])
CHOICE = Choice(by="B", among={"live": LIVE, "none": Game(players=[Player("B", decides=(), payoff=0)], given=[p])})


def seller(**more):
    return Player("A", decides=[PRICE], payoff=PRICE * (a + z - PRICE), **more)


@pytest.mark.parametrize(
    ("game", "notes"),
    [
        ({"players": [LEADER, FOLLOWER], "report": {"both": p + q}}, [("reported: both =", p + q)]),
        ({"players": [LEADER, FOLLOWER], "constraints": [p + q <= a]}, [("constraint:", p + q <= a)]),
        ({"players": [LEADER, FOLLOWER], "constraints": [p >= 0, p + q <= a]}, [("constraint:", p + q <= a)]),
        ({"players": [LEADER, FOLLOWER], "constraints": {"A": [p <= a]}}, [("constraint of A:", p <= a)]),
        (
            {"players": [Player("A", decides=[p], payoff=p * (a + N / 2 - p))], "expectations": {N: p}},
            [("expected: N =", p)],
        ),
        ({"players": [LEADER, FOLLOWER], "assuming": [a < b]}, [("assuming", a < b)]),
        ({"players": [seller(sees=[z])]}, [("A sees", z), LAW]),
        ({"players": [seller(risk=CARA(2))]}, [("A shuns risk by CARA(2)",), LAW]),
        (
            {"players": [seller(sees=[told])]},
            [("A sees", told), ("signal t of", z, "with noise of variance b"), LAW],
        ),
        ({"players": [LEADER], "then": CHOICE}, [("then", str(CHOICE))]),
    ],
    ids=["report", "constraint", "met", "owned", "expected", "assumed", "seen", "risk", "told", "then"],
)
def test_notes_say_what_no_row_does(game, notes):
    assert list(Game(**game).description().notes) == notes


def test_rows_are_in_order_of_moves_and_those_without_decisions_last():
    bystander = Player("C", decides=(), payoff=p * q)
    game = Game(players=[bystander, FOLLOWER, LEADER], order=["A", "B"])
    description = game.description()
    assert [row[:2] for row in description.rows] == [("1", "A"), ("2", "B"), ("-", "C")]
    assert description.title == "Game A > B"
