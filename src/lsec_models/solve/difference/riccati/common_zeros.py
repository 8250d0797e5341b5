"""All real common zeros of one polynomial in one unknown, or of two in two, by resultants."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import flint

from lsec_models.algebra.enclosures.balls import value_at
from lsec_models.algebra.numbers.root_balls import root_balls
from lsec_models.algebra.polynomials.ring import Polynomial, factored

_DIGITS = 60
_BITS = 600

Zero = tuple[Fraction, ...]


def common_zeros(equations: Sequence[Polynomial], below: Sequence[Polynomial]) -> tuple[list[Zero], bool]:
    """Return the real common zeros at which some denominators do not vanish, to sixty digits.

    The coordinates of common zeros are roots of resultants. Each pair of such roots is tried in ball arithmetic: one at
    which an equation is certainly not zero is none. One at which a denominator has no certain sign is left out as a
    zero of it if both coordinates are roots of the denominator's own resultants too.

    Parameters
    ----------
    equations : sequence of Polynomial
        One in one unknown, or two in two, over one ring.
    below : sequence of Polynomial
        The denominators.

    Returns
    -------
    list of tuples of Fraction
        Every zero is near one of them; that each is one is not said.
    bool
        Whether every zero was looked for: False where the equations have a factor in common, or a denominator is small
        for no known reason.

    References
    ----------
    Cox, D., Little, J. and O'Shea, D. (2005). Using Algebraic Geometry, chapter 3. Springer.
    """
    parts = {str(factor): factor for value in below for factor, _ in factored(value)[1]}
    with flint.ctx.workprec(_BITS):
        coordinates = [_eliminant(equations, i) for i in range(len(equations))]
        if any(polynomial is None for polynomial in coordinates):
            return [], False
        roots = [root_balls(polynomial) for polynomial in coordinates if polynomial is not None]
        found: list[Zero] = []
        everything = True
        for point in product(*roots):
            if any(not value_at(equation, point).contains(0) for equation in equations):
                continue
            small = [part for part in parts.values() if value_at(part, point).contains(0)]
            if not small:
                found.append(tuple(Fraction(x.mid().str(_DIGITS, radius=False)) for x in point))
            elif not all(_vanishes_with(part, equations, point) for part in small[:1]):
                everything = False
        return found, everything


def _eliminant(equations: Sequence[Polynomial], kept: int) -> flint.fmpz_poly | None:
    """Return a polynomial that has among its roots one coordinate of all common zeros; None where it would be zero."""
    if len(equations) == 1:
        return _univariate(equations[0], 0)
    one, other = equations
    return _univariate(one.resultant(other, 1 - kept), kept)


def _vanishes_with(part: Polynomial, equations: Sequence[Polynomial], point: Sequence[flint.arb]) -> bool:
    """Whether coordinates of a point are roots of what eliminates the others from a denominator and an equation."""
    if len(equations) == 1:
        return False
    for kept, value in enumerate(point):
        eliminant = _univariate(part.resultant(equations[0], 1 - kept), kept)
        if eliminant is not None and not flint.arb_poly(eliminant)(value).contains(0):
            return False
    return True


def _univariate(polynomial: Polynomial, kept: int) -> flint.fmpz_poly | None:
    coefficients = {int(powers[kept]): int(c) for powers, c in polynomial.terms()}
    if not coefficients:
        return None
    whole = flint.fmpz_poly([coefficients.get(n, 0) for n in range(max(coefficients) + 1)])
    squarefree = flint.fmpz_poly([1])
    for factor, _ in whole.factor_squarefree()[1]:
        squarefree *= factor
    return squarefree
