"""Slack coordinates: a domain as (part of) an orthant.

A condition that is linear in one symbol, such as ``a - b*c > 0``, is used up by writing that symbol as its bound
plus a slack: ``a = b*c + s``, ``s > 0``. In slack coordinates every draw is admissible, and the coefficients of a
polynomial often show its sign. The slack of a symbol takes that symbol's place in the ring, so that a chart maps
the ring to itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import NamedTuple

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import MAX_KEPT, HashedPolynomial, Key, Polynomial, Ring, factored
from lsec_models.algebra.polynomials.signs import Kind, Sign, coefficient_sign
from lsec_models.work import OutOfWork, Work

# Substitutions can multiply out without bound. Those that might, or do, take more than this are given up: nothing is
# wrong without them, only fewer signs are known. A chart is found once for all who ask for it, so that what it takes is
# bounded by itself and charged to nobody.
_MAX_TERMS = 50_000
_PULL_UNITS = 2_000_000
_CHART_UNITS = 20_000_000
_CONDITION_FEE = 20


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Slack coordinates of a domain.

    Attributes
    ----------
    ring : Ring
        The ring of the symbols; each symbol's place is taken by its slack.
    images : dict
        The symbols that are not their own slack, as rational functions of the slacks.
    kinds : tuple of Kind
        The range of each slack.
    residual : tuple of Condition
        What is still asked of the slacks, beyond their ranges.
    clash : Condition or None
        A condition, in slacks, that no slacks satisfy: the domain is empty.
    """

    ring: Ring
    images: dict[sp.Symbol, Ratio]
    kinds: tuple[Kind, ...]
    residual: tuple[Condition, ...]
    clash: Condition | None

    def pull(self, polynomial: Polynomial) -> Polynomial:
        """Return the numerator of `polynomial` in slacks; what it leaves out is positive on the domain.

        Raises
        ------
        OutOfWork
            If that takes too many multiplications.
        """
        used = {s: self.images[s] for s in self.ring.used(polynomial) if s in self.images}
        if not used:
            return polynomial
        degrees = polynomial.degrees()
        work = Work.of().slice(_PULL_UNITS)
        places = {self.ring.index[s]: _powers(image, degrees[self.ring.index[s]], work) for s, image in used.items()}
        total = self.ring.zero
        for powers, coefficient in polynomial.terms():
            left = tuple(0 if i in places else n for i, n in enumerate(powers))
            term = self.ring.from_terms({left: coefficient})
            for i, (tops, bottoms) in places.items():
                term = _product(_product(term, tops[powers[i]], work), bottoms[degrees[i] - powers[i]], work)
            total = total + term
        return total

    def sign(self, polynomial: Polynomial) -> Sign:
        """Return the sign of `polynomial` on the domain, as far as these slacks show it.

        Either its own coefficients in slacks have one sign, or those of quotient and remainder do when it is divided
        by a residual condition, or by minus it.
        """
        try:
            pulled = self.pull(polynomial)
        except OutOfWork:
            return Sign.UNKNOWN
        sign = coefficient_sign(pulled, self.kinds)
        if sign is not Sign.UNKNOWN:
            return sign
        for condition in self.residual:
            quotient, remainder = divmod(pulled, condition.polynomial)
            outer, inner = coefficient_sign(quotient, self.kinds), coefficient_sign(remainder, self.kinds)
            for found, q, r in ((Sign.POSITIVE, outer, inner), (Sign.NEGATIVE, -outer, -inner)):
                if q.is_nonnegative and r.is_nonnegative:
                    strict = r.is_positive or (q.is_positive and condition.strict)
                    return found if strict else found * Sign.NONNEGATIVE
        return Sign.UNKNOWN


def chart_of(ring: Ring, kinds: tuple[Kind, ...], conditions: Iterable[Condition]) -> Chart:
    """Find slack coordinates.

    1. Drop each condition that the coefficients already show to hold; stop where one cannot hold.
    2. Among all pairs of a condition and a symbol in which it is linear, with a coefficient of known sign, solve
       for the symbol the pair that leaves the fewest and smallest conditions.
    3. Repeat until no pair is left, or the units for a chart are used up; what remains is the chart's `residual`.

    Parameters
    ----------
    ring : Ring
    kinds : tuple of Kind
        The declared range of each symbol.
    conditions : iterable of Condition

    Returns
    -------
    Chart
    """
    residual, clash = _left_open(kinds, conditions)
    chart = Chart(ring=ring, images={}, kinds=kinds, residual=residual, clash=clash)
    work = Work.of().slice(_CHART_UNITS)
    with suppress(OutOfWork):
        while chart.residual:
            best = min(_steps(chart, work), key=_Step.size, default=None)
            if best is None:
                break
            chart = best.taken(chart)
    return chart


