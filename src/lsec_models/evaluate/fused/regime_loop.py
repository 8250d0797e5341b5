"""Which of several regimes holds at each point, and its values there, as one compiled loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level, Place
from lsec_models.evaluate.fused.loops import UNRESOLVED, LoopWriter, names_of, written_loop

NEAR = 1e-9
_ALONE = ("row_holds", "column_holds", "row_fails", "column_fails")


@dataclass(frozen=True)
class Measured:
    """What must be positive, as places in a graph: a polynomial, and the sum of its terms without their signs."""

    value: Place
    size: Place


@dataclass(frozen=True)
class RegimeCell:
    """One cell of a regime.

    Attributes
    ----------
    quantities : tuple of int or None
        The place of each quantity; None of one that is not defined there.
    conditions : tuple of Measured
        What must hold and varies with both axes.
    """

    quantities: tuple[Place | None, ...]
    conditions: tuple[Measured, ...]


def regime_loop_source(
    graph: ExpressionGraph,
    pieces: Sequence[RegimeCell],
    assumed: Sequence[tuple[int, Measured]],
    holds: int,
    *,
    fixed: Sequence[str],
    outer: Sequence[str],
    inner: Sequence[str],
    contract: bool = True,
) -> str:
    """Return the Python source of a loop that fills codes and quantities over rows and columns.

    A code is the number of the first piece whose conditions hold; where none does, the number of pieces more than the
    number of the first assumption that fails, or than `holds`, the number of assumptions. It is `UNRESOLVED`, and
    quantities mean nothing, where a piece that comes first may hold or not, within rounding, or a quantity is not
    finite; the loop returns how often that is so. What a row or a column decides by itself is handed over: whether a
    piece may hold there, and which assumption fails first.

    Parameters
    ----------
    graph : ExpressionGraph
    pieces : sequence of RegimeCell
    assumed : sequence of (int, Measured)
        Numbers and places of those assumptions that vary with both axes.
    holds : int
    fixed, outer, inner, contract
        As for :func:`lsec_models.evaluate.fused.loops.loop_source`.
    """
    writer = LoopWriter(graph, names_of(fixed, outer, inner), ())
    asked = [*chain.from_iterable(piece.conditions for piece in pieces), *(one for _, one in assumed)]
    decisive = [place for one in asked for place in (one.value, one.size)]
    counted = range(len(pieces[0].quantities))
    places = [*decisive, *(place for piece in pieces for place in piece.quantities if place is not None)]
    point = "            "
    lines = [
        *(f"    c{number} = column_holds[{number}].copy()" for number in range(len(pieces))),
        *writer.tabled(places),
        "    for i in prange(rows):",
        *writer.lines(places, Level.OUTER, "        "),
        *(f"        r{number} = row_holds[{number}, i]" for number in range(len(pieces))),
        "        failing = row_fails[i]",
        "        for j in range(columns):",
        *writer.read(places, point),
        *_decided(pieces, assumed, holds, point),
        *_chosen(pieces, point),
    ]
    return written_loop([*_ALONE, "codes", *(f"q{number}" for number in counted)], "codes", lines, contract=contract)


def _decided(
    pieces: Sequence[RegimeCell], assumed: Sequence[tuple[int, Measured]], holds: int, indent: str
) -> Iterator[str]:
    """Yield what finds the first piece that holds, or that it is open within rounding."""
    yield f"{indent}fails = min({float(holds)}, min(failing, column_fails[j]))"
    for number, one in assumed:
        yield f"{indent}fails = min(fails, {float(number)}) if v{one.value} < 0.0 else fails"
    yield f"{indent}code = {float(len(pieces))} + fails"
    yield f"{indent}open = 0.0"
    yield f"{indent}left = 1.0"
    for number, piece in enumerate(pieces):
        may = (f" * (0.0 if v{one.value} < {-NEAR} * v{one.size} else 1.0)" for one in piece.conditions)
        sure = (f" * (1.0 if v{one.value} > {NEAR} * v{one.size} else 0.0)" for one in piece.conditions)
        yield f"{indent}may = left * r{number} * c{number}[j]{''.join(may)}"
        yield f"{indent}sure = may{''.join(sure)}"
        yield f"{indent}code = {float(number)} if sure > 0.0 else code"
        yield f"{indent}open += may - sure"
        yield f"{indent}left -= may"
    for _, one in assumed:
        yield f"{indent}open += 0.0 if abs(v{one.value}) > {NEAR} * v{one.size} else left"


def _chosen(pieces: Sequence[RegimeCell], indent: str) -> Iterator[str]:
    """Yield what takes the quantities of the piece that holds; NaN where none does, or it lacks one."""
    yield f"{indent}total = 0.0"
    for number in range(len(pieces[0].quantities)):
        places = [piece.quantities[number] for piece in pieces]
        had = [(float(piece), place) for piece, place in enumerate(places) if place is not None]
        yield f"{indent}w{number} = np.nan"
        yield from (f"{indent}w{number} = v{place} if code == {piece} else w{number}" for piece, place in had)
        yield from (f"{indent}total += w{number} if code == {piece} else 0.0" for piece, _ in had)
        yield f"{indent}q{number}[i, j] = w{number}"
    yield f"{indent}is_open = (open > 0.0) | (total - total != 0.0)"
    yield f"{indent}unresolved += is_open"
    yield f"{indent}codes[i, j] = np.int16({UNRESOLVED} if is_open else code)"
