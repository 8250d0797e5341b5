"""Expressions as one graph of binary operations, in which each knows what of a grid it varies with.

A sweep evaluates some twenty expressions at millions of points that share most of their symbols. What varies with no
axis, or with the outer axes alone, needs no look at a point; what varies with the innermost axis alone is a table.
Sums and products are grouped so that as little as possible is left for each point:
``8*b*k - gamma**2 - 4*k*tau**2`` over k and gamma is one subtraction, of a table from a number of the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from functools import reduce
from typing import TypeAlias

import sympy as sp

from lsec_models.errors import DeclarationError

Place: TypeAlias = int

ADD, SUBTRACT, MULTIPLY, RECIPROCAL, ROOT, ABSOLUTE, POWER, NUMBER, SYMBOL = (
    "add",
    "subtract",
    "multiply",
    "reciprocal",
    "square root",
    "absolute",
    "power",
    "number",
    "symbol",
)


class Level(IntFlag):
    """What of a grid a value varies with: nothing, the outer axes, the innermost axis, or both."""

    FIXED = 0
    OUTER = 1
    INNER = 2
    BOTH = 3


LEVELS = (Level.FIXED, Level.OUTER, Level.INNER, Level.BOTH)


@dataclass(frozen=True)
class Node:
    """One operation.

    Attributes
    ----------
    operation : str
        One of the constants of this module.
    arguments : tuple
        The places of its operands; of a leaf the number, as a float, or the name of the symbol.
    level : Level
    """

    operation: str
    arguments: tuple[int | float | str, ...]
    level: Level


@dataclass(frozen=True, kw_only=True)
class _Product:
    """A product by level; a level that nothing stands at has no place."""

    parts: Mapping[Level, Place]

    def at(self, level: Level) -> Place | None:
        return self.parts.get(level)


@dataclass(frozen=True)
class ExpressionGraph:
    """A graph that grows by expressions; equal operations are one node.

    Parameters
    ----------
    levels : mapping from str to Level
        What each symbol varies with.

    Examples
    --------
    >>> b, k, gamma = sp.symbols("b k gamma")
    >>> graph = ExpressionGraph({"b": Level.FIXED, "k": Level.OUTER, "gamma": Level.INNER})
    >>> place = graph.place_of(8 * b * k - gamma**2 - 4 * k)
    >>> [node.operation for node in graph.nodes if node.level is Level.BOTH]
    ['subtract']
    >>> graph.place_of(8 * b * k - gamma**2 - 4 * k) == place
    True
    """

    levels: Mapping[str, Level]
    nodes: list[Node] = field(default_factory=list)
    _places: dict[tuple[str, tuple[int | float | str, ...]], Place] = field(default_factory=dict, repr=False)
    _known: dict[sp.Expr, Place] = field(default_factory=dict, repr=False)

    def place_of(self, expression: sp.Expr) -> Place:
        """Return the place of an expression's value in `nodes`, which gets what it lacks.

        Raises
        ------
        DeclarationError
            If the expression has anything but numbers, symbols, sums, products, powers and absolute values.
        """
        place = self._known.get(expression)
        if place is None:
            place = self._known[expression] = self._entered(expression)
        return place

    def level(self, place: Place) -> Level:
        """Return what the value at a place varies with."""
        return self.nodes[place].level

    def reached(self, places: Iterable[Place]) -> list[Place]:
        """Return all places that values are computed from, themselves included, operands first."""
        found: set[Place] = set()
        open_ = list(places)
        while open_:
            place = open_.pop()
            if place not in found:
                found.add(place)
                open_.extend(self.operands(place))
        return sorted(found)

    def operands(self, place: Place) -> tuple[Place, ...]:
        """Return the places of what an operation takes."""
        node = self.nodes[place]
        if node.operation in (NUMBER, SYMBOL):
            return ()
        return tuple(a for a in node.arguments if isinstance(a, int))

    def _entered(self, expression: sp.Expr) -> Place:
        if expression.is_Number or expression.is_NumberSymbol:
            return self.number(float(expression))
        if expression.is_Symbol:
            return self._node(SYMBOL, (expression.name,), self.levels[expression.name])
        if expression.is_Add:
            return self._sum([self._product(term) for term in expression.args])
        if expression.is_Mul:
            return self._multiplied(self._product(expression))
        if expression.is_Pow and expression.exp.is_number and expression.exp.is_real:
            return self.power(self.place_of(expression.base), expression.exp)
        if isinstance(expression, sp.Abs):
            place = self.place_of(expression.args[0])
            return self._node(ABSOLUTE, (place,), self.level(place))
        raise DeclarationError(f"{expression} has parts that a sweep cannot compile; give numbers for it with .at")

    def number(self, value: float) -> Place:
        """Return the place of a number."""
        return self._node(NUMBER, (value,), Level.FIXED)

    def _node(self, operation: str, arguments: tuple[int | float | str, ...], level: Level) -> Place:
        key = (operation, arguments)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.nodes)
            self.nodes.append(Node(operation, arguments, level))
        return place

    def _binary(self, operation: str, left: Place, right: Place) -> Place:
        if operation != SUBTRACT:
            left, right = sorted((left, right))
        return self._node(operation, (left, right), self.level(left) | self.level(right))

    def times(self, left: Place, right: Place) -> Place:
        """Return the place of a product."""
        for one, other in ((left, right), (right, left)):
            if self.nodes[one] == Node(NUMBER, (1.0,), Level.FIXED):
                return other
        return self._binary(MULTIPLY, left, right)

    def total(self, left: Place, right: Place) -> Place:
        """Return the place of a sum."""
        return self._added([left, right])

    def reciprocal(self, place: Place) -> Place:
        """Return the place of one by a value."""
        return self._node(RECIPROCAL, (place,), self.level(place))

    def power(self, base: Place, exponent: sp.Expr) -> Place:
        """Return the place of a power whose exponent is a number."""
        if exponent.is_Integer:
            count = int(exponent)
            if count < 0:
                return self._repeated(self.reciprocal(base), -count)
            return self._repeated(base, count)
        if exponent in (sp.S.Half, -sp.S.Half):
            root = self._node(ROOT, (base,), self.level(base))
            return root if exponent > 0 else self.reciprocal(root)
        return self._node(POWER, (base, self.number(float(exponent))), self.level(base))

    def _repeated(self, base: Place, count: int) -> Place:
        """Return a power by squaring."""
        if count < 2:
            return base if count else self.number(1.0)
        half = self._repeated(base, count // 2)
        square = self.times(half, half)
        return self.times(square, base) if count % 2 else square

    def _product(self, expression: sp.Expr) -> _Product:
        """Return a term by level: numbers and fixed symbols, what the row knows, what the table knows, the rest.

        Divisors that vary with both axes are multiplied first, so that they cost one division; the powers of a single
        one share its reciprocal with other quantities.
        """
        above: dict[Level, list[Place]] = defaultdict(list)
        below: list[tuple[Place, int]] = []
        for factor in sp.Mul.make_args(expression):
            base, exponent = factor.as_base_exp() if factor.is_Pow else (factor, sp.S.One)
            if exponent.is_Integer and exponent < 0 and self.level(self.place_of(base)) is Level.BOTH:
                below.append((self.place_of(base), -int(exponent)))
            else:
                place = self.place_of(factor)
                above[self.level(place)].append(place)
        if len(below) == 1:
            [(base, count)] = below
            above[Level.BOTH].append(self._repeated(self.reciprocal(base), count))
        elif below:
            divisors = (self._repeated(base, count) for base, count in sorted(below))
            above[Level.BOTH].append(self.reciprocal(reduce(self.times, divisors)))
        return _Product(parts={level: reduce(self.times, sorted(places)) for level, places in above.items()})

    def _multiplied(self, product: _Product) -> Place:
        parts = dict(product.parts)
        fixed = parts.pop(Level.FIXED, None)
        if not parts:
            return self.number(1.0) if fixed is None else fixed
        if fixed is not None:
            cheapest = min(parts)
            parts[cheapest] = self.times(fixed, parts[cheapest])
        return reduce(self.times, (parts[level] for level in sorted(parts)))

    def _sum(self, terms: Sequence[_Product]) -> Place:
        """Return a sum: what one axis alone moves is added up before; mixed terms are collected by what they share."""
        alone: dict[Level, list[Place]] = defaultdict(list)
        mixed: list[_Product] = []
        for term in self._joined(terms):
            levels = set(term.parts) - {Level.FIXED}
            if Level.BOTH not in levels and len(levels) == 2:
                mixed.append(term)
            else:
                place = self._multiplied(term)
                alone[self.level(place)].append(place)
        for place in self._collected(mixed):
            alone[Level.BOTH].append(place)
        sums = {level: self._added(places) for level, places in alone.items()}
        fixed = sums.pop(Level.FIXED, None)
        if not sums:
            return self.number(0.0) if fixed is None else fixed
        if fixed is not None:
            cheapest = min(sums)
            sums[cheapest] = self._binary(ADD, fixed, sums[cheapest])
        return self._added([sums[level] for level in sorted(sums)])

    def _joined(self, terms: Sequence[_Product]) -> list[_Product]:
        """Return terms that differ in what is fixed alone as one, with the sum of it."""
        shares: dict[tuple[tuple[Level, Place], ...], list[Place]] = defaultdict(list)
        for term in terms:
            moving = tuple((level, term.parts[level]) for level in sorted(term.parts) if level is not Level.FIXED)
            shares[moving].append(term.parts.get(Level.FIXED, self.number(1.0)))
        return [
            _Product(parts=dict(moving) | ({} if moving and fixed == self.number(1.0) else {Level.FIXED: fixed}))
            for moving, fixed in ((moving, self._added(places)) for moving, places in shares.items())
        ]

    def _collected(self, mixed: Sequence[_Product]) -> list[Place]:
        """Return products of a number of the row and one of the table, as few as either way of collecting gives."""
        ways = []
        for shared, other in ((Level.INNER, Level.OUTER), (Level.OUTER, Level.INNER)):
            groups: dict[Place, list[Place]] = defaultdict(list)
            for term in mixed:
                rest = _Product(parts={level: p for level, p in term.parts.items() if level in (Level.FIXED, other)})
                groups[term.parts[shared]].append(self._multiplied(rest))
            ways.append(groups)
        fewest = min(ways, key=len)
        return [self.times(shared, self._added(places)) for shared, places in fewest.items()]

    def _added(self, places: Sequence[Place]) -> Place:
        """Return a sum, in which what is taken off is subtracted, not multiplied by -1 and added."""
        signed = [self._signed(place) for place in places]
        added = [place for sign, place in signed if sign == ADD]
        if not added:
            return reduce(lambda left, right: self._binary(ADD, left, right), places)
        total = reduce(lambda left, right: self._binary(ADD, left, right), added)
        taken = (place for sign, place in signed if sign == SUBTRACT)
        return reduce(lambda left, right: self._binary(SUBTRACT, left, right), taken, total)

    def _signed(self, place: Place) -> tuple[str, Place]:
        """Return how a term enters a sum: added as it is, or subtracted without its factor -1."""
        minus = self._places.get((NUMBER, (-1.0,)))
        if self.nodes[place].operation == MULTIPLY and minus in self.operands(place):
            return SUBTRACT, next(operand for operand in self.operands(place) if operand != minus)
        return ADD, place
