"""One rest point in closed form over a grid: where it rests, and where it is stable, exactly at boundaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.evaluate.closed_forms.boundaries import Boundaries, Codes
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.computed import Computed
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Place
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import INSIDE
from lsec_models.evaluate.rest_points.signs import Bools, SignOnGrid
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.games.evolutionary.rest_points import RestPoint, RestPoints

STABLE, NOT_STABLE, OPEN = range(3)
VERDICTS = ("asymptotically stable", "not asymptotically stable", "stability open")
SolvedAt: TypeAlias = Callable[[Block, tuple[int, ...]], Mapping[str, Stability]]
_CODES = {Stability.ASYMPTOTICALLY_STABLE: STABLE, Stability.OPEN: OPEN}
_ALONE = "rest points fill a part of the face elsewhere"


@dataclass(frozen=True, kw_only=True)
class RestPointOnGrid:
    """A rest point, as places in a graph.

    Attributes
    ----------
    name : str
    exact : dict from str to Ratio
        What is asked for.
    values : dict from str to int
        The same as places.
    rests : Boundaries
        What must hold where it rests alone, beyond what the game asks.
    stable : Boundaries or None
        What must hold where it is stable, if that decides it.
    eigenvalues : tuple of SignOnGrid
        Else, all must be positive; where one vanishes, and none is negative, the game is solved.
    verdict : int or None
        The code of its stability, if it is the same everywhere.
    """

    name: str
    exact: dict[str, Ratio]
    values: dict[str, Place]
    rests: Boundaries
    stable: Boundaries | None
    eigenvalues: tuple[SignOnGrid, ...]
    verdict: int | None

    @classmethod
    def of(
        cls, found: RestPoints, point: RestPoint, grid: Grid, quantities: Sequence[str], graph: ExpressionGraph
    ) -> RestPointOnGrid:
        """Return a rest point over a grid; the graph gets what it lacks."""
        every, where = {**point.exact, **point.earned}, point.stable_where
        exact = {name: every[name] for name in quantities}
        asked = [] if point.exactly else [*(-value for value in point.leaving.values()), *point.hurwitz]
        alone = (*point.rests_where, *_alone(found, point))
        return cls(
            name=point.name,
            exact=exact,
            values={name: graph.place_of(value.expression()) for name, value in exact.items()},
            rests=Boundaries.of_conditions(found.domain, alone, grid, graph),
            stable=Boundaries.of_conditions(found.domain, where, grid, graph) if point.exactly and where else None,
            eigenvalues=tuple(SignOnGrid.of(value, point.domain, graph) for value in asked),
            verdict=(NOT_STABLE if where is None else None if where else STABLE) if point.exactly else None,
        )

    @property
    def places(self) -> tuple[Place, ...]:
        """All places in the graph that are needed."""
        stable = () if self.stable is None else self.stable.places
        signs = (place for one in self.eigenvalues for place in one.places)
        return (*self.values.values(), *self.rests.places, *stable, *signs)

    def fill(self, block: Block, results: Computed, admissible: Bools, field: Field, solved_at: SolvedAt) -> Codes:
        """Write shares, payoffs and the code of stability over a block; return the number of what fails of `rests`.

        Where the game itself is not defined, numbers and codes mean nothing but that it does not rest.
        """
        failing = self.rests.first_failing(block, results)
        rests = admissible & (failing == self.rests.holds)
        elsewhere = ~rests
        for name, view in field.values.items():
            found = results[self.values[name]]
            np.copyto(view, found)
            np.copyto(view, np.nan, where=elsewhere)
            infinite = ~np.isfinite(found)
            for index in map(tuple, np.argwhere(rests & infinite) if infinite.any() else ()):
                point = self.rests.point(block, index)
                view[index] = float(self.exact[name].evaluate(self.rests.domain.ring.exact_point(point)))
        np.copyto(field.regime, self._stability(block, results, rests, solved_at))
        np.copyto(field.regime, INSIDE, where=elsewhere)
        return failing

    def _stability(self, block: Block, results: Computed, rests: Bools, solved_at: SolvedAt) -> Codes:
        if self.verdict is not None:
            return np.full(block.shape, self.verdict, dtype=np.int16)
        if self.stable is not None:
            holds = self.stable.first_failing(block, results) == self.stable.holds
            return np.where(holds, np.int16(STABLE), np.int16(NOT_STABLE))
        fails, is_sure = np.zeros(block.shape, dtype=bool), np.ones(block.shape, dtype=bool)
        for eigenvalue in self.eigenvalues:
            negative, near = eigenvalue.over(results)
            fails |= negative & ~near
            is_sure &= ~near
        codes = np.where(fails, np.int16(NOT_STABLE), np.int16(STABLE))
        for index in map(tuple, np.argwhere(rests & ~fails & ~is_sure)):
            codes[index] = _CODES.get(solved_at(block, index)[self.name], NOT_STABLE)
        return codes


def _alone(found: RestPoints, point: RestPoint) -> list[Condition]:
    """Return what asks that a rest point be the only one on its face: that the determinant there does not vanish."""
    determinants = (ratio(found.ring, tie.vanishing[0]).numerator for tie in found.ties if tie.name == point.name)
    return [Condition(ring=found.ring, polynomial=one * one, strict=True, origin=_ALONE) for one in determinants]
