"""One step to slack coordinates: a condition is used up as a bound on one variable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from math import prod

import sympy as sp

from lsec_models.algebra.domains.chart import slack_image, terms_after, without_positive_factors
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factoring_units
from lsec_models.algebra.polynomials.signs import Kind, coefficient_sign
from lsec_models.prove.search.goal import Goal
from lsec_models.work import OutOfWork, Work

_MAX_TERMS = 200_000
_STEP_FEE = 50
_PATH_UNITS = 3_000_000


def solved_for(goal: Goal, position: int, symbol: sp.Symbol, work: Work) -> Goal | None:
    """Return the goal in which condition number `position` is used up as a bound on `symbol`, if it can be.

    It is given up where, multiplied out, it could have more than 200,000 terms in all.

    Every polynomial is multiplied by a power of the image's denominator, which is positive, and then loses the factors
    that its coefficients show to be positive or negative.
    """
    used = goal.conditions[position]
    found = slack_image(goal.kinds, used, symbol) if used is not None else None
    if found is None or used is None:
        return None
    i = goal.ring.index[symbol]
    kinds = (*goal.kinds[:i], found[1], *goal.kinds[i + 1 :])
    top, bottom = unreduced_image(goal, used.polynomial, i)
    others = [c.polynomial for j, c in goal.open_conditions.items() if j != position]
    growing = [p for p in (goal.target, *others) if p.degrees()[i] > 0]
    work.charge(_STEP_FEE + sum(len(p) for p in (goal.target, *others)))
    if grows_too_large(growing, i, top, bottom):
        return None

    def moved(polynomial: Polynomial) -> Polynomial:
        if polynomial.degrees()[i] <= 0:
            return polynomial
        inserted = goal.ring.inserted(polynomial, i, top, bottom)
        work.charge(factoring_units(inserted))
        return without_positive_factors(goal.ring, inserted, kinds)

    conditions: list[Condition | None] = [c and replace(c, polynomial=moved(c.polynomial)) for c in goal.conditions]
    conditions[position] = None
    return replace(goal, kinds=kinds, conditions=tuple(conditions), target=moved(goal.target))


def grows_too_large(polynomials: list[Polynomial], i: int, top: Polynomial, bottom: Polynomial) -> bool:
    """Whether an insertion may give too many terms: by the degrees in each variable, and by multiplying out."""
    dense = [_dense(polynomial, i, top, bottom) for polynomial in polynomials]
    if sum(dense) <= _MAX_TERMS:
        return False
    written = (terms_after(polynomial, i, top, bottom) for polynomial in polynomials)
    return sum(map(min, dense, written)) > _MAX_TERMS


def _dense(polynomial: Polynomial, i: int, top: Polynomial, bottom: Polynomial) -> int:
    """Return how many terms there are at most, by the degree in each variable."""
    power = int(polynomial.degrees()[i])
    degrees = zip(polynomial.degrees(), top.degrees(), bottom.degrees(), strict=True)
    return prod(1 + max(0, int(own)) + power * max(0, int(above), int(below)) for own, above, below in degrees)


def unreduced_image(goal: Goal, condition: Polynomial, i: int) -> tuple[Polynomial, Polynomial]:
    """Return numerator and denominator of variable number `i` in its slack, as the condition gives them."""
    ring = goal.ring
    slope = condition.derivative(i)
    rest = condition.compose(*(ring.zero if j == i else g for j, g in enumerate(ring.generators)), ctx=ring.context)
    slack, kind = ring.generators[i], goal.kinds[i]
    if coefficient_sign(slope, goal.kinds).is_positive:
        return slope * slack - rest, slope
    if kind is Kind.FREE:
        return rest + slope * slack, -slope
    if kind is Kind.POSITIVE:
        return rest, -slope * (ring.one + slack)
    return rest * slack, -slope * (ring.one + slack)


def steps(goal: Goal, work: Work) -> Iterator[tuple[int, sp.Symbol, Goal]]:
    """Yield every step that can be made, with the goal it leads to."""
    for position, condition in goal.open_conditions.items():
        for symbol in goal.ring.used(condition.polynomial):
            found = solved_for(goal, position, symbol, work)
            if found is not None:
                yield position, symbol, found


def usual_path(goal: Goal) -> tuple[tuple[int, sp.Symbol], ...]:
    """Return the steps that use up the goal's conditions and leave the fewest and smallest at each step.

    A path is found once for all who ask for it, so that what it takes is bounded by itself and charged to nobody.
    """
    return _usual_path(goal.ring, goal.kinds, goal.conditions)


@lru_cache(maxsize=512)
def _usual_path(
    ring: Ring, kinds: tuple[Kind, ...], conditions: tuple[Condition | None, ...]
) -> tuple[tuple[int, sp.Symbol], ...]:
    goal = Goal(ring=ring, kinds=kinds, conditions=conditions, target=ring.one, strict=True)
    path: list[tuple[int, sp.Symbol]] = []
    work = Work.of().slice(_PATH_UNITS)
    with suppress(OutOfWork):
        while found := min(steps(goal, work), key=lambda step: _openness(step[2]), default=None):
            position, symbol, goal = found
            path.append((position, symbol))
    return tuple(path)


def _openness(goal: Goal) -> tuple[int, int]:
    unsettled = [
        c for c in goal.open_conditions.values() if not coefficient_sign(c.polynomial, goal.kinds).is_nonnegative
    ]
    return len(unsettled), sum(len(c.polynomial) for c in unsettled)


def difficulty(goal: Goal) -> tuple[int, int, int]:
    """Return how far a goal is from being visible: monomials of the wrong sign, open conditions, size."""
    wrong = sum(coefficient < 0 for coefficient in goal.target.coeffs())
    unsettled = sum(
        not coefficient_sign(c.polynomial, goal.kinds).is_nonnegative for c in goal.open_conditions.values()
    )
    return wrong, unsettled, len(goal.target)
