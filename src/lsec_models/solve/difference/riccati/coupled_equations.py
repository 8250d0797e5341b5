"""The coupled Riccati equations of discrete time: all real solutions with one stock, those that are found with more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.algebra.enclosures.balls import ball, holds_one_zero
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.solve.difference.backward_step import Matrix, backward_step
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod
from lsec_models.solve.difference.riccati.common_zeros import common_zeros
from lsec_models.solve.difference.riccati.tangents import Tangent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MOST_ISOLATED = 2
_STARTS, _STEPS, _LONG = 40, 40, 400
_SCALES = (0.1, 1.0, 10.0, 100.0)
_SAME = 1e-7
_STILL = 1e-9
_POLISHED = 7
_RADIUS = Fraction(1, 10**40)

Unknowns = Sequence[Fraction]
Earlier = Callable[[list[Any], Callable[[Fraction], Any]], list[Any]]


def solutions_for_products(period: QuadraticPeriod) -> tuple[list[Unknowns], bool]:
    """Return what squares and products of stocks may be worth to the deciders, and whether these are all solutions.

    1. One stock and at most two deciders: the values are the common zeros of polynomials, isolated by resultants;
       those at which a stage's conditions have no unique answer are left out.
    2. Else Newton's method in floats, from what a long finite horizon tends to and from random starts.

    Parameters
    ----------
    period : QuadraticPeriod
        Without constants.

    Returns
    -------
    list of sequences of Fraction
        By decider, the entries of the symmetric matrix row by row, those from the diagonal on.
    bool
        Whether there can be no other real ones.
    """
    if period.known == 1 and len(period.deciders) <= _MOST_ISOLATED:
        return _isolated(period)
    return _by_newton(period), False


def enclosed(period: QuadraticPeriod, near: Unknowns) -> dict[str, Matrix] | None:
    """Return balls that hold exactly one solution near some digits, by decider; None where that is not certain."""
    box = enclosed_fixed_point(lambda unknowns, lift: _earlier(period, unknowns, lift), near)
    return None if box is None else _matrices(period, box)


def enclosed_fixed_point(earlier: Earlier, near: Unknowns) -> list[flint.arb] | None:
    """Return balls that hold exactly one fixed point near some digits; None where that is not certain.

    Newton's method at the precision that is set, then Krawczyk's test with a radius of 1e-40.

    Parameters
    ----------
    earlier : callable
        From unknowns, and what makes such an unknown from a number, to as many numbers.
    near : sequence of Fraction
    """
    point = [ball(value).mid() for value in near]
    try:
        for _ in range(_POLISHED):
            left, slopes = _left_over(earlier, point)
            change = slopes.solve(flint.arb_mat([[value] for value in left]))
            point = [(value - change[i, 0]).mid() for i, value in enumerate(point)]
        box = [flint.arb(value, ball(_RADIUS).mid()) for value in point]
        left, slopes = _left_over(earlier, point)
        _, around = _left_over(earlier, box)
        certain = holds_one_zero(slopes, around, left, _RADIUS)
    except ZeroDivisionError:
        return None
    return box if certain else None


def _left_over(earlier: Earlier, point: Sequence[flint.arb]) -> tuple[list[flint.arb], flint.arb_mat]:
    """Return values less what they are a period earlier, and how that moves with each of them."""
    columns, left = [], []
    for j in range(len(point)):
        moved = [Tangent(value, flint.arb(int(i == j))) for i, value in enumerate(point)]
        before = earlier(moved, lambda number: Tangent(ball(number), flint.arb(0)))
        left = [value - after.value for value, after in zip(point, before, strict=True)]
        columns.append([int(i == j) - after.slope for i, after in enumerate(before)])
    return left, flint.arb_mat([[column[i] for column in columns] for i in range(len(point))])


def _earlier(period: QuadraticPeriod, unknowns: Sequence[Any], lift: Any) -> list[Any]:
    """Return the unknowns one period earlier."""
    values = _matrices(period, unknowns)
    zero = [[lift(Fraction(0))] * period.known for _ in range(period.known)]
    before = backward_step(period, {name: values.get(name, zero) for name in period.payoffs}, lift).values
    return [before[name][i][j] for name, i, j in _entries(period)]


def _entries(period: QuadraticPeriod) -> list[tuple[str, int, int]]:
    pairs = list(combinations_with_replacement(range(period.known), 2))
    return [(name, i, j) for name in period.deciders for i, j in pairs]


def _matrices(period: QuadraticPeriod, unknowns: Sequence[Any]) -> dict[str, Matrix]:
    by_entry = dict(zip(_entries(period), unknowns, strict=True))
    return {
        name: [[by_entry[name, min(i, j), max(i, j)] for j in range(period.known)] for i in range(period.known)]
        for name in period.deciders
    }


def _isolated(period: QuadraticPeriod) -> tuple[list[Unknowns], bool]:
    """Return the real solutions with one stock, and whether nothing stands in the way of calling them all."""
    symbols = [Parameter(f"value[{name}]", real=True) for name in period.deciders]
    ring = ring_of(symbols)
    unknowns = [Ratio.variable(ring, symbol) for symbol in symbols]
    try:
        earlier = _earlier(period, unknowns, lambda number: Ratio.constant(ring, number))
    except ZeroDivisionError:
        # A payoff is linear in own decisions, or a stage's conditions are singular, whatever stocks are worth.
        return [], False
    equations = [(now - before).numerator for now, before in zip(unknowns, earlier, strict=True)]
    zeros, everything = common_zeros(equations, [value.denominator for value in earlier])
    return [[zero[ring.index[symbol]] for symbol in symbols] for zero in zeros], everything


def _by_newton(period: QuadraticPeriod) -> list[Unknowns]:
    """Return the solutions that Newton's method finds, each once."""
    import numpy as np

    size = len(_entries(period))
    rng = np.random.default_rng(0)
    limit = _long_horizon(period, size)
    scale = max(1.0, float(np.abs(limit).max()))
    random = [s * scale * rng.standard_normal((_STARTS // len(_SCALES), size)) for s in _SCALES]
    points = np.vstack([limit[None, :], np.zeros((1, size)), *random])
    step = np.full_like(points, np.inf)
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            left, slopes = _left_over_in_floats(period, points)
            good = np.isfinite(slopes).all(axis=(1, 2)) & np.isfinite(left).all(axis=1)
            points, left, slopes = points[good], left[good], slopes[good]
            regular = np.abs(np.linalg.det(slopes)) > 0
            points, left, slopes = points[regular], left[regular], slopes[regular]
            if not len(points):
                return []
            step = np.linalg.solve(slopes, left[..., None])[..., 0]
            points = points - step
        still = np.isfinite(points).all(axis=1) & (
            np.abs(step).max(axis=1) <= _STILL * (1 + np.abs(points).max(axis=1))
        )
    found: list[Array] = []
    for point in points[still]:
        if not any(np.abs(point - other).max() <= _SAME * max(1.0, np.abs(other).max()) for other in found):
            found.append(point)
    return [[Fraction(float(value)) for value in point] for point in found]


def _left_over_in_floats(period: QuadraticPeriod, points: Array) -> tuple[Array, Array]:
    import numpy as np

    count, size = points.shape
    left, slopes = np.empty((count, size)), np.empty((count, size, size))
    for j in range(size):
        moved = [Tangent(points[:, i], np.full(count, float(i == j))) for i in range(size)]
        earlier = _earlier(period, moved, lambda number: Tangent(np.full(count, float(number)), np.zeros(count)))
        for i, after in enumerate(earlier):
            left[:, i] = points[:, i] - after.value
            slopes[:, i, j] = float(i == j) - after.slope
    return left, slopes


def _long_horizon(period: QuadraticPeriod, size: int) -> Array:
    """Return values a long time before the end; zero where they leave every bound."""
    import numpy as np

    values = np.zeros(size)
    with np.errstate(all="ignore"):
        for _ in range(_LONG):
            before = np.array([float(value) for value in _earlier(period, list(values), float)])
            if not np.isfinite(before).all() or np.abs(before).max() > 1e9:
                return np.zeros(size)
            if np.abs(before - values).max() <= _STILL:
                return before
            values = before
    return values