class _Step(NamedTuple):
    """A condition used up as a bound on a symbol, and what is asked of the slacks then (see :class:`Chart`)."""

    symbol: sp.Symbol
    image: Ratio
    kinds: tuple[Kind, ...]
    residual: tuple[Condition, ...]
    clash: Condition | None

    def size(self) -> tuple[int, int]:
        """How much is left open; less than anything else where no slacks are left."""
        if self.clash is not None:
            return (-1, 0)
        return len(self.residual), sum(len(c.polynomial) for c in self.residual)

    def taken(self, chart: Chart) -> Chart:
        """Return the chart after this step."""
        images = {s: v.substitute({self.symbol: self.image}) for s, v in chart.images.items()}
        images.setdefault(self.symbol, self.image)
        return Chart(ring=chart.ring, images=images, kinds=self.kinds, residual=self.residual, clash=self.clash)


def _steps(chart: Chart, work: Work) -> Iterator[_Step]:
    """Yield the steps from a chart, up to the first that leaves nothing open: then none is better."""
    for condition in chart.residual:
        for symbol in chart.ring.used(condition.polynomial):
            step = _solved_for(chart, condition, symbol, work)
            if step is not None:
                yield step
                if not step.residual:
                    return


def _product(left: Polynomial, right: Polynomial, work: Work) -> Polynomial:
    work.charge(len(left) * len(right))
    return left * right


def _powers(image: Ratio, degree: int, work: Work) -> tuple[list[Polynomial], list[Polynomial]]:
    """Return the powers up to `degree` of numerator and denominator."""
    tops, bottoms = [image.ring.one], [image.ring.one]
    for _ in range(degree):
        tops.append(_product(tops[-1], image.numerator, work))
        bottoms.append(_product(bottoms[-1], image.denominator, work))
    return tops, bottoms


def _left_open(
    kinds: tuple[Kind, ...], conditions: Iterable[Condition]
) -> tuple[tuple[Condition, ...], Condition | None]:
    """Return the conditions whose sign the coefficients leave open; or none, and one that cannot hold."""
    kept: dict[tuple[Key, bool], Condition] = {}
    for condition in conditions:
        sign = coefficient_sign(condition.polynomial, kinds)
        if sign is Sign.POSITIVE or (not condition.strict and sign.is_nonnegative):
            continue
        impossible = sign.is_nonpositive if condition.strict else sign is Sign.NEGATIVE
        if impossible:
            return (), condition
        kept.setdefault(condition.key, condition)
    return tuple(kept.values()), None


def _solved_for(chart: Chart, condition: Condition, symbol: sp.Symbol, work: Work) -> _Step | None:
    """Return the step in which `condition` is used up as a bound on `symbol`, where there is one."""
    ring, i = chart.ring, chart.ring.index[symbol]
    found = _slack(ring, chart.kinds, condition.hashed, condition.strict, symbol)
    if found is None:
        return None
    image, slack_kind = found
    others = [other for other in chart.residual if other is not condition]
    changed = [other.polynomial for other in others]
    changed += [part for other in chart.images.values() for part in (other.numerator, other.denominator)]
    terms = [terms_after(polynomial, i, image.numerator, image.denominator) for polynomial in changed]
    if max(terms, default=0) > _MAX_TERMS:
        return None
    work.charge(sum(terms) + _CONDITION_FEE * len(terms))
    kinds = (*chart.kinds[:i], slack_kind, *chart.kinds[i + 1 :])
    remaining = []
    for other in others:
        core = _core_in_slack(ring, chart.kinds, condition.hashed, condition.strict, symbol, other.hashed)
        same = core == other.polynomial
        moved = other if same else Condition(ring=ring, polynomial=core, strict=other.strict, origin=other.origin)
        remaining.append(moved)
    residual, clash = _left_open(kinds, remaining)
    return _Step(symbol, image, kinds, residual, clash)


# Each condition that is added to a domain asks for a chart, in which the others meet the same slacks again.
@lru_cache(MAX_KEPT)
def _slack(
    ring: Ring, kinds: tuple[Kind, ...], condition: HashedPolynomial, strict: bool, symbol: sp.Symbol
) -> tuple[Ratio, Kind] | None:
    return slack_image(kinds, Condition(ring=ring, polynomial=condition.polynomial, strict=strict, origin=""), symbol)


