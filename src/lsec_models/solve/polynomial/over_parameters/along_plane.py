"""Regimes along one parameter of a game with two decisions left: critical values, and the game solved between them.

1. Cut the parameter where the cells of the first decision may change, and solve the game at a number of each piece.
2. What is best there is a root of one polynomial. Cut where it has a root in common with what else the first mover may
   get, solve in the pieces that are new, and go on until nothing new is the best.
3. Neighbouring pieces in which the same binds are one, but perhaps for the cut between them, where the game is solved
   if that is a rational number; they stay two where decisions are seen to jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct, number_between
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import Place
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
from lsec_models.solve.polynomial.over_parameters.along import NONE, OUTSIDE, label_of, numbered
from lsec_models.solve.polynomial.over_parameters.family import of_the_domain
from lsec_models.solve.polynomial.over_parameters.plane_family import PlaneFamily
from lsec_models.solve.polynomial.payoffs import FREE
from lsec_models.solve.polynomial.solutions import Settled, eliminated_at, settled, solutions_of
from lsec_models.solve.work_at_point import at_most

_MAX_CELLS = 150
_BITS = 30
_JUMP = 1e-3
_LONGEST = 24


@dataclass(frozen=True, eq=False, kw_only=True)
class _Solved:
    """What was found at a number of the parameter."""

    value: Fraction
    label: str
    solutions: Solutions | None = None
    places: tuple[Place, ...] = ()


class PlaneLine:
    """A game along one parameter, with two decisions left after elimination.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    symbol : sympy.Symbol
    """

    def __init__(self, game: Game, fixed: Mapping[sp.Symbol, Fraction], symbol: sp.Symbol) -> None:
        self.game, self.symbol = game, symbol
        self._fixed = dict(fixed)
        self._family = PlaneFamily(game, fixed, symbol)
        self._known: list[_Solved] = []

    def pieces(self, low: RealRoot, high: RealRoot) -> tuple[list[RegimePiece], list[RegimeChange]]:
        """Return the pieces between two ends, and what holds where they meet.

        Raises
        ------
        Unresolved
            If polynomials would be too large, or too many.
        """
        cuts = distinct([low, high, *self._critical_values(self._family.critical_polynomials(), low, high)])
        compared: list[Polynomial] = []
        ties: list[RealRoot] = []
        while True:
            if len(cuts) > at_most(_MAX_CELLS):
                raise Unresolved("too many critical values of the parameter")
            cells = [self._in_cell(*ends) for ends in pairwise(cuts)]
            new = [worth for worth in self._best_of(cells) if worth not in compared]
            if not new:
                return self._joined(cuts, cells, ties)
            compared += new
            ties += [root for worth in new for root in self._roots(self._family.rivals(worth), low, high)]
            cuts = distinct([*cuts, *ties])

    def changing_between(self, low: Fraction, high: Fraction) -> list[RealRoot]:
        """Return all numbers between two others at which what is best at either of them may end to be so."""
        ends = RealRoot.rational(low), RealRoot.rational(high)
        polynomials = self._family.critical_polynomials()
        for worth in self._best_of([self._solved(low), self._solved(high)]):
            polynomials += self._family.rivals(worth)
        return distinct(self._critical_values(polynomials, *ends))

    def _critical_values(self, polynomials: Iterable[Polynomial], low: RealRoot, high: RealRoot) -> list[RealRoot]:
        """Return the roots of polynomials between two ends, and where the domain of the game ends."""
        domain = of_the_domain(self.game, self._fixed, [self.symbol])
        ends = [root for polynomial in domain for root in all_roots_of(univariate(polynomial, 0)) if low < root < high]
        return [*ends, *self._roots(polynomials, low, high)]

    def _roots(self, polynomials: Iterable[Polynomial], low: RealRoot, high: RealRoot) -> list[RealRoot]:
        return [root for p in polynomials for root in all_roots_of(univariate(p, FREE)) if low < root < high]

    def _best_of(self, cells: Sequence[_Solved]) -> list[Polynomial]:
        """Return the polynomials that what is best in each cell is a root of; all where nothing is."""
        found: list[Polynomial] = []
        for cell in cells:
            if cell.label == NONE:
                return self._family.worths_told
            if cell.places:
                found += self._family.worths_of(cell.places[0], cell.value)
        return [worth for i, worth in enumerate(found) if worth not in found[:i]]

    def _in_cell(self, low: RealRoot, high: RealRoot) -> _Solved:
        for known in self._known:
            if low < RealRoot.rational(known.value) < high:
                return known
        found = self._solved(number_between(low, high))
        self._known.append(found)
        return found

    def _solved(self, value: Fraction) -> _Solved:
        point = {**self._fixed, self.symbol: value}
        if self.game.domain.failures(point):
            return _Solved(value=value, label=OUTSIDE)
        places: list[Place] = []

        def solved() -> Settled:
            problem, found, incomplete = eliminated_at(self.game, point)
            places.extend(found)
            return settled(problem, found, incomplete)

        solutions = solutions_of(self.game, point, solved)
        return _Solved(value=value, label=label_of(solutions), solutions=solutions, places=tuple(places))

    def _joined(
        self, cuts: Sequence[RealRoot], cells: Sequence[_Solved], ties: Sequence[RealRoot]
    ) -> tuple[list[RegimePiece], list[RegimeChange]]:
        """Return pieces of neighbouring cells in which the same binds.

        Where two payoffs that may be the best are equal at the cut, decisions must be seen to run on.
        """
        pieces = [self._piece(cuts[0], cuts[1], cells[0])]
        changes: list[RegimeChange] = []
        for (low, high), left, right in zip(pairwise(cuts[1:]), cells, cells[1:], strict=False):
            holds = self._solved(low.interval[0]).label if low.is_rational else ""
            is_one = left.label == right.label and holds in ("", left.label)
            if is_one and not (low in ties and self._seems_to_jump(low, left, right)):
                unseen = (*pieces[-1].unseen, *(() if holds else (low,)))
                pieces[-1] = replace(pieces[-1], high=high, unseen=unseen)
            else:
                pieces.append(self._piece(low, high, right))
                changes.append(RegimeChange(symbol=self.symbol, value=low, holds=holds))
        return numbered(pieces), changes

    def _piece(self, low: RealRoot, high: RealRoot, cell: _Solved) -> RegimePiece:
        return RegimePiece(
            symbol=self.symbol,
            low=low,
            high=high,
            label=cell.label,
            solutions=cell.solutions,
            words=self._words(cell),
        )

    def _words(self, cell: _Solved) -> str:
        """Return what the only first decision solves, if that is short."""
        solved = self._family.decided(cell.places[0], cell.value) if len(cell.places) == 1 else None
        if solved is None or len(solved) > _LONGEST:
            return ""
        first = self._family.problem.first[0]
        ring = ring_of([first, self.symbol])
        places = [0 if symbol == first else FREE for symbol in ring.symbols]
        written = ring.from_terms({tuple(int(p[i]) for i in places): int(c) for p, c in solved.terms()})
        return f"{first} solves {ring.expression(written)} = 0"

    def _seems_to_jump(self, cut: RealRoot, left: _Solved, right: _Solved) -> bool:
        """Whether the only decisions close to both sides of a cut differ."""
        if len(left.places) != 1 or len(right.places) != 1:
            return False
        near = cut.narrowed(_BITS)
        step = Fraction(1, 1 << _BITS)
        sides = [self._solved(near.interval[0] - step), self._solved(near.interval[1] + step)]
        if any(side.solutions is None or len(side.places) != 1 for side in sides):
            return True
        one, other = (
            [float(value) for value in side.solutions[0].decisions.values()] for side in sides if side.solutions
        )
        return any(abs(x - y) > _JUMP * (1 + abs(x)) for x, y in zip(one, other, strict=True))
