"""Buyers: what each option is worth to whom. Demand, by case, is what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import Point, exact_number, point_of
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio, factored_form, ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    OutsideDomain,
    SeveralSolutions,
    UnknownName,
    nearest,
)
from lsec_models.games.buyers.case import DemandCase
from lsec_models.games.buyers.deviations import no_gain
from lsec_models.games.buyers.upper_envelope import AffineFunction, Envelope, envelopes
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import Uniform
from lsec_models.games.sequence_fields import relation_sequence
from lsec_models.games.static.game import Game
from lsec_models.signature import explained_fields

_MOST_OPTIONS = 8


@explained_fields
@dataclass(frozen=True, kw_only=True)
class Buyers:
    """Buyers who each take one unit of the option that is worth most to them.

    Attributes
    ----------
    options : mapping from str to sympy.Expr
        What each option is worth to a buyer, its price subtracted: linear in the taste. Not to buy, where it is
        possible, is an option worth 0.
    taste : mapping from sympy.Symbol to Uniform
        The taste in which buyers differ, and its distribution; without it all buyers are alike.
    mass : sympy.Expr or number
        How many buyers there are.
    assuming : sequence of SymPy inequalities
        What is known of parameters and decisions beyond their declared signs. It must tell which of two options gains
        more as the taste rises.

    Raises
    ------
    DeclarationError
        If an option is not linear in the taste, it is not known which of two options gains more as the taste rises, or
        two options are the same to every buyer.

    Examples
    --------
    >>> from lsec_models import decisions, parameters, uniform
    >>> V, t = parameters("V t", positive=True)
    >>> x = parameters("x")
    >>> p, r = decisions("p r")
    >>> worth = {"live": V - p - t*x, "shop": V - r - t*(1 - x), "nothing": 0}
    >>> buyers = Buyers(options=worth, taste={x: uniform(0, 1)})
    >>> [case.name for case in buyers.cases]
    ['live', 'nothing', 'shop', 'live | nothing', 'live | shop', 'nothing | shop', 'live | nothing | shop']
    >>> print(buyers.case("live", "nothing", "shop").demand["live"])
    (-p + V)/t
    """

    options: Mapping[str, Any]
    taste: Mapping[sp.Symbol, Uniform] = Frozen({})
    mass: Any = 1
    assuming: Sequence[sp.Basic] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.options, Mapping) or not 0 < len(self.options) <= _MOST_OPTIONS:
            raise DeclarationError(f"options: give a mapping from one to {_MOST_OPTIONS} names to what each is worth")
        if not isinstance(self.taste, Mapping) or len(self.taste) > 1:
            raise DeclarationError(
                "taste: buyers may differ in one thing; write taste={x: uniform(0, 1)}, a Market has several segments"
            )
        for symbol, law in self.taste.items():
            if not isinstance(symbol, sp.Symbol) or isinstance(symbol, Decision) or not isinstance(law, Uniform):
                raise DeclarationError(f"taste {symbol}: {law!r}: write a symbol and its law, as in x: uniform(0, 1)")
        object.__setattr__(
            self, "options", Frozen({name: _worth(u, f"option {name!r}") for name, u in self.options.items()})
        )
        object.__setattr__(self, "taste", Frozen(self.taste))
        object.__setattr__(self, "mass", _worth(self.mass, "mass"))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        _check_known(self)

    @cached_property
    def domain(self) -> Domain:
        """What is known of all parameters and decisions."""
        parts = (*self.options.values(), self.mass, *self.assuming, *(end for end in self._ends))
        symbols = {symbol for part in parts for symbol in part.free_symbols} - set(self.taste)
        return domain_of(symbols, self.assuming)

    @cached_property
    def cases(self) -> tuple[DemandCase, ...]:
        """Every case that is not seen to be impossible.

        Together they cover all prices, but for ties between options that differ by the same amount to every buyer.
        Where two cases touch, they say the same.
        """
        ring = self.domain.ring
        low, high = (ratio(ring, end) for end in self._ends)
        found = envelopes(self._lines, low, high, self.domain)
        return tuple(_case(self, envelope) for envelope in found)

    def case(self, *sells: str) -> DemandCase:
        """Return the case in which exactly these options sell.

        Raises
        ------
        UnknownName
            If there is none.
        """
        for found in self.cases:
            if set(found.sells) == set(sells):
                return found
        raise UnknownName(f"no case {' | '.join(sells)!r}; {nearest(' | '.join(sells), [c.name for c in self.cases])}")

    def at(self, point: Point) -> DemandCase:
        """Return what buyers do at given numbers, exactly.

        Parameters
        ----------
        point : mapping
            A number for every parameter and decision, by name or symbol.

        Raises
        ------
        OutsideDomain
            If the numbers are not admissible.
        SeveralSolutions
            If buyers are indifferent between options that differ by the same amount to each of them.
        """
        return _at(self.cases, self.domain, point)

    def no_gain(self, game: Callable[[DemandCase], Game], equilibrium: Any) -> sp.Basic:
        """Return the claim that nobody gains by a deviation, into whichever case; see :func:`deviations.no_gain`."""
        return no_gain(self.cases, game, equilibrium)

    @property
    def _ends(self) -> tuple[sp.Expr, sp.Expr]:
        for law in self.taste.values():
            return law.low, law.high
        return sp.S.Zero, sp.S.One

    @cached_property
    def _lines(self) -> dict[str, AffineFunction]:
        return {name: _line(name, utility, self.taste, self.domain.ring) for name, utility in self.options.items()}


@explained_fields
@dataclass(frozen=True, kw_only=True)
class Market:
    """Several segments of buyers.

    Attributes
    ----------
    segments : mapping from str to Buyers
        By name; the `mass` of each is its share of the market.

    Examples
    --------
    >>> from lsec_models import decisions, parameters, uniform
    >>> theta, phi = parameters("theta phi", positive=True)
    >>> p = decisions("p")
    >>> fans = Buyers(options={"live": 1 - p, "nothing": 0}, mass=phi)
    >>> others = Buyers(options={"live": theta - p, "nothing": 0}, taste={theta: uniform(0, 1)}, mass=1 - phi,
    ...                 assuming=[phi < 1])
    >>> print(Market(segments={"fans": fans, "others": others}).case(fans=["live"], others=["live", "nothing"]))
    fans: live; others: nothing | live
      demand for live = p*phi - p + 1
      demand for nothing = p*(1 - phi)
      indifferent between others: nothing | live = p
      ...
    """

    segments: Mapping[str, Buyers]

    def __post_init__(self) -> None:
        if not isinstance(self.segments, Mapping) or not all(isinstance(b, Buyers) for b in self.segments.values()):
            raise DeclarationError("segments: write a mapping from names to Buyers(...)")
        if not self.segments:
            raise DeclarationError("segments: give at least one")
        object.__setattr__(self, "segments", Frozen(self.segments))

    @cached_property
    def domain(self) -> Domain:
        """What is known of all parameters and decisions."""
        domains = [buyers.domain for buyers in self.segments.values()]
        ring = ring_of({symbol for domain in domains for symbol in domain.ring.symbols})
        joint = Domain(ring=ring)
        for domain in domains:
            joint = joint.where(domain.over(ring).conditions)
        joint.require_nonempty()
        return joint

    @cached_property
    def cases(self) -> tuple[DemandCase, ...]:
        """Every combination of the segments' cases that is not seen to be impossible."""
        options = dict.fromkeys(option for buyers in self.segments.values() for option in buyers.options)
        combinations = product(*(buyers.cases for buyers in self.segments.values()))
        joined = (_joined(dict(zip(self.segments, cases, strict=True)), options) for cases in combinations)
        return tuple(case for case in joined if _is_possible(self.domain, case))

    def case(self, **sells: Iterable[str]) -> DemandCase:
        """Return the case in which exactly these options sell in each segment, as in ``fans=["live"]``.

        Raises
        ------
        UnknownName
            If there is none.
        """
        unknown = sorted(set(self.segments) ^ set(sells))
        if unknown:
            raise UnknownName(
                f"give what sells in each segment, each by its name; {nearest(unknown[0], self.segments)}"
            )
        parts = {name: buyers.case(*sells[name]) for name, buyers in self.segments.items()}
        wanted = _joined(parts, {}).name
        for found in self.cases:
            if found.name == wanted:
                return found
        raise UnknownName(f"no case {wanted!r}; {nearest(wanted, [case.name for case in self.cases])}")

    def at(self, point: Point) -> DemandCase:
        """Return what buyers do at given numbers, exactly; see :meth:`Buyers.at`."""
        return _at(self.cases, self.domain, point)

    def no_gain(self, game: Callable[[DemandCase], Game], equilibrium: Any) -> sp.Basic:
        """Return the claim that nobody gains by a deviation, into whichever case; see :func:`deviations.no_gain`."""
        return no_gain(self.cases, game, equilibrium)


