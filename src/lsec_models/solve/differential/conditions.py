"""Conditions as they are collected: what follows from the others is left out, what cannot hold is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lsec_models.algebra.algebraic_functions.square_root import ROOT, parts
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.games.differential.feedback import Root, RootCondition
from lsec_models.solve.collected_conditions import where_sign


@dataclass
class Collector:
    """Collects what must be positive on a growing list of conditions.

    Attributes
    ----------
    domain : Domain
        The assumptions and all conditions so far.
    root : Root or None
        The root that values may have.
    fails : callable
        Makes the error to raise where something cannot hold, from words.
    """

    domain: Domain
    root: Root | None
    fails: Callable[[str], Exception]

    def __post_init__(self) -> None:
        self._assumed = len(self.domain.conditions)
        self._roots: list[RootCondition] = []

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those beyond the assumptions."""
        return self.domain.conditions[self._assumed :]

    @property
    def root_conditions(self) -> tuple[RootCondition, ...]:
        """Those that no polynomial inequality says."""
        return tuple(self._roots)

    def require(self, value: Ratio, *, strict: bool, origin: str) -> None:
        """Add that a value is positive (strict) or at least zero.

        Raises
        ------
        Exception
            From `fails`, if it is not for any admissible parameters.
        """
        if self.root is None or ROOT not in value.ring.index or not value.depends_on(ROOT):
            self._require_rational(value.convert(self.domain.ring), strict=strict, origin=origin)
            return
        rational, irrational = (
            part.convert(self.domain.ring) for part in parts(value, value.ring.convert(self.root.radicand.numerator))
        )
        below, above = self.domain.sign(rational), self.domain.sign(irrational)
        difference = rational * rational - irrational * irrational * self.root.radicand.convert(self.domain.ring)
        if below.is_nonnegative and above.is_nonnegative:
            if strict and Sign.POSITIVE not in (below, above):
                self._root_condition(value, strict=strict, origin=origin)
        elif below.is_nonpositive and above.is_nonpositive:
            self._fail(value, strict=strict, origin=origin)
        elif below.is_nonnegative and above.is_nonpositive:
            self._require_rational(difference, strict=strict, origin=origin)
        elif below.is_nonpositive and above.is_nonnegative:
            self._require_rational(-difference, strict=strict, origin=origin)
        elif above.is_nonnegative and self.domain.sign(-difference) is Sign.POSITIVE:
            return
        else:
            self._root_condition(value, strict=strict, origin=origin)

    def _require_rational(self, value: Ratio, *, strict: bool, origin: str) -> None:
        found = where_sign(self.domain, value, strict=strict, origin=origin)
        if found is None:
            self._fail(value, strict=strict, origin=origin)
        else:
            self.domain = found

    def _root_condition(self, value: Ratio, *, strict: bool, origin: str) -> None:
        assert self.root is not None
        expression = value.expression().xreplace({self.root.symbol: self.root.expression})
        self._roots.append(RootCondition(value=expression, strict=strict, origin=origin))

    def _fail(self, value: Ratio, *, strict: bool, origin: str) -> None:
        expression = value.expression()
        if self.root is not None:
            expression = expression.xreplace({self.root.symbol: self.root.expression})
        words = "positive" if strict else "at least zero"
        raise self.fails(f"{expression} must be {words} ({origin}), but is not for any admissible parameters")
