"""Curves of several equilibria over one parameter, exactly: where they cross, and which is the highest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TypeVar

import sympy as sp

from lsec_models.algebra.decomposition.line_map import LineMap, line
from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, ring_of
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.games.choice.on_slice import Inequalities
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

L = TypeVar("L", bound=Hashable)


def crossings(
    solved: Mapping[str, Swept],
    quantity: str,
    parameter: str,
    *,
    at: Mapping[str, Fraction],
    between: tuple[Fraction, Fraction],
) -> tuple[RealRoot, ...]:
    """Return where the curves of a quantity cross as one parameter moves.

    1. Insert the numbers: each closed form becomes a rational function of the parameter, each condition a polynomial.
    2. Cut the interval where a condition or a difference of two curves changes its sign, exactly.
    3. Keep the cuts at which two curves that exist on both sides change places.

    Parameters
    ----------
    solved : mapping from str to equilibrium
        Piecewise ones whose regions are not proved are left out.
    quantity, parameter : str
    at : mapping from str to Fraction
        Every other parameter.
    between : tuple of Fraction
        The ends of the interval.

    Returns
    -------
    tuple of RealRoot
        Increasing.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, F = parameters("a F", positive=True)
    >>> q = decisions("q")
    >>> closed = solve(Game(players=[Player("firm", decides=[q], payoff=q * (a - q))]))
    >>> opened = solve(Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)]))
    >>> both = {"closed": closed, "opened": opened}
    >>> [str(x) for x in crossings(both, "firm", "a", at={"F": Fraction(1)}, between=(Fraction(0), Fraction(2)))]
    ['2*sqrt(3)/3']
    """

    def ranking(values: Mapping[str, Fraction]) -> frozenset[tuple[str, str]]:
        return frozenset((low, high) for low in values for high in values if values[low] < values[high])

    pieces = _cut(solved, quantity, parameter, at, between, ranking).pieces
    return tuple(
        right.low for left, right in pairwise(pieces) if any((high, low) in right.label for low, high in left.label)
    )


def leaders(
    solved: Mapping[str, Swept],
    quantity: str,
    parameter: str,
    *,
    at: Mapping[str, Fraction],
    between: tuple[Fraction, Fraction],
) -> LineMap[tuple[str, ...]]:
    """Return which equilibria have most of a quantity as one parameter moves; none where none exists.

    Parameters are those of :func:`crossings`.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, F = parameters("a F", positive=True)
    >>> q = decisions("q")
    >>> closed = solve(Game(players=[Player("firm", decides=[q], payoff=q * (a - q))]))
    >>> opened = solve(Game(players=[Player("firm", decides=[q], payoff=q * (2 * a - q) - F)]))
    >>> both = {"closed": closed, "opened": opened}
    >>> print(leaders(both, "firm", "a", at={"F": Fraction(3)}, between=(Fraction(0), Fraction(4))))
    ('closed',) for a from 0 to 2
    ('opened',) for a from 2 to 4
    """

    def highest(values: Mapping[str, Fraction]) -> tuple[str, ...]:
        return tuple(name for name, value in values.items() if value == max(values.values()))

    return _cut(solved, quantity, parameter, at, between, highest)


def _cut(
    solved: Mapping[str, Swept],
    quantity: str,
    parameter: str,
    at: Mapping[str, Fraction],
    between: tuple[Fraction, Fraction],
    label: Callable[[Mapping[str, Fraction]], L],
) -> LineMap[L]:
    """Cut the interval where the order of the curves, or which of them exist, may change."""
    ring = ring_of([sp.Symbol(parameter)])
    curves = {name: curve for name, found in solved.items() if (curve := _curve(found, quantity, ring, at)).cases}
    polynomials = [polynomial for curve in curves.values() for polynomial in curve.polynomials]
    for one, other in combinations(curves.values(), 2):
        for (_, mine), (_, theirs) in ((x, y) for x in one.cases for y in other.cases):
            polynomials.append((mine - theirs).numerator)

    def here(x: Fraction) -> L:
        return label({name: value for name, curve in curves.items() if (value := curve.at(x)) is not None})

    return line(ring, [p for p in polynomials if not p.is_constant()], between, here)


@dataclass(frozen=True)
class _Curve:
    """A quantity of one equilibrium along the line: its closed forms, each with where it holds."""

    cut: Slice
    cases: tuple[tuple[Inequalities, Ratio], ...]

    @property
    def polynomials(self) -> Iterator[Polynomial]:
        for holds, value in self.cases:
            yield from holds.polynomials
            yield value.denominator

    def at(self, x: Fraction) -> Fraction | None:
        """Return the value at a point; None where no case holds."""
        where = self.cut.ring.exact_point({self.cut.ring.symbols[0]: x})
        return next((value.evaluate(where) for holds, value in self.cases if holds.hold(self.cut, where)), None)


def _curve(found: Swept, quantity: str, ring: Ring, at: Mapping[str, Fraction]) -> _Curve:
    """Return the curve of an equilibrium, whose parameters are known by their names."""
    moving = ring.symbols[0]
    numbers = {symbol: at[symbol.name] for symbol in found.ring.symbols if symbol.name != moving.name}
    own = next((symbol for symbol in found.ring.symbols if symbol.name == moving.name), moving)
    cut = Slice(ring=ring_of([own]), values=numbers)
    shown = Slice(ring=ring, values={})
    cases = []
    for domain, value in _closed_forms(found, quantity):
        holds, along = Inequalities.of(domain, cut), cut.cut(value)
        if holds.is_possible and along is not None:
            parts = tuple((_renamed(ring, polynomial), strict) for polynomial, strict in holds.parts)
            ratio = Ratio(ring, _renamed(ring, along.numerator), _renamed(ring, along.denominator))
            cases.append((Inequalities(parts, is_possible=True), ratio))
    return _Curve(cut=shown, cases=tuple(cases))


def _closed_forms(found: Swept, quantity: str) -> Iterator[tuple[Domain, Ratio]]:
    if not isinstance(found, PiecewiseEquilibrium):
        yield found.domain, found.exact[quantity]
    elif found.tiling.is_proved:
        for piece in (piece for regime in found.regimes if quantity in regime.exact for piece in regime.pieces):
            yield piece.domain, piece.exact[quantity]


def _renamed(ring: Ring, polynomial: Polynomial) -> Polynomial:
    """Return a polynomial in one symbol as one in the symbol of another ring."""
    return ring.from_terms({tuple(map(int, powers)): int(coefficient) for powers, coefficient in polynomial.terms()})
