"""Signs of functions of parameters and one decision, for all decisions between two ends.

The range is mapped to the positive numbers, and the coefficients of what a polynomial becomes are looked at: up to
positive factors those in Bernstein's basis. The first and the last one are its values at the ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Key, Polynomial, Ring, key_of
from lsec_models.algebra.polynomials.signs import Sign, sign_of_product
from lsec_models.errors import ClaimError
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.statements.claim_to_statement import sign_statement
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.work import Work

_LIGHTER = 16
_MAX_TERMS = 1_500


def is_shown(domain: Domain, value: Ratio, *, strict: bool) -> bool:
    """Whether a function is shown to be positive (at least zero): by its factors, or as a proposition.

    The work of the proposition is fixed: a sixteenth of what :func:`lsec_models.prove` has.
    """
    sign = domain.sign(value)
    if sign.is_positive or (sign.is_nonnegative and not strict):
        return True
    if len(value.numerator) + len(value.denominator) > _MAX_TERMS:
        return False
    stated = sign_statement(value, ">" if strict else ">=", domain, "difference")
    # What the claim divides by vanishes somewhere: then it is not a claim.
    with suppress(ClaimError):
        return bool(decide(stated, Work.of("normal").lighter(_LIGHTER)))
    return False


def decided_sign(domain: Domain, value: Ratio) -> Sign:
    """Return the sign of a function of parameters: as its factors show it, or as a proposition."""
    sign = domain.sign(value)
    if sign is not Sign.UNKNOWN:
        return sign
    for turned, strict, found in (
        (value, True, Sign.POSITIVE),
        (-value, True, Sign.NEGATIVE),
        (value, False, Sign.NONNEGATIVE),
        (-value, False, Sign.NONPOSITIVE),
    ):
        if is_shown(domain, turned, strict=strict):
            return found
    return Sign.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class DecisionRange:
    """A range of one decision.

    Attributes
    ----------
    domain : Domain
        The parameters.
    ring : Ring
        The parameters and the decision.
    decision : Decision
    low : Ratio
    high : Ratio or None
        The ends, in the parameters; None where there is no higher one.
    closed : bool
        Whether the ends belong to it.
    """

    domain: Domain
    ring: Ring
    decision: sp.Symbol
    low: Ratio
    high: Ratio | None
    closed: bool

    def sign(self, function: Ratio) -> Sign:
        """Return the sign of a function of parameters and decision, as far as its factors show it."""
        return sign_of_product(*function.factors(), self.factor_sign)

    def factor_sign(self, factor: Polynomial) -> Sign:
        """Return the sign of a polynomial in parameters and decision, as far as its coefficients show it."""
        key = key_of(factor)
        if key not in self._signs:
            coefficients = self.coefficients(factor)
            found = self._together([self.domain.sign(value) for value in coefficients])
            if found is Sign.UNKNOWN:
                found = self._together([decided_sign(self.domain, value) for value in coefficients])
            self._signs[key] = found
        return self._signs[key]

    @cached_property
    def _signs(self) -> dict[Key, Sign]:
        return {}

    def _together(self, signs: Sequence[Sign]) -> Sign:
        """Return the sign that coefficients show if all have one."""
        if all(sign.is_nonpositive for sign in signs):
            return -self._together([-sign for sign in signs])
        if not all(sign.is_nonnegative for sign in signs):
            return Sign.UNKNOWN
        if self.closed and self.high is not None:
            strict = signs[0].is_positive and signs[-1].is_positive
        else:
            strict = signs[0].is_positive if self.closed else any(sign.is_positive for sign in signs)
        return Sign.POSITIVE if strict else Sign.NONNEGATIVE

    def coefficients(self, polynomial: Polynomial) -> list[Ratio]:
        """Return what a polynomial becomes where the range is mapped to the positive numbers, by powers."""
        i, degree = self.ring.index[self.decision], max(0, int(polynomial.degrees()[self.ring.index[self.decision]]))
        t, one = Ratio(self.ring, self.ring.generators[i]), Ratio.constant(self.ring, 1)
        whole = Ratio(self.ring, polynomial)
        low = self.low.convert(self.ring)
        if self.high is None:
            mapped = whole.substitute({self.decision: low + t})
        else:
            image = (low + self.high.convert(self.ring) * t) / (one + t)
            mapped = whole.substitute({self.decision: image}) * (one + t) ** degree
        parts, below = self.ring.by_powers(mapped.numerator, i), Ratio(self.ring, mapped.denominator)
        found = [Ratio(self.ring, parts.get(power, self.ring.zero)) / below for power in range(degree + 1)]
        return [value.convert(self.domain.ring) for value in found]


@dataclass(frozen=True, kw_only=True)
class KnownOnRange(KnownSigns):
    """What is known of signs, where one decision lies in a range.

    Attributes
    ----------
    range : DecisionRange
    """

    range: DecisionRange

    def positive(self, value: Ratio) -> bool:
        """Whether a function is known to be positive."""
        return self._by_factors(value).is_positive or super().positive(value)

    def nonnegative(self, value: Ratio) -> bool:
        """Whether a function is known to be at least zero."""
        return self._by_factors(value).is_nonnegative or super().nonnegative(value)

    def _by_factors(self, value: Ratio) -> Sign:
        def sign(factor: Polynomial) -> Sign:
            own = set(value.ring.used(factor)) <= set(self.range.ring.symbols)
            where: DecisionRange | Domain = self.range if own else self.domain
            return where.factor_sign(where.ring.convert(factor))

        return sign_of_product(*value.factors(), sign)
