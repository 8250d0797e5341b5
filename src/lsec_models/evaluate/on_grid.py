"""A closed form over a grid of parameters, block by block: its quantities, and which condition fails first."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.errors import OutsideDomain
from lsec_models.evaluate.boundaries import Boundaries, Codes
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.best_loop import Contender, best_loop_source
from lsec_models.evaluate.fused.block_program import BlockProgram
from lsec_models.evaluate.fused.blocks import BLOCK, Block
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.computed import Computed
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level, Place
from lsec_models.evaluate.fused.loops import UNRESOLVED, loop_source
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import requirements_of
from lsec_models.evaluate.root_kernel import root_kernel_of
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.summary.summary import shown_point
from lsec_models.machine_code import Run, compiled_run

Backend: TypeAlias = Literal["numpy", "numba"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)
_UNKNOWN = np.array(np.nan)
_LOOP_BLOCK = 1 << 20


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
    graph : ExpressionGraph, optional
        One that others grow as well; see :class:`FormsTogether`.

    Attributes
    ----------
    graph : ExpressionGraph
    requirements : tuple of KernelCondition
        Everything that is asked of the parameters: declared signs first, then the conditions of the domain.
    holds : int
        The code of points at which all of them hold: their number.
    quantities : dict from str to int
        The places of those that the form has.
    results : tuple of int
        The places in the graph of all that is to be computed.
    is_looped : bool
        Whether a compiled loop evaluates, which needs no cache for what is between.
    """

    def __init__(
        self,
        equilibrium: Equilibrium | ImplicitEquilibrium | FeedbackEquilibrium | BayesianEquilibrium,
        grid: Grid,
        quantities: Sequence[str],
        *,
        exactly: bool,
        backend: Backend = "numpy",
        contract: bool = True,
        graph: ExpressionGraph | None = None,
    ) -> None:
        self.equilibrium, self.exactly = equilibrium, exactly
        self.requirements = requirements_of(equilibrium.domain)
        self.holds = len(self.requirements)
        self._grid = grid
        root = equilibrium.root if isinstance(equilibrium, ImplicitEquilibrium) else None
        self._root = None if root is None else root_kernel_of(root)
        self.is_looped = backend == "numba" and not exactly and root is None
        if graph is None:
            others = grid.together if root is None else (*grid.together, root.symbol.name)
            graph = graph_over(grid, dict.fromkeys(others, Level.BOTH))
        self.graph = graph
        self._missing = [name for name in quantities if name not in equilibrium.exact]
        self.quantities = {name: graph.place_of(equilibrium[name]) for name in quantities if name in equilibrium.exact}
        self._conditions = [graph.place_of(requirement.polynomial) for requirement in self.requirements]
        measured = self.boundaries.places if exactly else ()
        self.results = (*self.quantities.values(), *self._conditions, *measured)
        self._program = program_over(grid, graph, self.results)
        self._buffers = Buffers()
        self._contract = contract

    @cached_property
    def boundaries(self) -> Boundaries:
        """What is asked of the parameters, exactly."""
        return Boundaries.of(self.equilibrium.domain, self._grid, self.graph)

    @property
    def block_size(self) -> int:
        """The number of points that are best evaluated together."""
        return _LOOP_BLOCK if self.is_looped else BLOCK

    def evaluate(self, block: Block, into: Mapping[str, Floats]) -> Codes:
        """Write every quantity over a block, and return the number of the first requirement that fails at each point.

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
        return codes

    def _varying(self, block: Block) -> dict[str, Floats]:
        """Return over a block what varies with both axes by itself: parameters that vary together, and a root."""
        inner = {name: axis[block.columns] for name, axis in self._program.inner.items()}
        together = {name: inner[name][None, :] for name in self._grid.together}
        if self._root is None:
            return together
        fixed = {name: np.asarray(value) for name, value in self._program.fixed.items()}
        values = fixed | self._program.row_values(block.rows) | inner
        found = self._root.values([values[name] for name in self.equilibrium.ring.names])
        return together | {self._root.root.symbol.name: np.broadcast_to(found.astype(float), block.shape)}

    @cached_property
    def _loop(self) -> Run:
        conditions = [
            (place, requirement.strict) for place, requirement in zip(self._conditions, self.requirements, strict=True)
        ]
        return compiled_run(
            loop_source(
                self._program.graph,
                list(self.quantities.values()),
                conditions,
                fixed=list(self._program.fixed),
                outer=list(self._program.outer),
                inner=list(self._program.inner),
                contract=self._contract,
            ),
            "loop",
        )

    def _looped(self, block: Block, into: Mapping[str, Floats]) -> Codes:
        codes = np.empty(block.shape, dtype=np.int16)
        values = (into[name] for name in self.quantities)
        unresolved = self._loop(*self._program.arguments(block), codes, *values)
        for name in self._missing:
            into[name][...] = np.nan
        for index in map(tuple, np.argwhere(codes == UNRESOLVED) if unresolved else ()):
            infinite = [name for name in self.quantities if not np.isfinite(into[name][index])]
            codes[index] = self._failing(self._point(block, index), infinite) if infinite else self.holds
        return codes

    def contender(self, quantity: str) -> Contender:
        """Return a quantity, and what must hold for it to count, as places in the graph."""
        conditions = zip(self._conditions, self.requirements, strict=True)
        return Contender(self.quantities[quantity], tuple((place, asked.strict) for place, asked in conditions))

    @cached_property
    def _asked(self) -> list[tuple[int, Place]]:
        """The conditions to ask at each point, last ones first: not those that the fixed parameters meet."""
        conditions = reversed(list(enumerate(self._conditions)))
        constants = self._program.constants.values
        return [(number, place) for number, place in conditions if not constants.get(place, _UNKNOWN) > 0]

    def _first_failing(self, block: Block, results: Computed) -> Codes:
        codes = np.full(block.shape, self.holds, dtype=np.int16)
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
            infinite = [name for name in values if name not in self._missing and not np.isfinite(values[name][index])]
            if infinite:
                codes[index] = self._failing(self._point(block, index), infinite)

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
            except ArithmeticError:
                self._failing(point, [name])
        return values

    def _failing(self, point: Mapping[sp.Symbol, Fraction], infinite: Sequence[str]) -> int:
        failures = self.equilibrium.domain.failures(point)
        if not failures:
            raise OutsideDomain(
                f"{', '.join(infinite)} of {self.equilibrium.label} has no finite value at "
                f"{shown_point(point)}, where all "
                "conditions hold; leave the point out of the range, or assume away in the game what vanishes or grows "
                "without bound there"
            )
        return [requirement.words for requirement in self.requirements].index(failures[0])

    def _point(self, block: Block, index: Iterable[int]) -> dict[sp.Symbol, Fraction]:
        point = self._grid.exact_point(block.place(index, self._grid.shape))
        return {symbol: point[symbol.name] for symbol in self.equilibrium.ring.symbols}


class FormsTogether:
    """Several closed forms over one grid, as one graph: what they share is computed once.

    Parameters
    ----------
    forms : sequence of FormOnGrid
        All with the same graph, none with a root.
    grid : Grid
    """

    def __init__(self, forms: Sequence[FormOnGrid], grid: Grid) -> None:
        self._forms, self._buffers = forms, Buffers()
        self._program = program_over(grid, forms[0].graph, *(form.results for form in forms))

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
    forms : sequence of FormOnGrid
        All with the same graph, none with a root.
    grid : Grid
    quantity : str
    is_greatest : bool
    contract : bool
        Whether a product and a sum may be rounded once.
    """

    def __init__(
        self, forms: Sequence[FormOnGrid], grid: Grid, quantity: str, *, is_greatest: bool, contract: bool
    ) -> None:
        self._program = program_over(grid, forms[0].graph, *(form.results for form in forms))
        self._loop = compiled_run(
            best_loop_source(
                forms[0].graph,
                [form.contender(quantity) for form in forms],
                is_greatest=is_greatest,
                fixed=list(self._program.fixed),
                outer=list(self._program.outer),
                inner=list(self._program.inner),
                contract=contract,
            ),
            "loop",
        )

    def sets(self, block: Block, tolerance: float) -> NDArray[np.int32] | None:
        """Return which forms are best, as bits; none where one must be looked at exactly."""
        sets = np.empty(block.shape, dtype=np.int32)
        return None if self._loop(*self._program.arguments(block), sets, tolerance) else sets


def graph_over(grid: Grid, others: Mapping[str, Level] = MappingProxyType({})) -> ExpressionGraph:
    """Return an empty graph that knows what each parameter of a grid varies with, and other symbols."""
    levels = dict.fromkeys(grid.fixed, Level.FIXED) | dict.fromkeys(grid.outer, Level.OUTER)
    levels |= dict.fromkeys(grid.inner, Level.INNER)
    return ExpressionGraph(levels | dict(others))


def program_over(grid: Grid, graph: ExpressionGraph, *results: tuple[Place, ...]) -> BlockProgram:
    """Return what computes some values of a graph over a grid, group by group."""
    return BlockProgram(
        graph=graph,
        groups=results,
        outer=grid.outer,
        inner=grid.inner,
        fixed={name: float(value) for name, value in grid.fixed.items()},
    )
