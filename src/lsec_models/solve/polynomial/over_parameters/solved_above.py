"""A game over two parameters, solved at points above one number of the first, in whatever process it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.games.static.game import Game
from lsec_models.solve.polynomial.over_parameters.along import label_of
from lsec_models.solve.polynomial.over_parameters.ways_over_plane import WayOverPlane, way_over_plane
from lsec_models.solve.work_at_point import check_clock, costing
from lsec_models.work import Work

Values = tuple[Fraction, Fraction]
Terms = Mapping[tuple[int, ...], int]


@dataclass(frozen=True)
class LabelledPoint:
    """What a game is at a point.

    Attributes
    ----------
    label : str
    unsettled : str
        Why it is not resolved, if it is not.
    worths : tuple of mapping from tuple of int to int
        The terms of the polynomials of which the best payoff is a root.
    """

    label: str
    unsettled: str
    worths: tuple[Terms, ...]


class SolvedAbove:
    """Solves a game at points.

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
    """

    def __init__(
        self, game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol], work: Work, is_signed: bool
    ) -> None:
        self._told = game, dict(fixed), tuple(axes), work, is_signed

    def __reduce__(self) -> tuple[object, ...]:
        return SolvedAbove, self._told

    @cached_property
    def way(self) -> WayOverPlane:
        """How the game is cut.

        Raises
        ------
        Unresolved
            If more than two decisions are left, or the last stage has no closed form in the parameters.
        """
        game, fixed, axes, _, is_signed = self._told
        return way_over_plane(game, fixed, axes, is_signed=is_signed)

    def __call__(self, points: Sequence[Values]) -> list[LabelledPoint]:
        """Return what the game is at some points, best at those with the same first number together."""
        *_, work, _ = self._told
        with costing(work):
            return [self._solved(values) for values in points]

    def _solved(self, values: Values) -> LabelledPoint:
        check_clock()
        found, worths = self.way.solved_at(values)
        return LabelledPoint(
            label=label_of(found),
            unsettled=found.reason if found.status == "open" else "",
            worths=tuple({tuple(map(int, p)): int(c) for p, c in worth.terms()} for worth in worths),
        )