def _worth(value: object, what: str) -> sp.Expr:
    if isinstance(value, sp.Expr):
        return value
    return to_sympy(exact_number(value, what))


def _check_known(buyers: Buyers) -> None:
    """Raise if the taste is where it may not be, or a sign on which all cases rest is not known."""
    for symbol in buyers.taste:
        if any(symbol in part.free_symbols for part in (*buyers._ends, buyers.mass, *buyers.assuming)):
            raise DeclarationError(
                f"taste {symbol}: it differs from buyer to buyer, so that it can stand in options= alone; what is "
                "known of it is its law"
            )
    domain, (low, high) = buyers.domain, buyers._ends
    if domain.sign(ratio(domain.ring, high - low)) is not Sign.POSITIVE:
        raise DeclarationError(f"taste: it is not known that {low} < {high}; add it to assuming=")
    if not domain.sign(ratio(domain.ring, buyers.mass)).is_nonnegative:
        raise DeclarationError(f"mass {buyers.mass}: it is not known that this is not negative; add it to assuming=")
    _ = buyers.cases


def _line(name: str, utility: sp.Expr, taste: Iterable[sp.Symbol], ring: Ring) -> AffineFunction:
    wide = ring_of({*ring.symbols, *taste})
    function = ratio(wide, utility)
    zero = Ratio.constant(ring, 0)
    for symbol in taste:
        parts = wide.by_powers(function.numerator, wide.index[symbol])
        if function.depends_on(symbol) and (
            Ratio(wide, function.denominator).depends_on(symbol) or max(parts, default=0) > 1
        ):
            raise DeclarationError(f"option {name!r}: {utility} is not linear in the taste {symbol}; write it so")
        below = Ratio(wide, function.denominator)
        first, second = (Ratio(wide, parts[i]) / below if i in parts else None for i in (0, 1))
        return AffineFunction(*(part.convert(ring) if part is not None else zero for part in (first, second)))
    return AffineFunction(function.convert(ring), zero)


