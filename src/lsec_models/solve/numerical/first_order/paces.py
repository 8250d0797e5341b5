"""How long steps are on the way to a maximum or a zero: longer where they creep, shorter where they turned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.graph.compiled_values import Numbers

STEPS, CLIMBING_STEPS = 40, 40
# After a climb Newton's steps shrink fast, or lead nowhere: a start is given up where so many in a row do not shrink.
PATIENCE = 8
SMALLEST_STEP = 1e-12
LONGEST_STEP = 1.0
LONGER = 1.5
# Uphill, where a decision goes on in one direction by steps that hardly shrink, each is taken so many times as often.
FASTER, AS_LONG = 2.0, 0.6
# How many steps in a row are longer than half the shortest one before is counted. Small ones are not: where digits are
# lost, the last steps are small by chance.
SHORTER, NEAR = 0.5, 1e-3
NOTHING = 1e-300
# Of a step that is so much longer than what it moves, decisions keep no digit when it is shortened: the equations are
# singular but for rounding. A start is given up after so many of these.
BLIND_STEP, MOST_BLIND = 1e12, 3


class Paces:
    """How each of many starts has moved so far.

    Parameters
    ----------
    own : int
        How many unknowns, the first ones, are decisions that climb.
    points : int
    """

    def __init__(self, own: int, points: int) -> None:
        # A column for each start: what is kept of all is taken at once.
        self._own, self._kept = own, np.zeros((4 + 3 * own, points))
        self._kept[:2] = LONGEST_STEP
        self._last[:], self._times[:] = np.inf, 1.0

    @property
    def _before(self) -> Numbers:
        return self._kept[4 : 4 + self._own]

    @property
    def _last(self) -> Numbers:
        return self._kept[4 + self._own : 4 + 2 * self._own]

    @property
    def _times(self) -> Numbers:
        return self._kept[4 + 2 * self._own :]

    def of(self, place: int) -> list[float]:
        """Return how one start has moved."""
        return list(self._kept[:, place].tolist())

    def part(self, some: slice) -> Paces:
        """Return the paces of some starts; what happens to them is noted here."""
        part = Paces(self._own, 0)
        part._kept = self._kept[:, some]
        return part

    def only(self, places: NDArray[np.intp]) -> None:
        """Forget all other starts."""
        self._kept = self._kept.take(places, axis=1)

    def hurried(self, steps: Numbers) -> Numbers:
        """Return steps of the first decisions, of shape (own, points), longer where one creeps, and none too long."""
        sizes, last, times = np.abs(steps), self._last, self._times
        creeps = (sizes >= AS_LONG * last) & (steps * self._before > 0)
        often = np.minimum(times * FASTER, LONGEST_STEP / np.maximum(sizes, NOTHING))
        last[:], times[:] = sizes, np.where(creeps, np.maximum(often, 1.0), 1.0)
        steps = steps * times
        return np.asarray(steps * (LONGEST_STEP / np.maximum(sizes_of(steps), LONGEST_STEP)))

    def shortened(self, steps: Numbers, sizes: Numbers) -> Numbers:
        """Return steps of all unknowns, of shape (unknowns, points), shorter where they turned."""
        longest, before = self._kept[0], self._before
        turned = _along(steps[: self._own], before) < 0
        longest[:] = np.where(turned, np.minimum(longest, sizes) / 2, np.minimum(longest * LONGER, LONGEST_STEP))
        steps = steps * (longest / np.maximum(sizes, longest))
        before[:] = steps[: self._own]
        return steps

    def waited(self, sizes: Numbers) -> Numbers:
        """Return how many steps in a row were longer than half the shortest one before."""
        shortest, waited = self._kept[1:3]
        is_shorter = sizes < np.maximum(SHORTER * shortest, NEAR)
        shortest[:] = np.where(is_shorter, np.minimum(sizes, shortest), shortest)
        waited[:] = np.where(is_shorter, 0.0, waited + 1)
        return np.asarray(waited)

    def blind(self, sizes: Numbers) -> Numbers:
        """Return how many steps so far were longer than numbers have digits."""
        blind = self._kept[3]
        blind += sizes >= BLIND_STEP
        return np.asarray(blind)


def sizes_of(steps: Numbers) -> Numbers:
    """Return the longest step at each point, of steps of shape (unknowns, points)."""
    return np.asarray(np.abs(steps).max(axis=0) if len(steps) > 1 else np.abs(steps[0]))


def _along(steps: Numbers, others: Numbers) -> Numbers:
    """Return how far steps go on in the direction of others, at each point."""
    return np.asarray((steps * others).sum(axis=0) if len(steps) > 1 else steps[0] * others[0])
