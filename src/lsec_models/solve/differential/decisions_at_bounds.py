"""Decisions within an instant when some rest at zero: linear complementarity, one regime for each set that rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MOST = 8


@dataclass(frozen=True, kw_only=True)
class BoundedDecisions:
    """Each player's best decisions in an instant, given stocks and costates, those declared nonnegative at least zero.

    Attributes
    ----------
    regimes : tuple of (tuple of int, array, array)
        For each set of decisions that rest: which, and all decisions as ``matrix @ y + constant``.
    pull, push, base : array
        The derivatives of the Hamiltonians in the decisions, ``pull @ u + push @ y + base``.
    nonnegative : tuple of int
        Which decisions must not be negative.
    """

    regimes: tuple[tuple[tuple[int, ...], Array, Array], ...]
    pull: Array
    push: Array
    base: Array
    nonnegative: tuple[int, ...]

    def __call__(self, y: Array) -> Array:
        """Return the decisions at columns of stocks and costates."""
        chosen, _ = self._chosen(y)
        return chosen

    def jacobian(self, y: Array) -> Array:
        """Return the derivatives of the decisions at one column of stocks and costates."""
        _, regime = self._chosen(y[:, None])
        return self.regimes[int(regime[0])][1]

    def _chosen(self, y: Array) -> tuple[Array, NDArray[np.intp]]:
        decided = np.stack([matrix @ y + constant[:, None] for _, matrix, constant in self.regimes])
        violated = np.zeros((len(self.regimes), y.shape[1]))
        for k, (resting, _, _) in enumerate(self.regimes):
            forces = self.pull @ decided[k] + self.push @ y + self.base[:, None]
            free = [i for i in self.nonnegative if i not in resting]
            worst = [-decided[k][free], forces[list(resting)]]
            violated[k] = np.concatenate([*worst, np.zeros((1, y.shape[1]))]).max(axis=0)
        regime = violated.argmin(axis=0)
        return np.take_along_axis(decided, regime[None, None, :], axis=0)[0], regime


def bounded_decisions(
    pull: sp.Matrix, push: sp.Matrix, base: sp.Matrix, nonnegative: Sequence[int]
) -> BoundedDecisions | None:
    """Return the decisions of an instant with bounds, None if there may be several, or too many have bounds.

    They are unique for all stocks and costates exactly if what is left of ``-pull`` when the decisions without bounds
    are solved out is a P-matrix (all its principal minors are positive): exact.

    Parameters
    ----------
    pull, push, base : sympy.Matrix
        Rational: the derivatives of the Hamiltonians are ``pull u + push y + base``.
    nonnegative : sequence of int

    References
    ----------
    Cottle, R. W., Pang, J.-S. and Stone, R. E. (1992). The Linear Complementarity Problem, theorem 3.3.7. Academic
    Press.
    """
    if len(nonnegative) > _MOST:
        return None
    always = [i for i in range(pull.rows) if i not in nonnegative]
    whole = (-pull.extract(always, always)).det() if always else sp.Integer(1)
    regimes = []
    for size in range(len(nonnegative) + 1):
        for moving in combinations(nonnegative, size):
            kept = sorted([*always, *moving])
            minor = (-pull.extract(kept, kept)).det() if kept else sp.Integer(1)
            if whole == 0 or minor / whole <= 0:
                return None
            resting = tuple(i for i in nonnegative if i not in moving)
            regimes.append((resting, *_regime(pull, push, base, kept)))
    return BoundedDecisions(
        regimes=tuple(regimes),
        pull=floats(pull),
        push=floats(push),
        base=floats(base)[:, 0],
        nonnegative=tuple(nonnegative),
    )


def _regime(pull: sp.Matrix, push: sp.Matrix, base: sp.Matrix, kept: list[int]) -> tuple[Array, Array]:
    """Return the decisions as functions of stocks and costates where those that are not kept are zero."""
    matrix, constant = np.zeros(push.shape), np.zeros(pull.rows)
    if kept:
        inverse = -pull.extract(kept, kept).inv()
        matrix[kept] = floats(inverse * push.extract(kept, list(range(push.cols))))
        constant[kept] = floats(inverse * base.extract(kept, [0]))[:, 0]
    return matrix, constant


def floats(matrix: sp.Matrix) -> Array:
    """Return a matrix of numbers as an array of floats."""
    return np.array(matrix.tolist(), dtype=float).reshape(matrix.shape)
