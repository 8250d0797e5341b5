"""Pairs of power structures compared exactly, over all admissible strengths of the investments.

Everything is in the strengths s_M, s_S, s_P, which the general formula shows to be all that matters for an order: the
other parameters only change the units. Two ranges are asked: every strength for which both equilibria exist, and the
moderate ones (all below 1), for which all 13 do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, islice, product
from math import prod
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.sampling import stream
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.readable import readable
from lsec_models.algebra.polynomials.ring import ExactPoint, Polynomial

from .general_formula import Formula
from .model import CHAIN, STRENGTH, TRILATERAL, in_strengths, players_of

Point = Mapping[sp.Symbol, Fraction]
Quantity = Callable[[Formula], Ratio]

_SIMPLE = tuple(map(Fraction, ("1/2", "3/4", "1/4", "9/10", "1/10", "5/4", "3/2", "7/4", "19/10")))
_DRAWS = 400


def ranking(quantity: Quantity, labels: tuple[str, ...] = tuple(TRILATERAL)) -> dict[str, dict[str, Any]]:
    """Compare a quantity across every pair of power structures.

    Returns
    -------
    dict
        For each ``"X | Y"`` the entry of :func:`compared`.
    """
    return {f"{x} | {y}": compared(quantity, x, y) for x, y in combinations(labels, 2)}


def compared(quantity: Quantity, left: str, right: str) -> dict[str, Any]:
    """Compare a quantity of two power structures.

    Returns
    -------
    dict
        ``everywhere`` and ``moderate``: the sign of left minus right on the range, ``">"`` to ``"<"``; or
        ``"depends"``, with the exact condition ``higher_where`` and ``examples`` of both kinds; or ``"open"`` if
        neither the sign nor examples of both were found. ``equal_where`` names where a weak inequality is an equation.
    """
    difference = quantity(in_strengths(left)) - quantity(in_strengths(right))
    both, moderate = joint_domain(left, right), moderate_domain(players_of(left))
    entry = _verdict("moderate", difference, moderate, _moderate_points(left))
    if entry["moderate"] == "depends":
        return entry | {"everywhere": "depends", "higher_where": _condition(both, difference)}
    return entry | _verdict("everywhere", difference, both, _joint_points(left, right))


def against_chain(quantity: Quantity, label: str) -> dict[str, Any]:
    """Compare a quantity of the integrated chain with that of a power structure, wherever both exist.

    Returns
    -------
    dict
        ``everywhere`` and what else an entry of :func:`compared` has.
    """
    difference = quantity(in_strengths(CHAIN)) - quantity(in_strengths(label))
    return _verdict("everywhere", difference, joint_domain(CHAIN, label), _joint_points(CHAIN, label))


@cache
def joint_domain(left: str, right: str) -> Domain:
    """Return the strengths for which both equilibria exist."""
    return in_strengths(left).domain.where(in_strengths(right).domain.conditions)


@cache
def moderate_domain(players: tuple[str, ...]) -> Domain:
    """Return the strengths that are all below 1."""
    return domain_of([STRENGTH[p] for p in players], [STRENGTH[p] < 1 for p in players], origin="moderate")


def all_hold_when_moderate(labels: tuple[str, ...]) -> bool:
    """Whether all these equilibria exist for all moderate strengths."""
    domain = moderate_domain(players_of(labels[0]))
    conditions = [c for label in labels for c in in_strengths(label).domain.conditions]
    return all(domain.sign(Ratio(domain.ring, c.polynomial)).is_positive for c in conditions)


def _verdict(name: str, difference: Ratio, domain: Domain, simple: Sequence[Point]) -> dict[str, Any]:
    if difference.is_zero():
        return {name: "="}
    core = _core(domain, difference)
    if core.is_constant():
        return _decided(name, difference, domain, above=core.leading_coefficient() > 0)
    examples = _examples(domain, core, simple)
    if len(examples) < 2:
        return {name: "open", "examples": examples}
    return {name: "depends", "examples": examples, "higher_where": _condition(domain, difference)}


def _decided(name: str, difference: Ratio, domain: Domain, *, above: bool) -> dict[str, Any]:
    mark = ">" if above else "<"
    if not domain.possible_zeros(difference):
        return {name: mark}
    return {name: f"{mark}=", "equal_where": _equality(domain, difference)}


def _core(domain: Domain, difference: Ratio) -> Polynomial:
    """Return a polynomial with the sign of the difference, without factors of known sign.

    Linear factors are decided for certain: the domain is a bounded polytope, and on its inside a linear function is
    positive if and only if it is nowhere negative at a vertex.
    """
    constant, factors = domain.core(difference).factor()
    core = domain.ring.one if constant > 0 else -domain.ring.one
    for factor, _ in factors:
        values = _at_vertices(domain, factor) if factor.total_degree() == 1 else (-1, 1)
        if max(values) <= 0:
            core = -core
        elif min(values) < 0:
            core = core * factor
    return core


def _at_vertices(domain: Domain, factor: Polynomial) -> list[Fraction]:
    return [domain.ring.evaluate(factor, vertex) for vertex in _vertices(domain)]


@cache
def _vertices(domain: Domain) -> tuple[ExactPoint, ...]:
    """Return the corners of a domain that linear conditions and positive strengths bound."""
    ring, size = domain.ring, len(domain.ring.symbols)
    asked = [*(condition.polynomial for condition in domain.conditions), *ring.generators]
    origin = ring.exact_point(dict.fromkeys(ring.symbols, Fraction(0)))
    constants = [ring.evaluate(p, origin) for p in asked]
    slopes = [[Fraction(int(p.derivative(i).leading_coefficient())) for i in range(size)] for p in asked]
    found = []
    for chosen in combinations(range(len(asked)), size):
        matrix = flint.fmpq_mat([[_exact(x) for x in slopes[row]] for row in chosen])
        if matrix.det() == 0:
            continue
        corner = matrix.solve(flint.fmpq_mat([[_exact(-constants[row])] for row in chosen]))
        values = [Fraction(int(corner[i, 0].p), int(corner[i, 0].q)) for i in range(size)]
        point = ring.exact_point(dict(zip(ring.symbols, values, strict=True)))
        if all(ring.sign_at(p, point) >= 0 for p in asked):
            found.append(point)
    return tuple(found)


def _exact(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)


def _condition(domain: Domain, difference: Ratio) -> sp.Basic:
    """Return the inequality that decides the sign of a difference, factor by factor where it factors."""
    core = _core(domain, difference)
    if len(core.factor()[1]) > 1:
        return sp.Gt(Ratio(domain.ring, core).expression(), 0, evaluate=False)
    return readable(domain.ring, core, strict=True)


def _equality(domain: Domain, difference: Ratio) -> sp.Basic:
    """Return where a difference that has one sign vanishes."""
    zeros = prod(domain.possible_zeros(difference), start=domain.ring.one)
    border = readable(domain.ring, zeros, strict=False)
    return sp.Eq(border.lhs, border.rhs, evaluate=False)


def _examples(domain: Domain, core: Polynomial, simple: Sequence[Point]) -> dict[str, dict[str, Fraction]]:
    """Return an exact point with a positive and one with a negative value, as far as they are found."""
    found: dict[str, dict[str, Fraction]] = {}
    for point in chain(simple, islice(stream(domain, seed=0), _DRAWS)):
        value = domain.ring.evaluate(core, domain.ring.exact_point(point))
        if value:
            found.setdefault("higher" if value > 0 else "lower", {s.name: v for s, v in point.items()})
        if len(found) == 2:
            break
    return found


def _joint_points(left: str, right: str) -> list[Point]:
    both = _points_of(left) & _points_of(right)
    return [point for i, point in enumerate(_grid(players_of(left))) if i in both]


def _moderate_points(label: str) -> list[Point]:
    return [point for point in _grid(players_of(label)) if max(point.values()) < 1]


@cache
def _points_of(label: str) -> frozenset[int]:
    """Return the places in the grid at which an equilibrium exists."""
    ring, conditions = in_strengths(label).demand.ring, in_strengths(label).domain.conditions
    points = ((i, ring.exact_point(point)) for i, point in enumerate(_grid(players_of(label))))
    return frozenset(i for i, point in points if all(asked.holds_at(point) for asked in conditions))


@cache
def _grid(players: tuple[str, ...]) -> tuple[Point, ...]:
    """Return points with simple fractions as coordinates."""
    symbols = [STRENGTH[player] for player in players]
    return tuple(dict(zip(symbols, values, strict=True)) for values in product(_SIMPLE, repeat=len(symbols)))
