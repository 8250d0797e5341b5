"""Where all best decisions of a concave payoff are, from its slopes at a few places.

1. From a place y, step with small w along each column a of the inverse of minus the Hessian, and along minus it. There
   the slopes are nearly those of one decision alone.
2. A concave payoff lies below its tangents: what is best is not further than the step on the uphill side of each of
   these places. With slopes g at y + w a that is g (x - y) >= w g a.
3. Let x be best, and differ from y most in decision k, by M. At the place that was stepped to in its direction the
   inequality says M (|g_k| - sum of other |g_j|) <= w |g a|: all that is best is near, and so something is.

Where a decision is at an end and the slopes lead out, its own terms only help, and it is left out; how far what is best
may be from the end follows from the slopes at y. Distances are in units of each decision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import flint
import numpy as np
from numpy.typing import NDArray

from lsec_models.algebra.enclosures.balls import ball

Slopes = Callable[[Sequence[Fraction]], Sequence[flint.arb]]

_STEP = Fraction(1, 10**10)
_BITS = 96


def radius_of_best(
    slopes: Slopes, place: Sequence[Fraction], units: Sequence[Fraction], bends: NDArray[np.float64], out: Sequence[int]
) -> Fraction | None:
    """Return how far from a place decisions are at most that are best, in units of each; None where that is not seen.

    Parameters
    ----------
    slopes : callable
        Of a payoff that is concave in all decisions together, with bounds, at exact decisions.
    place : sequence of Fraction
    units : sequence of Fraction
        Positive.
    bends : array, (decisions, decisions)
        About what the Hessian is there, in these units.
    out : sequence of int
        For each decision 1 at its upper end, -1 at its lower one, and else 0.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> slopes = lambda at: [ball(1 - 2 * at[0] + at[1]), ball(1 + at[0] - 2 * at[1])]
    >>> bends = np.array([[-2.0, 1.0], [1.0, -2.0]])
    >>> radius_of_best(slopes, [F(1), F(1)], [F(1), F(1)], bends, [0, 0]) < F(1, 10**9)
    True
    >>> radius_of_best(slopes, [F(2), F(1)], [F(1), F(1)], bends, [0, 0]) is None
    True
    """
    with flint.ctx.workprec(_BITS):
        inside = [i for i, side in enumerate(out) if not side]
        radius = _radius_inside(slopes, place, units, bends, out, inside)
        return None if radius is None else _radius_at_ends(slopes(place), units, out, radius)


def _radius_inside(
    slopes: Slopes,
    place: Sequence[Fraction],
    units: Sequence[Fraction],
    bends: NDArray[np.float64],
    out: Sequence[int],
    inside: Sequence[int],
) -> flint.arb | None:
    """Return how far decisions that are not at an end are from the place at most."""
    radius = flint.arb(0)
    try:
        columns = np.linalg.inv(-bends[np.ix_(inside, inside)]).T
    except np.linalg.LinAlgError:
        return None
    for k, column in enumerate(columns):
        step = [Fraction(float(part)) for part in column / np.max(np.abs(column))]
        for side in (1, -1):
            moved = list(place)
            for i, part in zip(inside, step, strict=True):
                moved[i] += side * _STEP * part * units[i]
            found = slopes(moved)
            if not _lead_out(found, out):
                return None
            there = [found[i] * ball(units[i]) for i in inside]
            others = sum((abs(g) for j, g in enumerate(there) if j != k), flint.arb(0))
            net = -side * there[k] - others
            if not bool(net > 0):
                return None
            uphill = sum((g * ball(part) for g, part in zip(there, step, strict=True)), flint.arb(0))
            bound = ball(_STEP) * abs(uphill) / net
            radius = bound if bool(bound > radius) else radius
    return flint.arb(radius.upper())


def _lead_out(found: Sequence[flint.arb], out: Sequence[int]) -> bool:
    return all(bool(g * side > 0) for g, side in zip(found, out, strict=True) if side)


def _radius_at_ends(
    found: Sequence[flint.arb], units: Sequence[Fraction], out: Sequence[int], inside: flint.arb
) -> Fraction | None:
    """Return how far any decision is from the place at most."""
    if not _lead_out(found, out):
        return None
    free = (abs(g) * ball(unit) for g, unit, side in zip(found, units, out, strict=True) if not side)
    pull = sum(free, flint.arb(0)) * inside
    radius = inside
    for g, unit, side in zip(found, units, out, strict=True):
        if side and bool(pull / (abs(g) * ball(unit)) > radius):
            radius = pull / (abs(g) * ball(unit))
    return Fraction(float(np.nextafter(float(radius.upper()), np.inf))) if radius.is_finite() else None
