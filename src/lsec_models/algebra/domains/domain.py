"""The admissible parameters: declared signs and polynomial inequalities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.chart import Chart, chart_of
from lsec_models.algebra.domains.chart_samples import Drawn, chart_stream
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Key, Polynomial, Ring, key_of
from lsec_models.algebra.polynomials.signs import Kind, Sign, coefficient_sign, sign_of_product
from lsec_models.errors import ContradictoryAssumptions, SamplingFailed

_PROBES = 8
_LARGE = 30
_MAX_REDUCED = 400
# The origin of conditions that are declared.
ASSUMPTION = "assumption"


@dataclass(frozen=True, kw_only=True, repr=False)
class Domain(Described):
    """A set of admissible parameters.

    Attributes
    ----------
    ring : Ring
        The parameters.
    conditions : tuple of Condition
        The inequalities, beyond the declared sign of each parameter.
    """

    ring: Ring
    conditions: tuple[Condition, ...] = ()

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The declared range of each parameter."""
        return tuple(_kind(symbol) for symbol in self.ring.symbols)

    @cached_property
    def chart(self) -> Chart:
        """Slack coordinates of the domain."""
        return chart_of(self.ring, self.kinds, self.conditions)

    @cached_property
    def streams(self) -> dict[int, tuple[list[Drawn], Iterator[Drawn]]]:
        """Points drawn so far and where more come from, by seed (see :mod:`lsec_models.algebra.domains.sampling`)."""
        return {}

    @cached_property
    def _signs(self) -> dict[Key, Sign]:
        return {}

    @cached_property
    def _known(self) -> dict[Key, bool]:
        return {key_of(c.polynomial): c.strict for c in self.conditions}

    def sign(self, function: Ratio) -> Sign:
        """Return the sign of a rational function on the domain, as far as factors and coefficients show it."""
        return sign_of_product(*function.factors(), self.factor_sign, self._excludes_zero)

    def factor_sign(self, factor: Polynomial) -> Sign:
        """Return the sign of one irreducible factor, as far as a condition equal to it or coefficients show it."""
        key = key_of(factor)
        if key not in self._signs:
            self._signs[key] = self._factor_sign(factor)
        return self._signs[key]

    def _factor_sign(self, factor: Polynomial) -> Sign:
        sign = coefficient_sign(factor, self.kinds)
        if sign.is_nonzero:
            return sign
        for candidate, is_opposite in ((factor, False), (-factor, True)):
            strict = self._known.get(key_of(candidate))
            if strict is not None:
                known = Sign.POSITIVE if strict else Sign.NONNEGATIVE
                return -known if is_opposite else known
        if sign is not Sign.UNKNOWN:
            return sign
        if len(factor) > _LARGE and self._turns(factor):
            return Sign.UNKNOWN
        return self.chart.sign(factor)

    def _turns(self, factor: Polynomial) -> bool:
        """Whether a few admissible points show both signs: of a large factor, cheaper to see than a sign is to show."""
        signs = {self.ring.sign_at(factor, point) for point in self._probes}
        return {-1, 1} <= signs

    @cached_property
    def _probes(self) -> tuple[ExactPoint, ...]:
        if self.chart.clash is not None:
            return ()
        try:
            return tuple(self.ring.exact_point(point) for point in islice(chart_stream(self.chart), _PROBES))
        except SamplingFailed:
            return ()

    def _excludes_zero(self, factor: Polynomial) -> bool:
        """Whether a factor is known not to vanish: by its sign, or as a condition excludes it."""
        return self.factor_sign(factor).is_nonzero or bool(self._known.get(key_of(factor * factor)))

    def core(self, function: Ratio) -> Polynomial:
        """Return a polynomial with the sign of `function` on the domain, where that is not zero.

        Factors in even powers and factors known to be positive are left out.
        """
        constant, powers = function.factors()
        core = self.ring.one if constant > 0 else -self.ring.one
        for factor, n in powers:
            if n % 2 == 0:
                continue
            sign = self.factor_sign(factor)
            if sign is Sign.NEGATIVE:
                core = -core
            elif sign is not Sign.POSITIVE:
                core = core * factor
        return core

    def possible_zeros(self, function: Ratio, *, below: bool = False) -> tuple[Polynomial, ...]:
        """Return the factors in even powers that may vanish on the domain; with `below`, only those below the bar."""
        return tuple(
            factor
            for factor, n in function.factors()[1]
            if n % 2 == 0 and (n < 0 or not below) and not self._excludes_zero(factor)
        )

    def where(self, conditions: Iterable[Condition]) -> Domain:
        """Return the part of the domain in which `conditions` hold too."""
        merged = {c.key: c for c in (*self.conditions, *conditions)}
        if len(merged) == len(self.conditions):
            return self
        return replace(self, conditions=tuple(merged.values()))

    def with_next(self, symbol: sp.Symbol) -> Domain:
        """Return the part of the domain in which the conditions hold for the next value of an integer parameter too."""
        image = {symbol: Ratio(self.ring, self.ring.generators[self.ring.index[symbol]] + self.ring.one)}
        moved = [Ratio(self.ring, c.polynomial).substitute(image).numerator for c in self.conditions]
        return self.where(replace(c, polynomial=p) for c, p in zip(self.conditions, moved, strict=True))

    def over(self, ring: Ring) -> Domain:
        """Return the same domain with further, otherwise unconstrained, parameters."""
        return Domain(ring=ring, conditions=tuple(c.convert(ring) for c in self.conditions))

    def reduced(self) -> Domain:
        """Return the same domain without the conditions that slack coordinates show to follow from the others.

        Conditions that are long in all are left as they are: to see that one follows would cost more than it is worth.
        """
        if sum(len(condition.polynomial) for condition in self.conditions) > _MAX_REDUCED:
            return self
        kept = list(self.conditions)
        for condition in self.conditions:
            others = [c for c in kept if c is not condition]
            sign = chart_of(self.ring, self.kinds, others).sign(condition.polynomial)
            if sign.is_positive or (not condition.strict and sign.is_nonnegative):
                kept = others
        return replace(self, conditions=tuple(kept))

    def contains(self, point: Mapping[sp.Symbol, Fraction]) -> bool:
        """Whether a point, a mapping from every parameter to an exact number, meets all that `failures` would name."""
        return counts(point) and self.contains_exact(self.ring.exact_point(point))

    def contains_exact(self, exact: ExactPoint) -> bool:
        """Whether declared signs and conditions hold at a point (see :meth:`Ring.exact_point`)."""
        signed = all(
            kind is Kind.FREE or top > 0 or (kind is Kind.NONNEGATIVE and top == 0)
            for top, kind in zip(exact.coordinates, self.kinds, strict=False)
        )
        return signed and all(condition.holds_at(exact) for condition in self.conditions)

    def failures(self, point: Mapping[sp.Symbol, Fraction]) -> tuple[str, ...]:
        """Return, in words, each declared sign and condition that a point violates; empty inside the domain.

        Parameters
        ----------
        point : mapping from every parameter to an exact number
        """
        exact = self.ring.exact_point(point)
        violated = [
            f"{symbol} is declared {kind.value}, given {point[symbol]}"
            for symbol, kind in zip(self.ring.symbols, self.kinds, strict=True)
            if (kind is Kind.POSITIVE and point[symbol] <= 0) or (kind is Kind.NONNEGATIVE and point[symbol] < 0)
        ]
        violated += [f"{symbol} is declared integer, given {point[symbol]}" for symbol in _broken(point)]
        for condition in self.conditions:
            if not condition.holds_at(exact):
                violated.append(str(condition))
        return tuple(violated)

    def require_nonempty(self) -> None:
        """Raise if conditions clash visibly.

        Raises
        ------
        ContradictoryAssumptions
            Naming a smallest set of conditions that slack coordinates show to be incompatible.
        """
        if self.chart.clash is None:
            return
        clashing = list(self.conditions)
        for condition in self.conditions:
            fewer = [c for c in clashing if c is not condition]
            if chart_of(self.ring, self.kinds, fewer).clash is not None:
                clashing = fewer
        raise ContradictoryAssumptions(
            "no parameters satisfy together: "
            + "; ".join(str(c) for c in clashing)
            + f" (with {', '.join(self._ranges())}); drop or correct one of them"
        )

    def _ranges(self) -> list[str]:
        return [f"{s} {kind.value}" for s, kind in zip(self.ring.symbols, self.kinds, strict=True)]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.ring, self.conditions)

    def description(self) -> Description:
        """Return the conditions, each with where it comes from, and the declared ranges of the parameters."""
        return Description(
            title="Admissible parameters",
            rows=tuple((condition.relation, condition.origin) for condition in self.conditions),
            notes=tuple(
                (tuple(s for s, own in zip(self.ring.symbols, self.kinds, strict=True) if own is kind), kind.value)
                for kind in dict.fromkeys(self.kinds)
            ),
        )

    def __str__(self) -> str:
        return "\n".join(str(c) for c in self.conditions) or "all declared parameters"


