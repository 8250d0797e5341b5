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
SALES_AND_EFFORT, TWO_EFFORTS = "CES of sales and effort", "CES of two efforts"
COSTS = ("quadratic", SALES_AND_EFFORT, TWO_EFFORTS)
# In three stages the search takes a hundred times as long.
WITH_COSTS = {2: 0.7, 3: 0.35}
# Nobody reacts to the last digits of what the first mover decides.
GRID, ZOOM, ZOOMS, ZOOMS_OF_FIRST = 33, 9, 14, 7
# Along a ridge of two decisions grids narrow late. An answer that is off by 1e-4 there can look like a gain of 2 % to
# whom it answers, so that no gain counts before grids have narrowed so often.
MANY_ZOOMS = 40
# Wider where the best decision is at an end of the one before: an effort may be worth next to nothing.
ENDS = ((1e-5, 1e3), (1e-14, 1e6), (1e-30, 1e6))
# A flat top is found to the square root of the error of later answers, stage by stage.
NEAR, ALIKE, GAIN = 4e-2, 4e-2, 1e-2

a, b, c, g, h, k, r, t = parameters("a b c g h k r t", positive=True)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A game, a point, and what the search needs of it: who decides what when, and payoffs of all decisions there."""

    family: str
    costs: str
    game: Game
    at: dict[str, float]
    stages: list[list[str]]
    payoffs: list[Callable[..., np.ndarray]]


def drawn_chain(draws: random.Random) -> Chain:
    """Return two or three stages, a price or margin each, and for some movers a second decision, with its cost.

    In two stages both movers may have two decisions, in three one of them. An effort costs its square, or it and what
    is sold have a CES cost; with two efforts, whose cost is CES, the mover's margin is given.
    """
    family = draws.choice(FAMILIES)
    count = draws.choice([2, 3])
    costs = [draws.choice(COSTS) if draws.random() < WITH_COSTS[count] else "" for _ in range(count)]
    if count == 3:
        chosen = draws.randrange(3)
        costs = [cost if mover == chosen else "" for mover, cost in enumerate(costs)]
    prices: list[sp.Expr] = list(decisions("w p" if count == 2 else "w m p"))
    efforts = [decisions(f"e_{mover} s_{mover}") for mover in range(count)]
    at = _drawn_point(draws, family)
    margins = [prices[0] - c, *prices[1:-1], prices[-1] - sum(prices[:-1])]
    stages: list[list[sp.Symbol]] = []
    for mover, cost in enumerate(costs):
        e, s = efforts[mover]
        stages.append({"": [prices[mover]], TWO_EFFORTS: [e, s]}.get(cost, [prices[mover], e]))
    # A given margin: the price is what is paid before it, and that.
    given: dict[sp.Expr, sp.Expr] = {}
    for mover, cost in enumerate(costs):
        if cost == TWO_EFFORTS:
            before = c if mover == 0 else sum(prices[:-1]) if mover == count - 1 else sp.S.Zero
            given[prices[mover]] = before + t
    demand = _demand(family, prices[-1])
    for (e, s), cost in zip(efforts, costs, strict=True):
        demand *= {"": sp.S.One, TWO_EFFORTS: e**g * s**h}.get(cost, e**g)
    payoffs = []
    for margin, (e, s), cost in zip(margins, efforts, costs, strict=True):
        spent = {
            "": sp.S.Zero,
            "quadratic": e**2,
            SALES_AND_EFFORT: k * (demand**r + e**r) ** (1 / r),
            TWO_EFFORTS: (e**r + k * s**r) ** (2 / r),
        }[cost]
        # Later prices may be given by earlier ones.
        payoffs.append(sp.sympify(margin * demand - spent).subs(given).subs(given))
    players = [
        Player(f"mover {i}", decides=own, payoff=payoff)
        for i, (own, payoff) in enumerate(zip(stages, payoffs, strict=True))
    ]
    game = Game(players=players, order=[player.name for player in players])
    symbols = [symbol for own in stages for symbol in own]
    numbers = {symbol: at[symbol.name] for symbol in game.parameters}
    return Chain(
        family=family,
        costs="CES" if {SALES_AND_EFFORT, TWO_EFFORTS} & {*costs} else "quadratic" if any(costs) else "none",
        game=game,
        at={symbol.name: at[symbol.name] for symbol in game.parameters},
        stages=[[symbol.name for symbol in own] for own in stages],
        payoffs=[sp.lambdify(symbols, payoff.subs(numbers), "numpy") for payoff in payoffs],
    )


def _drawn_point(draws: random.Random, family: str) -> dict[str, float]:
    at = {
        "a": draws.uniform(0.5, 3),
        "b": draws.uniform(1.3, 4) if family == "isoelastic" else draws.uniform(0.3, 3),
        "c": draws.uniform(0.1, 1.5),
        "g": draws.uniform(0.1, 0.45),
        "h": draws.uniform(0.1, 0.45),
        "k": draws.uniform(0.05, 0.8),
        "r": draws.uniform(1.2, 3),
        "t": draws.uniform(0.2, 2),
    }
    return {name: round(value, 4) for name, value in at.items()}


def _demand(family: str, price: sp.Expr) -> sp.Expr:
    return {
        "logit": sp.exp(a - b * price) / (1 + sp.exp(a - b * price)),
        "isoelastic": a * price ** (-b),
        "exponential": a * sp.exp(-b * price),
    }[family]


def judged(found: Solutions, chain: Chain) -> str:
    """Compare what the solver says with what the search finds."""
    for ends in ENDS:
        [values] = played(chain, np.empty((1, 0)), ends)
        inside = all(ends[0] * 2 < value < ends[1] / 2 for value in values)
        if inside:
            break
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
    return "wrong" if any(_is_beaten(chain, [float(one[name]) for name in names], ends) for one in found) else "right"


def _is_beaten(chain: Chain, values: list[float], ends: tuple[float, float]) -> bool:
    """Whether the search finds a better decision of some mover, after what is decided before it.

    Where payoffs are flat in a direction, the search ends beside the best decision, but never above it.
    """
    before = 0
    for own, payoff in zip(chain.stages, chain.payoffs, strict=True):
        [best] = played(chain, np.array([values[:before]]), ends, MANY_ZOOMS)
        if payoff(*best) > payoff(*values) + GAIN * abs(payoff(*values)):
            return True
        before += len(own)
    return False


def played(chain: Chain, histories: np.ndarray, ends: tuple[float, float] = ENDS[0], zooms: int = ZOOMS) -> np.ndarray:
    """Return all decisions after each history, (histories, decisions), by nested grids refined around the best."""
    stages, payoffs, before = chain.stages, chain.payoffs, histories.shape[1]
    place = next(i for i in range(len(stages)) if sum(map(len, stages[:i])) == before)
    own = len(stages[place])
    low, high = (np.full((len(histories), own), end) for end in ends)
    best = np.full(len(histories), -np.inf)
    answer = np.full((len(histories), sum(map(len, stages))), np.nan)
    for zoom in range(zooms if place else ZOOMS_OF_FIRST):
        count = GRID if zoom == 0 else ZOOM
        steps = np.linspace(0, 1, count)
        mesh = np.stack([axis.ravel() for axis in np.meshgrid(*[steps] * own, indexing="ij")], axis=1)
        tried = low[:, None] * (high / low)[:, None] ** mesh
        longer = np.concatenate([np.repeat(histories, len(mesh), axis=0), tried.reshape(-1, own)], axis=1)
        values = longer if place == len(stages) - 1 else played(chain, longer, ends, zooms)
        with np.errstate(all="ignore"):
            pays = np.nan_to_num(payoffs[place](*values.T), nan=-np.inf).reshape(len(histories), -1)
        chosen = np.argmax(pays, axis=1)
        rows = np.arange(len(histories))
        better = pays[rows, chosen] >= best
        best = np.where(better, pays[rows, chosen], best)
        answer[better] = values.reshape(len(histories), len(mesh), -1)[rows, chosen][better]
        middle = answer[:, before : before + own]
        # Narrower, but not where the best is at an edge: along a ridge it is further on.
        places = np.stack(np.unravel_index(chosen, (count,) * own), axis=1)
        is_inside = ((places > 0) & (places < count - 1)).all(axis=1) | (zoom == 0)
        ratio = (high / low) ** np.where(is_inside, 1.3 / (count - 1), 0.5)[:, None]
        low, high = middle / ratio, middle * ratio
    return answer
