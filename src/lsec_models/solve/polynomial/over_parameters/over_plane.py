"""The map of regimes over two parameters: exact boundaries, and an exact solution in each cell between them.

1. Cut the plane where possible decisions begin, end or meet, and solve the game in each cell.
2. What is best there is a root of one polynomial. Inside that cell cut also where it has a root in common with what
   other decisions are worth, and go on until nothing new is the best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.decomposition.label_polynomials import LabelPolynomial
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.algebra.decomposition.plane_map import plane
from lsec_models.algebra.polynomials.ring import Key, Polynomial, key_of, ring_of
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.over_parameters.along import OUTSIDE, label_of
from lsec_models.solve.polynomial.over_parameters.family import of_the_domain
from lsec_models.solve.polynomial.over_parameters.ways_over_plane import WayOverPlane
from lsec_models.solve.work_at_point import at_most, check_clock

_MAX_CELLS = 6_000
_Signs = tuple[bool, ...]


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
    way : WayOverPlane
        How it is cut.

    Raises
    ------
    Unresolved
        If a critical polynomial would be too large.
    """

    def __init__(
        self, game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol], way: WayOverPlane
    ) -> None:
        self.game, self.axes, self._fixed = game, tuple(axes), dict(fixed)
        self._way, self._ring = way, ring_of(axes)
        self._possible = [*way.possible(), *of_the_domain(game, fixed, axes)]
        self._known: dict[tuple[Fraction, ...], _Answer] = {}

    def map(self, spans: Mapping[sp.Symbol, tuple[Fraction, Fraction]]) -> PlanarMap[str]:
        """Return the map of a rectangle.

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

            def label(moving: Mapping[sp.Symbol, Fraction], met: list[_Answer] = met) -> str:
                met.append(self._at((moving[x], moving[y])))
                return met[-1].label

            cells = plane(ring, watched, x, y, spans, label, by_signs=False)
            best = {(key_of(worth), one.signs): worth for one in met for worth in one.worths}
            new = {key: worth for key, worth in best.items() if key not in compared}
            if not new:
                unsettled = [one.unsettled for one in met if one.unsettled]
                return replace(cells, caveat=f"not resolved everywhere: {unsettled[0]}") if unsettled else cells
            compared |= new.keys()
            for (_, signs), worth in new.items():
                inside = tuple(p if is_positive else -p for p, is_positive in zip(self._possible, signs, strict=True))
                watched += [LabelPolynomial(rival, inside) for rival in self._way.rivals(worth)]

    def _at(self, values: tuple[Fraction, Fraction]) -> _Answer:
        if values not in self._known:
            self._known[values] = self._solved(values)
        return self._known[values]

    def _solved(self, values: tuple[Fraction, Fraction]) -> _Answer:
        moving = dict(zip(self.axes, values, strict=True))
        ring = self._ring
        point = ring.exact_point(moving)
        signs = tuple(ring.sign_at(polynomial, point) > 0 for polynomial in self._possible)
        if self.game.domain.failures({**self._fixed, **moving}):
            return _Answer(label=OUTSIDE, signs=signs)
        check_clock()
        if len(self._known) >= at_most(_MAX_CELLS):
            raise Unresolved("too many cells in which the game would have to be solved")
        found, worths = self._way.solved_at(values)
        unsettled = found.reason if found.status == "open" else ""
        return _Answer(label=label_of(found), signs=signs, unsettled=unsettled, worths=tuple(worths))
