"""Equilibria of two movers at once, one decision each between two ends: where best replies on a fine grid cross.

No algebra, and nothing of the solvers: each best reply is the best of a grid, bettered by SciPy between its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

Floats = NDArray[np.float64]
_COUNT, _CLOSE, _HARDLY = 601, 1e-5, 1e-9


class CrossingReplies:
    """Two payoffs in numbers, of x and of y.

    Parameters
    ----------
    decisions : sequence of two sympy.Symbol
    payoffs : sequence of two sympy.Expr
        Of who decides the first, and of who decides the second.
    ends : sequence of two (float, float)
    """

    def __init__(
        self,
        decisions: Sequence[sp.Symbol],
        payoffs: Sequence[sp.Expr],
        ends: Sequence[tuple[float, float]],
    ) -> None:
        self._payoffs = [sp.lambdify(list(decisions), payoff, "numpy") for payoff in payoffs]
        self._ends = ends
        self._grids = [np.linspace(*own, _COUNT) for own in ends]

    def gain(self, decided: Sequence[float]) -> float:
        """Return what the one gains who gains most by deciding otherwise, relative to its payoff."""
        gains = []
        for mover in (0, 1):
            now = self._earned(mover, decided[mover], decided[1 - mover])
            gains.append(
                (self._earned(mover, self.reply(mover, decided[1 - mover]), decided[1 - mover]) - now) / (1 + abs(now))
            )
        return max(gains)

    def reply(self, mover: int, other: float) -> float:
        """Return the best reply of a mover."""
        grid = self._grids[mover]
        best = int(np.argmax(self._earned(mover, grid, other) + np.zeros_like(grid)))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, _COUNT - 1)]
        found = minimize_scalar(
            lambda own: -self._earned(mover, own, other), bounds=(low, high), method="bounded", options={"xatol": 1e-12}
        )
        return float(max((found.x, low, high), key=lambda own: self._earned(mover, own, other)))

    def crossings(self) -> list[tuple[float, float]]:
        """Return pairs of best replies to each other at which the first one's reply to the reply crosses."""
        step = self._composed()
        gaps = np.array([step(x) for x in self._grids[0]])
        found = [x for x, gap in zip(self._grids[0], gaps, strict=True) if abs(gap) < _HARDLY]
        for i in np.nonzero(gaps[:-1] * gaps[1:] < 0)[0]:
            if min(abs(gaps[i]), abs(gaps[i + 1])) >= _HARDLY:
                found.append(brentq(step, self._grids[0][i], self._grids[0][i + 1], xtol=1e-13))
        # A jump of replies changes sides too, and is not a crossing.
        pairs = [(float(x), self.reply(1, float(x))) for x in found if abs(step(float(x))) < _CLOSE]
        return [pair for i, pair in enumerate(pairs) if all(abs(pair[0] - one[0]) > _CLOSE for one in pairs[:i])]

    def _composed(self) -> Callable[[float], float]:
        return lambda x: self.reply(0, self.reply(1, x)) - x

    def _earned(self, mover: int, own: float | Floats, other: float) -> float | Floats:
        pair = (own, other) if mover == 0 else (other, own)
        with np.errstate(all="ignore"):
            return self._payoffs[mover](*pair)
