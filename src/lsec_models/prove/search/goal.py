"""What is to be shown: a polynomial is positive wherever some conditions hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice

import sympy as sp

from lsec_models.algebra.domains.chart import Chart, chart_of
from lsec_models.algebra.domains.chart_samples import chart_stream
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.numbers.rational_roots import root_bounds
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, key_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import SamplingFailed
from lsec_models.prove.statements.radicals import Radical, near_rational


@dataclass(frozen=True, kw_only=True)
class Goal:
    """The statement ``target > 0`` (strict) or ``target >= 0`` at every point that satisfies `conditions`.

    Attributes
    ----------
    ring : Ring
        The variables.
    kinds : tuple of Kind
        The range of each variable.
    conditions : tuple of Condition or None
        What may be assumed; a condition that was used up leaves None, so that positions stay valid.
    target : Polynomial
    strict : bool
    """

    ring: Ring
    kinds: tuple[Kind, ...]
    conditions: tuple[Condition | None, ...]
    target: Polynomial
    strict: bool

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Equal for goals that ask the same."""
        return (self.conditions, self.kinds, key_of(self.target), self.strict)

    @property
    def open_conditions(self) -> dict[int, Condition]:
        """The conditions that are left, by position."""
        return {i: condition for i, condition in enumerate(self.conditions) if condition is not None}

    @cached_property
    def chart(self) -> Chart:
        """Slack coordinates of the set on which the target is to be positive."""
        return _chart(self.ring, self.kinds, tuple(self.open_conditions.values()))

    @cached_property
    def terms(self) -> int:
        """How many terms target and conditions have; one more for each, so that nothing is free."""
        return 1 + len(self.target) + sum(1 + len(c.polynomial) for c in self.open_conditions.values())

    def aim(self, target: Polynomial, *, strict: bool) -> Goal:
        """Return the goal with another target on the same set."""
        return replace(self, target=target, strict=strict)

    def assuming(self, polynomial: Polynomial, *, strict: bool, origin: str) -> Goal:
        """Return the goal with one more condition."""
        condition = Condition(ring=self.ring, polynomial=polynomial, strict=strict, origin=origin)
        return replace(self, conditions=(*self.conditions, condition))

    def points(self, count: int, seed: int = 0) -> list[dict[sp.Symbol, Fraction]]:
        """Return up to `count` points of the set, rational ones for square roots too; none where none was found."""
        radicals = [s for s in self.ring.symbols if isinstance(s, Radical)]
        conditions = near_rational(self.ring, radicals, self.open_conditions.values())
        chart = _chart(self.ring, self.kinds, conditions)
        if chart.clash is not None:
            return []
        try:
            drawn = list(islice(chart_stream(chart, seed), count))
        except SamplingFailed:
            return []
        return [point | {r: root_bounds(r.radicand)[0] for r in radicals} for point in drawn]

    def fails_at(self, point: dict[sp.Symbol, Fraction]) -> bool:
        """Whether the target has the wrong sign at a point."""
        sign = self.ring.sign_at(self.target, self.ring.exact_point(point))
        return sign < 0 or (sign == 0 and self.strict)


@lru_cache(maxsize=256)
def _chart(ring: Ring, kinds: tuple[Kind, ...], conditions: tuple[Condition, ...]) -> Chart:
    return chart_of(ring, kinds, conditions)
