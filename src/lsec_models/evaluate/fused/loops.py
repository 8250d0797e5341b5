"""An expression graph as one loop over a grid, compiled by Numba: the extra ``lsec_models[fast]``.

The source of a loop is written from the graph alone, with names of its own for every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsec_models.evaluate.fused.expression_graph import (
    ABSOLUTE,
    ADD,
    MULTIPLY,
    NUMBER,
    POWER,
    RECIPROCAL,
    ROOT,
    SUBTRACT,
    SYMBOL,
    ExpressionGraph,
    Level,
    Place,
)

UNRESOLVED = -1
# So many points of a row that to begin with them costs next to nothing.
_PIECE = 2048

_WRITTEN = {
    ADD: "{} + {}",
    SUBTRACT: "{} - {}",
    MULTIPLY: "{} * {}",
    RECIPROCAL: "1.0 / {}",
    ROOT: "sqrt({})",
    ABSOLUTE: "abs({})",
    POWER: "{} ** {}",
}
_HEAD = '''"""Written from an expression graph; its name is the digest of its content."""
from math import sqrt

import numpy as np
from numba import njit, prange


@njit(parallel=True, fastmath={{{fastmath}}}, error_model="numpy", cache=True)
def run(fixed, outer, inner, {others}):
    rows, columns = {filled}.shape
'''


def loop_source(
    graph: ExpressionGraph,
    quantities: Sequence[Place],
    conditions: Sequence[tuple[Place, bool]],
    *,
    fixed: Sequence[str],
    outer: Sequence[str],
    inner: Sequence[str],
    contract: bool = True,
) -> str:
    """Return the Python source of a loop that fills codes and quantities over rows and columns.

    A code is the number of the first condition that fails, where quantities are NaN, or the number of conditions where
    none does; there it is `UNRESOLVED` if a quantity is not finite. The loop returns how often that is so.

    Threads share the rows, or where nothing varies from row to row the pieces of the only one. What a row or a column
    fails by itself is not asked again at each point. Codes are floats until they are stored, so that a processor
    compares and chooses several at a time; places along a row have no sign, so that none is counted from its end.

    Parameters
    ----------
    graph : ExpressionGraph
    quantities : sequence of int
        Places in the graph.
    conditions : sequence of (int, bool)
        Places of what must be positive, and whether zero is excluded.
    fixed, outer, inner : sequence of str
        The symbols, in the order in which their values will be handed over.
    contract : bool
        Whether a product and a sum may be rounded once, which is faster where the processor can.
    """
    writer = LoopWriter(graph, names_of(fixed, outer, inner), conditions)
    lines = [*writer.before_rows(quantities), *writer.of_row(quantities), *writer.over_columns(quantities)]
    values = [f"q{number}" for number in range(len(quantities))]
    return written_loop(["codes", *values], "codes", lines, contract=contract)


def written_loop(others: Sequence[str], filled: str, lines: Iterable[str], *, contract: bool) -> str:
    """Return the source of a loop that returns how much is unresolved.

    Numba sees that the arrays do not overlap, without which a processor takes point by point, as long as no line has
    `and`, `or` or another way to name one truth value twice: ``&`` and ``|`` have none. It adds `unresolved` up over
    the outermost loop only if what is added to it depends on no condition.

    Parameters
    ----------
    others : sequence of str
        The arguments that follow the parameters.
    filled : str
        The one of them that has the shape of the block.
    lines : iterable of str
        What the loop does.
    contract : bool
        As for :func:`loop_source`.
    """
    fastmath = '"contract", "nsz"' if contract else '"nsz"'
    head = _HEAD.format(fastmath=fastmath, others=", ".join(others), filled=filled)
    return head + "\n".join([*lines, "    return unresolved"]) + "\n"


def names_of(fixed: Sequence[str], outer: Sequence[str], inner: Sequence[str]) -> dict[str, str]:
    """Return what the symbols are called in a loop."""
    names = {name: f"fixed[{i}]" for i, name in enumerate(fixed)}
    names |= {name: f"outer[{i}, i]" for i, name in enumerate(outer)}
    return names | {name: f"inner[{i}][j]" for i, name in enumerate(inner)}


@dataclass(frozen=True)
class LoopWriter:
    """Writes the values of a graph, level by level, each under a name of its own."""

    graph: ExpressionGraph
    names: Mapping[str, str]
    conditions: Sequence[tuple[Place, bool]]

    @property
    def holds(self) -> float:
        """The code of a point at which every condition holds."""
        return float(len(self.conditions))

    def before_rows(self, quantities: Sequence[Place]) -> list[str]:
        """Return what no row changes: fixed values, and the tables of the columns."""
        places = [*quantities, *(place for place, _ in self.conditions)]
        lowered = list(self._lowered("code", (Level.INNER,), "        "))
        if not lowered:
            return self.tabled(places)
        judged = [f"        code = {self.holds}", *lowered, "        failing[j] = code"]
        return ["    failing = np.empty(columns)", *self.tabled(places, judged)]

    def tabled(self, places: Sequence[Place], further: Sequence[str] = ()) -> list[str]:
        """Return what fills the tables of the columns, and does something further at each."""
        tables = self.tables(places)
        at_column = [
            *self.lines(places, Level.INNER, "        "),
            *(f"        t{place}[j] = v{place}" for place in tables),
            *further,
        ]
        return [
            *self.lines(places, Level.FIXED, "    "),
            *(f"    t{place} = np.empty(columns)" for place in tables),
            "    unresolved = 0",
            *(["    for j in range(columns):", *at_column] if at_column else []),
        ]

    def read(self, places: Sequence[Place], indent: str) -> list[str]:
        """Return what computes values at a point, from those of its row and the tables of its column."""
        tables = (f"{indent}v{place} = t{place}[j]" for place in self.tables(places))
        return [*tables, *self.lines(places, Level.BOTH, indent)]

    def of_row(self, quantities: Sequence[Place]) -> list[str]:
        """Return what a row knows by itself; where there is only one, at each piece of it."""
        places = [*quantities, *(place for place, _ in self.conditions)]
        return [
            *self._shared(),
            *self.lines(places, Level.OUTER, "        "),
            f"        row = {self.holds}",
            *self._lowered("row", (Level.FIXED, Level.OUTER), "        "),
        ]

    def _shared(self) -> list[str]:
        """Return the loop that threads share, over rows or pieces, and from where to where each goes along a row."""
        if Level.OUTER in self.graph.levels.values():
            return ["    first, last = np.uint64(0), np.uint64(columns)", "    for i in prange(rows):"]
        return [
            f"    for piece in prange((columns + {_PIECE - 1}) // {_PIECE}):",
            "        i = 0",
            f"        first = np.uint64(piece * {_PIECE})",
            f"        last = np.uint64(min(columns, piece * {_PIECE} + {_PIECE}))",
        ]

    def over_columns(self, quantities: Sequence[Place]) -> list[str]:
        """Return the loop that fills a row, or a piece of it."""
        asked = [place for place, _ in self.conditions if self.graph.level(place) is Level.BOTH]
        is_tabled = any(self.graph.level(place) is Level.INNER for place, _ in self.conditions)
        indent = "            "
        return [
            "        for j in range(first, last):",
            *self.read([*quantities, *asked], indent),
            f"{indent}code = {'min(row, failing[j])' if is_tabled else 'row'}",
            *self._lowered("code", (Level.BOTH,), indent),
            f"{indent}total = {' + '.join(f'v{place}' for place in quantities) or '0.0'}",
            f"{indent}open = (code == {self.holds}) & (total - total != 0.0)",
            f"{indent}unresolved += open",
            f"{indent}codes[i, j] = np.int16({UNRESOLVED} if open else code)",
            *(
                f"{indent}q{number}[i, j] = v{place} if code == {self.holds} else np.nan"
                for number, place in enumerate(quantities)
            ),
        ]

    def tables(self, places: Sequence[Place]) -> list[Place]:
        """Return what a loop over columns reads from tables."""
        reached = self.graph.reached(places)
        both = [place for place in reached if self.graph.level(place) is Level.BOTH]
        read = {operand for place in both for operand in self.graph.operands(place)} | set(places)
        return [place for place in reached if place in read and self.graph.level(place) is Level.INNER]

    def lines(self, places: Sequence[Place], level: Level, indent: str) -> Iterator[str]:
        """Yield one assignment for each value of a level that some values need."""
        for place in self.graph.reached(places):
            if self.graph.level(place) is level:
                yield f"{indent}v{place} = {self._written(place)}"

    def _lowered(self, code: str, levels: Sequence[Level], indent: str) -> Iterator[str]:
        """Yield what lowers a code to the number of the first condition that fails."""
        for number, (place, strict) in enumerate(self.conditions):
            if self.graph.level(place) in levels:
                fails = f"v{place} {'<=' if strict else '<'} 0.0"
                yield f"{indent}{code} = min({code}, {float(number)}) if {fails} else {code}"

    def _written(self, place: Place) -> str:
        node = self.graph.nodes[place]
        if node.operation == SYMBOL:
            return self.names[str(node.arguments[0])]
        if node.operation == NUMBER:
            return repr(float(node.arguments[0]))
        return _WRITTEN[node.operation].format(*(f"v{operand}" for operand in self.graph.operands(place)))