def _case(buyers: Buyers, envelope: Envelope) -> DemandCase:
    ring = buyers.domain.ring
    density = ratio(ring, buyers.mass) / (envelope.cuts[-1] - envelope.cuts[0])
    zero, half = Ratio.constant(ring, 0), ratio(ring, sp.S.Half)
    demand, surplus = dict.fromkeys(buyers.options, sp.S.Zero), zero
    for name, (left, right) in zip(envelope.names, pairwise(envelope.cuts), strict=True):
        line, share = buyers._lines[name], density * (right - left)
        demand[name] = share.expression()
        surplus = surplus + share * line.at((left + right) * half)
    inner = zip(pairwise(envelope.names), envelope.cuts[1:-1], strict=True)
    relations = [condition.relation for condition in (*buyers.domain.conditions, *envelope.conditions)]
    return DemandCase(
        name=" | ".join(envelope.names),
        sells=envelope.names,
        demand=Frozen(demand),
        indifferent=Frozen({" | ".join(pair): cut.expression() for pair, cut in inner}),
        conditions=tuple(relations),
        surplus=surplus.expression(),
    )


def _joined(parts: Mapping[str, DemandCase], options: Iterable[str]) -> DemandCase:
    """Return what all segments do together."""
    cases = parts.values()
    return DemandCase(
        name="; ".join(f"{segment}: {case.name}" for segment, case in parts.items()),
        sells=tuple(dict.fromkeys(option for case in cases for option in case.sells)),
        demand=Frozen({o: factored_form(sp.Add(*(case.demand.get(o, 0) for case in cases))) for o in options}),
        indifferent=Frozen(
            {f"{segment}: {pair}": taste for segment, case in parts.items() for pair, taste in case.indifferent.items()}
        ),
        conditions=tuple(dict.fromkeys(relation for case in cases for relation in case.conditions)),
        surplus=factored_form(sp.Add(*(case.surplus for case in cases))),
    )


def _is_possible(domain: Domain, case: DemandCase) -> bool:
    """Whether the conditions of a case are not seen to exclude each other."""
    inequalities = [relation for relation in case.conditions if not isinstance(relation, sp.Ne)]
    try:
        domain_of(domain.ring.symbols, inequalities)
    except ContradictoryAssumptions:
        return False
    return True


def _at(cases: Iterable[DemandCase], domain: Domain, point: Point) -> DemandCase:
    exact = point_of(domain.ring, point)
    failed = domain.failures(exact)
    if failed:
        raise OutsideDomain(f"{failed[0]}; give numbers that are admissible")
    values = {symbol: to_sympy(value) for symbol, value in exact.items()}
    for case in cases:
        if all(relation.subs(values) == sp.true for relation in case.conditions):
            return replace(
                case,
                demand=Frozen({option: value.subs(values) for option, value in case.demand.items()}),
                indifferent=Frozen({pair: taste.subs(values) for pair, taste in case.indifferent.items()}),
                conditions=(),
                surplus=case.surplus.subs(values),
            )
    raise SeveralSolutions(
        "buyers are indifferent between options that differ by the same amount to each of them: how they split is not "
        "determined; move a price"
    )
