"""The map of regimes over two parameters: exact boundaries, and an exact solution in each cell between them.

1. Cut the plane where possible decisions begin, end or meet, and solve the game in each cell.
2. What is best there is a root of one polynomial. Inside that cell cut also where it has a root in common with what
   other decisions are worth, and go on until nothing new is the best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import sympy as sp

from lsec_models.algebra.decomposition.asking import Asking
from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.algebra.decomposition.plane_map import plane
from lsec_models.algebra.polynomials.ring import Key, Polynomial, key_of, ring_of
from lsec_models.games.meaning import described_axes
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.over_parameters.along import OUTSIDE
from lsec_models.solve.polynomial.over_parameters.family import of_the_domain
from lsec_models.solve.polynomial.over_parameters.solved_above import LabelledPoint, SolvedAbove, Values
from lsec_models.solve.polynomial.payoffs import CONTEXT
from lsec_models.solve.work_at_point import at_most
from lsec_models.work import Work

_MAX_CELLS = 6_000
_Signs = tuple[bool, ...]
_Moving = Mapping[sp.Symbol, Fraction]


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What holds in a cell.

    Attributes
    ----------
    label : str
    unsettled : str
        Why it is not resolved, if it is not.
    signs : tuple of bool
        Which of the polynomials that tell possible decisions apart are positive.
    worths : tuple of Polynomial
        Those of which the best payoff is a root.
    """

    label: str
    signs: _Signs
    unsettled: str = ""
    worths: tuple[Polynomial, ...] = ()


class RegimePlane:
    """A game over two parameters.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    axes : sequence of sympy.Symbol
    work : Work
        What the map may cost.
    is_signed : bool
        Whether neither parameter is negative.

    Raises
    ------
    Unresolved
        If more than two decisions are left, the last stage has no closed form in the parameters, or a critical
        polynomial would be too large.
    """

    def __init__(
        self, game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol], work: Work, *, is_signed: bool
    ) -> None:
        self.game, self.axes, self._fixed = game, tuple(axes), dict(fixed)
        self._above, self._ring = SolvedAbove(game, fixed, axes, work, is_signed), ring_of(axes)
        self._possible = [*self._above.way.possible(), *of_the_domain(game, fixed, axes)]
        self._known: dict[Values, _Answer] = {}

    def map(
        self,
        spans: Mapping[sp.Symbol, tuple[Fraction, Fraction]],
        ask: Asking[Sequence[Values], list[LabelledPoint]] = map,
    ) -> PlanarMap[str]:
        """Return the map of a rectangle.

        Parameters
        ----------
        spans : mapping from sympy.Symbol to pair of Fraction
        ask : callable, optional
            Returns what the game is at points above each of several numbers of the first axis, in their order; it may
            ask other processes.

        Raises
        ------
        Unresolved
            If a critical polynomial would be too large, or there are too many cells.
        """
        ring, (x, y) = self._ring, self.axes
        watched = [LabelPolynomial(polynomial) for polynomial in self._possible]
        compared: set[tuple[Key, _Signs]] = set()
        while True:
            met: list[_Answer] = []

            def labels(
                label: Callable[[_Moving], str], cells: Sequence[_Moving], met: list[_Answer] = met
            ) -> Iterable[str]:
                self._solve([self._values(moving) for moving in cells], ask)
                met += [self._known[self._values(moving)] for moving in cells]
                return map(label, cells)

            cells = plane(ring, watched, x, y, spans, self._label, by_signs=False, ask=labels)
            best = {(key_of(worth), one.signs): worth for one in met for worth in one.worths}
            new = {key: worth for key, worth in best.items() if key not in compared}
            if not new:
                unsettled = [one.unsettled for one in met if one.unsettled]
                caveat = f"not resolved everywhere: {unsettled[0]}" if unsettled else ""
                return replace(cells, caveat=caveat, described=described_axes(self.game))
            compared |= new.keys()
            for (_, signs), worth in new.items():
                inside = tuple(p if is_positive else -p for p, is_positive in zip(self._possible, signs, strict=True))
                watched += [LabelPolynomial(rival, inside) for rival in self._above.way.rivals(worth)]

    def _values(self, moving: _Moving) -> Values:
        x, y = self.axes
        return moving[x], moving[y]

    def _label(self, moving: _Moving) -> str:
        return self._known[self._values(moving)].label

    def _solve(self, points: Sequence[Values], ask: Asking[Sequence[Values], list[LabelledPoint]]) -> None:
        """Solve the game at the points at which it is not yet known, those above one number of the first axis at once.

        Raises
        ------
        Unresolved
            If there are too many.
        """
        asked: list[Values] = []
        for values in dict.fromkeys(points):
            if values in self._known:
                continue
            if self.game.domain.failures({**self._fixed, **dict(zip(self.axes, values, strict=True))}):
                self._known[values] = _Answer(label=OUTSIDE, signs=self._signs(values))
            else:
                asked.append(values)
        if len(self._known) + len(asked) > at_most(_MAX_CELLS):
            raise Unresolved("too many cells in which the game would have to be solved")
        columns = [list(column) for _, column in groupby(asked, itemgetter(0))]
        for column, found in zip(columns, ask(self._above, columns), strict=True):
            for values, one in zip(column, found, strict=True):
                worths = tuple(CONTEXT.from_dict(dict(terms)) for terms in one.worths)
                self._known[values] = _Answer(
                    label=one.label, signs=self._signs(values), unsettled=one.unsettled, worths=worths
                )

    def _signs(self, values: Values) -> _Signs:
        point = self._ring.exact_point(dict(zip(self.axes, values, strict=True)))
        return tuple(self._ring.sign_at(polynomial, point) > 0 for polynomial in self._possible)