def _rebuild(ring: Ring, conditions: tuple[Condition, ...]) -> Domain:
    return Domain(ring=ring, conditions=conditions)


def from_one_on(ring: Ring) -> tuple[Condition, ...]:
    """Return that each parameter that is declared integer is at least one."""
    return tuple(
        Condition(ring=ring, polynomial=generator - ring.one, strict=False, origin=f"{symbol} is declared integer")
        for symbol, generator in zip(ring.symbols, ring.generators, strict=True)
        if symbol.is_integer
    )


def counts(point: Mapping[sp.Symbol, Fraction]) -> bool:
    """Whether each parameter that is declared integer is a whole number at a point.

    Examples
    --------
    >>> n = sp.Symbol("n", integer=True, positive=True)
    >>> counts({n: Fraction(3)}), counts({n: Fraction(5, 2)})
    (True, False)
    """
    return not any(True for _ in _broken(point))


def _broken(point: Mapping[sp.Symbol, Fraction]) -> Iterator[sp.Symbol]:
    """Yield the parameters that are declared integer and are none at a point."""
    return (symbol for symbol, value in point.items() if value.denominator != 1 and symbol.is_integer)


def _kind(symbol: sp.Symbol) -> Kind:
    if symbol.is_positive:
        return Kind.POSITIVE
    return Kind.NONNEGATIVE if symbol.is_nonnegative else Kind.FREE
