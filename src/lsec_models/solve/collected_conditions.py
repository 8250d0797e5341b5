"""Conditions added to a domain as a solver meets them: what the domain implies is left out."""

from __future__ import annotations

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import factored
from lsec_models.algebra.polynomials.signs import Sign


def where_sign(domain: Domain, value: Ratio, *, strict: bool, origin: str) -> Domain | None:
    """Return the part of a domain in which a value is positive (at least zero); None if it visibly is nowhere.

    Parameters
    ----------
    domain : Domain
    value : Ratio
        Over the ring of the domain.
    strict : bool
        Whether zero is excluded.
    origin : str
        Why it is asked for, in words.
    """
    sign = domain.sign(value)
    if sign is Sign.POSITIVE or (not strict and sign.is_nonnegative):
        return domain
    if sign.is_nonpositive and (strict or sign is Sign.NEGATIVE):
        return None
    core = Ratio(domain.ring, domain.core(value))
    must_not_vanish = strict or domain.sign(Ratio(domain.ring, value.numerator)).is_nonzero
    zeros = [factor**2 for factor in domain.possible_zeros(value, below=not strict)]
    asked = [] if domain.sign(core) is Sign.POSITIVE else [(core.numerator, must_not_vanish)]
    return domain.where(
        Condition(ring=domain.ring, polynomial=polynomial, strict=is_strict, origin=origin)
        for polynomial, is_strict in [*asked, *((zero, True) for zero in zeros)]
    )


def where_finite(domain: Domain, value: Ratio, *, origin: str) -> Domain:
    """Return the part of a domain in which no denominator of a value vanishes, unless a condition says so already.

    Parameters
    ----------
    domain : Domain
    value : Ratio
        Over the ring of the domain.
    origin : str
        Why it is asked for, in words.
    """
    for factor, _ in factored(value.denominator)[1]:
        known = domain.factor_sign(factor).is_nonzero
        if known or any(c.strict and divmod(c.polynomial, factor)[1].is_zero() for c in domain.conditions):
            continue
        domain = domain.where([Condition(ring=domain.ring, polynomial=factor**2, strict=True, origin=origin)])
    return domain
