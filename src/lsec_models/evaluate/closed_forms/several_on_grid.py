"""Several closed forms over one grid, as one graph: all their values together, or only which of them is best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lsec_models.evaluate.closed_forms.boundaries import Codes
from lsec_models.evaluate.closed_forms.forms_in_graph import FormsInGraph
from lsec_models.evaluate.closed_forms.on_grid import FormOnGrid, program_over
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.best_loop import Contender, best_loop_source
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.expression_graph import Place
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kept import Kept
from lsec_models.machine_code import Run, compiled_run

_LOOPS = Kept[Run](most=32)


class FormsTogether:
    """Several closed forms over one grid, as one graph: what they share is computed once.

    Parameters
    ----------
    forms : sequence of FormOnGrid
        None with a root.
    placed : FormsInGraph
        Their places.
    grid : Grid
    """

    def __init__(self, forms: Sequence[FormOnGrid], placed: FormsInGraph, grid: Grid) -> None:
        self._forms, self._buffers = forms, Buffers()
        self._program = program_over(grid, placed.steps)

    def evaluate(self, block: Block, into: Sequence[Mapping[str, Floats]]) -> list[Codes]:
        """Do what `FormOnGrid.evaluate` does, for each form."""
        places: dict[Place, Floats] = {}
        for form, views in zip(self._forms, into, strict=True):
            places |= form.places(views)
        stages = self._program.stages(block, self._buffers, places)
        return [
            form.settled(block, results, views) for form, views, results in zip(self._forms, into, stages, strict=True)
        ]


class BestOfForms:
    """Which of several closed forms has the greatest, or the least, value of a quantity over a grid, by Numba.

    Parameters
    ----------
    placed : FormsInGraph
        None with a root.
    grid : Grid
    quantity : str
    is_greatest : bool
    contract : bool
        Whether a product and a sum may be rounded once.
    """

    def __init__(self, placed: FormsInGraph, grid: Grid, quantity: str, *, is_greatest: bool, contract: bool) -> None:
        self._grid, self._program = grid, program_over(grid, placed.steps)
        self._memory = np.empty(0, dtype=np.int32)
        fixed, outer, inner = self._program.names
        self._loop = _LOOPS.of(
            [placed],
            (quantity, is_greatest, fixed, outer, inner, contract),
            lambda: compiled_run(
                best_loop_source(
                    placed.graph,
                    [Contender(form.quantities[quantity], form.asked) for form in placed.forms],
                    is_greatest=is_greatest,
                    fixed=fixed,
                    outer=outer,
                    inner=inner,
                    contract=contract,
                ),
                "loop",
            ),
        )

    def sets(self, block: Block, tolerance: float) -> NDArray[np.int32] | None:
        """Return which forms are best, as bits, until the next block; none where one must be looked at exactly."""
        if self._grid.far(block) is not None:
            return None
        if self._memory.size < block.size:
            self._memory = np.empty(block.size, dtype=np.int32)
        sets = self._memory[: block.size].reshape(block.shape)
        return None if self._loop(*self._program.arguments(block), sets, tolerance) else sets
