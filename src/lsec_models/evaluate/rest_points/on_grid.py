"""All rest points in closed form over a grid, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from lsec_models.evaluate.closed_forms.boundaries import Boundaries
from lsec_models.evaluate.closed_forms.forms_in_graph import levels_over
from lsec_models.evaluate.closed_forms.on_grid import program_over
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import INSIDE
from lsec_models.evaluate.rest_points.one_on_grid import VERDICTS, RestPointOnGrid
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.games.evolutionary.rest_points import RestPoints

_BLOCK = 1 << 15
_REMEMBERED = 1 << 12


class RestPointsOnGrid:
    """The rest points of a game, compiled for a grid; one field for each, in their order.

    Parameters
    ----------
    found : RestPoints
    grid : Grid
    quantities : sequence of str
        What is asked for: names of shares, and of populations for what they earn.
    """

    def __init__(self, found: RestPoints, grid: Grid, quantities: Sequence[str]) -> None:
        graph = ExpressionGraph(levels_over(grid))
        self._found, self._grid = found, grid
        self._game = Boundaries.of(found.domain, grid, graph)
        self._points = [RestPointOnGrid.of(found, point, grid, quantities, graph) for point in found.points]
        groups = (self._game.places, *(point.places for point in self._points))
        self._program = program_over(grid, BlockSteps(graph, groups))
        self._buffers = Buffers()
        # Several rest points may ask for the same point of the grid, one after the other.
        self._solved = lru_cache(maxsize=_REMEMBERED)(self._solved_at_place)

    @cached_property
    def conditions(self) -> list[str]:
        """What can fail, to be read by place."""
        asked = [self._game, *(point.rests for point in self._points)]
        return list(dict.fromkeys(one.words for boundaries in asked for one in boundaries.requirements))

    @property
    def regimes(self) -> list[str]:
        """What can be said of stability."""
        return list(VERDICTS)

    @property
    def block_size(self) -> int:
        """The number of points that are best evaluated together."""
        return _BLOCK

    def best(self, quantity: str, *, is_greatest: bool) -> None:  # noqa: ARG002 (there is nothing like it)
        """Return nothing: rest points are compared by their values."""
        return

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:  # noqa: ARG002
        """Write shares, payoffs, what fails and what is said of stability over a block, a field for each rest point."""
        for part in block.blocks(_BLOCK):
            stages = self._program.stages(part, self._buffers, {})
            defined = self._game.first_failing(part, next(stages))
            admissible, codes = defined == self._game.holds, self._codes(self._game)[defined]
            for point, field, results in zip(self._points, fields, stages, strict=True):
                view = field.block(part.within(block))
                failing = point.fill(part, results, admissible, view, self._solved_at)
                view.violated[...] = np.where(admissible, self._codes(point.rests)[failing], codes)

    def _codes(self, boundaries: Boundaries) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        """Return by the number of a requirement, or of them all where none fails, its code."""
        places = (self.conditions.index(one.words) for one in boundaries.requirements)
        return np.array([*places, INSIDE], dtype=np.int16)

    def _solved_at(self, block: Block, index: tuple[int, ...]) -> Mapping[str, Stability]:
        return self._solved(block.place(index, self._grid.shape))

    def _solved_at_place(self, place: tuple[int, ...]) -> Mapping[str, Stability]:
        point = self._grid.exact_point(place)
        found = self._found.at({name: point[name] for name in self._found.ring.names})
        return {one.name: one.stability for one in found}
