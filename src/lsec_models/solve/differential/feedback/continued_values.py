"""Beyond the states where affine laws respect their bounds: value functions continued along the line of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.differential.off_path import OffPath
from lsec_models.games.frozen import Frozen
from lsec_models.solve.differential.feedback.scalar_quadratic import Affine, Interval, ScalarQuadratic

Array = NDArray[np.float64]
_FAR = 1e4
_STEPS = 400
_STILL = 1e-7
_SAME = 1e-3
_NEAR = 1e-6
_ALIKE = 1e-2
_SLACK = 1e-9


class NotContinued(Exception):
    """The value functions have no smooth continuation; the message says where and why."""


def continued(scalar: ScalarQuadratic, slopes: Sequence[Affine], within: Interval, steady: float) -> OffPath:
    """Return what is decided at all reachable states beyond those where affine laws hold.

    1. At a state, the slopes of the value functions tell decisions: each the best reply to the others, at zero where
       its owner would like it to be negative (all sets of decisions at zero are compared).
    2. Differentiated in the state, the Hamilton-Jacobi-Bellman equations ``r V = payoff + V' speed`` are differential
       equations for the slopes. They are integrated from the end of the interval outwards.
    3. The stock must move back towards the interval at every state, and nobody's gain may be without bound far away.

    Raises
    ------
    NotContinued
        If at some state there is no such continuation.
    """
    low, high = scalar.reachable
    parts = []
    for direction, end, last in ((-1, within[0], low), (1, within[1], high)):
        if end is not None and (last is None or (last - end) * direction > 0):
            if float(end) == steady:
                raise NotContinued(f"the stock rests there, so that {_nothing_beyond(steady)}")
            begin = _Tangent(
                place=float(end),
                slopes=np.array([float(slope[0] + slope[1] * end) for slope in slopes]),
                curvatures=np.array([float(slope[1]) for slope in slopes]),
            )
            size = abs(float(end) - steady) + abs(float(end) - float(scalar.start)) + abs(steady)
            length = size * _FAR if last is None else float(abs(last - end))
            parts.append(_Line(scalar).beyond(begin, direction, length, size, endless=last is None))
    order = np.argsort(np.concatenate([states for states, _, _ in parts]), kind="stable")
    states, decided, values = (np.concatenate(arrays, axis=-1)[..., order] for arrays in zip(*parts, strict=True))
    return OffPath(
        states=states,
        decisions=Frozen({d.name: decided[n] for n, d in enumerate(scalar.decisions)}),
        values=Frozen({name: values[n] for n, name in enumerate(scalar.deciders)}),
    )


@dataclass(frozen=True, kw_only=True)
class _Tangent:
    """Where a continuation begins: a state, the slopes of the value functions there, and how these change inside."""

    place: float
    slopes: Array
    curvatures: Array


@dataclass(frozen=True)
class _Line:
    """The Hamilton-Jacobi-Bellman equations as differential equations for the slopes of the value functions."""

    scalar: ScalarQuadratic

    def beyond(
        self, begin: _Tangent, direction: int, length: float, size: float, *, endless: bool
    ) -> tuple[Array, Array, Array]:
        """Return states, decisions and values from one end of the interval outwards."""
        # Far away all is proportional to the state, so that steps grow with it.
        grid = np.linspace(0.0, float(np.log1p(length / size)), _STEPS + 1)
        coarse = begin.place + direction * size * np.expm1(grid)
        fine = begin.place + direction * size * np.expm1(np.linspace(0.0, grid[-1], 2 * _STEPS + 1))
        rough, found = (self._integrated(states, begin, size) for states in (coarse, fine))
        gaps = np.abs(found[::2] - rough).max(axis=1) / (1e-12 + np.abs(found[::2]).max(axis=1))
        if gaps.max() > _SAME:
            raise NotContinued(_nothing_beyond(coarse[int((gaps > _SAME).argmax())]))
        instants = [self._instant(x, p) for x, p in zip(fine, found, strict=True)]
        decided = np.array([instant[0] for instant in instants if instant is not None]).T
        values = np.array([self._values(x, p, d) for x, p, d in zip(fine, found, decided.T, strict=True)]).T
        self._require_values(fine, values, found.T)
        if endless:
            self._require_bounded(fine, decided)
        return fine, decided, values

    def _integrated(self, states: Array, begin: _Tangent, size: float) -> Array:
        """Return the slopes at some states by the classical Runge-Kutta method, the stock moving back at each."""
        inwards = np.sign(states[0] - states[-1])
        found = [begin.slopes]
        # At the end of the interval itself a decision is at its bound and free alike; just beyond, it is not.
        outside = begin.place - inwards * _NEAR * size
        first = self._instant(outside, begin.slopes + (outside - begin.place) * begin.curvatures)

        def rise(x: float, p: Array) -> Array:
            instant = first if x == begin.place else self._instant(x, p)
            if instant is None or self._speed(x, instant[0]) * inwards < _STILL * (size + abs(x)):
                raise NotContinued(_nothing_beyond(x))
            return self._curvature(x, p, *instant)

        with np.errstate(all="ignore"):
            for x, after in pairwise(states):
                step, p = after - x, found[-1]
                k1 = rise(x, p)
                k2 = rise(x + step / 2, p + step / 2 * k1)
                k3 = rise(x + step / 2, p + step / 2 * k2)
                k4 = rise(after, p + step * k3)
                found.append(p + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
                if not np.isfinite(found[-1]).all():
                    raise NotContinued(_nothing_beyond(x))
            rise(states[-1], found[-1])
        return np.array(found)

    def _instant(self, x: float, p: Array) -> tuple[Array, tuple[int, ...]] | None:
        """Return the decisions at a state, and which of them are free; None if there are none."""
        count = len(self.scalar.decisions)
        nonnegative = [n for n, d in enumerate(self.scalar.decisions) if d.is_nonnegative]
        rows, right = self._conditions
        for size in range(len(nonnegative) + 1):
            for resting in combinations(nonnegative, size):
                free = tuple(n for n in range(count) if n not in resting)
                decided = np.zeros(count)
                wanted = -(right[0] + right[1] * x + right[2] @ p)
                if free:
                    decided[list(free)] = np.linalg.solve(rows[np.ix_(free, free)], wanted[list(free)])
                gains = rows @ decided - wanted
                scale = _SLACK * (1 + np.abs(wanted).max())
                if all(decided[n] >= -scale for n in nonnegative) and all(gains[n] <= scale for n in resting):
                    return decided, free
        return None

    @cached_property
    def _conditions(self) -> tuple[Array, tuple[Array, Array, Array]]:
        """Return the first-order conditions ``rows decisions + right[0] + right[1] state + right[2] slopes = 0``."""
        scalar, count = self.scalar, range(len(self.scalar.decisions))
        own = [scalar.curvatures[scalar.owners[n]][n + 1] for n in count]
        rows = np.array([[float(entry) for entry in row[1:]] for row in own])
        constant = np.array([float(scalar.slopes[scalar.owners[n]][n + 1]) for n in count])
        pushes = np.zeros((len(rows), len(scalar.deciders)))
        for n in count:
            pushes[n, scalar.owners[n]] = float(scalar.speed[n + 1])
        return rows, (constant, np.array([float(row[0]) for row in own]), pushes)

    @cached_property
    def _numbers(self) -> tuple[Array, Array, Array, Array]:
        """Return curvatures, slopes, rates and speed in floats."""
        scalar = self.scalar
        return tuple(np.array(a, dtype=float) for a in (scalar.curvatures, scalar.slopes, scalar.rates, scalar.speed))  # type: ignore[return-value]

    def _speed(self, x: float, decided: Array) -> float:
        speed = self._numbers[3]
        return float(speed[0] * x + speed[1:] @ decided + float(self.scalar.drift))

    def _values(self, x: float, p: Array, decided: Array) -> Array:
        """Return the value functions, from the equations themselves."""
        curvatures, slopes, rates, _ = self._numbers
        z, constants = np.array([x, *decided]), np.array(self.scalar.constants, dtype=float)
        return np.asarray((curvatures @ z @ z / 2 + slopes @ z + constants + p * self._speed(x, decided)) / rates)

    def _curvature(self, x: float, p: Array, decided: Array, free: tuple[int, ...]) -> Array:
        """Return the derivatives of the slopes in the state."""
        curvatures, slopes, rates, speed = self._numbers
        rows, right = self._conditions
        z = np.array([x, *decided])
        gradients = curvatures @ z + slopes + np.outer(p, speed)
        by_state, by_slope = np.zeros(len(decided)), np.zeros((len(decided), len(p)))
        if free:
            chosen = list(free)
            inverse = -np.linalg.inv(rows[np.ix_(chosen, chosen)])
            by_state[chosen], by_slope[chosen] = inverse @ right[1][chosen], inverse @ right[2][chosen]
        matrix = np.eye(len(p)) * self._speed(x, decided) + gradients[:, 1:] @ by_slope
        left = rates * p - gradients[:, 0] - gradients[:, 1:] @ by_state
        try:
            return np.asarray(np.linalg.solve(matrix, left))
        except np.linalg.LinAlgError:
            return np.full_like(p, np.nan)

    def _require_values(self, states: Array, values: Array, slopes: Array) -> None:
        """Require that the slopes are those of the values: an integration across a pole would not pass."""
        steps = np.diff(states)
        rises = steps * (slopes[:, 1:] + slopes[:, :-1]) / 2
        size = np.abs(values).max(axis=1, keepdims=True) + 1e-12
        gap = np.abs(np.diff(values, axis=1) - rises) / (size + np.abs(steps * slopes[:, 1:]))
        if gap.max() > _ALIKE:
            place = int(np.unravel_index(gap.argmax(), gap.shape)[1])
            raise NotContinued(_nothing_beyond(states[place]))

    def _require_bounded(self, states: Array, decided: Array) -> None:
        """Require that far away nobody gains without bound by going on."""
        rises = np.diff(decided, axis=1) / np.diff(states)
        last, before = rises[:, -1], rises[:, -_STEPS // 10]
        if np.abs(last - before).max() > _ALIKE * (_SAME + np.abs(last).max()):
            raise NotContinued(f"decisions do not become proportional to the state by {states[-1]:.6g}")
        feedback = [Fraction(float(one)) for one in last]
        for unit, name in enumerate(self.scalar.deciders):
            if not self.scalar.gain_is_bounded(unit, feedback):
                raise NotContinued(f"{name!r} may gain without bound beyond the state {states[-1]:.6g}")


def _nothing_beyond(state: float) -> str:
    return f"the value functions have no smooth continuation beyond the state {state:.6g}"
