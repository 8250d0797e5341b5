"""Where an expected payoff that is known by integrals alone is highest: looked for in numbers.

1. Look at decisions of many sizes, by means over quantiles.
2. One decision: next to the best of them, where the slope changes its sign. Several: climb from the best of them, then
   let Newton's method find where slopes vanish, by integrals; who is at an end where its slope leads out stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize

from lsec_models.algebra.numbers.exact_numbers import to_fraction

Floats = NDArray[np.float64]

_PRECISE, _NOTHING = 1e-12, 1e-300
_SMALLEST, _LARGEST = -40, 60
_STRIDES = (1, 2, 5)
_NEAR, _TIGHT = 1e-4, 1e-11
_STEPS = 12
NUMBER_LOOKED_AT = _LARGEST - _SMALLEST


class NotMet(Exception):
    """Nothing is best among what was looked at."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is maximised.

    Attributes
    ----------
    names : sequence of str
        Of the decisions.
    ends : sequence of (sympy.Rational or None, sympy.Rational or None)
    open_below : sequence of bool
        Whether a decision must not be at its lowest end.
    mean : callable
        The expected payoff of some decisions, roughly.
    slopes : callable
        Its slopes, precisely.
    """

    names: Sequence[str]
    ends: Sequence[tuple[sp.Rational | None, sp.Rational | None]]
    open_below: Sequence[bool]
    mean: Callable[[Sequence[float]], float]
    slopes: Callable[[Sequence[Fraction]], Floats]

    def place(self) -> list[Fraction]:
        """Return the best decisions that are seen, at ends exactly.

        Raises
        ------
        NotMet
            If none are seen.
        """
        looked_at = [_places(*ends, _STRIDES[len(self.names) - 1]) for ends in self.ends]
        grid = list(product(*looked_at))
        with np.errstate(all="ignore"):
            means = np.array([self.mean(places) for places in grid])
        if not np.isfinite(means).any():
            raise NotMet("no decisions that were tried have a finite expected payoff")
        best = grid[int(np.nanargmax(means))]
        for i, name in enumerate(self.names):
            low, high = self.ends[i]
            at_edge = (low is None and best[i] == looked_at[i][0]) or (high is None and best[i] == looked_at[i][-1])
            if at_edge and len(self.names) > 1:
                raise self._missing(name, best[i])
        return self._between(looked_at[0], best[0]) if len(self.names) == 1 else self._settled(self._climbed(best))

    def _between(self, places: Sequence[float], best: float) -> list[Fraction]:
        """Return where the slope of the only decision changes its sign next to the best place."""
        i = places.index(best)
        low, high = self.ends[0]

        def slope(place: float) -> float:
            return float(self.slopes([Fraction(place)])[0])

        around = places[max(0, i - 1) : i + 2]
        for (left, right), (rise, fall) in zip(pairwise(around), pairwise(map(slope, around)), strict=True):
            if rise > 0 > fall:
                return [Fraction(brentq(slope, left, right, xtol=_NOTHING, rtol=_PRECISE))]
        if i == 0 and low is not None and not self.open_below[0]:
            return [to_fraction(low)]
        if i == len(places) - 1 and high is not None:
            return [to_fraction(high)]
        raise self._missing(self.names[0], best)

    def _climbed(self, best: Sequence[float]) -> list[float]:
        """Return where a climb ends that starts at some decisions."""
        units = [abs(number) or 1.0 for number in best]
        bounds = [
            tuple(None if end is None else float(end) / unit for end in ends)
            for ends, unit in zip(self.ends, units, strict=True)
        ]
        with np.errstate(all="ignore"):
            found = minimize(
                lambda at: -self.mean([float(part) * unit for part, unit in zip(at, units, strict=True)]),
                [number / unit for number, unit in zip(best, units, strict=True)],
                method="Nelder-Mead",
                bounds=bounds,
                options={"xatol": _NEAR, "fatol": 0, "maxiter": 400},
            )
        return [float(part) * unit for part, unit in zip(found.x, units, strict=True)]

    def _settled(self, near: Sequence[float]) -> list[Fraction]:
        """Return where slopes vanish, or lead out at an end, next to some decisions."""
        at = [self._at_end(i, number) for i, number in enumerate(near)]
        for _ in range(_STEPS):
            slopes = self.slopes(at)
            free = [i for i in range(len(at)) if not self._side(i, at[i]) * slopes[i] > 0]
            units = [abs(float(at[i])) or 1.0 for i in range(len(at))]
            steps = np.linalg.lstsq(self.bends(at, free), -slopes[free] * [units[i] for i in free], rcond=None)[0]
            if not np.isfinite(steps).all():
                break
            for i, step in zip(free, steps, strict=True):
                at[i] = self._at_end(i, float(at[i]) + float(np.clip(step, -0.5, 0.5)) * units[i])
            if not free or np.max(np.abs(steps)) < _TIGHT:
                if any(is_open and side < 0 for is_open, side in zip(self.open_below, self.sides(at), strict=True)):
                    break
                return at
        raise NotMet(f"no best {', '.join(self.names)} was met; slopes do not vanish next to what was looked at")

    def bends(self, at: Sequence[Fraction], free: Sequence[int]) -> Floats:
        """Return about what the Hessian in some decisions is, in units of each."""
        units = [abs(at[i]) or Fraction(1) for i in range(len(at))]
        columns = []
        for i in free:
            ahead, behind = list(at), list(at)
            step = units[i] / 10**5
            ahead[i], behind[i] = at[i] + step, at[i] - step
            if self._side(i, at[i]) < 0:
                behind[i] = at[i]
            elif self._side(i, at[i]) > 0:
                ahead[i] = at[i]
            change = (self.slopes(ahead) - self.slopes(behind)) / float(ahead[i] - behind[i])
            columns.append([change[j] * float(units[j] * units[i]) for j in free])
        matrix = np.array(columns).reshape(len(free), len(free))
        return np.asarray((matrix + matrix.T) / 2)

    def _side(self, i: int, number: Fraction) -> int:
        """Return 1 at the upper end, -1 at the lower one, and else 0."""
        low, high = self.ends[i]
        if high is not None and number == to_fraction(high):
            return 1
        return -1 if low is not None and number == to_fraction(low) else 0

    def sides(self, at: Sequence[Fraction]) -> list[int]:
        """Return for each decision at which end it is."""
        return [self._side(i, number) for i, number in enumerate(at)]

    def _at_end(self, i: int, number: float) -> Fraction:
        low, high = self.ends[i]
        place = Fraction(number)
        if high is not None and place > to_fraction(high):
            return to_fraction(high)
        return to_fraction(low) if low is not None and place < to_fraction(low) else place

    def _missing(self, name: str, best: float) -> NotMet:
        return NotMet(f"no best {name} was met; of what was looked at the best is near {best:.3g}")


def _places(low: sp.Rational | None, high: sp.Rational | None, stride: int) -> list[float]:
    """Return decisions of many sizes, or evenly between two ends."""
    if low is not None and high is not None:
        return list(np.linspace(float(low), float(high), NUMBER_LOOKED_AT // stride))
    reach = 2.0 ** np.arange(_SMALLEST, _LARGEST, stride)
    if low is not None:
        return [float(low), *(float(low) + reach)]
    if high is not None:
        return [*(float(high) - reach[::-1]), float(high)]
    return [*-reach[::-1], 0.0, *reach]
