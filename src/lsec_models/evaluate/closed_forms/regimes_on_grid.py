"""Regimes over a grid of parameters by one compiled loop, exact at their boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lsec_models.algebra.domains.domain import Domain
from lsec_models.evaluate.closed_forms.boundaries import Boundaries, Codes
from lsec_models.evaluate.closed_forms.forms_in_graph import FormsInGraph
from lsec_models.evaluate.closed_forms.on_grid import FormOnGrid, program_over
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.computed import Computed
from lsec_models.evaluate.fused.expression_graph import Level
from lsec_models.evaluate.fused.loops import UNRESOLVED
from lsec_models.evaluate.fused.regime_loop import RegimeCell, regime_loop_source
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kept import Kept
from lsec_models.machine_code import Run, compiled_run

_LOOPS = Kept[Run](most=32)


class Assumptions:
    """What a game assumes over a grid, exactly at its boundaries.

    Parameters
    ----------
    boundaries : Boundaries
    """

    def __init__(self, boundaries: Boundaries) -> None:
        self.boundaries = boundaries
        self._program = program_over(boundaries.grid, BlockSteps(boundaries.graph, (boundaries.places,)))
        self._buffers = Buffers()

    @classmethod
    def of(cls, domain: Domain, grid: Grid, placed: FormsInGraph) -> Assumptions:
        """Return those of a game with this domain, beside forms that stand in a graph."""
        return cls(Boundaries(domain, grid, placed.graph, placed.assumptions, placed.assumed))

    def first_failing(self, block: Block) -> Codes:
        """Return the number of the first that fails at each point, or their number where none does."""
        return self.boundaries.first_failing(block, self._program.run(block, self._buffers, {}))


class RegimesOnGrid:
    """The pieces of a piecewise equilibrium whose regions are proved, the first that holds at each point, by Numba.

    Parameters
    ----------
    forms : sequence of FormOnGrid
        The pieces, all exact.
    placed : FormsInGraph
        Their places, and those of what is assumed.
    assumed : Assumptions
    quantities : sequence of str
    contract : bool
        Whether a product and a sum may be rounded once.
    """

    def __init__(
        self,
        forms: Sequence[FormOnGrid],
        placed: FormsInGraph,
        assumed: Assumptions,
        quantities: Sequence[str],
        *,
        contract: bool,
    ) -> None:
        self.forms, self.assumed, self._quantities = forms, assumed, list(quantities)
        boundaries = assumed.boundaries
        graph, grid = boundaries.graph, boundaries.grid
        asked = [boundaries, *(form.boundaries for form in forms)]
        places = {place for one in asked for place in one.places}
        alone = tuple(sorted(place for place in places if graph.level(place) is not Level.BOTH))
        self._program, self._buffers = program_over(grid, BlockSteps(graph, (alone,))), Buffers()
        fixed, outer, inner = self._program.names
        self._loop = _LOOPS.of(
            [placed],
            (tuple(quantities), fixed, outer, inner, contract),
            lambda: compiled_run(
                regime_loop_source(
                    graph,
                    [self._piece(form) for form in forms],
                    list(boundaries.at_points()),
                    boundaries.holds,
                    fixed=fixed,
                    outer=outer,
                    inner=inner,
                    contract=contract,
                ),
                "loop",
            ),
        )

    def evaluate(self, block: Block, into: Mapping[str, Floats]) -> Codes:
        """Write every quantity over a block, and return the number of the piece that holds at each point.

        Where none does, it is the number of pieces more than that of the first assumption that fails, or than the
        number of assumptions.

        Raises
        ------
        OutsideDomain
            If a quantity is not finite at a point at which a piece holds, exactly.
        """
        codes = np.empty(block.shape, dtype=np.int16)
        values = [into[name] for name in self._quantities]
        unresolved = self._loop(*self._program.arguments(block), *self._alone(block), codes, *values)
        for index in map(tuple, np.argwhere(codes == UNRESOLVED) if unresolved else ()):
            codes[index] = self._settled(block, index, into)
        far = self.assumed.boundaries.grid.far(block)
        for index in map(tuple, () if far is None else np.argwhere(far)):
            codes[index] = self._settled(block, index, into)
        return codes

    def _piece(self, form: FormOnGrid) -> RegimeCell:
        quantities = tuple(form.quantities.get(name) for name in self._quantities)
        return RegimeCell(quantities, tuple(one for _, one in form.boundaries.at_points()))

    def _alone(self, block: Block) -> tuple[Floats, Floats, Floats, Floats]:
        """Return what rows and columns decide alone: which pieces may hold, and which assumption fails first."""
        results = self._program.run(block, self._buffers, {})
        (rows, columns), count = block.shape, float(self.assumed.boundaries.holds)
        holds = np.ones((len(self.forms), rows)), np.ones((len(self.forms), columns))
        fails = np.full(rows, count), np.full(columns, count)
        for place, form in enumerate(self.forms):
            for _, is_inner, failing in _failing_alone(form.boundaries, block, results):
                holds[is_inner][place, failing] = 0.0
        for number, is_inner, failing in _failing_alone(self.assumed.boundaries, block, results):
            fails[is_inner][failing] = np.minimum(fails[is_inner][failing], number)
        return *holds, *fails

    def _settled(self, block: Block, index: tuple[int, ...], into: Mapping[str, Floats]) -> int:
        """Return the code of a point that is decided exactly, and write its values."""
        point = self.assumed.boundaries.point(block, index)
        for number, form in enumerate(self.forms):
            if form.boundaries.first_failing_at(point) == form.boundaries.holds:
                values = form.values_at(point)
                for name in self._quantities:
                    into[name][index] = values.get(name, np.nan)
                return number
        for name in self._quantities:
            into[name][index] = np.nan
        return len(self.forms) + self.assumed.boundaries.first_failing_at(point)


def _failing_alone(
    boundaries: Boundaries, block: Block, results: Computed
) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Yield each requirement that varies with one axis or none, whether it is the inner one, and where it fails."""
    for number, one in enumerate(boundaries.measured):
        level = boundaries.graph.level(one.value)
        if level is Level.BOTH:
            continue
        is_inner = int(level is Level.INNER)
        failing = boundaries.axis_fails(number, block, results)
        yield number, is_inner, np.broadcast_to(failing.ravel(), block.shape[is_inner])
