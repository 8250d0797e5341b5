"""Real roots of polynomials over an extension: enclosures that are told apart, and rational numbers between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.real_roots import between
from lsec_models.algebra.numbers.root_balls import ends_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, MAX_BITS, Coefficients, Extension, at


class RootsOverExtension:
    """The real roots of a squarefree polynomial over an extension, in increasing order, and numbers between them.

    Parameters
    ----------
    field : Extension
    polynomial : list
        Squarefree.
    """

    def __init__(self, field: Extension, polynomial: Coefficients) -> None:
        self.field, self.polynomial = field, polynomial
        self._known: dict[int, list[flint.arb]] = {}

    def __len__(self) -> int:
        return len(self.balls(FIRST_BITS))

    def balls(self, bits: int) -> list[flint.arb]:
        """Return disjoint enclosures of the roots."""
        if bits not in self._known:
            self._known[bits] = self._isolated(bits)
        return self._known[bits]

    def isolated(self, bits: int, precision: int) -> list[flint.arb] | None:
        """Return disjoint enclosures of the roots; None where these are not told apart at a precision."""
        with flint.ctx.workprec(precision + FIRST_BITS):
            return _real(self._complex(bits, precision))

    def ball(self, number: int, bits: int) -> flint.arb:
        """Return an enclosure of one root."""
        return self.balls(bits)[number]

    @cached_property
    def samples(self) -> tuple[flint.fmpq, ...]:
        """A rational number below all roots, one between any two neighbours, and one above."""
        ends = self._ends()
        if not ends:
            return (flint.fmpq(0),)
        inner = [to_fmpq(between(to_fraction(a[1]), to_fraction(b[0]))) for a, b in pairwise(ends)]
        low, high = to_fraction(ends[0][0]), to_fraction(ends[-1][1])
        return flint.fmpq(low.__floor__() - 1), *inner, flint.fmpq(high.__ceil__() + 1)

    def _ends(self) -> list[tuple[flint.fmpq, flint.fmpq]]:
        """Return the ends of enclosures that leave room between any two, also of roots that are closer than floats."""
        bits = FIRST_BITS
        while True:
            with flint.ctx.workprec(2 * bits):
                ends = [ends_of(ball) for ball in self.balls(bits)]
            if all(one[1] < other[0] for one, other in pairwise(ends)):
                return ends
            bits *= 2

    def are_roots_of(self, polynomial: Coefficients) -> list[bool]:
        """Return, for each root, whether a polynomial vanishes there too."""
        if not polynomial or polynomial == self.polynomial:
            return [True] * len(self)
        balls = self.balls(FIRST_BITS)
        if not any(self.field.enclosed(polynomial, ball, FIRST_BITS).contains(0) for ball in balls):
            return [False] * len(self)
        common = self.field.gcd(self.polynomial, polynomial)
        if len(common) < 2:
            return [False] * len(self)
        signs = [self.field.sign(at(common, sample)) for sample in self.samples]
        return [a * b < 0 for a, b in pairwise(signs)]

    def _complex(self, bits: int, precision: int) -> list[flint.acb]:
        """Return enclosures of all roots; none where that fails at this precision."""
        if self.field.is_rational:
            rational = flint.fmpq_poly([c[0] for c in self.polynomial]).numer()
            return [root for root, _ in rational.complex_roots()]
        written = flint.acb_poly([self.field.value(c, precision) for c in self.polynomial])
        *_, slope, leading = written.coeffs()
        if leading.abs_lower() == 0:
            return []
        if written.degree() == 1:
            return [-slope / leading]
        tolerance = flint.arb(2) ** -(bits // 2)
        # Where the search for roots fails from one start, it may find them from another.
        for start in (flint.arb(0), flint.arb(1) / 3):
            try:
                found = written(flint.acb_poly([start, 1])).roots(tol=tolerance, maxprec=precision + FIRST_BITS)
            except ValueError:
                continue
            return [start + root for root in found]
        return []

    def _isolated(self, bits: int) -> list[flint.arb]:
        if len(self.polynomial) < 2:
            return []
        tried = bits
        while tried <= MAX_BITS:
            found = self.isolated(bits, tried)
            if found is not None:
                return found
            tried *= 2
        raise Unresolved("roots that are too close together to be told apart")


def _real(roots: Sequence[flint.acb]) -> list[flint.arb] | None:
    """Return enclosures of the real ones of all roots, in order; None where these are not told apart."""
    real = []
    for i, root in enumerate(roots):
        if not root.imag.contains(0):
            continue
        if any(j != i and other.overlaps(root.conjugate()) for j, other in enumerate(roots)):
            return None
        real.append(root.real)
    real.sort(key=lambda ball: float(ball.mid()))
    return real if roots and all(a < b for a, b in pairwise(real)) else None
