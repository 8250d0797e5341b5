"""Regimes along one parameter of a game that is solved at a number in each cell between critical values.

Neighbouring cells in which the same binds are one piece, but perhaps for the cut between them, where the game is solved
if that is a rational number; they stay two where decisions are seen to jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot, number_between
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece, shown_number
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
from lsec_models.solve.polynomial.over_parameters.along import OUTSIDE, label_of, numbered
from lsec_models.solve.polynomial.over_parameters.family import of_the_domain
from lsec_models.solve.polynomial.payoffs import FREE, with_numbers
from lsec_models.solve.polynomial.problem import Problem
from lsec_models.solve.polynomial.solutions import solved_with_places
from lsec_models.solve.work_at_point import at_most

_MAX_CELLS = 150
_BITS = 30
_JUMP = 1e-3
_LONGEST = 24


@dataclass(frozen=True, eq=False, kw_only=True)
class SolvedCell:
    """What was found at a number of the parameter.

    Attributes
    ----------
    value : Fraction
    label : str
    solutions : Solutions or None
        None where the game is not defined.
    places : tuple of DecidedPlace
        Of all equilibria.
    """

    value: Fraction
    label: str
    solutions: Solutions | None = None
    places: tuple[DecidedPlace, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether all that holds there is told."""
        return self.solutions is None or self.solutions.is_none or self.solutions.complete


class CellsAlong:
    """A game along one parameter, with two decisions left after elimination.

    Parameters
    ----------
    problem : Problem
        With the parameter free.
    symbol : sympy.Symbol
    """

    def __init__(self, problem: Problem, symbol: sp.Symbol) -> None:
        self.game, self.symbol = problem.game, symbol
        self._first = problem.first[0] if problem.first else None
        self._fixed = dict(problem.point)
        self._known: list[SolvedCell] = []

    def ends_of_domain(self, low: RealRoot, high: RealRoot) -> list[RealRoot]:
        """Return where the domain of the game may end between two ends."""
        domain = of_the_domain(self.game, self._fixed, [self.symbol])
        return [root for polynomial in domain for root in all_roots_of(univariate(polynomial, 0)) if low < root < high]

    def roots(self, polynomials: Iterable[Polynomial], low: RealRoot, high: RealRoot) -> list[RealRoot]:
        """Return the roots of polynomials in the parameter between two ends."""
        return [root for p in polynomials for root in all_roots_of(univariate(p, FREE)) if low < root < high]

    def in_cells(self, cuts: Sequence[RealRoot]) -> list[SolvedCell]:
        """Return what is found between any two neighbouring cuts.

        Raises
        ------
        Unresolved
            If there are too many.
        """
        if len(cuts) > at_most(_MAX_CELLS):
            raise Unresolved("too many critical values of the parameter")
        return [self._in_cell(*ends) for ends in pairwise(cuts)]

    def _in_cell(self, low: RealRoot, high: RealRoot) -> SolvedCell:
        for known in self._known:
            if low < RealRoot.rational(known.value) < high:
                return known
        found = self.solved(number_between(low, high))
        self._known.append(found)
        return found

    def solved(self, value: Fraction) -> SolvedCell:
        """Return what is found at a number of the parameter."""
        point = {**self._fixed, self.symbol: value}
        if self.game.domain.failures(point):
            return SolvedCell(value=value, label=OUTSIDE)
        solutions, places = solved_with_places(self.game, point)
        return SolvedCell(value=value, label=label_of(solutions), solutions=solutions, places=tuple(places))

    def joined(
        self,
        cuts: Sequence[RealRoot],
        cells: Sequence[SolvedCell],
        ties: Sequence[RealRoot],
        of_first_decision: Sequence[Polynomial],
    ) -> tuple[list[RegimePiece], list[RegimeChange]]:
        """Return pieces of neighbouring cells in which the same binds, and what holds where they meet.

        Where two payoffs that may be the best are equal at the cut, decisions must be seen to run on.

        Parameters
        ----------
        cuts, cells : sequence
            What is found between any two neighbouring cuts.
        ties : sequence of RealRoot
        of_first_decision : sequence of polynomials
            In the first decision and the parameter; one of them at least vanishes in each cell.
        """
        pieces = [self._piece(cuts[0], cuts[1], cells[0])]
        solving = [[(cuts[0], self._words(cells[0], of_first_decision))]]
        changes: list[RegimeChange] = []
        for (low, high), left, right in zip(pairwise(cuts[1:]), cells, cells[1:], strict=False):
            here = self.solved(low.interval[0]) if low.is_rational else None
            holds = "" if here is None else here.label
            is_one = left.label == right.label and holds in ("", left.label)
            words = self._words(right, of_first_decision)
            if is_one and not (low in ties and self._seems_to_jump(low, left, right)):
                unseen = (*pieces[-1].unseen, *(() if holds else (low,)))
                pieces[-1] = replace(pieces[-1], high=high, unseen=unseen)
                solving[-1] += [] if words == solving[-1][-1][1] else [(low, words)]
            else:
                pieces.append(self._piece(low, high, right))
                solving.append([(low, words)])
                is_complete = here is None or here.is_complete
                changes.append(RegimeChange(symbol=self.symbol, value=low, holds=holds, is_complete=is_complete))
        described = [
            replace(piece, words=self._one_after_another(own)) for piece, own in zip(pieces, solving, strict=True)
        ]
        return numbered(described), changes

    def _one_after_another(self, solving: Sequence[tuple[RealRoot, str]]) -> str:
        """Return what the first decision solves from each of several numbers on, if that is always told."""
        if not all(words for _, words in solving):
            return ""
        (_, first), *later = solving
        return first + "".join(f"; beyond {self.symbol} = {shown_number(low)}, {words}" for low, words in later)

    def _piece(self, low: RealRoot, high: RealRoot, cell: SolvedCell) -> RegimePiece:
        return RegimePiece(
            symbol=self.symbol,
            low=low,
            high=high,
            label=cell.label,
            solutions=cell.solutions,
        )

    def _words(self, cell: SolvedCell, of_first_decision: Sequence[Polynomial]) -> str:
        """Return what the only first decision solves, if that is short."""
        if len(cell.places) != 1 or self._first is None:
            return ""
        minimal, numbers = cell.places[0].x.minimal, {FREE: cell.value}
        solving = [p for p in of_first_decision if univariate(with_numbers(p, numbers), 0) % minimal == 0]
        if len(solving) != 1 or len(solving[0]) > _LONGEST:
            return ""
        ring = ring_of([self._first, self.symbol])
        places = [0 if symbol == self._first else FREE for symbol in ring.symbols]
        written = ring.from_terms({tuple(int(p[i]) for i in places): int(c) for p, c in solving[0].terms()})
        return f"{self._first} solves {ring.expression(written)} = 0"

    def _seems_to_jump(self, cut: RealRoot, left: SolvedCell, right: SolvedCell) -> bool:
        """Whether the only decisions close to both sides of a cut differ."""
        if len(left.places) != 1 or len(right.places) != 1:
            return False
        near = cut.narrowed(_BITS)
        step = Fraction(1, 1 << _BITS)
        sides = [self.solved(near.interval[0] - step), self.solved(near.interval[1] + step)]
        if any(side.solutions is None or len(side.places) != 1 for side in sides):
            return True
        one, other = (
            [float(value) for value in side.solutions[0].decisions.values()] for side in sides if side.solutions
        )
        return any(abs(x - y) > _JUMP * (1 + abs(x)) for x, y in zip(one, other, strict=True))
