"""A game with one state in which each owns one decision, at quadratic costs, as functions of arrays of states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.feedback.scalar_quadratic import Interval, ScalarQuadratic
from lsec_models.solve.differential.instant_game import declared_flow, rate_of

Array = NDArray[np.float64]
Function = Callable[[Array, Sequence[Array]], Array]


@dataclass(frozen=True, kw_only=True)
class OwnQuadratic:
    """Payoffs that are quadratic in the own decision, and a speed that is affine in all, whatever the state does.

    All functions take states and, one array each, all decisions.

    Attributes
    ----------
    speed : callable
    flows : tuple of callable
        The players' payoffs per unit of time, one a decision.
    pushes, gains, costs : tuple of callable
        Of each decision: by how much a unit speeds up the state; the derivative of its owner's payoff in it, at zero;
        and minus the second derivative.
    floors : tuple of float
        Below what no decision may be.
    rates : tuple of float
    start : float
    ends : tuple of two floats or None
        Between which the state stays, whatever is decided, or must stay; None where there is no end.
    """

    speed: Function
    flows: tuple[Function, ...]
    pushes: tuple[Function, ...]
    gains: tuple[Function, ...]
    costs: tuple[Function, ...]
    floors: tuple[float, ...]
    rates: tuple[float, ...]
    start: float
    ends: tuple[float | None, float | None]


def own_quadratic(
    game: DifferentialGame, point: Mapping[sp.Symbol, Fraction], scalar: ScalarQuadratic | None
) -> OwnQuadratic | None:
    """Return a game at a point in this form; None if it has another.

    Parameters
    ----------
    game : DifferentialGame
    point : mapping from parameter to Fraction
    scalar : ScalarQuadratic or None
        The same in numbers if it is linear-quadratic, which tells what states can be reached.
    """
    if len(game.stocks) != 1 or len(game.instant.stages) > 1 or game.cooperative:
        return None
    owner = {d: p.name for p in game.players for d in p.decides}
    if sorted(owner.values()) != sorted(game.rates):
        return None
    (state,) = game.stocks
    numbers = {symbol: to_sympy(value) for symbol, value in point.items()}
    units = tuple(owner[d] for d in game.decisions)
    speed = sp.expand(sp.sympify(game.states[state]).subs(numbers))
    flows = [sp.expand(declared_flow(game, unit).subs(numbers)) for unit in units]
    pushes = [sp.diff(speed, d) for d in game.decisions]
    costs = [-sp.diff(flow, d, 2) for flow, d in zip(flows, game.decisions, strict=True)]
    if any(sp.expand(part).free_symbols - {state} for part in (*pushes, *costs)):
        return None
    ends = _ends(speed, pushes, game, numbers) if scalar is None else scalar.reachable
    if ends is None:
        return None
    gains = [sp.diff(flow, d).subs(d, 0) for flow, d in zip(flows, game.decisions, strict=True)]
    compiled = [_compiled(game, parts) for parts in (flows, pushes, gains, costs)]
    where = game.ring.exact_point(dict(point))
    return OwnQuadratic(
        speed=_compiled(game, [speed])[0],
        flows=compiled[0],
        pushes=compiled[1],
        gains=compiled[2],
        costs=compiled[3],
        floors=tuple(0.0 if d.is_nonnegative else -np.inf for d in game.decisions),
        rates=tuple(float(rate_of(game, unit).evaluate(where)) for unit in units),
        start=float(game.start[state].evaluate(where)),
        ends=(None if ends[0] is None else float(ends[0]), None if ends[1] is None else float(ends[1])),
    )


def _compiled(game: DifferentialGame, expressions: Sequence[sp.Expr]) -> tuple[Function, ...]:
    arguments = [*game.stocks, *game.decisions]

    def function(expression: sp.Expr) -> Function:
        evaluate = sp.lambdify(arguments, expression, modules="numpy", dummify=True)
        return lambda states, decided: np.asarray(evaluate(states, *decided) + 0.0 * states)

    return tuple(map(function, expressions))


def _ends(
    speed: sp.Expr, pushes: Sequence[sp.Expr], game: DifferentialGame, numbers: Mapping[sp.Symbol, Any]
) -> Interval | None:
    """Return the nearest states on either side of the start that nobody can push the state across; None without two."""
    (state,) = game.stocks
    still = speed.subs(dict.fromkeys(game.decisions, 0))
    start = Fraction(str(sp.nsimplify(game.start[state].expression().subs(numbers), rational=True)))
    if not all(part.is_polynomial(state) for part in (still, *pushes)):
        return None
    zeros = {z for push in pushes if push.has(state) for z in sp.roots(sp.Poly(push, state), filter="Q")}
    zeros |= {sp.S.Zero} if state.is_nonnegative else set()

    def holds(end: sp.Rational, outwards: int) -> bool:
        outward = [push.subs(state, end) * outwards for push in pushes]
        free = [not d.is_nonnegative for d in game.decisions]
        driven = any(push > 0 or (push < 0 and real) for push, real in zip(outward, free, strict=True))
        return not driven and bool(still.subs(state, end) * outwards <= 0)

    below = [to_fraction(z) for z in zeros if holds(z, -1)]
    above = [to_fraction(z) for z in zeros if holds(z, 1)]
    low = max((z for z in below if z <= start), default=None)
    high = min((z for z in above if z >= start), default=None)
    return None if low is None or high is None or low == high else (low, high)
