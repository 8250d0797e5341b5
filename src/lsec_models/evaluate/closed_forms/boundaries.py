"""What a domain asks of the parameters over a block of a grid, decided exactly where rounding leaves it open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.computed import Computed
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level, Place
from lsec_models.evaluate.fused.regime_loop import NEAR, Measured
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import KernelCondition, conditions_of, requirements_of

Codes = NDArray[np.int16]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Boundaries:
    """What a domain asks, as places in a graph.

    Attributes
    ----------
    domain : Domain
    grid : Grid
    graph : ExpressionGraph
    requirements : tuple of KernelCondition
        Declared signs first.
    measured : tuple of Measured
        Where each stands in the graph.
    """

    domain: Domain
    grid: Grid
    graph: ExpressionGraph
    requirements: tuple[KernelCondition, ...]
    measured: tuple[Measured, ...]

    @classmethod
    def of(cls, domain: Domain, grid: Grid, graph: ExpressionGraph) -> Self:
        """Return those of a domain, which the graph gets."""
        requirements = requirements_of(domain)
        return cls(domain, grid, graph, requirements, measured_in(graph, requirements))

    @classmethod
    def of_conditions(cls, domain: Domain, conditions: Iterable[Condition], grid: Grid, graph: ExpressionGraph) -> Self:
        """Return some conditions alone, on the parameters of a domain, whatever their declared signs."""
        alone = replace(domain, conditions=tuple(conditions))
        asked = conditions_of(alone)
        return cls(alone, grid, graph, asked, measured_in(graph, asked))

    @property
    def holds(self) -> int:
        """The code of points at which all holds."""
        return len(self.requirements)

    @property
    def _signs(self) -> int:
        """The number of declared signs, which come first."""
        return self.holds - len(self.domain.conditions)

    @property
    def places(self) -> tuple[Place, ...]:
        """All places in the graph that are needed."""
        return tuple(place for one in self.measured for place in (one.value, one.size))

    def at_points(self) -> Iterator[tuple[int, Measured]]:
        """Yield the numbers and places of those that vary with both axes."""
        return ((n, one) for n, one in enumerate(self.measured) if self.graph.level(one.value) is Level.BOTH)

    def first_failing(self, block: Block, results: Computed) -> Codes:
        """Return the number of the first requirement that fails at each point, exactly where rounding leaves it open.

        Where one fails beyond rounding, another one before it may be named that fails within.
        """
        codes = np.full(block.shape, self.holds, dtype=np.int16)
        is_open, fails_clearly = np.zeros((2, *block.shape), dtype=bool)
        for number, one in reversed(list(enumerate(self.measured))):
            if self.graph.level(one.value) is Level.BOTH:
                fails, near = self._in_floats(number, results)
                is_open |= near
                fails_clearly |= fails & ~near
            else:
                fails = self.axis_fails(number, block, results)
                fails_clearly |= fails
            np.copyto(codes, np.int16(number), where=fails)
        is_open &= ~fails_clearly
        if (far := self.grid.far(block)) is not None:
            is_open |= far
        for index in map(tuple, np.argwhere(is_open)):
            codes[index] = self.first_failing_at(self.point(block, index))
        return codes

    def axis_fails(self, number: int, block: Block, results: Computed) -> Bools:
        """Return whether a requirement that varies with at most one axis fails, exactly: as what it varies with."""
        fails, near = self._in_floats(number, results)
        # A float is the parameter itself: whether it is positive is seen without rounding.
        if number < self._signs:
            return fails
        condition = self.domain.conditions[number - self._signs]
        for index in map(tuple, np.argwhere(near)):
            row, column = (0,) * (2 - len(index)) + index
            exact = self.domain.ring.exact_point(self.point(block, (row, column)))
            fails[index] = not condition.holds_at(exact)
        return fails

    def first_failing_at(self, point: Mapping[sp.Symbol, Fraction]) -> int:
        """Return the number of the first requirement that fails at an exact point."""
        exact = self.domain.ring.exact_point(dict(point))
        for number, requirement in enumerate(self.requirements[: self._signs]):
            if requirement.fails(point[requirement.polynomial]):
                return number
        failing = (n for n, one in enumerate(self.domain.conditions, self._signs) if not one.holds_at(exact))
        return next(failing, self.holds)

    def point(self, block: Block, index: tuple[int, ...]) -> dict[sp.Symbol, Fraction]:
        """Return the exact parameters at a row and a column of a block."""
        point = self.grid.exact_point(block.place(index, self.grid.shape))
        return {symbol: point[symbol.name] for symbol in self.domain.ring.symbols}

    def _in_floats(self, number: int, results: Computed) -> tuple[Bools, Bools]:
        """Return where a requirement fails in floats, and where rounding may have decided that."""
        value, near = in_floats(self.measured[number], results)
        return np.asarray(self.requirements[number].fails(value)), near


def measured_of(polynomial: sp.Expr, graph: ExpressionGraph) -> Measured:
    """Return where a polynomial stands in a graph, which gets what it lacks."""
    return Measured(graph.place_of(polynomial), graph.place_of(_size(polynomial)))


def in_floats(one: Measured, results: Computed) -> tuple[Floats, Bools]:
    """Return the values of a polynomial, and where rounding may have decided their signs."""
    value, size = results[one.value], results[one.size]
    with np.errstate(all="ignore"):
        near = ~(np.abs(value) > NEAR * size)
    return value, np.asarray(near)


def measured_in(graph: ExpressionGraph, requirements: Sequence[KernelCondition]) -> tuple[Measured, ...]:
    """Return where requirements stand in a graph, which gets them."""
    return tuple(measured_of(requirement.polynomial, graph) for requirement in requirements)


def _size(polynomial: sp.Expr) -> sp.Expr:
    """Return the sum of the terms of a polynomial without their signs: rounding moves its value by a share of it."""
    return sp.Add(*(_unsigned(term) for term in sp.Add.make_args(polynomial)))


def _unsigned(term: sp.Expr) -> sp.Expr:
    coefficient, rest = term.as_coeff_Mul()
    return abs(coefficient) * rest.replace(lambda part: part.is_Symbol, sp.Abs)
