"""The claim that a function turns its sign once: the parameter's range, and ordinary claims from which it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import condition_of
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.algebra.polynomials.signs import Kind, Sign
from lsec_models.errors import ClaimError
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.prove.statements.statement import Statement

_ORIGIN = "range"


class Unreadable(Exception):
    """The range of the parameter, or the function, is not of a form from which the claim could follow."""


@dataclass(frozen=True, kw_only=True)
class ClaimPart:
    """An ordinary claim, which must hold on a domain.

    Attributes
    ----------
    claim : Boolean
    domain : Domain
    """

    claim: Boolean
    domain: Domain

    @property
    def stated(self) -> Statement:
        """The claim in the form that can be decided."""
        return statement(self.claim, self.domain)


@dataclass(frozen=True)
class End:
    """An end of the range of the parameter, in terms of the others.

    Attributes
    ----------
    value : Ratio
    included : bool
        Whether the parameter may take it.
    """

    value: Ratio
    included: bool


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """The claim that a function turns its sign once, as a parameter goes through its range.

    Attributes
    ----------
    claim : CrossesOnce
    symbol : sympy.Symbol
        The parameter.
    stated : Statement
        That the function is positive.
    polynomial : Polynomial
        Has the function's sign, if the `readings` hold.
    lows, highs : tuple of End
        What bounds the parameter from below and from above.
    low, high : End or None
        The ones that bind; None where the range has no end.
    others : Domain
        The other parameters, where the range is not empty.
    readings : tuple of ClaimPart
        What was used to find the polynomial and the range.
    """

    claim: CrossesOnce
    symbol: sp.Symbol
    stated: Statement
    polynomial: Polynomial
    lows: tuple[End, ...]
    highs: tuple[End, ...]
    low: End | None
    high: End | None
    others: Domain
    readings: tuple[ClaimPart, ...]

    @property
    def criteria(self) -> Mapping[str, tuple[ClaimPart, ...]]:
        """Claims, each tuple of which is enough with the `readings`, by the name of what it says."""
        parts = {"coefficients": self._one_variation(), "slope": self._rising_where_zero()}
        return {name: (*self.readings, *found) for name, found in parts.items() if found}

    @cached_property
    def _coefficients(self) -> tuple[Ratio, ...]:
        """Those of the polynomial with the range mapped to t > 0, or its extreme ones where the range has no end.

        The first tells the sign near the lower end, the last that near the upper one.
        """
        ring, i = self.stated.ring, self.stated.ring.index[self.symbol]
        degree = int(self.polynomial.degrees()[i])
        t, whole = Ratio(ring, ring.generators[i]), Ratio(ring, self.polynomial)
        one = Ratio.constant(ring, 1)
        if self.low is not None and self.high is not None:
            image = (self.low.value.convert(ring) + self.high.value.convert(ring) * t) / (one + t)
            mapped = whole.substitute({self.symbol: image}) * (one + t) ** degree
        elif self.low is not None:
            mapped = whole.substitute({self.symbol: self.low.value.convert(ring) + t})
        elif self.high is not None:
            mapped = whole.substitute({self.symbol: self.high.value.convert(ring) - t})
        else:
            leading = Ratio(ring, ring.by_powers(self.polynomial, i)[degree]).convert(self.others.ring)
            return (-leading if degree % 2 else leading), leading
        below = Ratio(ring, mapped.denominator)
        parts = ring.by_powers(mapped.numerator, i)
        found = [
            (Ratio(ring, parts.get(power, ring.zero)) / below).convert(self.others.ring) for power in range(degree + 1)
        ]
        return tuple(reversed(found)) if self.low is None else tuple(found)

    @property
    def _turning(self) -> tuple[Ratio, ...]:
        """The coefficients without those that vanish identically at an end that the parameter does not take."""
        found = list(self._coefficients)
        while len(found) > 1 and found[0].is_zero() and not (self.low and self.low.included):
            found.pop(0)
        while len(found) > 1 and found[-1].is_zero() and not (self.high and self.high.included):
            found.pop()
        return tuple(found)

    @property
    def _ends_turn(self) -> tuple[Boolean, ...]:
        """The claims that the function is negative near the lower end, and positive near the upper one."""
        first, *_, last = (coefficient.expression() for coefficient in (*self._turning, self._turning[-1]))
        return sp.Lt(first, 0, evaluate=False), sp.Gt(last, 0, evaluate=False)

    def _one_variation(self) -> tuple[ClaimPart, ...]:
        """Descartes' rule of signs: one root, if no positive coefficient comes before a negative one."""
        if self.low is None and self.high is None:
            return ()
        inner = [coefficient for coefficient in self._turning[1:-1] if not coefficient.is_zero()]
        claims: dict[Boolean, None] = dict.fromkeys(self._ends_turn)
        for first, second in combinations(inner, 2):
            low, high = (
                relation(coefficient.expression(), 0, evaluate=False)
                for relation, coefficient in ((sp.Le, first), (sp.Ge, second))
            )
            if self.others.sign(first).is_nonpositive:
                claims[low] = None
            elif self.others.sign(second).is_nonnegative:
                claims[high] = None
            else:
                claims[sp.Or(low, high, evaluate=False)] = None
        return (ClaimPart(claim=sp.And(*claims, evaluate=False), domain=self.others),)

    def _rising_where_zero(self) -> tuple[ClaimPart, ...]:
        """Where the function is zero it rises, and the ends have both signs."""
        ring = self.stated.ring
        slope = self.polynomial.derivative(ring.index[self.symbol])
        zero, rising = ring.expression(self.polynomial), ring.expression(slope)
        rises = sp.Or(sp.Ne(zero, 0, evaluate=False), sp.Gt(rising, 0, evaluate=False))
        return (
            ClaimPart(claim=sp.And(*self._ends_turn, evaluate=False), domain=self.others),
            ClaimPart(claim=rises, domain=self.stated.domain),
        )


