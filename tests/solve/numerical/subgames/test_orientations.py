"""Signs of determinants, against finite differences of marginal payoffs that share no code."""

from __future__ import annotations

import numpy as np
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.numerical.subgames.subgames import Subgames

w, v = decisions("w v")
x, y = decisions("x y", within=(0, 10))


def coordinating(pull: sp.Expr, base: sp.Expr) -> list[Player]:
    return [
        Player(name, decides=[own], payoff=2 * own * (base + pull * other**4 / (1 + other**4) + sp.exp(-60)) - own**2)
        for name, own, other in (("one", x, y), ("two", y, x))
    ]


@settings(max_examples=5)
@example(pull=1.2, base=0.43)  # Of three, two are found.
@given(st.integers(5, 40).map(lambda n: n / 10), st.integers(1, 60).map(lambda n: n / 100))
def test_signs_of_all_equilibria_add_up_to_one_or_others_are_left_open(pull: float, base: float) -> None:
    game = Game(players=coordinating(sp.Rational(str(pull)), sp.Rational(str(base))))
    efforts = np.linspace(0, 10, 40_001)
    replies = base + pull * efforts**4 / (1 + efforts**4)
    solved = solve(game, at={})
    found = {name: np.array([float(one[name]) for one in solved]) for name in ("x", "y")}
    [signs] = Subgames(game).orientations(found)
    slopes = np.gradient(replies, efforts)
    is_complete = np.diff(np.sign(np.interp(replies, efforts, replies) - efforts - 1e-9)).astype(bool).sum() == len(
        signs
    )
    assert signs.sum() == 1 or not is_complete
    assert (solved.evidence.status(About.COMPLETE) is Status.OPEN) == (signs.sum() != 1)
    products = np.interp(found["x"], efforts, slopes) * np.interp(found["y"], efforts, slopes)
    assert signs.tolist() == np.sign(1 - products).tolist()


def test_of_players_who_move_one_after_the_other_nothing_turns() -> None:
    sold = sp.exp(1 - v) / (1 + sp.exp(1 - v))
    players = [Player("maker", decides=[w], payoff=w * sold), Player("seller", decides=[v], payoff=(v - w) * sold)]
    game = Game(players=players, order=["maker", "seller"])
    assert Subgames(game).orientations({"w": np.ones(1), "v": np.ones(1)}) == []


def test_of_followers_who_move_at_once_the_sign_is_that_of_their_own_slopes() -> None:
    players = coordinating(sp.Integer(2), w)
    leader = Player("leader", decides=[w], payoff=sp.log(w) - w)
    subgames = Subgames(Game(players=[leader, *players], order=["leader", ("one", "two")]))
    decided = {"w": np.full(3, 0.1), "x": np.array([0.1, 0.76, 10.0]), "y": np.array([0.1, 0.76, 10.0])}
    [signs] = subgames.orientations(decided)
    slopes = 8 * 0.76**3 / (1 + 0.76**4) ** 2
    assert signs[:2].tolist() == [1, np.sign(1 - slopes**2)]
    assert np.isnan(signs[2])  # At an end.
