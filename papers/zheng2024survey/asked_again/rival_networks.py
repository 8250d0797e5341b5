"""Sellers whose networks multiply demand, or of whom one leads in quantities.

Of n alike the price is ``a - (all quantities)/(1 + nu*N)``. What is not said to be other is as in the story sellers of
the model business_model, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from lsec_models import Game, Player, decisions, others, parameters, solve, total

a, c, nu = parameters("a c nu", positive=True)
n = parameters("n", integer=True)
q, q_1, q_2 = decisions("q q_1 q_2")
N, N_1, N_2 = decisions("N N_1 N_2", real=True)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``sellers_times_`` are sellers whose networks multiply demand; ``sellers_led`` one that leads n others of compatible
    goods, ``sellers_led_compatible`` and ``sellers_led_own`` one that leads one other.
    """
    games = {f"sellers_times_{how}": _alike(compatible=how == "compatible") for how in ("compatible", "own")}
    games |= {f"sellers_led_{how}": _of_two(compatible=how == "compatible") for how in ("compatible", "own")}
    return {label: solve(game) for label, game in {**games, "sellers_led": _leader_of_many()}.items()}


def _alike(*, compatible: bool) -> Game:
    price = a - (q + others(q)) / (1 + nu * N)
    return Game(
        players=[Player("seller", decides=[q], payoff=(price - c) * q, copies=n)],
        # Even with all who would buy at cost, a buyer draws less than one other.
        assuming=[a > c, nu * (a - c) < 1],
        expectations={N: total(q) if compatible else total(q) / n},
    )


def _of_two(*, compatible: bool) -> Game:
    expected = (N, N) if compatible else (N_1, N_2)
    players = [
        Player(name, decides=[own], payoff=(a + nu * size - q_1 - q_2 - c) * own)
        for name, own, size in zip(("first", "second"), (q_1, q_2), expected, strict=True)
    ]
    return Game(
        players=players,
        order=["first", "second"],
        # Who follows still sells, also beside the leader's own network.
        assuming=[a > c, 2 * nu < 1],
        expectations={N: q_1 + q_2} if compatible else {N_1: q_1, N_2: q_2},
    )


def _leader_of_many() -> Game:
    price = a + nu * N - q_1
    players = [
        Player("leader", decides=[q_1], payoff=(price - total(q) - c) * q_1),
        Player("seller", decides=[q], payoff=(price - q - others(q) - c) * q, copies=n),
    ]
    return Game(
        players=players,
        order=["leader", "seller"],
        assuming=[a > c, nu < 1],
        expectations={N: q_1 + total(q)},
    )
