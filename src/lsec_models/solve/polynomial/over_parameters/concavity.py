"""Whether a payoff is concave in a decision, seen from the signs of coefficients."""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.payoffs import PiecewisePayoffs


def is_concave(payoffs: PiecewisePayoffs, mover: str, limits: Sequence[Polynomial]) -> bool:
    """Whether a payoff is concave in y where y is allowed, no decision and no parameter being negative.

    False where that is not seen: all coefficients of what it is divided by must have one sign, and all coefficients of
    the second derivative the other one.

    Parameters
    ----------
    payoffs : PiecewisePayoffs
    mover : str
        Who decides y.
    limits : sequence of polynomials
        At least zero where y is allowed.
    """
    if len(payoffs.pieces) > 1 or any(limit.degrees()[1] > 1 for limit in limits):
        return False
    payoff = payoffs.pieces[0].payoffs[mover]
    slope, below = payoff.slopes[1], payoff.denominator
    # The second derivative times the third power of what the payoff is divided by.
    bend = slope.derivative(1) * below - 2 * slope * below.derivative(1)
    divided = _signs(below)
    is_never_zero = any(not any(powers[:2]) for powers in below.monoms())
    return len(divided) == 1 and is_never_zero and _signs(bend) <= {-sign for sign in divided}


def _signs(polynomial: Polynomial) -> set[int]:
    return {1 if c > 0 else -1 for c in polynomial.coeffs()}
