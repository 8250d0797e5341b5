"""A pair's Nash product over terms, on grids of numbers: no algebra, and nothing of the solvers.

At most one player decides one number after the terms; it is found by refining a grid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS = 9
_FINE = 41
# Gains that rounding may make of none.
_NOISE = 1e-7


class NashProductGrid:
    """What two who bargain gain by terms, at numbers.

    Parameters
    ----------
    payoffs : mapping from player to sympy.Expr
        In terms and the later decision.
    pair : sequence of str
    terms : sequence of symbols
    weights, without : sequence of float
        Powers, and what each has without agreement.
    later : tuple of (str, symbol), optional
        Who answers, with what.
    """

    def __init__(
        self,
        payoffs: Mapping[str, sp.Expr],
        pair: Sequence[str],
        terms: Sequence[sp.Symbol],
        weights: Sequence[float],
        without: Sequence[float] = (0.0, 0.0),
        later: tuple[str, sp.Symbol] | None = None,
    ) -> None:
        symbols = (*terms, *([later[1]] if later else []))
        self.payoffs: dict[str, Callable[..., Any]] = {n: sp.lambdify(symbols, p) for n, p in payoffs.items()}
        self.pair, self.weights, self.without, self.later = pair, weights, without, later

    def product(self, *terms: Any) -> Floats:
        """Return the Nash product; minus infinity where somebody does not gain."""
        tried = [np.asarray(one, dtype=float) for one in np.broadcast_arrays(*terms)]
        everything = [*tried, *self._answer(tried)]
        gains = [
            np.broadcast_to(self.payoffs[name](*everything), tried[0].shape) - least
            for name, least in zip(self.pair, self.without, strict=True)
        ]
        fine = np.all([gain > _NOISE for gain in gains], axis=0)
        powers = [np.where(fine, gain, 1.0) ** weight for gain, weight in zip(gains, self.weights, strict=True)]
        return np.where(fine, powers[0] * powers[1], -np.inf)

    def _answer(self, terms: Sequence[Floats]) -> list[Floats]:
        if self.later is None:
            return []
        name, decision = self.later
        least = 0.0 if decision.is_nonnegative else -200.0
        low, high = np.full(terms[0].shape, least), np.full(terms[0].shape, 200.0)
        for _ in range(_ROUNDS):
            grid = np.linspace(low, high, _FINE, axis=-1)
            own = np.broadcast_to(self.payoffs[name](*(one[..., None] for one in terms), grid), grid.shape)
            best = np.take_along_axis(grid, own.argmax(axis=-1)[..., None], axis=-1)[..., 0]
            step = (high - low) / (_FINE - 1)
            low, high = np.maximum(best - step, least), best + step
        return [best]
