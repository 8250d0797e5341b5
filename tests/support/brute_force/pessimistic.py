"""What a leader of one decision secures before a follower of one, who turns against it where indifferent: in floats.

The follower's payoff is quadratic in its decision, so that its best replies are among the ends of its interval and the
top of a parabola, or all of the interval. Between two neighbouring decisions of the leader at which any of these meet,
or pay the same, the reply is one affine function, and the leader's payoff a parabola, whose top and ends are known.
Nothing here is exact, nor shared with the solver.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import sympy as sp

from families.static import Declared

Affine = np.ndarray  # (constant, slope)
TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Secured:
    """The supremum of what the leader secures, at which decisions it is reached, and whether that could be told.

    Attributes
    ----------
    value : float
        Infinite if there is no bound; nan if the follower has no best reply somewhere.
    places : list of float
        Empty if it is approached only.
    """

    value: float
    places: list[float]


def secured(game: Declared) -> Secured:
    """Return what the leader secures in a game of two moves and two decisions.

    Parameters
    ----------
    game : Declared
    """
    shape = _Shape.of(game)
    low, high = shape.leader
    met = [x for x in (*shape.meeting_places(), low, high) if np.isfinite(x) and low <= x <= high]
    places = [x for i, x in enumerate(sorted(met)) if i == 0 or x - sorted(met)[i - 1] > TOLERANCE] or [0.0]
    reached = [(shape.least(x), x) for x in places]
    limits: list[float] = []
    for left, right in itertools.pairwise([low, *places, high]):
        if right - left <= TOLERANCE or np.isnan(right - left):
            continue
        inside = left + 7 if np.isinf(right) else right - 7 if np.isinf(left) else (left + right) / 2
        parabola = shape.parabola_at(inside, min(1.0, (right - left) / 4))
        if parabola is None:
            return Secured(value=np.nan, places=[])
        constant, slope, square = parabola
        is_flat = abs(square) <= TOLERANCE
        if any(
            np.isinf(end) and (square > TOLERANCE or (is_flat and sign * slope > TOLERANCE))
            for end, sign in ((left, -1), (right, 1))
        ):
            return Secured(value=np.inf, places=[])
        top = inside if is_flat else -slope / (2 * square)
        if left < top < right and (square < 0 if not is_flat else abs(slope) <= TOLERANCE):
            reached.append((constant + slope * top + square * top**2, top))
        limits += [constant + slope * end + square * end**2 for end in (left, right) if np.isfinite(end)]
    if any(np.isnan(value) for value, _ in reached):
        return Secured(value=np.nan, places=[])
    best = max([value for value, _ in reached] + limits)
    return Secured(value=best, places=[x for value, x in reached if value >= best - 1e-7 * (1 + abs(best))])


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """The game in numbers: two payoffs, and the affine functions that must be at least zero."""

    payoff: Callable[[float, float], float]
    other: Callable[[float, float], float]
    square: float
    slope: Affine
    sides: list[tuple[float, float, float]]

    @classmethod
    def of(cls, game: Declared) -> _Shape:
        (x,), (z,) = game.order
        owner = {d: name for name, own in game.owners.items() for d in own}
        leader, follower = game.payoffs[owner[x]], sp.expand(game.payoffs[owner[z]])
        rows = [(0, 1, 0)] * bool(x.is_nonnegative) + [(0, 0, 1)] * bool(z.is_nonnegative)
        for relations in game.constraints.values():
            for relation in relations:
                function = sp.expand(relation.gts - relation.lts)
                rows.append((function.subs({x: 0, z: 0}), function.coeff(x), function.coeff(z)))
        slope = sp.expand(sp.diff(follower, z))
        return cls(
            payoff=sp.lambdify((x, z), leader),
            other=sp.lambdify((x, z), follower),
            square=float(slope.coeff(z)),
            slope=np.array([float(slope.subs({x: 0, z: 0})), float(slope.coeff(x))]),
            sides=[tuple(map(float, row)) for row in rows],  # type: ignore[misc]
        )

    @property
    def leader(self) -> tuple[float, float]:
        """Between which ends the leader may choose such that the follower has a choice."""
        rows = [(c, a) for c, a, b in self.sides if b == 0]
        up, down = [row for row in self.sides if row[2] > 0], [row for row in self.sides if row[2] < 0]
        rows += [(u[0] / u[2] - d[0] / d[2], u[1] / u[2] - d[1] / d[2]) for u in up for d in down]
        low = max((-c / a for c, a in rows if a > 0), default=-np.inf)
        return low, min((-c / a for c, a in rows if a < 0), default=np.inf)

    def _lines(self) -> Iterator[Affine]:
        """Yield the replies that the follower may have, as functions of the leader's decision."""
        for c, a, b in self.sides:
            if b:
                yield np.array([-c / b, -a / b])
        if self.square:
            yield -self.slope / self.square

    def meeting_places(self) -> list[float]:
        """Return where possible replies meet or pay somebody the same, or the follower's marginal payoff vanishes."""
        found: list[float] = []
        lines = list(self._lines())
        for one, two in itertools.combinations(lines, 2):
            found += list(_roots(tuple(one - two)))
            # u(x, t) - u(x, s) = (t - s) (slope + square (t + s) / 2)
            found += list(_roots(tuple(self.slope + self.square * (one + two) / 2)))
            gaps = [self.payoff(k, one[0] + one[1] * k) - self.payoff(k, two[0] + two[1] * k) for k in (-1.0, 0.0, 1.0)]
            found += list(_roots(_parabola(gaps, 0.0, 1.0)))
        if not self.square:
            found += list(_roots(tuple(self.slope)))
        return found

    def _replies(self, x: float) -> list[float] | None:
        """Return the follower's best replies, the ends of an interval if it is indifferent; None if it has none."""
        ends = [(-(c + a * x) / b, b) for c, a, b in self.sides if b]
        low = max((end for end, b in ends if b > 0), default=-np.inf)
        high = min((end for end, b in ends if b < 0), default=np.inf)
        slope = self.slope[0] + self.slope[1] * x
        scale = 1e-8 * (1 + abs(x))
        if low > high - scale:
            return [low]
        if self.square > 0 and not (np.isfinite(low) and np.isfinite(high)):
            return None
        if abs(self.square) == 0 and abs(slope) <= scale:
            if not (np.isfinite(low) and np.isfinite(high)):
                raise NotImplementedError("an indifference without end")
            return [*np.linspace(low, high, 33)]
        tried = [end for end in (low, high) if np.isfinite(end)]
        if self.square < 0:
            tried.append(float(np.clip(-slope / self.square, low, high)))
        elif self.square == 0 and not np.isfinite(high if slope > 0 else low):
            return None
        values = [self.other(x, z) for z in tried]
        return [z for z, value in zip(tried, values, strict=True) if value >= max(values) - 1e-8 * (1 + abs(x) ** 2)]

    def least(self, x: float) -> float:
        """Return the least that a best reply leaves the leader; nan if there is none."""
        replies = self._replies(x)
        return np.nan if replies is None else min(self.payoff(x, z) for z in replies)

    def parabola_at(self, x: float, radius: float) -> tuple[float, float, float] | None:
        """Return what the leader secures by powers of its decision, within a radius; None where there is no reply."""
        values = [self.least(x + k * radius) for k in (-1, 0, 1)]
        return None if any(np.isnan(values)) else _parabola(values, x, radius)


def _parabola(values: list[float], x: float, radius: float) -> tuple[float, float, float]:
    square = (values[2] + values[0] - 2 * values[1]) / (2 * radius**2)
    slope = (values[2] - values[0]) / (2 * radius) - 2 * square * x
    return values[1] - slope * x - square * x**2, slope, square


def _roots(coefficients: tuple[float, ...]) -> Iterator[float]:
    constant, slope, square = (*coefficients, 0.0)[:3]
    if abs(square) > 1e-12:
        inside = slope**2 - 4 * square * constant
        if inside >= 0:
            yield from ((-slope + sign * inside**0.5) / (2 * square) for sign in (-1, 1))
    elif abs(slope) > 1e-12:
        yield -constant / slope
