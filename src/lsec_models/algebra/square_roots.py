"""Square roots of rational functions as people write them: squares come out, with the sign that they have."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.domain import Domain
from lsec_models.algebra.ratio import Ratio


def square_root(domain: Domain, square: Ratio) -> sp.Expr:
    """Return a square root; what comes out of it has the sign that it has on the domain, and bars where it has both.

    Examples
    --------
    >>> from lsec_models.algebra.domain import domain_of
    >>> from lsec_models.algebra.ratio import ratio
    >>> a, b = sp.symbols("a b", positive=True)
    >>> domain = domain_of([a, b], [a > b])
    >>> square_root(domain, ratio(domain.ring, 2 * a * (a - b) ** 2))
    sqrt(2)*sqrt(a)*(a - b)
    """
    constant, powers = square.factors()
    outside, inside = sp.S.One, sp.Rational(constant.numerator, constant.denominator)
    for factor, power in powers:
        base, sign = domain.ring.expression(factor), domain.factor_sign(factor)
        inside *= base ** (power % 2)
        if power > 1:
            positive = base if sign.is_nonnegative else -base if sign.is_nonpositive else sp.Abs(base)
            outside *= positive ** (power // 2)
    return outside * sp.sqrt(inside)