def crossing_of(claim: CrossesOnce, given: object) -> Crossing:
    """Read a claim that a function turns its sign once.

    1. Leave out the factors of the function whose sign is known; what is left has the sign of the function.
    2. Solve the conditions that hold the parameter, each linear in it, for its range.

    Raises
    ------
    Unreadable
        Saying why not.
    ClaimError
        As :func:`statement` does.
    """
    function, symbol = claim.args
    stated = statement(sp.Gt(function, 0, evaluate=False), given)
    stated.require_inequalities("crosses_once")
    symbol = {known.name: known for known in stated.ring.symbols}.get(symbol.name)
    if symbol is None:
        raise ClaimError(f"{claim.args[1]} stands neither in the function nor in what is given; name a parameter of it")
    if stated.radicals:
        raise Unreadable("square roots of numbers")
    polynomial, signs = _polynomial(stated)
    signs += [sp.Ne(stated.ring.expression(divisor), 0, evaluate=False) for divisor in stated.denominators]
    lows, highs, others, used = _range(stated.domain, symbol)
    low, high = _outermost(lows, others, symbol, used, 1), _outermost(highs, others, symbol, used, -1)
    others = _not_empty(others, low, high)
    readings = []
    for claims, domain in ((signs, stated.domain), (used, others)):
        wanted = [part for part in dict.fromkeys(claims) if part.free_symbols]
        if wanted:
            readings.append(ClaimPart(claim=sp.And(*wanted, evaluate=False), domain=domain))
    return Crossing(
        claim=claim,
        symbol=symbol,
        stated=stated,
        polynomial=polynomial,
        lows=lows,
        highs=highs,
        low=low,
        high=high,
        others=others,
        readings=tuple(readings),
    )


