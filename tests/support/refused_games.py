"""Games that errors speak of, and how a refusal is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from lsec_models import (
    DifferentialGame,
    Game,
    LsecError,
    OneStateProblem,
    Player,
    decisions,
    parameters,
    solve,
    states,
)

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, q, m = decisions("w q m")
x, y = decisions("x y")
r, delta, T = parameters("r delta T", positive=True)
G = states("G")
u, v = decisions("u v", real=True)
MAKER = Player("manufacturer", decides=[w, q], payoff=(w - c) * (a - b * (w + m) + gamma * q) - k * q**2 / 2)
SELLER = Player("streamer", decides=[m], payoff=m * (a - b * (w + m) + gamma * q))
CHAIN = Game(players=[MAKER, SELLER], order=["manufacturer", "streamer"], assuming=[a > b * c])
LED = solve(CHAIN)
POINT = {"a": 10, "b": 1, "c": 2, "k": 1, "gamma": "1/2"}
MONOPOLY = Game(players=[Player("firm", decides=[x], payoff=x * (a - x))])
COURNOT = Game(
    players=[Player("A", decides=[x], payoff=x * (a - x - y)), Player("B", decides=[y], payoff=y * (a - x - y))]
)
LINEAR = DifferentialGame(
    states={G: u - delta * G}, players=[Player("firm", decides=[u], payoff=G - u**2 / 2)], discount=r
)
NUMBERS = {"r": 0.1, "delta": 0.2, "G_0": 0, "T": 5, "k": 2}


def refused(call: Callable[[], object], kind: type[LsecError], *words: str) -> str:
    """Return the message of the error that a call raises, which must have all words."""
    with pytest.raises(LsecError) as raised:
        call()
    message = str(raised.value)
    assert isinstance(raised.value, kind), f"{type(raised.value).__name__}: {message}"
    assert all(part in message for part in words), message
    return message


def filled(message: str, pattern: str, values: dict[str, object]) -> dict[str, object]:
    """Return the point that a message leaves blank after a pattern, with numbers in the places."""
    blank = re.search(pattern + r"\{([^}]*)\}", message)
    assert blank, message
    return {name: values[name] for name in re.findall(r"'(\w+)': \.\.\.", blank[1])}


def fame(discount: Any = 0.1) -> OneStateProblem:
    return OneStateProblem(
        state=sp.Symbol("X"),
        control=x,
        payoff=sp.Symbol("X") - x**4 / 4,
        dynamics=x - sp.Symbol("X") / 10,
        discount=discount,
        between=(0, 40),
    )
