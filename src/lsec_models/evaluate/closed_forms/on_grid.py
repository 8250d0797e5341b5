"""A closed form over a grid of parameters, block by block: its quantities, and which condition fails first."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, get_args

import numpy as np
import sympy as sp

from lsec_models.errors import OutsideDomain
from lsec_models.evaluate.closed_forms.boundaries import Boundaries, Codes
from lsec_models.evaluate.closed_forms.forms_in_graph import ClosedForm, FormInGraph, forms_in_graph
from lsec_models.evaluate.closed_forms.root_kernel import root_kernel_of
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.block_program import BlockProgram
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.blocks import BLOCK, Block
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.computed import Computed
from lsec_models.evaluate.fused.expression_graph import Place
from lsec_models.evaluate.fused.loops import UNRESOLVED, loop_source
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kept import Kept
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.summary.summary import shown_point
from lsec_models.machine_code import Run, compiled_run

Backend: TypeAlias = Literal["numpy", "numba"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)
_UNKNOWN = np.array(np.nan)
_LOOP_BLOCK = 1 << 20
# Where nothing is a table every number has the size of the block, and fewer of them stay in the cache.
_SCATTERED_BLOCK = 1 << 15
_LOOPS = Kept[Run](most=32)


def packages_of(backend: Backend) -> tuple[str, ...]:
    """Return the packages on whose versions numbers depend.

    Examples
    --------
    >>> packages_of("numpy")
    ('lsec_models', 'numpy', 'python-flint')
    """
    compiler = ("numba", "llvmlite") if backend == "numba" and importlib.util.find_spec("numba") is not None else ()
    return ("lsec_models", "numpy", "python-flint", *compiler)


class FormOnGrid:
    """An equilibrium in closed form, or a piece of one, compiled for a grid.

    Parameters
    ----------
    equilibrium : Equilibrium, ImplicitEquilibrium, FeedbackEquilibrium or BayesianEquilibrium
    grid : Grid
    quantities : sequence of str
        What is asked for; what the form lacks is NaN.
    exactly : bool
        Whether points that rounding may have put on the wrong side of a boundary are decided exactly. Where formulas
        meet, as regimes do, no point may be lost between them.
    backend : {"numpy", "numba"}
        What evaluates: NumPy, block by block, or one loop compiled by Numba (not `exactly`, nor with a root).
    contract : bool
        Whether a compiled loop may round a product and a sum once.
    placed : FormInGraph, optional
        Its place in a graph that others are in as well.

    Attributes
    ----------
    placed : FormInGraph
    requirements : tuple of KernelCondition
        Everything that is asked of the parameters: declared signs first, then the conditions of the domain.
    holds : int
        The code of points at which all of them hold: their number.
    quantities : dict from str to int
        The places of those that the form has.
    is_looped : bool
        Whether a compiled loop evaluates, which needs no cache for what is between.
    """

    def __init__(
        self,
        equilibrium: ClosedForm,
        grid: Grid,
        quantities: Sequence[str],
        *,
        exactly: bool,
        backend: Backend = "numpy",
        contract: bool = True,
        placed: FormInGraph | None = None,
    ) -> None:
        self.equilibrium, self.exactly = equilibrium, exactly
        self._grid = grid
        root = equilibrium.root if isinstance(equilibrium, ImplicitEquilibrium) else None
        self._root = None if root is None else root_kernel_of(root)
        self.is_looped = backend == "numba" and not exactly and root is None
        if placed is None:
            together = grid.together if root is None else (*grid.together, root.symbol.name)
            [placed] = forms_in_graph([equilibrium], grid, quantities, exactly=exactly, together=together).forms
        self.placed, self.requirements, self.quantities = placed, placed.requirements, placed.quantities
        self.holds = len(self.requirements)
        self._missing = [name for name in quantities if name not in placed.quantities]
        self._program = program_over(grid, placed.steps)
        self._buffers = Buffers()
        self._contract = contract
        self._codes: Codes = np.empty(0, dtype=np.int16)

    @cached_property
    def boundaries(self) -> Boundaries:
        """What is asked of the parameters, exactly."""
        placed = self.placed
        return Boundaries(self.equilibrium.domain, self._grid, placed.graph, placed.requirements, placed.measured)

    @property
    def block_size(self) -> int:
        """The number of points that are best evaluated together."""
        if self.is_looped:
            return _LOOP_BLOCK
        return _SCATTERED_BLOCK if self._grid.together else BLOCK

    def evaluate(self, block: Block, into: Mapping[str, Floats]) -> Codes:
        """Write every quantity over a block, and return the number of the first requirement that fails at each point.

        What it returns stands until the next block.

        Raises
        ------
        OutsideDomain
            If a quantity is not finite at a point at which all conditions hold, exactly.
        """
        if self.is_looped:
            return self._looped(block, into)
        results = self._program.run(block, self._buffers, self.places(into), self._varying(block))
        return self.settled(block, results, into)

    def places(self, into: Mapping[str, Floats]) -> dict[Place, Floats]:
        """Return where each quantity is to be written, by its place in the graph."""
        return {self.quantities[name]: view for name, view in into.items() if name in self.quantities}

    def settled(self, block: Block, results: Computed, into: Mapping[str, Floats]) -> Codes:
        """Return, as `evaluate` does, what a program's results over a block say, and write what is not yet written."""
        for name, view in into.items():
            found = results[self.quantities[name]] if name in self.quantities else np.float64(np.nan)
            if found is not view:
                view[...] = found
        codes = self.boundaries.first_failing(block, results) if self.exactly else self._first_failing(block, results)
        self._settle_unresolved(block, results, into, codes)
        self._decide_far(block, into, codes)
        return codes

    def _varying(self, block: Block) -> dict[str, Floats]:
        """Return over a block what varies with both axes by itself: parameters that vary together, and a root."""
        together = {name: self._program.inner[name][None, block.columns] for name in self._grid.together}
        if self._root is None:
            return together
        inner = {name: axis[block.columns] for name, axis in self._program.inner.items()}
        fixed = {name: np.asarray(value) for name, value in self._program.fixed.items()}
        values = fixed | self._program.row_values(block.rows) | inner
        found = self._root.values([values[name] for name in self.equilibrium.ring.names])
        return together | {self._root.root.symbol.name: np.broadcast_to(found.astype(float), block.shape)}

    @cached_property
    def _loop(self) -> Run:
        placed, (fixed, outer, inner), contract = self.placed, self._program.names, self._contract
        return _LOOPS.of(
            [placed],
            (fixed, outer, inner, contract),
            lambda: compiled_run(
                loop_source(
                    placed.graph,
                    list(placed.quantities.values()),
                    placed.asked,
                    fixed=fixed,
                    outer=outer,
                    inner=inner,
                    contract=contract,
                ),
                "loop",
            ),
        )

    def _looped(self, block: Block, into: Mapping[str, Floats]) -> Codes:
        codes = self._memory_of_codes(block)
        values = (into[name] for name in self.quantities)
        unresolved = self._loop(*self._program.arguments(block), codes, *values)
        for name in self._missing:
            into[name][...] = np.nan
        for index in map(tuple, np.argwhere(codes == UNRESOLVED) if unresolved else ()):
            codes[index] = self._decided(block, index, into)
        self._decide_far(block, into, codes)
        return codes

    def _memory_of_codes(self, block: Block) -> Codes:
        if self._codes.size < block.size:
            self._codes = np.empty(block.size, dtype=np.int16)
        return self._codes[: block.size].reshape(block.shape)

    @cached_property
    def _asked(self) -> list[tuple[int, Place]]:
        """The conditions to ask at each point, last ones first: not those that the fixed parameters meet."""
        conditions = reversed(list(enumerate(self.placed.conditions)))
        constants = self._program.constants.values
        return [(number, place) for number, place in conditions if not constants.get(place, _UNKNOWN) > 0]

    def _first_failing(self, block: Block, results: Computed) -> Codes:
        codes = self._memory_of_codes(block)
        codes.fill(self.holds)
        for number, place in self._asked:
            if results.low(place) > 0:
                continue
            fails = self.requirements[number].fails(results[place])
            if fails.any():
                np.copyto(codes, np.int16(number), where=fails)
        return codes

    def _settle_unresolved(self, block: Block, results: Computed, values: Mapping[str, Floats], codes: Codes) -> None:
        """Decide exactly where conditions hold in floats, but a quantity is infinite: at a boundary, or a pole."""
        if results.is_finite(self.quantities.values()):
            return
        total, *others = (values[name] for name in self.quantities)
        with np.errstate(all="ignore"):
            for number, value in enumerate(others):
                total = np.add(total, value, out=total if number else None)
        finite = np.isfinite(total)
        for index in map(tuple, np.argwhere(~finite & (codes == self.holds))):
            if not all(np.isfinite(values[name][index]) for name in self.quantities):
                codes[index] = self._decided(block, index, values)

    def _decide_far(self, block: Block, into: Mapping[str, Floats], codes: Codes) -> None:
        """Decide exactly where parameters are so large or small that floats may be wrong without being infinite."""
        far = None if self._root is not None else self._grid.far(block)
        for index in map(tuple, () if far is None else np.argwhere(far)):
            codes[index] = self._decided(block, index, into)

    def _decided(self, block: Block, index: tuple[int, ...], into: Mapping[str, Floats]) -> int:
        """Return the code of a point that is decided exactly, and write its values; NaN where a requirement fails."""
        point = self._point(block, index)
        code = self.boundaries.first_failing_at(point)
        values = self.values_at(point) if code == self.holds else {}
        for name, view in into.items():
            view[index] = values.get(name, np.nan)
        return code

    def values_at(self, point: Mapping[sp.Symbol, Fraction]) -> dict[str, float]:
        """Return every quantity at an exact point of the domain.

        Raises
        ------
        OutsideDomain
            If one has no finite value there.
        """
        values, exact = {}, self.equilibrium.ring.exact_point(dict(point))
        for name in self.quantities:
            try:
                values[name] = float(self.equilibrium.exact[name].evaluate(exact))
            except ArithmeticError as error:
                raise OutsideDomain(
                    f"{name} of {self.equilibrium.label} has no finite value in floats at {shown_point(point)}, where "
                    "all conditions hold; leave the point out of the range, or assume away in the game what vanishes "
                    "or grows without bound there"
                ) from error
        return values

    def _point(self, block: Block, index: Iterable[int]) -> dict[sp.Symbol, Fraction]:
        point = self._grid.exact_point(block.place(index, self._grid.shape))
        return {symbol: point[symbol.name] for symbol in self.equilibrium.ring.symbols}


def program_over(grid: Grid, steps: BlockSteps) -> BlockProgram:
    """Return what computes some values of a graph over a grid."""
    fixed = {name: float(value) for name, value in grid.fixed.items()}
    return BlockProgram(steps=steps, outer=grid.outer, inner=grid.inner, fixed=fixed)
