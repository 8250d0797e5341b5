"""The root of a polynomial at many parameters at once: Newton's method, kept between two ends by bisection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.evaluate.compiled import Compiled, Floats, compiled

# Enough halvings of an interval to reach the last bit of a wide float.
_MOST = 128


@dataclass(frozen=True, kw_only=True)
class RootKernel:
    """The compiled form of a root; get one with :func:`root_kernel_of`.

    Attributes
    ----------
    root : ParametricRoot
    """

    root: ParametricRoot
    _coefficients: Compiled = field(repr=False)
    _ends: Compiled = field(repr=False)

    def values(self, parameters: Sequence[Floats]) -> Floats:
        """Return the root at each point, in wide floats.

        1. Between ends at which the polynomial is positive and negative, take a Newton step from the middle of what is
           left, or from where the last one led.
        2. Where it leaves what is left, halve that instead. Stop where nothing moves any more.

        Parameters
        ----------
        parameters : sequence of array
            In the order of the ring of the parameters; the arrays must broadcast against each other.

        Returns
        -------
        array
            NaN where there are no ends, in order.
        """
        wide = [np.asarray(value, dtype=np.longdouble) for value in parameters]
        coefficients = np.broadcast_arrays(*self._coefficients(wide), *wide)[: self.root.degree + 1]
        low, high = self._between(wide, coefficients)
        with np.errstate(all="ignore"):
            guess = (low + high) / 2
            for _ in range(_MOST):
                value, slope = _horner(coefficients, guess)
                low, high = np.where(value > 0, guess, low), np.where(value > 0, high, guess)
                step = guess - value / slope
                inside = (step > low) & (step < high)
                following = np.where(inside, step, (low + high) / 2)
                if np.all((following == guess) | ~np.isfinite(following)):
                    break
                guess = following
        return np.asarray(guess)

    def _between(self, parameters: Sequence[Floats], coefficients: Sequence[Floats]) -> tuple[Floats, Floats]:
        ends = [np.broadcast_to(end, coefficients[0].shape) for end in self._ends(parameters)]
        if len(ends) == 1:
            leading = np.abs(coefficients[-1])
            largest = np.max(np.abs(np.stack(coefficients)), axis=0)
            with np.errstate(all="ignore"):
                ends.append(np.maximum(1 + largest / leading, ends[0] + 1))
        low, high = (end.astype(np.longdouble) for end in ends)
        low[~(low < high)] = np.nan
        return low, high


def root_kernel_of(root: ParametricRoot) -> RootKernel:
    """Return the compiled form of a root.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a = parameters("a", positive=True)
    >>> x = decisions("x")
    >>> firm = solve(Game(players=[Player("firm", decides=[x], payoff=a * x - x**3 / 3)]))
    >>> root_kernel_of(firm.root).values([np.array([1.0, 4.0])]).astype(float)
    array([1., 2.])
    """
    parts = root.ring.by_powers(root.polynomial, root.ring.index[root.symbol])
    coefficients = [Ratio(root.ring, parts.get(power, root.ring.zero)) for power in range(root.degree + 1)]
    ends = [root.low] if root.high is None else [root.low, root.high]
    symbols = root.low.ring.symbols
    return RootKernel(
        root=root,
        _coefficients=compiled(symbols, [value.expression() for value in coefficients]),
        _ends=compiled(symbols, [end.expression() for end in ends]),
    )


def _horner(coefficients: Sequence[Floats], x: Floats) -> tuple[Floats, Floats]:
    """Return a polynomial and its derivative."""
    value, slope = np.zeros_like(x), np.zeros_like(x)
    for coefficient in reversed(coefficients):
        slope = slope * x + value
        value = value * x + coefficient
    return value, slope
