"""How large terms of expressions are: in logarithms, a sum of multiples of the logarithms of decisions' units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

import numpy as np
from scipy import special

from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph
from lsec_models.solve.numerical.graph.written_code import Place, WrittenNode, as_float

_BOUNDED = ("exp", "erf")
_LOG_2 = np.log(2)


class TermSize(NamedTuple):
    """The logarithm, to the base two, of how large something is that depends on decisions.

    Attributes
    ----------
    weights : array of shape (decisions, points)
        Of the logarithms of units; one point only where it does not depend on these.
    constant : array of shape (points,)
    """

    weights: Numbers
    constant: Numbers

    def times(self, factor: Numbers) -> TermSize:
        """Return the size of a power."""
        return TermSize(self.weights * factor, self.constant * factor)

    def and_of(self, other: TermSize) -> TermSize:
        """Return the size of a product."""
        return TermSize(self.weights + other.weights, self.constant + other.constant)


class TermSizes:
    """The sizes of all terms of some expressions at many points.

    A sum is as large as its terms that depend on decisions, the geometric mean of these. An exponential, an error
    function and a logarithm are about one; a power whose exponent is a parameter is known by that.

    Parameters
    ----------
    graph : DerivativeGraph
    outputs : sequence of int
        The places of expressions.
    decisions : sequence of str
    parameters : mapping from str to array of shape (points,)
    """

    def __init__(
        self,
        graph: DerivativeGraph,
        outputs: Sequence[Place],
        decisions: Sequence[str],
        parameters: Mapping[str, Numbers],
    ) -> None:
        self._nodes, self._order = graph.nodes, graph.reached(outputs)
        self._outputs, self._decisions = outputs, decisions
        self._values: dict[Place, Numbers] = {}
        self._sizes: dict[Place, TermSize] = {}
        # Logarithms of these are so large: a multiple of one is the exponent of a power.
        self._logarithms: dict[Place, TermSize] = {}
        with np.errstate(all="ignore"):
            for place in self._order:
                self._enter(place, parameters)

    def terms(self, place: Place) -> tuple[list[TermSize], Numbers]:
        """Return the sizes of the terms of a sum that depend on decisions, and the logarithm of what all others add."""
        sizes, rest = [], np.zeros(1)
        for term in self._flat(place):
            if term in self._values:
                rest = rest + np.abs(self._values[term])
            else:
                sizes.append(self.size(term))
        with np.errstate(divide="ignore"):
            return sizes, np.log2(rest)

    def value(self, place: Place) -> Numbers:
        """Return the numbers of what depends on parameters only."""
        return self._values[place]

    def sums(self) -> list[Place]:
        """Return the places of sums that are factors, powers or logarithms, and depend on decisions."""
        return [
            place for place in self._operands(("multiply", "power", "log")) if self._nodes[place].operation == "add"
        ]

    def exponents(self) -> list[Place]:
        """Return the places of what is inside an exponential or an error function, and depends on decisions."""
        return [place for place in self._operands(_BOUNDED) if place not in self._logarithms]

    def _operands(self, operations: Sequence[str]) -> list[Place]:
        parents = [self._nodes[place] for place in self._order if self._nodes[place].operation in operations]
        found = dict.fromkeys(operand for parent in parents for operand in parent.operands)
        return [place for place in found if place not in self._values]

    def _enter(self, place: Place, parameters: Mapping[str, Numbers]) -> None:
        node = self._nodes[place]
        if node.operation == "symbol" and str(node.value) in self._decisions:
            weights = np.array([[float(name == node.value)] for name in self._decisions])
            self._sizes[place] = TermSize(weights, np.zeros(1))
        elif node.operation == "symbol":
            self._values[place] = np.asarray(parameters[str(node.value)], dtype=float)
        elif all(operand in self._values for operand in node.operands):
            self._values[place] = _computed(node, [self._values[operand] for operand in node.operands])
        elif node.operation == "log":
            self._logarithms[place] = self.size(node.operands[0])
        elif node.operation == "add":
            self._enter_sum(place)
        elif node.operation == "multiply":
            self._enter_product(place, *node.operands)
        elif node.operation == "power":
            self._sizes[place] = self.size(node.operands[0]).times(np.array([float(node.value)]))  # type: ignore[arg-type]
        elif node.operation == "exp" and node.operands[0] in self._logarithms:
            self._sizes[place] = self._logarithms[node.operands[0]]
        else:
            self._sizes[place] = self._one

    def _enter_sum(self, place: Place) -> None:
        terms = [term for term in self._flat(place) if term not in self._values]
        if all(term in self._logarithms for term in terms):
            added = [self._logarithms[term] for term in terms]
            rest = sum((self._values[term] for term in self._flat(place) if term in self._values), np.zeros(1))
            self._logarithms[place] = reduce(TermSize.and_of, added, TermSize(self._one.weights, rest / _LOG_2))
        sizes, share = [self.size(term) for term in terms], np.array([1 / len(terms)])
        self._sizes[place] = reduce(TermSize.and_of, sizes).times(share)

    def _enter_product(self, place: Place, left: Place, right: Place) -> None:
        for one, other in ((left, right), (right, left)):
            if one in self._values and other in self._logarithms:
                self._logarithms[place] = self._logarithms[other].times(self._values[one])
        self._sizes[place] = self.size(left).and_of(self.size(right))

    def size(self, place: Place) -> TermSize:
        """Return the size of an expression."""
        if place in self._values:
            return TermSize(self._one.weights, np.log2(np.abs(self._values[place])))
        return self._sizes.get(place, self._one)

    @property
    def _one(self) -> TermSize:
        return TermSize(np.zeros((len(self._decisions), 1)), np.zeros(1))

    def _flat(self, place: Place) -> list[Place]:
        """Return the terms of a sum, or what is none."""
        node = self._nodes[place]
        return [place] if node.operation != "add" else [term for o in node.operands for term in self._flat(o)]


def _computed(node: WrittenNode, operands: Sequence[Numbers]) -> Numbers:
    """Return the numbers of an operation on numbers."""
    if node.operation == "number":
        return np.array([as_float(Fraction(node.value))])  # type: ignore[arg-type]
    if node.operation == "pi":
        return np.array([np.pi])
    if node.operation == "power":
        return np.asarray(operands[0] ** float(node.value))  # type: ignore[arg-type]
    return np.asarray(_COMPUTED[node.operation](*operands))


_COMPUTED: dict[str, Callable[..., Numbers]] = {
    "add": np.add,
    "multiply": np.multiply,
    "exp": np.exp,
    "log": np.log,
    "erf": special.erf,
}
