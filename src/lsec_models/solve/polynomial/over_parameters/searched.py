"""Regimes along one parameter of a game that is not cut exactly: points, and more of them between unlike neighbours.

1. Solve the game at numbers that are spread evenly.
2. Halve the interval between two neighbours in which other constraints bind until it is short: there, or nearby, one
   regime ends and the next begins.

What happens between two neighbours that are alike is not seen. All of this is checked at so many points, not proved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.over_parameters.along import OPEN, OUTSIDE, label_of
from lsec_models.solve.polynomial.solutions import polynomial_solutions_at
from lsec_models.solve.work_at_point import at_most

_SPREAD, _MOST = 12, 100
_SHORT = 1 << 12
_MEANS = "the game solved exactly at numbers of the parameter, more of them between unlike neighbours"


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
    """

    def __init__(self, game: Game, fixed: Mapping[sp.Symbol, Fraction], symbol: sp.Symbol) -> None:
        self.game, self.symbol = game, symbol
        self._fixed = dict(fixed)
        self._met: list[_AtNumber] = []

    def pieces(self, low: RealRoot, high: RealRoot) -> tuple[list[RegimePiece], list[RegimeChange]]:
        """Return the pieces between two rational ends, and near what numbers they meet.

        Raises
        ------
        Unresolved
            If too many points are needed.
        """
        first, last = low.interval[0], high.interval[0]
        count = at_most(_SPREAD)
        spread = [self._solved(first + (last - first) * Fraction(n, count + 1)) for n in range(1, count + 1)]
        for one, other in pairwise(spread):
            self._halve(one, other, (last - first) / _SHORT)
        met = sorted(self._met, key=lambda one: one.value)
        groups = [[met[0]]]
        changes = []
        for one, other in pairwise(met):
            if one.label == other.label:
                groups[-1].append(other)
                continue
            between = (one.value, other.value)
            middle = RealRoot.rational((one.value + other.value) / 2)
            changes.append(RegimeChange(symbol=self.symbol, value=middle, holds="", between=between))
            groups.append([other])
        ends = [low, *(change.value for change in changes), high]
        pieces = [self._piece(*between, group) for between, group in zip(pairwise(ends), groups, strict=True)]
        return pieces, changes

    def findings(self) -> tuple[Finding, ...]:
        """Return how far it is checked what pieces state."""
        solved = [one.solutions for one in self._met if one.solutions is not None]
        known = [one for one in solved if one.status == "found"]
        findings = []
        for row in (*rows_of_moves(self.game), Row(about=About.OFF_PATH), Row(about=About.COMPLETE)):
            least = min((_status(one, row) for one in known), default=Status.CHECKED)
            findings.append(found(row, min(least, Status.CHECKED), _MEANS, points=len(known)))
        unsettled = any(one.label == OPEN for one in self._met)
        status = Status.OPEN if unsettled else Status.CHECKED
        return (*findings, found(Row(about=About.COVER), status, _MEANS, points=len(self._met)))

    def _solved(self, value: Fraction) -> _AtNumber:
        if len(self._met) >= at_most(_MOST):
            raise Unresolved("too many points at which it would have to be solved")
        point = {**self._fixed, self.symbol: value}
        if self.game.domain.failures(point):
            found_there = _AtNumber(value=value, label=OUTSIDE, solutions=None)
        else:
            solutions = polynomial_solutions_at(self.game, point)
            found_there = _AtNumber(value=value, label=label_of(solutions), solutions=solutions)
        self._met.append(found_there)
        return found_there

    def _halve(self, one: _AtNumber, other: _AtNumber, short: Fraction) -> None:
        if one.label == other.label or other.value - one.value <= short:
            return
        middle = self._solved((one.value + other.value) / 2)
        self._halve(one, middle, short)
        self._halve(middle, other, short)

    def _piece(self, low: RealRoot, high: RealRoot, met: Sequence[_AtNumber]) -> RegimePiece:
        middle = met[len(met) // 2]
        return RegimePiece(symbol=self.symbol, low=low, high=high, label=middle.label, solutions=middle.solutions)


def _status(solutions: Solutions, row: Row) -> Status:
    return min((one.status for one in solutions.evidence.rows if one.row == row), default=Status.OPEN)
