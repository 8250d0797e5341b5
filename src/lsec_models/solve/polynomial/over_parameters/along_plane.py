"""Regimes along one parameter of a game with two decisions left: critical values, and the game solved between them.

1. Cut the parameter where the cells of the first decision may change, and solve the game at a number of each piece.
2. What is best there is a root of one polynomial. Cut where it has a root in common with what else the first mover may
   get, solve in the pieces that are new, and go on until nothing new is the best.

Of movers at once all comparisons at all crossings are made beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece
from lsec_models.solve.polynomial.over_parameters.along import NONE
from lsec_models.solve.polynomial.over_parameters.at_once_family import AtOnceFamily
from lsec_models.solve.polynomial.over_parameters.cells_along import CellsAlong, SolvedCell
from lsec_models.solve.polynomial.over_parameters.plane_family import PlaneFamily
from lsec_models.solve.polynomial.payoffs import FREE
from lsec_models.solve.polynomial.problem import Problem

Pieces = tuple[list[RegimePiece], list[RegimeChange]]


class PlaneLine:
    """A game along one parameter, with two decisions left after elimination, one after the other.

    Parameters
    ----------
    problem : Problem
        With the parameter free.
    symbol : sympy.Symbol
    """

    def __init__(self, problem: Problem, symbol: sp.Symbol) -> None:
        self._family, self._cells = PlaneFamily(problem), CellsAlong(problem, symbol)

    def pieces(self, low: RealRoot, high: RealRoot) -> Pieces:
        """Return the pieces between two ends, and what holds where they meet.

        Raises
        ------
        Unresolved
            If polynomials would be too large, or too many.
        """
        critical = self._family.critical_polynomials()
        cuts = distinct([low, high, *self._cells.ends_of_domain(low, high), *self._cells.roots(critical, low, high)])
        compared: list[Polynomial] = []
        ties: list[RealRoot] = []
        while True:
            cells = self._cells.in_cells(cuts)
            new = [worth for worth in self._best_of(cells) if worth not in compared]
            if not new:
                return self._cells.joined(cuts, cells, ties, self._family.of_first_decision)
            compared += new
            ties += [root for worth in new for root in self._cells.roots(self._family.rivals(worth), low, high)]
            cuts = distinct([*cuts, *ties])

    def changing_between(self, low: Fraction, high: Fraction) -> list[RealRoot]:
        """Return all numbers between two others at which what is best at either of them may end to be so."""
        ends = RealRoot.rational(low), RealRoot.rational(high)
        polynomials = self._family.critical_polynomials()
        for worth in self._best_of([self._cells.solved(low), self._cells.solved(high)]):
            polynomials += self._family.rivals(worth)
        return distinct([*self._cells.ends_of_domain(*ends), *self._cells.roots(polynomials, *ends)])

    def _best_of(self, cells: Sequence[SolvedCell]) -> list[Polynomial]:
        """Return the polynomials that what is best in each cell is a root of; all where nothing is."""
        found: list[Polynomial] = []
        for cell in cells:
            if cell.label == NONE:
                return self._family.worths_told
            if cell.places:
                found += self._family.worths_of(cell.places[0], {FREE: cell.value})
        return [worth for i, worth in enumerate(found) if worth not in found[:i]]


class AtOnceLine:
    """A game along one parameter, with two decisions left after elimination that two players take at once.

    Parameters
    ----------
    problem : Problem
        With the parameter free.
    symbol : sympy.Symbol
    low : RealRoot
        The lowest value of the parameter.
    """

    def __init__(self, problem: Problem, symbol: sp.Symbol, low: RealRoot) -> None:
        is_signed = not low < RealRoot.rational(0)
        self._family, self._cells = AtOnceFamily(problem, is_signed=is_signed), CellsAlong(problem, symbol)

    def pieces(self, low: RealRoot, high: RealRoot) -> Pieces:
        """Return the pieces between two ends, and what holds where they meet.

        Raises
        ------
        Unresolved
            If polynomials would be too large, or too many.
        """
        ties = self._family.ties(low, high)
        critical = [*self._cells.ends_of_domain(low, high), *self._family.critical_values(low, high)]
        cuts = distinct([low, high, *critical, *ties])
        return self._cells.joined(cuts, self._cells.in_cells(cuts), ties, self._family.of_first_decision)

    def changing_between(self, low: Fraction, high: Fraction) -> list[RealRoot]:
        """Return all numbers between two others at which an equilibrium may begin or end."""
        ends = RealRoot.rational(low), RealRoot.rational(high)
        values = [*self._cells.ends_of_domain(*ends), *self._family.critical_values(*ends), *self._family.ties(*ends)]
        return distinct(values)


def line_with_two_left(problem: Problem, symbol: sp.Symbol, low: RealRoot) -> PlaneLine | AtOnceLine:
    """Return a game along one parameter, with two decisions left, after one another or at once, from `low` on."""
    return AtOnceLine(problem, symbol, low) if problem.is_at_once else PlaneLine(problem, symbol)
