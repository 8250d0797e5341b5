"""The quality that the manufacturer chooses: exactly at a given cost, and between which costs nothing changes.

What the manufacturer earns at a given quality is known regime by regime. In each regime it is a rational function of
quality, so that the best qualities are roots of polynomials whose coefficients depend on the direct-selling cost c.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, solve

from .model import c, choice_of_quality, equilibria, k, regimes, region_of, u

COMPARED = ("manufacturer", "retailer", "consumer_surplus", "u")

_VALUE = sp.Symbol("V")
_DIGITS = 30
_GIVEN = ("encroachment", "no_channel_given")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the manufacturer chooses at one cost c, k = 1.

    Attributes
    ----------
    cost : Fraction
    channel : str
        What its channel does: a key of ``CHANNEL``.
    quantities : mapping from str to sympy.Expr
        Quality u and what is compared with no channel, exactly.
    """

    cost: Fraction
    channel: str
    quantities: Mapping[str, sp.Expr]

    def than_without(self) -> Mapping[str, int]:
        """Return for each quantity whether it is higher (1), lower (-1) or the same (0) as without a channel."""
        return {name: _sign(self.quantities[name] - without()[name]) for name in COMPARED}


@dataclass(frozen=True, kw_only=True)
class Range:
    """Costs between which the channel does one thing, and each quantity compares in one way with no channel.

    Attributes
    ----------
    low, high : Cost
    channel : str
    than_without : mapping from str to int
    """

    low: Cost
    high: Cost
    channel: str
    than_without: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A cost c, k = 1: the root of an irreducible polynomial in c.

    Attributes
    ----------
    value : sympy.Expr
    polynomial : sympy.Expr
        Infinity has none: it is zero.
    """

    value: sp.Expr
    polynomial: sp.Expr


def scaled() -> dict[str, Any]:
    """Return in which unit each quantity at a given quality does not depend on k, and whether that is so."""
    units = {"w": 1 / k, "q_r": 1, "q_m": 1, "manufacturer": 1 / k, "retailer": 1 / k, "consumer_surplus": 1 / k}
    return {
        name: {"unit": unit, "proved": all(_is_scaled(label, name, unit) for label in _GIVEN)}
        for name, unit in units.items()
    }


@cache
def without() -> Mapping[str, sp.Expr]:
    """Return what is compared where there is no channel, k = 1."""
    return {name: equilibria()["no_channel"][name].subs(k, 1) for name in COMPARED}


@cache
def chosen(cost: Fraction) -> Chosen:
    """Return the best quality at a cost: the best of each regime is an exact solution, and the better one is taken."""
    best = {}
    for name, regime in regimes().items():
        solutions = solve(choice_of_quality(name), at={"c": cost})
        if not solutions.is_none:
            assert solutions.evidence.established, f"{name} at c = {cost}: {solutions.evidence.line()}"
            quality = solutions[0]["u"]
            at = {u: quality, c: sp.Rational(cost)}
            best[name] = {"u": quality} | {other: regime[other].subs(at) for other in COMPARED if other != "u"}
    channel = max(best, key=lambda name: best[name]["manufacturer"].evalf(_DIGITS))
    return Chosen(cost=cost, channel=channel, quantities=best[channel])


@cache
def ranges() -> tuple[Range, ...]:
    """Return the ranges of c > 0, neighbours that do not differ being one range.

    Between two neighbouring `break_points` nothing can change, so that one cost in between, solved exactly, stands for
    all.
    """
    ends = [Cost(value=sp.S.Zero, polynomial=c), *break_points(), Cost(value=sp.oo, polynomial=sp.S.Zero)]
    found: list[Range] = []
    for low, high in pairwise(ends):
        there = chosen(_between(low.value, high.value))
        this = Range(low=low, high=high, channel=there.channel, than_without=there.than_without())
        if found and (found[-1].channel, found[-1].than_without) == (this.channel, this.than_without):
            this = Range(low=found.pop().low, high=high, channel=this.channel, than_without=this.than_without)
        found.append(this)
    return tuple(found)


@cache
def break_points() -> list[Cost]:
    """Return all costs at which something may change, in ascending order.

    There two qualities at which the manufacturer's profit is level meet, or are worth the same, or one of them is at
    the border of its regime, or a quantity is what it is without a channel, or two borders meet. The best quality is
    never at a border where profit is not level: see the ledger on where one regime meets the next.
    """
    factors = {
        factor for polynomial in _polynomials() if polynomial != 0 for factor, _ in sp.factor_list(polynomial)[1]
    }
    found = [
        Cost(value=root, polynomial=factor)
        for factor in factors
        if factor.has(c)
        for root in sp.Poly(factor, c).real_roots()
        if root.is_positive
    ]
    return sorted(found, key=lambda cost: cost.value.evalf(_DIGITS))


def profit_is_level(regime: Equilibrium) -> sp.Expr:
    """Return a polynomial that is zero where the manufacturer's profit in a regime is level in quality."""
    return sp.numer(sp.cancel(sp.diff(regime["manufacturer"], u)))


def _polynomials() -> Iterator[sp.Expr]:
    values = []
    borders = {
        sp.expand(relation.gts - relation.lts) for regime in regimes().values() for relation in region_of(regime)
    }
    for regime in regimes().values():
        level = profit_is_level(regime)
        worth = sp.resultant(_zero_where_equal(regime["manufacturer"], _VALUE), level, u)
        values += [factor for factor, _ in sp.factor_list(worth, _VALUE, c)[1] if factor.has(_VALUE)]
        yield sp.discriminant(level, u)
        yield from (sp.resultant(level, border, u) for border in borders)
        for compared in COMPARED:
            here = u if compared == "u" else regime[compared]
            yield sp.resultant(level, _zero_where_equal(here, without()[compared]), u)
    yield from (sp.discriminant(value, _VALUE) for value in values if sp.degree(value, _VALUE) > 1)
    yield from (sp.resultant(one, other, _VALUE) for one, other in combinations(values, 2))
    yield from (sp.discriminant(border, u) for border in borders if sp.degree(border, u) > 1)
    yield from (sp.resultant(one, other, u) for one, other in combinations(borders, 2))


def _is_scaled(label: str, name: str, unit: sp.Expr) -> bool:
    game = equilibria()[label]
    if name not in game.names:
        return True
    in_units = game[name].subs({u: u / k, c: c / k}, simultaneous=True)
    return bool(sp.simplify(in_units - unit * game[name].subs(k, 1)) == 0)


def _zero_where_equal(one: sp.Expr, other: sp.Expr) -> sp.Expr:
    return sp.expand(sp.numer(sp.together(one - other)))


def _between(low: sp.Expr, high: sp.Expr) -> Fraction:
    """Return a number with few digits between two costs."""
    if high is sp.oo:
        return Fraction(int(low) + 1)
    near, digits = (low + high) / 2, 1
    while not low < (number := sp.Rational(round(near.evalf(_DIGITS) * 10**digits), 10**digits)) < high:
        digits += 1
    return Fraction(number.p, number.q)


def _sign(value: sp.Expr) -> int:
    """Return the sign of a number, 0 also where thirty digits do not tell it from zero."""
    number = value.evalf(_DIGITS)
    return 0 if abs(number) < sp.Float(10) ** (-_DIGITS // 2) else int(sp.sign(number))
