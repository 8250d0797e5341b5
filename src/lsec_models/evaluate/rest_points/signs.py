"""Signs of rational functions over a block of a grid, in floats, and where rounding leaves them open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.evaluate.closed_forms.boundaries import in_floats, measured_of
from lsec_models.evaluate.fused.computed import Computed
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Place
from lsec_models.evaluate.fused.regime_loop import Measured

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SignOnGrid:
    """The sign of a rational function, as those of the factors that may vanish or change theirs.

    Attributes
    ----------
    is_negative : bool
        Whether it is negative where all these factors are positive.
    factors : tuple of (Measured, bool)
        Each as places in a graph, and whether it turns the sign when it turns its own.
    is_zero : bool
        Whether the function vanishes identically.
    """

    is_negative: bool
    factors: tuple[tuple[Measured, bool], ...]
    is_zero: bool = False

    @classmethod
    def of(cls, function: Ratio, domain: Domain, graph: ExpressionGraph) -> SignOnGrid:
        """Return the sign of a function on a domain; the graph gets what it lacks."""
        if function.is_zero():
            return cls(is_negative=False, factors=(), is_zero=True)
        constant, powers = function.factors()
        negative, factors = constant < 0, []
        for factor, exponent in powers:
            turns, sign = exponent % 2 == 1, domain.factor_sign(factor)
            if sign is Sign.NEGATIVE:
                negative ^= turns
            elif sign is not Sign.POSITIVE:
                factors.append((measured_of(domain.ring.expression(factor), graph), turns))
        return cls(is_negative=negative, factors=tuple(factors))

    @property
    def places(self) -> tuple[Place, ...]:
        """All places in the graph that are needed."""
        return tuple(place for one, _ in self.factors for place in (one.value, one.size))

    def over(self, results: Computed) -> tuple[Bools, Bools]:
        """Return where the function is negative, if it is not zero, and where that is not sure; they broadcast."""
        negative, near = np.array(self.is_negative), np.array(self.is_zero)
        for one, turns in self.factors:
            value, is_near = in_floats(one, results)
            near = near | is_near
            if turns:
                negative = negative ^ (value < 0)
        return negative, near
