"""Does a Riccati equation have a solution on a whole interval? Interval arithmetic decides."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball, balls

_BITS = 1024
_WIDER = 1.001
_STEPS = 20_000
_SMALLEST = Fraction(1, 2**40)


@dataclass(frozen=True, kw_only=True)
class RiccatiExistence:
    """What is known of a solution.

    Attributes
    ----------
    exists : bool or None
        Whether it exists on the whole interval; None if that was not decided.
    until : float
        How far it was followed: the end of the interval, or close to where it leaves every bound.
    last : flint.arb_mat or None
        An enclosure of its value at the end, if it exists.
    """

    exists: bool | None
    until: float
    last: flint.arb_mat | None = None


def riccati_existence(hamiltonian: sp.Matrix, end: sp.Matrix, length: Fraction) -> RiccatiExistence:
    """Return whether the Riccati equation has a solution over a length of time, from its value at the end on.

    With ``(X, Y)' = H (X, Y)`` per unit of time to go, ``X = 1`` and ``Y = end`` at the end, the solution is ``P = Y /
    X``: it exists as long as X is regular.

    1. From one date to the next, the exponential of H times a ball of times, times (1, P), is enclosed (Arb): if the
       determinant of its upper half excludes zero, the solution exists in between; else the step is halved.
    2. Where no step is short enough, a determinant of X that is negative further on proves that X was singular.

    Parameters
    ----------
    hamiltonian : sympy.Matrix
        Rational, of twice the size of P.
    end : sympy.Matrix
        P at the end.
    length : Fraction

    References
    ----------
    Johansson, F. (2017). Arb: efficient arbitrary-precision midpoint-radius interval arithmetic. IEEE Transactions on
    Computers 66(8), 1281-1292.

    Examples
    --------
    ``P' = 1 + P**2`` from zero is the tangent: it exists for less than half of pi.

    >>> matrix = sp.Matrix([[0, -1], [1, 0]])
    >>> [riccati_existence(matrix, sp.zeros(1, 1), Fraction(n, 100)).exists for n in (157, 158)]
    [True, False]
    """
    with flint.ctx.workprec(_BITS):
        flow = _Flow(hamiltonian)
        begun, step, value = Fraction(0), length / 16, balls(end)
        for _ in range(_STEPS):
            step = min(step, length - begun)
            after = flow.value_after(step, value) if flow.is_regular_during(step, value) else None
            if after is not None:
                begun, step, value = begun + step, 2 * step, after
            elif step <= length * _SMALLEST:
                break
            else:
                step = step / 2
            if begun == length:
                return RiccatiExistence(exists=True, until=float(length), last=value)
        exists = False if flow.turns_negative(value, step, length - begun) else None
        return RiccatiExistence(exists=exists, until=float(begun))


class _Flow:
    """The linear motion whose quotient is the solution."""

    def __init__(self, hamiltonian: sp.Matrix) -> None:
        self.size = hamiltonian.rows // 2
        self.matrix = balls(hamiltonian)

    def halves(self, time: flint.arb, value: flint.arb_mat) -> tuple[flint.arb_mat, flint.arb_mat]:
        """Return X and Y after some time, from 1 and a value."""
        n = self.size
        one = [[flint.arb(int(i == j)) for j in range(n)] for i in range(n)]
        begin = flint.arb_mat([*one, *value.tolist()])
        rows = ((self.matrix * time).exp() * begin).tolist()
        return flint.arb_mat(rows[:n]), flint.arb_mat(rows[n:])

    def value_after(self, step: Fraction, value: flint.arb_mat) -> flint.arb_mat | None:
        """Return the solution after a step, None if its ball is not finite."""
        upper, lower = self.halves(ball(step), value)
        try:
            return lower * upper.inv()
        except ZeroDivisionError:
            return None

    def is_regular_during(self, step: Fraction, value: flint.arb_mat) -> bool:
        """Whether X stays regular at all times of a step."""
        half = ball(step / 2)
        upper, _ = self.halves(flint.arb(half.mid(), half * _WIDER), value)
        return bool(upper.det() > 0)

    def turns_negative(self, value: flint.arb_mat, step: Fraction, rest: Fraction) -> bool:
        """Whether the determinant of X is negative at some time ahead."""
        ahead = min(step, rest)
        while True:
            upper, _ = self.halves(ball(ahead), value)
            if upper.det() < 0:
                return True
            if ahead == rest:
                return False
            ahead = min(2 * ahead, rest)