@lru_cache(MAX_KEPT)
def _core_in_slack(
    ring: Ring,
    kinds: tuple[Kind, ...],
    condition: HashedPolynomial,
    strict: bool,
    symbol: sp.Symbol,
    other: HashedPolynomial,
) -> Polynomial:
    """Return a polynomial whose sign is that of `other` where `symbol` is written in its slack in `condition`."""
    found = _slack(ring, kinds, condition, strict, symbol)
    assert found is not None
    (image, slack_kind), i, core = found, ring.index[symbol], other.polynomial
    if core.degrees()[i] > 0:
        core = Ratio(ring, core).substitute({symbol: image}).numerator
    return without_positive_factors(ring, core, (*kinds[:i], slack_kind, *kinds[i + 1 :]))


def terms_after(polynomial: Polynomial, i: int, numerator: Polynomial, denominator: Polynomial) -> int:
    """Return an upper bound on the terms of a polynomial once symbol number `i` is replaced and all multiplied out."""
    degree, top, bottom = int(polynomial.degrees()[i]), max(1, len(numerator)), len(denominator)
    if degree <= 0:
        return len(polynomial)
    return sum(
        comb(top + powers[i] - 1, powers[i]) * comb(bottom + degree - powers[i] - 1, degree - powers[i])
        for powers, _ in polynomial.terms()
    )


def slack_image(kinds: tuple[Kind, ...], condition: Condition, symbol: sp.Symbol) -> tuple[Ratio, Kind] | None:
    """Return a symbol as a function of its slack in a condition, and the slack's range.

    Parameters
    ----------
    kinds : tuple of Kind
        The range of each symbol.
    condition : Condition
    symbol : sympy.Symbol

    Returns
    -------
    tuple or None
        None where the condition is not linear in the symbol, the slope's sign is not visible in its coefficients, or
        the symbol could leave its own range.
    """
    ring, i = condition.ring, condition.ring.index[symbol]
    if condition.polynomial.degrees()[i] != 1:
        return None
    slope = condition.polynomial.derivative(i)
    steepness = coefficient_sign(slope, kinds)
    if not steepness.is_nonzero:
        return None
    rest = condition.polynomial - slope * ring.generators[i]
    bound, slack = Ratio(ring, -rest, slope), Ratio(ring, ring.generators[i])
    side = _above if steepness is Sign.POSITIVE else _below
    return side(kinds, i, bound, slack, strict=condition.strict)


def _above(kinds: tuple[Kind, ...], i: int, bound: Ratio, slack: Ratio, *, strict: bool) -> tuple[Ratio, Kind] | None:
    """Return a symbol above `bound` as a function of its slack, or None where its own range could be left."""
    sign = coefficient_sign(bound.numerator, kinds)
    slack_kind = Kind.POSITIVE if strict else Kind.NONNEGATIVE
    stays_in_range = {
        Kind.FREE: True,
        Kind.NONNEGATIVE: sign.is_nonnegative,
        Kind.POSITIVE: sign.is_nonnegative if strict else sign.is_positive,
    }
    return (bound + slack, slack_kind) if stays_in_range[kinds[i]] else None


def _below(kinds: tuple[Kind, ...], i: int, bound: Ratio, slack: Ratio, *, strict: bool) -> tuple[Ratio, Kind] | None:
    """Return a symbol below `bound` as a function of its slack s: between 0 and the bound, s/(1+s) or 1/(1+s) of it."""
    kind = kinds[i]
    if kind is Kind.FREE:
        return bound - slack, Kind.POSITIVE if strict else Kind.NONNEGATIVE
    if not coefficient_sign(bound.numerator, kinds).is_positive:
        return None
    share = Ratio.constant(slack.ring, 1) / (Ratio.constant(slack.ring, 1) + slack)
    if kind is Kind.POSITIVE:
        return bound * share, Kind.POSITIVE if strict else Kind.NONNEGATIVE
    return (bound * slack * share, Kind.NONNEGATIVE) if strict else None


def without_positive_factors(ring: Ring, polynomial: Polynomial, kinds: tuple[Kind, ...]) -> Polynomial:
    """Return a polynomial of the same sign, without the factors that coefficients show to be positive or negative."""
    if polynomial.is_zero() or coefficient_sign(polynomial, kinds).is_nonzero:
        return ring.zero if polynomial.is_zero() else ring.one if polynomial.leading_coefficient() > 0 else -ring.one
    constant, powers = factored(polynomial)
    core = ring.one if constant > 0 else -ring.one
    for factor, n in powers:
        sign = coefficient_sign(factor, kinds)
        if sign is Sign.POSITIVE:
            continue
        if sign is Sign.NEGATIVE:
            core = core if n % 2 == 0 else -core
            continue
        core = core * factor ** int(n)
    return core
