"""An equilibrium as NumPy functions: its quantities, and which condition fails where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domain import Domain
from lsec_models.algebra.signs import Kind
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.blocks import BlockProgram, Buffers, blocks_of
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from lsec_models.evaluate.root_kernel import root_kernel_of
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.implicit import ImplicitEquilibrium

INSIDE = -1
DECLARED = "[declared sign]"


@dataclass(frozen=True, kw_only=True)
class KernelCondition:
    """The inequality ``polynomial > 0`` (strict) or ``polynomial >= 0``, asked of the parameters.

    Attributes
    ----------
    polynomial : sympy.Expr
        What must be positive.
    strict : bool
        Whether zero is excluded.
    words : str
        The inequality as people write it, and where it comes from.
    """

    polynomial: sp.Expr
    strict: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """The compiled form of an equilibrium; get one with :func:`kernel_of`.

    Attributes
    ----------
    equilibrium : Equilibrium
        What was compiled.
    requirements : tuple of KernelCondition
        Everything that is asked of the parameters: declared signs first, then the conditions of the domain.
    """

    equilibrium: Equilibrium | ImplicitEquilibrium | FeedbackEquilibrium
    requirements: tuple[KernelCondition, ...]

    def quantities(self, point: Mapping[str, Floats]) -> dict[str, Floats]:
        """Return every quantity of the equilibrium by name, inside the domain or not.

        Parameters
        ----------
        point : mapping from str to array
            Every parameter by name; the arrays must broadcast against each other.

        Returns
        -------
        dict from str to array
            Where a formula divides by zero: infinity or NaN.
        """
        names = list(self.equilibrium.exact)
        values = self._evaluated(point, [self.equilibrium[name] for name in names])
        return dict(zip(names, values, strict=True))

    def violated(self, point: Mapping[str, Floats]) -> NDArray[np.int16]:
        """Return the number of the first of `requirements` that fails, or ``INSIDE`` (-1) where all hold.

        Decided in floating point: within rounding of a boundary the answer may be either. A polynomial that overflows
        to NaN does not count as failing.

        Parameters
        ----------
        point : mapping from str to array
            As for :meth:`quantities`.
        """
        values = self._evaluated(point, [requirement.polynomial for requirement in self.requirements])
        first = np.full(np.broadcast_shapes(*map(np.shape, point.values())), INSIDE, dtype=np.int16)
        for number, (requirement, value) in reversed(list(enumerate(zip(self.requirements, values, strict=True)))):
            first[value <= 0 if requirement.strict else value < 0] = number
        return first

    def _evaluated(self, point: Mapping[str, Floats], expressions: Sequence[sp.Expr]) -> list[Floats]:
        """Return the values of expressions at points that need no grid: all that varies is one long axis."""
        arrays = {name: np.asarray(point[name], dtype=float) for name in self.equilibrium.ring.names}
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
        fixed = {name: float(array.item()) for name, array in arrays.items() if array.size == 1}
        varying = {n: np.broadcast_to(a, shape).ravel() for n, a in arrays.items() if n not in fixed}
        if isinstance(self.equilibrium, ImplicitEquilibrium):
            root = self.equilibrium.root
            at_root = root_kernel_of(root).values([np.broadcast_to(a, shape).ravel() for a in arrays.values()])
            varying[root.symbol.name] = at_root.astype(float)
        graph = ExpressionGraph(dict.fromkeys(fixed, Level.FIXED) | dict.fromkeys(varying, Level.INNER))
        places = [graph.place_of(expression) for expression in expressions]
        program = BlockProgram(graph=graph, results=tuple(places), outer={}, inner=varying, fixed=fixed)
        rows, buffers = np.empty((len(places), prod(shape))), Buffers()
        for block in blocks_of((prod(shape),)):
            found = program.run(block, buffers, {})
            for row, place in zip(rows, places, strict=True):
                row[block.columns] = found[place]
        return [row.reshape(shape) for row in rows]


def kernel_of(equilibrium: Equilibrium | ImplicitEquilibrium | FeedbackEquilibrium) -> Kernel:
    """Return the compiled form of an equilibrium.

    Parameters
    ----------
    equilibrium : Equilibrium, ImplicitEquilibrium or FeedbackEquilibrium
        What is a rational function of a root is evaluated at the root.

    Returns
    -------
    Kernel

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> kernel = kernel_of(solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))])))
    >>> point = {"a": np.array([1.0, 2.0]), "b": np.array(1.0)}
    >>> kernel.quantities(point)["p"]
    array([0.5, 1. ])
    >>> kernel.violated(point | {"b": np.array(0.0)}).tolist(), kernel.requirements[1].words
    ([1, 1], 'b > 0  [declared sign]')
    """
    return Kernel(equilibrium=equilibrium, requirements=requirements_of(equilibrium.domain))


def requirements_of(domain: Domain) -> tuple[KernelCondition, ...]:
    """Return everything that a domain asks of the parameters: declared signs first, then its conditions."""
    signs = [
        _declared_sign(symbol, strict=kind is Kind.POSITIVE)
        for symbol, kind in zip(domain.ring.symbols, domain.kinds, strict=True)
        if kind is not Kind.FREE
    ]
    conditions = [
        KernelCondition(polynomial=domain.ring.expression(c.polynomial), strict=c.strict, words=str(c))
        for c in domain.conditions
    ]
    return (*signs, *conditions)


def _declared_sign(symbol: sp.Symbol, *, strict: bool) -> KernelCondition:
    return KernelCondition(polynomial=symbol, strict=strict, words=f"{symbol} {'>' if strict else '>='} 0  {DECLARED}")
