"""Random chains without closed forms, and a nested grid search that the solver does not share a line with."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sympy as sp

from lsec_models import Game, Player, decisions, parameters
from lsec_models.games.static.results.solutions import Solutions

FAMILIES = ("logit", "isoelastic", "exponential")
GRID, ZOOM, ZOOMS = 33, 9, 14
LOWEST, HIGHEST = 1e-3, 1e3
# A flat top is found to the square root of the error of later answers, stage by stage.
NEAR, ALIKE = 4e-2, 4e-2

a, b, c, g = parameters("a b c g", positive=True)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A game, a point, and what the search needs of it: who decides what when, and payoffs of all decisions there."""

    family: str
    game: Game
    at: dict[str, float]
    stages: list[list[str]]
    payoffs: list[Callable[..., np.ndarray]]


def drawn_chain(draws: random.Random) -> Chain:
    """Return two or three stages, a price or margin each, and for some mover effort with a quadratic cost."""
    family = draws.choice(FAMILIES)
    count = draws.choice([2, 3])
    names = ["w", "m", "p"][-count:] if count == 3 else ["w", "p"]
    prices = decisions(" ".join(names))
    with_effort = draws.random() < 0.4
    effort = decisions("e")
    price = prices[-1]
    at = {
        "a": draws.uniform(0.5, 3),
        "b": draws.uniform(1.3, 4) if family == "isoelastic" else draws.uniform(0.3, 3),
        "c": draws.uniform(0.1, 1.5),
        "g": draws.uniform(0.1, 0.45),
    }
    at = {name: round(value, 4) for name, value in at.items()}
    demand = {
        "logit": lambda exp, p: exp(a - b * p) / (1 + exp(a - b * p)),
        "isoelastic": lambda exp, p: a * p ** (-b),  # noqa: ARG005
        "exponential": lambda exp, p: a * exp(-b * p),
    }[family](sp.exp, price)
    mover = draws.randrange(count)
    if with_effort:
        demand = demand * effort**g
    margins = [prices[0] - c, *prices[1:-1], price - sum(prices[:-1])]
    payoffs = [margin * demand - (effort**2 if with_effort and i == mover else 0) for i, margin in enumerate(margins)]
    stages = [[p] + ([effort] if with_effort and i == mover else []) for i, p in enumerate(prices)]
    players = [
        Player(f"mover {i}", decides=own, payoff=payoff)
        for i, (own, payoff) in enumerate(zip(stages, payoffs, strict=True))
    ]
    game = Game(players=players, order=[player.name for player in players])
    symbols = [symbol for own in stages for symbol in own]

    numbers = {symbol: at[symbol.name] for symbol in (a, b, c, g)}
    return Chain(
        family=family,
        game=game,
        at={symbol.name: at[symbol.name] for symbol in game.parameters},
        stages=[[symbol.name for symbol in own] for own in stages],
        payoffs=[sp.lambdify(symbols, sp.sympify(payoff).subs(numbers), "numpy") for payoff in payoffs],
    )


def judged(found: Solutions, chain: Chain) -> str:
    """Compare what the solver says with what the search finds."""
    [values] = played(chain, np.empty((1, 0)))
    inside = all(LOWEST * 2 < value < HIGHEST / 2 for value in values)
    if not len(found):
        return "not found" if inside else "right"
    if not inside:
        return "unclear"
    names = [name for own in chain.stages for name in own]
    earned = {f"mover {i}": float(payoff(*values)) for i, payoff in enumerate(chain.payoffs)}
    for one in found:
        near = all(abs(float(one[n]) - v) <= NEAR * max(v, NEAR) for n, v in zip(names, values, strict=True))
        alike = all(abs(float(one[name]) - pay) <= ALIKE * abs(pay) for name, pay in earned.items())
        if near and alike:
            return "right" if len(found) == 1 else "several"
    return "wrong"


def played(chain: Chain, histories: np.ndarray) -> np.ndarray:
    """Return all decisions after each history, (histories, decisions), by nested grids refined around the best."""
    stages, payoffs, before = chain.stages, chain.payoffs, histories.shape[1]
    place = next(i for i in range(len(stages)) if sum(map(len, stages[:i])) == before)
    own = len(stages[place])
    low, high = (np.full((len(histories), own), end) for end in (LOWEST, HIGHEST))
    best = np.full(len(histories), -np.inf)
    answer = np.full((len(histories), sum(map(len, stages))), np.nan)
    for zoom in range(ZOOMS):
        count = GRID if zoom == 0 else ZOOM
        steps = np.linspace(0, 1, count)
        mesh = np.stack([axis.ravel() for axis in np.meshgrid(*[steps] * own, indexing="ij")], axis=1)
        tried = low[:, None] * (high / low)[:, None] ** mesh
        longer = np.concatenate([np.repeat(histories, len(mesh), axis=0), tried.reshape(-1, own)], axis=1)
        values = longer if place == len(stages) - 1 else played(chain, longer)
        with np.errstate(all="ignore"):
            pays = np.nan_to_num(payoffs[place](*values.T), nan=-np.inf).reshape(len(histories), -1)
        chosen = np.argmax(pays, axis=1)
        rows = np.arange(len(histories))
        better = pays[rows, chosen] >= best
        best = np.where(better, pays[rows, chosen], best)
        answer[better] = values.reshape(len(histories), len(mesh), -1)[rows, chosen][better]
        middle = answer[:, before : before + own]
        ratio = (high / low) ** (1.3 / (count - 1))
        low, high = middle / ratio, middle * ratio
    return answer
