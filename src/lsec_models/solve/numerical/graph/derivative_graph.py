"""Expressions and all their derivatives as one graph, in which what is equal is computed once.

First-order conditions of a leader hold second derivatives of what its followers maximise, and those of its own leader
third ones. SymPy takes seconds to write them out; here a derivative of a node is a few new nodes, remembered by node
and symbol, and most of them are shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from types import MappingProxyType

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.errors import NotSmooth
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues
from lsec_models.solve.numerical.graph.written_code import Place, WrittenNode, written


class DerivativeGraph:
    """A graph of sums, products, powers, exp, log and erf that grows by expressions and by derivatives.

    Parameters
    ----------
    units : mapping from str to str, optional
        The names of units: in expressions a symbol that has one stands for so many of these.

    Attributes
    ----------
    nodes : list of WrittenNode
        Operands stand before what is computed from them.

    Examples
    --------
    >>> p, beta = sp.symbols("p beta")
    >>> graph = DerivativeGraph()
    >>> demand = graph.place_of(p**-beta)
    >>> values = graph.compiled(["p", "beta"], [demand, graph.derivative(demand, "p")])
    >>> [float(value) for value in values([2.0, 1.0])]
    [0.5, -0.25]
    """

    def __init__(self, units: Mapping[str, str] = MappingProxyType({})) -> None:
        self._units = units
        self.nodes: list[WrittenNode] = []
        self._places: dict[WrittenNode, Place] = {}
        self._slopes: dict[tuple[Place, str], Place] = {}
        self._symbols: list[frozenset[str]] = []
        self._orders: dict[tuple[Place, ...], list[Place]] = {}
        self.zero, self.one = self.number(Fraction(0)), self.number(Fraction(1))

    def place_of(self, expression: sp.Expr) -> Place:
        """Return the place of an expression, which the graph gets if it lacks it.

        Raises
        ------
        NotSmooth
            If it has anything but numbers, symbols, sums, products, powers, exponentials, logarithms and the error
            function.
        """
        known: dict[sp.Basic, Place] = {}
        for part in sp.postorder_traversal(expression):
            if part not in known:
                known[part] = self._entered(part, known, expression)
        return known[expression]

    def symbol(self, name: str) -> Place:
        """Return the place of a symbol."""
        return self._place(WrittenNode("symbol", value=name))

    def number(self, value: Fraction) -> Place:
        """Return the place of a number."""
        return self._place(WrittenNode("number", value=value))

    def total(self, places: Iterable[Place]) -> Place:
        """Return the place of a sum."""
        kept = sorted(place for place in places if place != self.zero)
        return reduce(lambda left, right: self._place(WrittenNode("add", (left, right))), kept) if kept else self.zero

    def product(self, left: Place, right: Place) -> Place:
        """Return the place of a product."""
        if self.zero in (left, right):
            return self.zero
        if self.one in (left, right):
            return right if left == self.one else left
        return self._place(WrittenNode("multiply", (min(left, right), max(left, right))))

    def per_unit(self, place: Place, name: str) -> Place:
        """Return the place of a number of a decision or payoff in its unit, if it has one."""
        unit = self._units.get(name)
        return self.product(place, self.power(self.symbol(unit), Fraction(-1))) if unit else place

    def derivative(self, place: Place, name: str) -> Place:
        """Return the place of the derivative in a symbol."""
        # A sum of many terms is as deep as it is long: too deep for Python's own stack.
        pending = [place]
        while pending:
            node = pending[-1]
            missing = [
                operand
                for operand in self.nodes[node].operands
                if name in self._symbols[operand] and (operand, name) not in self._slopes
            ]
            pending.extend(missing)
            if not missing:
                pending.pop()
                if name in self._symbols[node] and (node, name) not in self._slopes:
                    self._slopes[node, name] = self._slope(node, name)
        return self._slopes.get((place, name), self.zero)

    def compiled(self, names: Sequence[str], outputs: Sequence[Place]) -> CompiledValues:
        """Return a function from the values of symbols to those of outputs."""
        return CompiledValues(*self.written({name: f"x[{i}]" for i, name in enumerate(names)}, outputs))

    def written(self, names: Mapping[str, str], outputs: Sequence[Place]) -> tuple[list[str], list[str]]:
        """Return lines of Python that compute outputs, and what each of these is called there, symbols by name."""
        return written({place: self.nodes[place] for place in self.reached(outputs)}, names, outputs)

    def in_balls(self, known: Mapping[str, flint.arb], outputs: Sequence[Place]) -> list[flint.arb]:
        """Return balls that hold the values of outputs wherever symbols are in their balls."""
        found: dict[Place, flint.arb] = {}
        for place in self.reached(outputs):
            node = self.nodes[place]
            operands = [found[operand] for operand in node.operands]
            if node.operation == "symbol":
                found[place] = known[str(node.value)]
            elif node.operation == "number":
                found[place] = ball(Fraction(node.value))  # type: ignore[arg-type]
            elif node.operation == "pi":
                found[place] = flint.arb.pi()
            else:
                found[place] = _BALLS[node.operation](*operands, node.value)
        return [found[place] for place in outputs]

    def _place(self, node: WrittenNode) -> Place:
        place = self._places.get(node)
        if place is None:
            place = self._places[node] = len(self.nodes)
            self.nodes.append(node)
            own = frozenset({str(node.value)}) if node.operation == "symbol" else frozenset()
            self._symbols.append(own.union(*(self._symbols[operand] for operand in node.operands)))
        return place

    def _entered(self, part: sp.Basic, known: Mapping[sp.Basic, Place], whole: sp.Expr) -> Place:
        if part.is_Symbol:
            place = self.symbol(str(part))
            unit = self._units.get(str(part))
            return self.product(place, self.symbol(unit)) if unit else place
        if part.is_Rational:
            return self.number(Fraction(int(part.p), int(part.q)))
        if part.is_Float:
            return self.number(Fraction(str(part)))
        if part is sp.E:
            return self.exp(self.one)
        if part is sp.pi:
            return self._place(WrittenNode("pi"))
        places = [known[argument] for argument in part.args]
        if part.is_Add:
            return self.total(places)
        if part.is_Mul:
            return reduce(self.product, places)
        if part.is_Pow:
            base, exponent = part.args
            if exponent.is_Rational:
                return self.power(places[0], Fraction(int(exponent.p), int(exponent.q)))
            if base is sp.E:
                return self.exp(places[1])
            return self.exp(self.product(places[1], self.log(places[0])))
        if isinstance(part, sp.exp):
            return self.exp(places[0])
        if isinstance(part, sp.log) and len(places) == 1:
            return self.log(places[0])
        if isinstance(part, sp.erf):
            return self._place(WrittenNode("erf", (places[0],)))
        raise NotSmooth(
            f"{whole}: the part {part} is not made of sums, products, powers, exp and log; write it with these, or, if "
            "it caps something, with Min, Max or Piecewise in a game whose payoffs are rational"
        )

    def exp(self, place: Place) -> Place:
        """Return the place of an exponential."""
        return self._place(WrittenNode("exp", (place,)))

    def log(self, place: Place) -> Place:
        """Return the place of a logarithm."""
        return self.zero if place == self.one else self._place(WrittenNode("log", (place,)))

    def power(self, place: Place, exponent: Fraction) -> Place:
        """Return the place of a power with a number as its exponent."""
        if exponent == 0:
            return self.one
        return place if exponent == 1 else self._place(WrittenNode("power", (place,), exponent))

    def _slope(self, place: Place, name: str) -> Place:
        node = self.nodes[place]
        if node.operation == "symbol":
            return self.one
        slopes = [self._slopes.get((operand, name), self.zero) for operand in node.operands]
        if node.operation == "add":
            return self.total(slopes)
        if node.operation == "multiply":
            left, right = node.operands
            return self.total([self.product(slopes[0], right), self.product(left, slopes[1])])
        [inner], [slope] = node.operands, slopes
        if node.operation == "exp":
            return self.product(place, slope)
        if node.operation == "log":
            return self.product(slope, self.power(inner, Fraction(-1)))
        if node.operation == "erf":
            bell = self.exp(self.product(self.number(Fraction(-1)), self.power(inner, Fraction(2))))
            height = self.product(self.number(Fraction(2)), self.power(self._place(WrittenNode("pi")), Fraction(-1, 2)))
            return self.product(self.product(height, bell), slope)
        exponent = Fraction(node.value)  # type: ignore[arg-type]
        return self.product(self.product(self.number(exponent), self.power(inner, exponent - 1)), slope)

    def reached(self, outputs: Iterable[Place]) -> list[Place]:
        """Return all places that values are computed from, themselves included, operands first."""
        asked = tuple(outputs)
        if asked not in self._orders:
            found: set[Place] = set()
            left = list(asked)
            while left:
                place = left.pop()
                if place not in found:
                    found.add(place)
                    left.extend(self.nodes[place].operands)
            self._orders[asked] = sorted(found)
        return self._orders[asked]


def _ball_power(base: flint.arb, exponent: Fraction) -> flint.arb:
    """Return a power of a ball: by products where the exponent is whole, since the base may hold zero."""
    if exponent.denominator != 1:
        return (base.log() * ball(exponent)).exp()
    found = flint.arb(1)
    for _ in range(abs(exponent.numerator)):
        found *= base
    return found if exponent > 0 else 1 / found


_BALLS: dict[str, Callable[..., flint.arb]] = {
    "add": lambda left, right, _: left + right,
    "multiply": lambda left, right, _: left * right,
    "power": _ball_power,
    "exp": lambda inner, _: inner.exp(),
    "log": lambda inner, _: inner.log(),
    "erf": lambda inner, _: inner.erf(),
}
