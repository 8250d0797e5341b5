"""Where two curves in the plane of a decision x and a parameter t meet: exact values of t, of which some do not matter.

A resultant vanishes too where the curves meet at a complex x, or at one that is not allowed. Enclosures of the roots of
one curve tell: at a value of t it does not matter if the other curve, or a limit of x, misses each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.numbers.exact_values import univariate
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.payoffs import FREE, coefficient, eliminated

_BITS = 192
_Ball = Callable[[flint.fmpz_poly], flint.arb]


@dataclass(frozen=True, eq=False, kw_only=True)
class Meeting:
    """Two curves that may meet.

    Attributes
    ----------
    one, other : Polynomial
        In x and t.
    limits : tuple of polynomials in x and t
        At least zero where x is allowed.
    """

    one: Polynomial
    other: Polynomial
    limits: tuple[Polynomial, ...]

    @cached_property
    def resultant(self) -> Polynomial:
        """A polynomial in t that vanishes where they meet, perhaps far out.

        Raises
        ------
        Unresolved
            If it would be too large.
        """
        return eliminated(self.one, self.other, "x")

    def matters_at(self, root: RealRoot) -> bool:
        """Whether they may meet at an x that is allowed, for a value of t."""
        field = Extension(root)
        with flint.ctx.workprec(_BITS):
            here = field.ball(_BITS)

            def ball(polynomial: flint.fmpz_poly) -> flint.arb:
                return flint.arb_poly(polynomial)(here)

            one, other = (_in_x(curve, ball) for curve in (self.one, self.other))
            limits = [_in_x(limit, ball) for limit in self.limits]
            for curve, met in ((one, other), (other, one)):
                roots = _real_roots(curve)
                if roots is not None:
                    return any(met(x).contains(0) and not any(limit(x) < 0 for limit in limits) for x in roots)
        return True


def _in_x(polynomial: Polynomial, ball: _Ball) -> flint.arb_poly:
    powers = range(int(polynomial.degrees()[0]) + 1)
    return flint.arb_poly([ball(univariate(coefficient(polynomial, 0, power), FREE)) for power in powers])


def _real_roots(curve: flint.arb_poly) -> list[flint.arb] | None:
    """Return enclosures of all real roots; None where they are not told apart, or one may be far out."""
    if curve[curve.degree()].contains(0):
        return None
    try:
        return [root.real for root in curve.complex_roots(maxprec=_BITS) if root.imag.contains(0)]
    except ValueError:
        return None


def is_between_ends(limits: Sequence[Polynomial]) -> bool:
    """Whether limits, in x and t, keep x between two ends that are finite for every t."""
    slopes = [coefficient(limit, 0, 1) for limit in limits if limit.degrees()[0] == 1]
    return {1, -1} <= {1 if slope.leading_coefficient() > 0 else -1 for slope in slopes if slope.is_constant()}
