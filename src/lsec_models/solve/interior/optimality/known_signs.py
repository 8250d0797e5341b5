"""What is known of signs on a domain, for all decisions of their declared signs: known for certain, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factored
from lsec_models.algebra.polynomials.signs import Sign, sign_of_product


@dataclass(frozen=True, kw_only=True)
class KnownSigns:
    """Signs of functions of parameters and decisions, wherever the parameters are admissible.

    Attributes
    ----------
    domain : Domain
        The admissible parameters.
    ring : Ring
        The ring of all parameters and decisions.
    """

    domain: Domain
    ring: Ring

    def positive(self, value: Ratio) -> bool:
        """Whether a function is known to be positive, whatever the decisions."""
        domain, value = self._placed(value)
        known = (Ratio(domain.ring, c.polynomial) for c in domain.conditions if c.strict)
        return self._sign(domain, value).is_positive or any(
            self._sign(domain, value * factor).is_positive for factor in known
        )

    def nonnegative(self, value: Ratio) -> bool:
        """Whether a function is known to be at least zero, whatever the decisions."""
        domain, value = self._placed(value)
        weak = (c.polynomial for c in domain.conditions if not c.strict and not c.polynomial.is_zero())
        quotients = (value / Ratio(domain.ring, polynomial) for polynomial in weak)
        return (
            self._sign(domain, value).is_nonnegative
            or self.positive(value)
            or any(self._sign(domain, quotient).is_positive for quotient in quotients)
        )

    def finite(self, value: Ratio) -> bool:
        """Whether the denominator of a function is known not to vanish, whatever the decisions."""
        domain, placed = self._placed(Ratio(value.ring, value.denominator))
        return all(self._nonzero(domain, factor) for factor, _ in factored(placed.numerator)[1])

    def nonzero(self, value: Ratio) -> bool:
        """Whether a function is known not to vanish, whatever the decisions."""
        domain, placed = self._placed(Ratio(value.ring, value.numerator))
        return not placed.is_zero() and all(
            self._nonzero(domain, factor) for factor, _ in factored(placed.numerator)[1]
        )

    def _sign(self, domain: Domain, value: Ratio) -> Sign:
        """Return a sign as far as the factors show it; a square is positive where a condition excludes its zeros."""
        return sign_of_product(*value.factors(), domain.factor_sign, lambda factor: self._nonzero(domain, factor))

    def _nonzero(self, domain: Domain, factor: Polynomial) -> bool:
        return domain.factor_sign(factor).is_nonzero or any(
            c.strict and divmod(c.polynomial, factor)[1].is_zero() for c in domain.conditions
        )

    def _placed(self, value: Ratio) -> tuple[Domain, Ratio]:
        """Return the smallest domain that has all symbols of a function, and the function over its ring."""
        used = {*value.ring.used(value.numerator), *value.ring.used(value.denominator)}
        domain = self.domain if used <= set(self.domain.ring.symbols) else self._with_decisions
        return domain, value.convert(domain.ring)

    @cached_property
    def _with_decisions(self) -> Domain:
        return self.domain.over(self.ring)
