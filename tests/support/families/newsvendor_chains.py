"""Random newsvendor chains, and what grids of numbers say about them, without the solver.

Orders are between 0 and the highest demand, so that best replies exist. Expected payoffs are means over draws: over
every value of a discrete law, over the middles of many slices of a uniform one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

import lsec_models as lsec
from lsec_models import Game, Player, decisions

Floats = NDArray[np.float64]
KINDS = ("wholesale", "buy-back", "sharing", "effort", "price", "quick response")
_SLICES = 1000
_FINE = 2001


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A chain in numbers.

    Attributes
    ----------
    kind : str
    game : Game
    earned : mapping from str to callable
        The expected payoff of each player at arrays of decisions.
    axes : mapping from str to array
        All that may be decided, on a grid.
    """

    kind: str
    game: Game
    earned: Mapping[str, Callable[..., Floats]] = field(repr=False)
    axes: Mapping[str, Floats] = field(repr=False)

    def largest_error(self, found: Any) -> float:
        """Return by how much payoffs at a solution are wrong, or somebody gains by a deviation on the grid."""
        decided = [np.array(float(found[name])) for name in self.axes]
        errors = [abs(float(earned(*decided)) - float(found[name])) for name, earned in self.earned.items()]
        if "w" not in self.axes:
            ((owner, earned),) = self.earned.items()
            return max(*errors, float(earned(*np.meshgrid(*self.axes.values())).max()) - float(found[owner]))
        orders, of_maker, of_retailer = self.axes["q"], self.earned["M"], self.earned["R"]
        errors.append(float(of_retailer(decided[0], orders).max()) - float(found["R"]))
        # The retailer's best order of the grid is a step away from its best one, which is worth something to the maker.
        step = float(np.diff(orders).max() * self.axes["w"].max())
        led = max(float(of_maker(w, orders[np.argmax(of_retailer(w, orders))])) for w in self.axes["w"])
        return max(*errors, led - step - float(found["M"]))


def random_chain(seed: int) -> Chain:
    """Return a random chain; the kinds take turns."""
    generator, kind = random.Random(seed), KINDS[seed % len(KINDS)]
    price, cost = generator.randint(6, 12), generator.randint(1, 4)
    if kind == "effort":
        return _with_effort(generator, price, cost)
    if kind == "price":
        return _with_price(generator, cost)
    law, draws, weights, top = _law(generator)
    demand = lsec.random("D", law, nonnegative=True)
    if kind == "quick response":
        return _quick_response(generator, price, cost, demand, draws, weights, top)
    back = generator.randint(1, price - 1) if kind == "buy-back" else 0
    share = Fraction(generator.randint(3, 9), 10) if kind == "sharing" else Fraction(1)
    kept = sp.Rational(share.numerator, share.denominator)
    w, q = decisions("w", within=(0, price)), decisions("q", within=(0, top))
    sales = sp.Min(q, demand)
    retailer = kept * price * sales + back * (q - sales) - w * q
    maker = (w - cost) * q + (1 - kept) * price * sales - back * (q - sales)

    # How likely, and how much in the mean, what is drawn is below.
    chance, mean = (np.concatenate([[0], np.cumsum(part)]) for part in (weights, weights * draws))

    def sold(q: Floats) -> Floats:
        below = np.searchsorted(draws, q)
        return mean[below] + q * (1 - chance[below])

    def of_retailer(w: Floats, q: Floats) -> Floats:
        return float(share) * price * sold(q) + back * (q - sold(q)) - w * q

    def of_maker(w: Floats, q: Floats) -> Floats:
        return (w - cost) * q + (1 - float(share)) * price * sold(q) - back * (q - sold(q))

    values = draws if len(draws) < _SLICES else np.empty(0)
    return Chain(
        kind=kind,
        game=Game(
            players=[Player("M", decides=[w], payoff=maker), Player("R", decides=[q], payoff=retailer)],
            order=["M", "R"],
        ),
        earned={"M": of_maker, "R": of_retailer},
        axes={"w": np.linspace(0, price, 101), "q": np.union1d(np.linspace(0, top, _FINE), values)},
    )


