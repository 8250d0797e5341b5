"""A contest for a prize: the chance to win it is one's own effort to a power, as a share of all such powers.

Where the power is no whole number, a root of effort is decided, so that chances and costs are whole powers of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, others, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

n = parameters("n", integer=True)
V, V_1, V_2, V_3, v, Y, X = parameters("V V_1 V_2 V_3 v Y X", positive=True)
x, y, x_1, x_2, x_3 = decisions("x y x_1 x_2 x_3")
CORNERS = ("leader",)


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "alike": alike(V, 1),
        "alike_half": alike(2 * n**2 * Y**2 / (n - 1), 2),
        "two_half_more": two_alike(sp.Rational(3, 2)),
        "two_squares": two_alike(sp.Integer(2)),
        "reply_of_three": reply(sp.Rational(6, 5), 3),
        "two": two((V_1, V_2), sp.Integer(1)),
        "three": three(),
        "follower": follower(),
        "leader": leader(),
    }


def alike(prize: sp.Expr, root: int) -> Game:
    """Return the contest of n who are alike, at the power 1/root."""
    bidder = Player("bidder", decides=[x], payoff=prize * x / (x + others(x)) - x**root, copies=n)
    return Game(players=[bidder], assuming=[n >= 2], report={"effort": x**root, "prize": prize})


def two_alike(power: sp.Rational) -> Game:
    """Return the contest of two who are alike; the prize is written in the root of effort, Y, that it brings about."""
    prize = prize_for(power, 2)
    contest = two((prize, prize), power)
    return Game(players=contest.players, report={"effort": x_1**power.q, "prize": prize})


def reply(power: sp.Rational, count: int) -> Game:
    """Return the choice of one of some who are alike, while all others do what solves the first-order condition."""
    prize = prize_for(power, count)
    payoff = prize * x**power.p / (x**power.p + (count - 1) * Y**power.p) - x**power.q
    return Game(players=[Player("bidder", decides=[x], payoff=payoff)], report={"effort": x**power.q, "prize": prize})


def prize_for(power: sp.Rational, count: int) -> sp.Expr:
    """Return the prize at which the root of effort Y solves the first-order condition of some who are alike."""
    return count**2 * Y**power.q / (power * (count - 1))


def two(prizes: tuple[sp.Expr, sp.Expr], power: sp.Rational) -> Game:
    """Return the contest of two, to each of whom the prize may be worth something else."""
    chances = [own**power.p for own in (x_1, x_2)]
    players = [
        Player(name, decides=[own], payoff=prize * chance / sum(chances) - own**power.q)
        for name, own, prize, chance in zip(("first", "second"), (x_1, x_2), prizes, chances, strict=True)
    ]
    report = {"spent": x_1**power.q + x_2**power.q, "chance": chances[0] / sum(chances)}
    return Game(players=players, report=report)


def three() -> Game:
    """Return the contest of three, the first of whom values the prize most, and the third least."""
    efforts, prizes = (x_1, x_2, x_3), (V_1, V_2, V_3)
    spent = sp.Add(*efforts)
    players = [
        Player(name, decides=[own], payoff=prize * own / spent - own)
        for name, own, prize in zip(("first", "second", "third"), efforts, prizes, strict=True)
    ]
    return Game(players=players, assuming=[V_1 >= V_2, V_2 >= V_3], report={"spent": spent})


def follower() -> Game:
    """Return the reply to an effort X, which is less than the prize is worth to who replies, v^2; X is a square."""
    payoff = v**2 * y / (X**2 + y) - y
    return Game(players=[Player("follower", decides=[y], payoff=payoff)], assuming=[v > X])


def leader() -> Game:
    """Return the effort x^2 of who moves first, the follower's reply v x - x^2 written in; at x = v there is none."""
    payoff = V_1 * x / v - x**2
    report = {"effort": x**2, "reply": v * x - x**2, "follower": (v - x) ** 2}
    return Game(players=[Player("leader", decides=[x], payoff=payoff)], constraints=[x <= v], report=report)


def in_turn(smallest: sp.Rational) -> Game:
    """Return the contest of two in turn; no effort at first has no best answer, so that some is required."""
    game = two((V_1, V_2), sp.Integer(1))
    return Game(players=game.players, order=["first", "second"], constraints=[x_1 >= smallest])
