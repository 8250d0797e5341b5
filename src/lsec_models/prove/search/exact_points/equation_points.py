"""Points of a set that equations are among the conditions of: what is left of it once they are solved is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice

import sympy as sp

from lsec_models.algebra.domains.chart_samples import Values, chart_stream
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import counts
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factored, factoring_units
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import SamplingFailed
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.reductions.elimination import (
    BoundStep,
    Equation,
    Solution,
    Step,
    elimination,
    equations_of,
    growth,
    image,
    without_equations,
)
from lsec_models.prove.search.reductions.slacks import unreduced_image
from lsec_models.prove.statements.radicals import Radical
from lsec_models.work import OutOfWork, Work

_UNITS = 4_000_000
_SLOPES = 200
_TRIES = 400
_MAX_PARTS = 6


@dataclass(frozen=True, kw_only=True)
class _Lift:
    """How a variable that was solved for follows from the others."""

    symbol: sp.Symbol
    top: Polynomial
    bottom: Polynomial


def points_of(goal: Goal, count: int, seed: int = 0) -> list[Values]:
    """Return up to `count` points of a goal's set, as :meth:`Goal.points`, that satisfy its equations too."""
    if not equations_of(goal):
        return goal.points(count, seed)
    return list(islice(equation_points(goal, seed), count))


def equation_points(goal: Goal, seed: int = 0) -> Iterator[Values]:
    """Yield points that satisfy all conditions, none where a factor is linear in no variable.

    What is declared integer is a whole number at each of them. Equations are solved as in proofs and, beyond that,
    where a slope is not zero: points at which it is are left out.
    """
    if any(isinstance(symbol, Radical) for symbol in goal.ring.symbols):
        return
    parts = _parts(goal.ring, goal.kinds, goal.conditions)
    waiting = [_points_of_part(goal, lifts, last, seed) for lifts, last in parts if last.chart.clash is None]
    while waiting:
        for points in tuple(waiting):
            point = next(points, None)
            if point is None:
                waiting.remove(points)
            else:
                yield point


def _points_of_part(goal: Goal, lifts: tuple[_Lift, ...], last: Goal, seed: int) -> Iterator[Values]:
    failed = 0
    with suppress(SamplingFailed):
        for point in chart_stream(last.chart, seed):
            point |= {s: Fraction(round(point[s])) for s in goal.ring.counting}
            lifted = _through(goal, lifts, point)
            failed = 0 if lifted is not None else failed + 1
            if lifted is not None:
                yield lifted
            elif failed > _TRIES:
                return


def _through(goal: Goal, lifts: tuple[_Lift, ...], point: Values) -> Values | None:
    """Return the point that solutions give, if it satisfies everything."""
    ring, values = goal.ring, dict(point)
    for lift in reversed(lifts):
        where = ring.exact_point(values)
        below, under = ring.evaluate_over(lift.bottom, where)
        if not below:
            return None
        top, over = ring.evaluate_over(lift.top, where)
        values[lift.symbol] = Fraction(top * under, below * over)
    at = ring.exact_point(values)
    in_range = all(
        kind is Kind.FREE or top > 0 or (top == 0 and kind is Kind.NONNEGATIVE)
        for top, kind in zip(at.coordinates, goal.kinds, strict=False)
    )
    return (
        values if in_range and counts(values) and all(c.holds_at(at) for c in goal.open_conditions.values()) else None
    )


@lru_cache(maxsize=512)
def _parts(
    ring: Ring, kinds: tuple[Kind, ...], conditions: tuple[Condition | None, ...]
) -> tuple[tuple[tuple[_Lift, ...], Goal], ...]:
    """Return parts of a set on which equations are solved, each with how, and the inequalities that are left there."""
    goal = Goal(ring=ring, kinds=kinds, conditions=conditions, target=ring.one, strict=True)
    work = Work.of().slice(_UNITS)
    found: list[tuple[tuple[_Lift, ...], Goal]] = []
    with suppress(OutOfWork):
        found.extend(islice(_solved(goal, (), work), _MAX_PARTS))
    return tuple(found)


def _solved(goal: Goal, lifts: tuple[_Lift, ...], work: Work) -> Iterator[tuple[tuple[_Lift, ...], Goal]]:
    """Yield the parts on which one factor of each equation is zero, and what it is solved for has a slope."""
    for step in elimination(goal):
        after = step.taken(goal, work)
        if after is None:
            return
        lifts, goal = (*lifts, _lift(goal, step)), after
    equations = equations_of(goal)
    if not equations:
        yield lifts, without_equations(goal)
        return
    for equation in equations:
        work.charge(factoring_units(equation.polynomial))
        factors = factored(equation.polynomial)[1]
        if len(factors) > 1 or (factors and factors[0][1] > 1):
            for factor, _ in factors:
                yield from _solved(_with_equation(goal, equation, factor), lifts, work)
            return
    found = _with_a_slope(goal, work)
    after = None if found is None else found[0].taken(found[1], work)
    if found is not None and after is not None:
        yield from _solved(after, (*lifts, _lift(found[1], found[0])), work)


def _with_equation(goal: Goal, equation: Equation, polynomial: Polynomial) -> Goal:
    """Return a goal with another polynomial that is zero, in the place of an equation."""
    sides = dict(zip(equation.pair, (polynomial, -polynomial), strict=True))
    conditions = (c and replace(c, polynomial=sides.get(i, c.polynomial)) for i, c in enumerate(goal.conditions))
    return replace(goal, conditions=tuple(conditions))


def _with_a_slope(goal: Goal, work: Work) -> tuple[Solution, Goal] | None:
    """Return the step that solves an equation whose slope is assumed not to be zero, and the goal that assumes so."""
    candidates: list[tuple[tuple[int, int, str], Equation, sp.Symbol, Polynomial]] = []
    for equation in equations_of(goal):
        degrees = equation.polynomial.degrees()
        for i, symbol in enumerate(goal.ring.symbols):
            slope = equation.polynomial.derivative(i) if degrees[i] == 1 and not symbol.is_integer else None
            if slope is not None and len(slope) <= _SLOPES:
                rank = len(slope), growth(goal, equation, symbol, work), symbol.name
                candidates.append((rank, equation, symbol, slope))
    if not candidates:
        return None
    _, equation, symbol, slope = min(candidates, key=lambda item: item[0])
    step = Solution(equation=equation.pair, symbol=symbol, sign=0, slope={})
    return step, goal.assuming(slope * slope, strict=True, origin="a slope is not zero")


def _lift(goal: Goal, step: Step) -> _Lift:
    if isinstance(step, BoundStep):
        condition, i = goal.conditions[step.position], goal.ring.index[step.symbol]
        assert condition is not None
        top, bottom = unreduced_image(goal, condition.polynomial, i)
    else:
        top, bottom = image(goal, step.equation, step.symbol, step.sign)
    return _Lift(symbol=step.symbol, top=top, bottom=bottom)