def _law(generator: random.Random) -> tuple[Any, Floats, Floats, int]:
    """Return a law, what may be drawn and how likely, and the highest of it."""
    if generator.random() < 0.5:
        low = generator.choice([0, 0, generator.randint(1, 10)])
        high = low + generator.randint(5, 20)
        draws = low + (np.arange(_SLICES) + 0.5) * (high - low) / _SLICES
        return lsec.uniform(low, high), draws, np.full(_SLICES, 1 / _SLICES), high
    values = sorted(generator.sample(range(1, 20), generator.randint(2, 4)))
    parts = [generator.randint(1, 5) for _ in values]
    chances = [Fraction(part, sum(parts)) for part in parts]
    law = lsec.discrete(dict(zip(values, chances, strict=True)))
    return law, np.array(values, dtype=float), np.array(chances, dtype=float), values[-1]


def _mean_sold(order: Floats, size: Floats) -> Floats:
    """Return expected sales where demand is a size times what is uniform between 0 and 1."""
    draws = (np.arange(_SLICES) + 0.5) / _SLICES
    return np.mean(np.minimum(order[..., None], size[..., None] * draws), axis=-1)


def _with_effort(generator: random.Random, price: int, cost: int) -> Chain:
    start, slope = generator.randint(20, 40), generator.randint(1, 2)
    xi, (e, q) = lsec.random("xi", lsec.uniform(0, 1)), decisions("e q")
    payoff = price * sp.Min(q, (start + slope * e) * xi) - cost * q - e**2

    def earned(e: Floats, q: Floats) -> Floats:
        return price * _mean_sold(q, start + slope * e) - cost * q - e**2

    return Chain(
        kind="effort",
        game=Game(players=[Player("I", decides=[e, q], payoff=payoff)]),
        earned={"I": earned},
        axes={"e": np.linspace(0, 2 * price, 61), "q": np.linspace(0, start + 4 * price, 61)},
    )


def _with_price(generator: random.Random, cost: int) -> Chain:
    start, slope = generator.randint(20, 40), generator.randint(1, 2)
    xi, (p, q) = lsec.random("xi", lsec.uniform(0, 1)), decisions("p q")
    payoff = p * sp.Min(q, (start - slope * p) * xi) - cost * q

    def earned(p: Floats, q: Floats) -> Floats:
        return p * _mean_sold(q, start - slope * p) - cost * q

    return Chain(
        kind="price",
        game=Game(players=[Player("I", decides=[p, q], payoff=payoff)], constraints=[slope * p < start]),
        earned={"I": earned},
        axes={"p": np.linspace(0, start / slope - 1e-6, 61), "q": np.linspace(0, start, 61)},
    )


def _quick_response(
    generator: random.Random, price: int, cost: int, demand: Any, draws: Floats, weights: Floats, top: int
) -> Chain:
    """Return somebody who orders before and, at a higher cost, after demand is seen."""
    later, left = generator.randint(cost + 1, price - 1), generator.randint(0, cost - 1)
    q, x = decisions("q", within=(0, top)), decisions("x")
    payoff = price * sp.Min(demand, q + x) - cost * q - later * x + left * sp.Max(0, q + x - demand)

    def earned(q: Floats) -> Floats:
        first = np.asarray(q)[..., None]
        best = np.full(np.broadcast_shapes(first.shape, draws.shape), -np.inf)
        for second in (*np.linspace(0, top, 41), np.maximum(draws - first, 0)):
            total = first + second
            after = price * np.minimum(draws, total) - later * second + left * np.maximum(total - draws, 0)
            best = np.maximum(best, after - cost * first)
        return best @ weights

    return Chain(
        kind="quick response",
        game=Game(players=[Player("I", decides=[q, x], payoff=payoff)], order=[q, demand, x]),
        earned={"I": earned},
        axes={"q": np.linspace(0, top, 201)},
    )
