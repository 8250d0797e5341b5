"""Regimes along one parameter of a game that is not cut exactly: points, and more of them between unlike neighbours.

1. Solve the game at numbers that are spread evenly.
2. Halve the interval between two neighbours in which other constraints bind until it is short: there, or nearby, one
   regime ends and the next begins. If all numbers at which that may be are known, halve on until one is left: that
   is where it is.

What happens between two neighbours that are alike is not seen. All of this is checked at so many points, not proved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot, number_between
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.over_parameters.along import OPEN, OUTSIDE, label_of
from lsec_models.solve.work_at_point import at_most

_FEWEST, _SPREAD, _MOST = 6, 12, 100
_SHORT = 1 << 12
SolvedAt = Callable[[Game, Mapping[sp.Symbol, Fraction]], Solutions]
_MEANS = "the game solved at numbers of the parameter, more of them between unlike neighbours"


@dataclass(frozen=True, eq=False, kw_only=True)
class _AtNumber:
    """What was found at a number of the parameter; nothing where the game is not defined."""

    value: Fraction
    label: str
    solutions: Solutions | None


class SearchedLine:
    """A game along one parameter, solved at points.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    symbol : sympy.Symbol
    solved_at : callable
        Solves a game at a point.
    changing : callable, optional
        Returns all numbers between two others at which what is best there may end to be so.
    """

    def __init__(
        self,
        game: Game,
        fixed: Mapping[sp.Symbol, Fraction],
        symbol: sp.Symbol,
        solved_at: SolvedAt,
        changing: Callable[[Fraction, Fraction], list[RealRoot]] | None = None,
    ) -> None:
        self.game, self.symbol = game, symbol
        self._fixed, self._solved_at, self._changing = dict(fixed), solved_at, changing
        self._met: list[_AtNumber] = []

    def pieces(self, low: RealRoot, high: RealRoot) -> tuple[list[RegimePiece], list[RegimeChange]]:
        """Return the pieces between two rational ends, and near what numbers they meet.

        Raises
        ------
        Unresolved
            If too many points are needed.
        """
        first, last = low.interval[0], high.interval[0]
        count = max(at_most(_SPREAD), _FEWEST)
        spread = [self._solved(first + (last - first) * Fraction(n, count + 1)) for n in range(1, count + 1)]
        for one, other in pairwise(spread):
            self._halve(one, other, (last - first) / _SHORT)
        for one, other in pairwise(sorted(self._met, key=lambda one: one.value)):
            if one.label != other.label:
                self._single_out(one, other)
        met = sorted(self._met, key=lambda one: one.value)
        groups = [[met[0]]]
        changes = []
        for one, other in pairwise(met):
            if one.label == other.label:
                groups[-1].append(other)
                continue
            changes.append(self._change(one, other))
            groups.append([other])
        pieces = []
        for number, group in enumerate(groups):
            below, above = changes[number - 1 : number], changes[number : number + 1]
            start = _end(below[0], group[0], group) if below else low
            stop = _end(above[0], group[-1], group) if above else high
            pieces.append(self._piece(start, stop, group))
        return pieces, changes

    def findings(self, reason: str) -> tuple[Finding, ...]:
        """Return how far it is checked what pieces state; `reason` says why it is not proved."""
        solved = [one.solutions for one in self._met if one.solutions is not None]
        known = [one for one in solved if one.status == "found"]
        is_unsettled = any(one.label == OPEN for one in self._met)
        findings = []
        for row in (*rows_of_moves(self.game), Row(about=About.OFF_PATH), Row(about=About.COMPLETE)):
            # Where there is no equilibrium anywhere, it is true of all; where nothing is resolved, of none.
            none_known = Status.OPEN if is_unsettled else Status.CHECKED
            least = min((_status(one, row) for one in known), default=none_known)
            least = none_known if row.about is About.COMPLETE and is_unsettled else least
            findings.append(found(row, min(least, Status.CHECKED), _MEANS, points=len(known)))
        status = Status.OPEN if is_unsettled else Status.CHECKED
        return (*findings, found(Row(about=About.COVER), status, _MEANS, points=len(self._met), detail=reason))

    def _solved(self, value: Fraction) -> _AtNumber:
        if len(self._met) >= max(at_most(_MOST), _MOST):
            raise Unresolved("too many points at which it would have to be solved")
        point = {**self._fixed, self.symbol: value}
        if self.game.domain.failures(point):
            found_there = _AtNumber(value=value, label=OUTSIDE, solutions=None)
        else:
            solutions = self._solved_at(self.game, point)
            found_there = _AtNumber(value=value, label=label_of(solutions), solutions=solutions)
        self._met.append(found_there)
        return found_there

    def _halve(self, one: _AtNumber, other: _AtNumber, short: Fraction) -> None:
        if one.label == other.label or other.value - one.value <= short:
            return
        middle = self._solved((one.value + other.value) / 2)
        self._halve(one, middle, short)
        self._halve(middle, other, short)

    def _suspects(self, one: _AtNumber, other: _AtNumber) -> list[RealRoot]:
        """Return where it may be that one regime ends between two numbers; nothing where that is not known."""
        if self._changing is None:
            return []
        try:
            return self._changing(one.value, other.value)
        except Unresolved:
            return []

    def _single_out(self, one: _AtNumber, other: _AtNumber) -> None:
        """Solve between two unlike neighbours until one number is left at which it may change."""
        suspects = self._suspects(one, other)
        if len(suspects) < 2:
            return
        middle = self._solved(number_between(*suspects[len(suspects) // 2 - 1 :][:2]))
        for left, right in ((one, middle), (middle, other)):
            if left.label != right.label:
                self._single_out(left, right)

    def _change(self, one: _AtNumber, other: _AtNumber) -> RegimeChange:
        """Return where one regime ends and the next begins: exactly, or between two numbers."""
        suspects = self._suspects(one, other)
        if len(suspects) == 1:
            return RegimeChange(symbol=self.symbol, value=suspects[0], holds="")
        middle = RealRoot.rational((one.value + other.value) / 2)
        return RegimeChange(symbol=self.symbol, value=middle, holds="", between=(one.value, other.value))

    def _piece(self, low: RealRoot, high: RealRoot, met: Sequence[_AtNumber]) -> RegimePiece:
        middle = met[len(met) // 2]
        return RegimePiece(symbol=self.symbol, low=low, high=high, label=middle.label, solutions=middle.solutions)


def _end(change: RegimeChange, nearest: _AtNumber, met: Sequence[_AtNumber]) -> RealRoot:
    """Return where a piece ends: at the threshold, or at the last of several numbers at which it was met."""
    return RealRoot.rational(nearest.value) if change.between and len(met) > 1 else change.value


def _status(solutions: Solutions, row: Row) -> Status:
    return solutions.evidence.finding(row).status
