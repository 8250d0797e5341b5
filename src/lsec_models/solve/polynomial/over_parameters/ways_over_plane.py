"""A game over two parameters: what vanishes where its equilibria may change, by how many decisions are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

import sympy as sp

from lsec_models.algebra.polynomials.ring import Polynomial, Ring, ring_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.over_parameters.along import Line
from lsec_models.solve.polynomial.over_parameters.at_once_family import AtOnceFamily
from lsec_models.solve.polynomial.over_parameters.family import ParametricGame, with_two_left
from lsec_models.solve.polynomial.over_parameters.plane_family import PlaneFamily
from lsec_models.solve.polynomial.payoffs import FREE, OTHER_FREE
from lsec_models.solve.polynomial.problem import Problem
from lsec_models.solve.polynomial.solutions import solved_with_places

_FREE = (FREE, OTHER_FREE)
_Values = tuple[Fraction, Fraction]


class WayOverPlane(Protocol):
    """How a game over two parameters is cut."""

    def possible(self) -> list[Polynomial]:
        """Return irreducible polynomials in the parameters: where none vanishes, the same decisions are possible."""

    def rivals(self, best: Polynomial, /) -> list[Polynomial]:
        """Return such polynomials: where none vanishes, a payoff that is best stays so."""

    def solved_at(self, values: _Values) -> tuple[Solutions, list[Polynomial]]:
        """Return all equilibria at a point, and the polynomials of which the best payoff there is a root."""


class OneLeft:
    """One decision is left after elimination.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    axes : sequence of sympy.Symbol

    Raises
    ------
    Unresolved
        If more decisions are left, or the last stage has no closed form in the parameters.
    """

    def __init__(self, game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol]) -> None:
        self._family = ParametricGame(game, fixed, axes)
        self._above = lru_cache(1)(lambda abscissa: Line(game, {**fixed, axes[0]: abscissa}, axes[1]))

    def possible(self) -> list[Polynomial]:
        """Return what vanishes where other decisions are possible."""
        return self._family.of_possible_decisions()

    def rivals(self, best: Polynomial, /) -> list[Polynomial]:
        """Return what vanishes where a payoff may end to be the best."""
        return self._family.rivals(best)

    def solved_at(self, values: _Values) -> tuple[Solutions, list[Polynomial]]:
        """Return all equilibria at a point, and the polynomials of which the best payoff there is a root."""
        found, places = self._above(values[0]).solved_at(values[1])
        return found, self._family.worths_of(places, values)


class TwoLeft:
    """Two decisions are left after elimination, one after the other.

    Parameters
    ----------
    problem : Problem
        With both parameters free.
    axes : sequence of sympy.Symbol
    """

    def __init__(self, problem: Problem, axes: Sequence[sp.Symbol]) -> None:
        self._family, self._problem, self._axes = PlaneFamily(problem), problem, tuple(axes)

    def possible(self) -> list[Polynomial]:
        """Return what vanishes where the first decision may have other cells, or other answers there."""
        return _in_parameters(self._family.critical_polynomials(), self._axes)

    def rivals(self, best: Polynomial, /) -> list[Polynomial]:
        """Return what vanishes where a payoff may end to be the best."""
        return _in_parameters(self._family.rivals(best), self._axes)

    def solved_at(self, values: _Values) -> tuple[Solutions, list[Polynomial]]:
        """Return all equilibria at a point, and the polynomials of which the best payoff there is a root."""
        found, places = _solved(self._problem, self._axes, values)
        if found.is_none:
            return found, self._family.worths_told
        numbers = dict(zip(_FREE, values, strict=True))
        return found, self._family.worths_of(places[0], numbers) if places else []


class TwoAtOnce:
    """Two decisions are left after elimination, which two players take at once.

    Parameters
    ----------
    problem : Problem
        With both parameters free.
    axes : sequence of sympy.Symbol
    is_signed : bool
        Whether neither is negative.
    """

    def __init__(self, problem: Problem, axes: Sequence[sp.Symbol], *, is_signed: bool) -> None:
        self._family = AtOnceFamily(problem, is_signed=is_signed)
        self._problem, self._axes = problem, tuple(axes)

    def possible(self) -> list[Polynomial]:
        """Return what vanishes where other crossings of replies are equilibria."""
        return _in_parameters(self._family.polynomials(), self._axes)

    def rivals(self, _best: Polynomial, /) -> list[Polynomial]:
        """Return nothing: replies at all crossings are compared beforehand."""
        return []

    def solved_at(self, values: _Values) -> tuple[Solutions, list[Polynomial]]:
        """Return all equilibria at a point, and nothing that is left to be compared."""
        return _solved(self._problem, self._axes, values)[0], []


def way_over_plane(
    game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol], *, is_signed: bool
) -> WayOverPlane:
    """Return how a game over two parameters is cut.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    axes : sequence of sympy.Symbol
    is_signed : bool
        Whether neither parameter is negative.

    Raises
    ------
    Unresolved
        If more than two decisions are left, or the last stage has no closed form in the parameters.
    """
    try:
        return OneLeft(game, fixed, axes)
    except Unresolved:
        problem = with_two_left(game, fixed, axes)
    return TwoAtOnce(problem, axes, is_signed=is_signed) if problem.is_at_once else TwoLeft(problem, axes)


def _solved(problem: Problem, axes: Sequence[sp.Symbol], values: _Values) -> tuple[Solutions, list[DecidedPlace]]:
    return solved_with_places(problem.game, {**problem.point, **dict(zip(axes, values, strict=True))})


def _in_parameters(polynomials: Iterable[Polynomial], axes: Sequence[sp.Symbol]) -> list[Polynomial]:
    ring: Ring = ring_of(axes)
    places = dict(zip(axes, _FREE, strict=True))
    order = [places[symbol] for symbol in ring.symbols]
    return [ring.from_terms({tuple(int(p[i]) for i in order): int(c) for p, c in one.terms()}) for one in polynomials]