def _polynomial(stated: Statement) -> tuple[Polynomial, list[Boolean]]:
    """Return a polynomial with the sign of the function, and the signs of what was left out."""
    ring, domain, function = stated.ring, stated.domain, stated.clauses[0][0].function
    constant, powers = function.factors()
    polynomial = ring.one if constant > 0 else -ring.one
    signs: list[Boolean] = []
    may_vanish = domain.possible_zeros(function)
    for factor, power in powers:
        shown, sign = ring.expression(factor), domain.factor_sign(factor)
        if power % 2 == 0 and factor not in may_vanish:
            signs.append(sp.Ne(shown, 0, evaluate=False))
        elif power % 2 == 0:
            polynomial = polynomial * factor * factor
        elif sign is Sign.POSITIVE:
            signs.append(sp.Gt(shown, 0, evaluate=False))
        elif sign is Sign.NEGATIVE:
            polynomial = -polynomial
            signs.append(sp.Lt(shown, 0, evaluate=False))
        else:
            polynomial = polynomial * factor
    return polynomial, signs


def _range(domain: Domain, symbol: sp.Symbol) -> tuple[tuple[End, ...], tuple[End, ...], Domain, list[Boolean]]:
    """Return what bounds a parameter from below and above, the domain of the others, and what was used to find it."""
    ring, i = domain.ring, domain.ring.index[symbol]
    narrow = ring_of(s for s in ring.symbols if s != symbol)
    free = [condition for condition in domain.conditions if symbol not in ring.used(condition.polynomial)]
    others = Domain(ring=narrow, conditions=tuple(condition.convert(narrow) for condition in free))
    lows: list[End] = []
    highs: list[End] = []
    used: list[Boolean] = []
    if domain.kinds[i] is not Kind.FREE:
        lows.append(End(Ratio.constant(narrow, 0), domain.kinds[i] is Kind.NONNEGATIVE))
    for condition in domain.conditions:
        parts = ring.by_powers(condition.polynomial, i)
        if max(parts, default=0) > 1:
            raise Unreadable(f"{condition.relation} is not linear in {symbol}, so that its range is not read off")
        if 1 in parts:
            slope = Ratio(ring, parts[1]).convert(narrow)
            sign = others.sign(slope)
            if not sign.is_nonzero:
                raise Unreadable(f"whether {condition.relation} bounds {symbol} from below or above is not known")
            relation = sp.Gt if sign is Sign.POSITIVE else sp.Lt
            used.append(relation(slope.expression(), 0, evaluate=False))
            rest = Ratio(ring, parts.get(0, ring.zero)).convert(narrow)
            (lows if sign is Sign.POSITIVE else highs).append(End(-rest / slope, not condition.strict))
    return tuple(lows), tuple(highs), others, used


def _not_empty(others: Domain, low: End | None, high: End | None) -> Domain:
    """Return where the range of the parameter is not empty."""
    if low is None or high is None or others.sign(gap := high.value - low.value) is Sign.POSITIVE:
        return others
    relation = sp.Ge if low.included and high.included else sp.Gt
    return others.where([condition_of(others, relation(gap.expression(), 0, evaluate=False), _ORIGIN)])


def _outermost(
    ends: Sequence[End], others: Domain, symbol: sp.Symbol, used: list[Boolean], direction: int
) -> End | None:
    """Return the end that binds: the highest of the lower ones (1), or the lowest of the upper ones (-1)."""
    if not ends:
        return None
    for end in ends:
        gaps = list(_gaps(end, ends, others, direction))
        if all(others.sign(gap).is_nonnegative for gap in gaps):
            used += [sp.Ge(gap.expression(), 0, evaluate=False) for gap in gaps]
            return end
    shown = ", ".join(str(end.value.expression()) for end in ends)
    raise Unreadable(f"which of {shown} bounds {symbol} is not known")


def _gaps(end: End, ends: Sequence[End], others: Domain, direction: int) -> Iterator[Ratio]:
    sign = Ratio.constant(others.ring, direction)
    yield from (sign * (end.value - other.value) for other in ends if other is not end)
