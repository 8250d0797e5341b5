"""Games with one decision a player, played by searching grids of numbers: no algebra, and nothing of the solvers.

A stage's answers are found by refining a grid, one decision after the other in turn until nobody moves; what an earlier
mover has from a decision is found by playing on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Payoff = Callable[..., Floats]

_COUNT = 81
_REFINEMENTS = 4
_ROUNDS = 60
_WIDE = 400.0
# Later movers answer to all that earlier ones try.
_WIDER = 20.0
_SETTLED = 1e-5


class Unsettled(Exception):
    """Answers that go round in circles, or grow beyond the grid."""


@dataclass(frozen=True)
class GridGame:
    """A game at numbers.

    Attributes
    ----------
    payoffs : mapping from str to callable
        Of each mover: all decisions by name, as arrays, to the payoff.
    stages : sequence of sequence of str
        The decisions of each stage; each belongs to the mover of that name.
    lowest : mapping from str to float
        Of each decision: 0, or minus infinity.
    """

    payoffs: Mapping[str, Payoff]
    stages: Sequence[Sequence[str]]
    lowest: Mapping[str, float]

    def played(self, history: Mapping[str, Floats], stage: int) -> dict[str, Floats]:
        """Return all decisions after histories, an array for each earlier decision."""
        if stage == len(self.stages):
            return dict(history)
        names = self.stages[stage]
        shape = np.broadcast_shapes(*(value.shape for value in history.values()), (1,))
        now = {name: np.zeros(shape) for name in names}
        for _ in range(_ROUNDS):
            before = dict(now)
            for name in names:
                now[name] = self.best(name, {**history, **now}, stage)
            if len(names) == 1 or all(np.allclose(now[n], before[n], atol=_SETTLED) for n in names):
                return self.played({**history, **now}, stage + 1)
        raise Unsettled

    def best(self, name: str, given: Mapping[str, Floats], stage: int) -> Floats:
        """Return the best value of one decision, the others of the stage and before given."""
        shape = given[name].shape
        wide = _WIDE * _WIDER**stage
        low = np.full(shape, max(self.lowest[name], -wide))
        high = np.full(shape, wide)
        for _ in range(_REFINEMENTS + stage):
            tried = np.linspace(low, high, _COUNT, axis=-1)
            earned = self.earned(name, {**given, name: tried}, stage)
            top = np.take_along_axis(tried, earned.argmax(axis=-1)[..., None], axis=-1)[..., 0]
            step = (high - low) / (_COUNT - 1)
            low = np.maximum(np.maximum(top - step, low), self.lowest[name])
            high = np.minimum(top + step, high)
        if (np.abs(top) > 0.99 * wide).any():
            raise Unsettled
        return top

    def earned(self, name: str, tried: Mapping[str, Floats], stage: int) -> Floats:
        """Return a mover's payoff from each of several decisions, the last axis of its own decision's array."""
        depth = tried[name].ndim
        history = {n: v if n == name else v[..., None] for n, v in tried.items() if self._stage_of(n) <= stage}
        history = {n: np.broadcast_to(v, np.broadcast_shapes(v.shape, tried[name].shape)) for n, v in history.items()}
        assert all(v.ndim == depth for v in history.values())
        return self.payoffs[name](**self.played(history, stage + 1))

    def _stage_of(self, name: str) -> int:
        return next(i for i, names in enumerate(self.stages) if name in names)
