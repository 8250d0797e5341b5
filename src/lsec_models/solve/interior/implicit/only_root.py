"""The first-order condition of a first mover: one factor of it turns its sign, once, from positive to negative."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot, RootSymbol
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import NoClosedForm
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.special_claims.crossing import decide_crossing
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.solve.collected_conditions import where_sign
from lsec_models.solve.interior.implicit.feasible_range import FeasibleRange
from lsec_models.solve.interior.implicit.first_mover import FirstMover
from lsec_models.solve.interior.implicit.signs_on_range import DecisionRange, decided_sign
from lsec_models.work import Work

_LIGHTER = 16
_MAX_TERMS = 150


@dataclass(frozen=True, kw_only=True)
class OnlyRoot:
    """The root, and the proof that it is the only one.

    Attributes
    ----------
    root : ParametricRoot
    proof : Proved
        Of the claim that the condition turns its sign once.
    """

    root: ParametricRoot
    proof: Proved


def only_root(first: FirstMover, feasible: FeasibleRange) -> OnlyRoot:
    """Return the only decision at which the payoff of a first mover is level and has risen before.

    1. Leave out the factors of the derivative whose sign is known between the ends.
    2. Ask that the rest is positive near the lower end and negative near the higher one: conditions on the parameters,
       where they do not hold throughout.
    3. Prove that it turns its sign once between the ends (:mod:`lsec_models.prove.special_claims.crossing`).

    Raises
    ------
    NoClosedForm
        If that is not shown.
    """
    inside = feasible.range_of(first, feasible.inside, closed=False, domain=feasible.domain)
    condition = _turning(first, inside, first.slope)
    if len(condition) > _MAX_TERMS:
        raise NoClosedForm(f"a first-order condition of {len(condition)} terms, more than are examined ({_MAX_TERMS})")
    domain = _not_empty(first, inside)
    for value, words in _near_ends(inside, condition):
        origin = f"{first.move.player} would {words} in {first.decision.name}"
        found = (
            domain if decided_sign(domain, value).is_positive else where_sign(domain, value, strict=True, origin=origin)
        )
        if found is None:
            raise NoClosedForm(f"the payoff of {first.move.player} is best at an end of {first.decision}")
        domain = found
    between = feasible.between(first, feasible.inside, strict=True, domain=domain)
    claim = CrossesOnce(-first.ring.expression(condition), first.decision)
    work = Work.of("normal").lighter(_LIGHTER)
    verdict = decide_crossing(claim, [between], lambda stated: decide(stated, work), "normal")
    if not isinstance(verdict, Proved):
        raise NoClosedForm(f"that the first-order condition has one root between its ends is {verdict.words()}")
    return OnlyRoot(root=_root(first, domain, condition, inside.low, inside.high), proof=verdict)


def _not_empty(first: FirstMover, inside: DecisionRange) -> Domain:
    """Return the parameters at which there are decisions between the ends."""
    if inside.high is None:
        return inside.domain
    origin = f"{first.decision.name} has room inside the bounds of all"
    room = inside.high - inside.low
    if decided_sign(inside.domain, room).is_positive:
        return inside.domain
    found = where_sign(inside.domain, room, strict=True, origin=origin)
    if found is None:
        raise NoClosedForm(f"{first.decision} has no room inside the bounds of all")
    return found


def _turning(first: FirstMover, inside: DecisionRange, slope: Ratio) -> Polynomial:
    """Return the factors of a derivative whose sign is not known, times the sign of the others."""
    if slope.is_zero():
        raise NoClosedForm(f"the payoff of {first.move.player} does not depend on {first.decision}")
    constant, powers = slope.factors()
    turning = first.ring.one if constant > 0 else -first.ring.one
    for factor, power in powers:
        sign = inside.factor_sign(factor)
        if sign is Sign.NEGATIVE and power % 2:
            turning = -turning
        elif not sign.is_nonzero:
            if power < 0:
                divisor = first.ring.expression(factor)
                raise NoClosedForm(f"the payoff of {first.move.player} divides by {divisor}, which may be zero")
            turning = turning * factor**power
    if int(turning.degrees()[first.ring.index[first.decision]]) < 1:
        raise NoClosedForm(f"the payoff of {first.move.player} is best at an end of {first.decision}")
    return turning


def _near_ends(inside: DecisionRange, condition: Polynomial) -> list[tuple[Ratio, str]]:
    """Return what must be positive for the condition to be positive near the lower end, negative near the higher."""
    coefficients = inside.coefficients(condition)
    return [(coefficients[0], "go up"), (-coefficients[-1], "go down")]


def _root(first: FirstMover, domain: Domain, condition: Polynomial, low: Ratio, high: Ratio | None) -> ParametricRoot:
    symbol = root_symbol(first, domain, low)
    ring = ring_of((*first.game.parameters, symbol))
    return ParametricRoot(
        symbol=symbol, domain=domain, ring=ring, polynomial=renamed(first, condition, symbol), low=low, high=high
    )


def root_symbol(first: FirstMover, domain: Domain, low: Ratio) -> sp.Symbol:
    """Return a symbol of a name that nothing in the game has."""
    game = first.game
    taken = {*game.ring.names, *game.ratios}
    name = f"{first.decision.name}_star"
    while name in taken:
        name += "_star"
    sign = {"positive": True} if domain.sign(low).is_nonnegative else {"real": True}
    return RootSymbol(name, **sign)


def renamed(first: FirstMover, polynomial: Polynomial, symbol: sp.Symbol) -> Polynomial:
    """Return a polynomial of the first decision with another symbol for it."""
    ring = ring_of((*first.game.parameters, symbol))
    places = [ring.index[symbol if s == first.decision else s] for s in first.ring.symbols]
    terms = {}
    for powers, coefficient in polynomial.terms():
        key = [0] * len(ring.symbols)
        for place, power in zip(places, powers, strict=True):
            key[place] = int(power)
        terms[tuple(key)] = coefficient
    return ring.from_terms(terms)


def with_symbol(first: FirstMover, function: Ratio, symbol: sp.Symbol) -> Ratio:
    """Return a function of the first decision with another symbol for it."""
    ring = ring_of((*first.game.parameters, symbol))
    return Ratio(ring, renamed(first, function.numerator, symbol), renamed(first, function.denominator, symbol))
