"""Random linear-quadratic games over time, both as numbers for the grid and as declarations for the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np
import sympy as sp

from grids.open_loop import LinearQuadratic
from lsec_models import Player, decisions
from lsec_models.algebra.domains.symbols import states
from lsec_models.games.differential.game import DifferentialGame

Draw = Callable[[int], "Drawn"]
# What is left of a unit beyond: 6e-6, so that the end of the grid does not count even where a payoff is nearly zero.
_RELAXED = 12


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A random game.

    Attributes
    ----------
    grid : LinearQuadratic
        In numbers, over the horizon that the grid is to have.
    declared : DifferentialGame
        As the package takes it.
    """

    grid: LinearQuadratic
    declared: DifferentialGame


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a family draws.

    Attributes
    ----------
    stocks : int
    players : int
    endless : bool
        An infinite horizon; the grid has a long one.
    growing : bool
        Whether stocks grow by themselves, faster than payoffs are discounted.
    bounded : bool
        Whether decisions are declared nonnegative, and drawn so that bounds bind now and then.
    stocks_bounded : bool
    indefinite : bool
        Whether payoffs may rise with squares of stocks.
    linear : bool
        Whether payoffs are linear in the stocks.
    undiscounted : bool
    together, led : bool
    information : str
    """

    stocks: int = 1
    players: int = 2
    endless: bool = False
    growing: bool = False
    bounded: bool = False
    stocks_bounded: bool = False
    indefinite: bool = False
    linear: bool = False
    undiscounted: bool = False
    together: bool = False
    led: bool = False
    information: str = "open_loop"


def families() -> Mapping[str, Draw]:
    """Return the families of random games by name; each makes a game from a seed."""
    shapes = {
        "open-loop Nash": Shape(),
        "open-loop Nash, two stocks": Shape(stocks=2),
        "open-loop Nash, endless": Shape(endless=True),
        "open-loop Nash, two stocks, endless": Shape(stocks=2, endless=True),
        "open-loop Nash, growing": Shape(growing=True),
        "open-loop Nash, bounds": Shape(bounded=True),
        "open-loop Nash, two stocks, bounds": Shape(stocks=2, bounded=True),
        "open-loop Nash, bounds, endless": Shape(bounded=True, endless=True),
        "open-loop Nash, indefinite": Shape(indefinite=True),
        "open-loop Nash, indefinite, bounds": Shape(indefinite=True, bounded=True),
        "open-loop control, bounded stock": Shape(players=1, bounded=True, stocks_bounded=True),
        "open-loop control, bounded stock, endless": Shape(players=1, endless=True, bounded=True, stocks_bounded=True),
        "open-loop control, two bounded stocks": Shape(stocks=2, players=1, bounded=True, stocks_bounded=True),
        "open-loop control, two stocks, indefinite": Shape(stocks=2, players=1, indefinite=True),
        "open-loop cooperation": Shape(together=True, bounded=True),
        "open-loop leadership": Shape(led=True),
        "open-loop leadership, two stocks": Shape(led=True, stocks=2),
        "open-loop leadership, indefinite": Shape(led=True, indefinite=True),
        "open-loop, linear stocks": Shape(linear=True, bounded=True, undiscounted=True),
        "finite feedback": Shape(information="feedback"),
        "finite feedback, two stocks": Shape(information="feedback", stocks=2),
        "finite feedback, growing": Shape(information="feedback", growing=True, undiscounted=True),
        "finite feedback, linear stocks": Shape(information="feedback", linear=True, growing=True),
        "finite feedback, cooperation": Shape(information="feedback", together=True),
    }
    return {name: _drawer(shape) for name, shape in shapes.items()}


def _drawer(shape: Shape) -> Draw:
    return lambda seed: drawn(shape, seed)


def drawn(shape: Shape, seed: int) -> Drawn:
    """Return a random game of a shape.

    Parameters
    ----------
    shape : Shape
    seed : int
    """
    rng = Random(f"{shape} {seed}")
    n, m = shape.stocks, shape.players

    def number(low: float, high: float) -> Fraction:
        return Fraction(round(20 * rng.uniform(low, high)), 20)

    growth = (0.2, 0.6) if shape.growing else (-0.8, 0.0) if not shape.endless else (-0.9, -0.2)
    drift = [[number(*growth) if i == j else number(-0.2, 0.2) for j in range(n)] for i in range(n)]
    effect = [[number(0.4, 1.2) * rng.choice([-1, 1]) for _ in range(m)] for _ in range(n)]
    rate = Fraction(0) if shape.undiscounted and rng.random() < 0.5 else number(0.05, 0.15)
    rate = max(rate, Fraction(3, 10)) if shape.endless else rate
    inflow = [number(-0.3, 0.3) for _ in range(n)]
    start = [number(0.2, 2) for _ in range(n)]
    flows = [_flow(shape, rng, number, player, n, m) for player in range(m)]
    horizon = number(1, 4)
    grid = LinearQuadratic(
        drift=_array(drift),
        effect=_array(effect),
        inflow=_array(inflow),
        curves=[_array(curve) for curve, _ in flows],
        slopes=[_array(slope) for _, slope in flows],
        owners=tuple(range(m)),
        rates=(float(rate),) * m,
        start=_array(start),
        horizon=float(horizon),
        nonnegative=(shape.bounded,) * m,
        stocks_nonnegative=(shape.stocks_bounded,) * n,
        together=shape.together,
        leader=0 if shape.led else None,
    )
    declared = _declared(shape, drift, effect, inflow, flows, rate, start, horizon)
    return Drawn(grid=replace(grid, horizon=_RELAXED / float(rate)) if shape.endless else grid, declared=declared)


def _flow(
    shape: Shape, rng: Random, number: Callable[[float, float], Fraction], player: int, n: int, m: int
) -> tuple[list[list[Fraction]], list[Fraction]]:
    size = n + m
    curve = [[Fraction(0)] * size for _ in range(size)]
    for i in range(n):
        if not shape.linear:
            curve[i][i] = number(-1, 0.8) if shape.indefinite else number(-1, 0)
    own = n + player
    curve[own][own] = -number(0.5, 2)
    if not shape.linear and rng.random() < 0.4:
        curve[0][own] = curve[own][0] = number(-0.2, 0.2)
    if m > 1 and rng.random() < 0.3:
        other = n + (player + 1) % m
        curve[own][other] = curve[other][own] = number(-0.2, 0.2)
    slope = [number(-1, 1) for _ in range(size)]
    return curve, slope


def _declared(
    shape: Shape,
    drift: list[list[Fraction]],
    effect: list[list[Fraction]],
    inflow: list[Fraction],
    flows: list[tuple[list[list[Fraction]], list[Fraction]]],
    rate: Fraction,
    start: list[Fraction],
    horizon: Fraction,
) -> DifferentialGame:
    n, m = shape.stocks, shape.players
    stocks = [states(f"x{i}", **({"nonnegative": True} if shape.stocks_bounded else {})) for i in range(n)]
    decided = [decisions(f"u{j}", **({} if shape.bounded else {"real": True})) for j in range(m)]
    everything = sp.Matrix([*stocks, *decided])
    speeds = _matrix(drift) * sp.Matrix(stocks) + _matrix(effect) * sp.Matrix(decided) + _matrix([[f] for f in inflow])
    players = []
    for j, (curve, slope) in enumerate(flows):
        payoff = (everything.T * _matrix(curve) * everything)[0] / 2 + (_matrix([slope]) * everything)[0]
        players.append(Player(f"p{j}", decides=[decided[j]], payoff=sp.expand(payoff)))
    return DifferentialGame(
        states=dict(zip(stocks, map(sp.expand, speeds), strict=True)),
        players=players,
        discount=_number(rate),
        initial=dict(zip(stocks, map(_number, start), strict=True)),
        horizon=None if shape.endless else _number(horizon),
        information=shape.information,
        cooperative=shape.together,
        order=[player.name for player in players] if shape.led else None,
    )


def _array(values: object) -> np.ndarray:
    return np.array(values, dtype=float)


def _matrix(rows: list[list[Fraction]]) -> sp.Matrix:
    return sp.Matrix([[_number(x) for x in row] for row in rows])


def _number(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)
