"""Which of several forms is best at each point, as one compiled loop: no value of any form is ever stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level, Place
from lsec_models.evaluate.fused.loops import UNRESOLVED, LoopWriter, names_of, written_loop


@dataclass(frozen=True)
class Contender:
    """A form: the place of its value in a graph, and of what must be positive, with whether zero is excluded."""

    value: Place
    conditions: tuple[tuple[Place, bool], ...]


def best_loop_source(
    graph: ExpressionGraph,
    contenders: Sequence[Contender],
    *,
    is_greatest: bool,
    fixed: Sequence[str],
    outer: Sequence[str],
    inner: Sequence[str],
    contract: bool = True,
) -> str:
    """Return the Python source of a loop that fills sets: the sum of ``2**n`` over the forms n that are best.

    Best is the greatest value, or the least, and what differs from it by at most a share, the tolerance, of it, among
    the forms whose conditions hold. Where one of those has no finite value the set is `UNRESOLVED`; the loop returns
    how often that is so. Choices are products and sums of floats, so that a processor makes several at a time.

    Parameters
    ----------
    graph : ExpressionGraph
    contenders : sequence of Contender
        Fewer than 31.
    is_greatest : bool
    fixed, outer, inner, contract
        As for :func:`lsec_models.evaluate.fused.loops.loop_source`.
    """
    asked = list(dict.fromkeys(condition for one in contenders for condition in one.conditions))
    writer = LoopWriter(graph, names_of(fixed, outer, inner), asked)
    places = [*(one.value for one in contenders), *(place for place, _ in asked)]
    point, numbers = "            ", range(len(contenders))
    sign = "" if is_greatest else "-"
    lines = [
        *(f"    c{number} = np.empty(columns)" for number in numbers),
        *writer.tabled(places, [f"        c{n}[j] = {_holds(graph, contenders[n], (Level.INNER,))}" for n in numbers]),
        "    for i in prange(rows):",
        *writer.lines(places, Level.OUTER, "        "),
        *(f"        r{n} = {_holds(graph, contenders[n], (Level.FIXED, Level.OUTER))}" for n in numbers),
        "        for j in range(columns):",
        *writer.read(places, point),
        *_compared(graph, contenders, sign, point),
        f"{point}limit = best - tolerance * abs(best)",
        f"{point}members = 0.0",
        *(f"{point}members += {float(1 << n)} if (h{n} > 0.0) & (w{n} >= limit) else 0.0" for n in numbers),
        f"{point}open = total - total != 0.0",
        f"{point}unresolved += open",
        f"{point}sets[i, j] = np.int32({UNRESOLVED} if open else members)",
    ]
    return written_loop(["sets", "tolerance"], "sets", lines, contract=contract)


def _compared(graph: ExpressionGraph, contenders: Sequence[Contender], sign: str, indent: str) -> Iterator[str]:
    """Yield what finds the best value at a point, and adds up all that hold."""
    yield f"{indent}best = -np.inf"
    yield f"{indent}total = 0.0"
    for number, one in enumerate(contenders):
        yield f"{indent}h{number} = r{number} * c{number}[j] * {_holds(graph, one, (Level.BOTH,))}"
        yield f"{indent}w{number} = {sign}v{one.value} if h{number} > 0.0 else -np.inf"
        yield f"{indent}best = w{number} if w{number} > best else best"
        yield f"{indent}total += v{one.value} if h{number} > 0.0 else 0.0"


def _holds(graph: ExpressionGraph, contender: Contender, levels: Sequence[Level]) -> str:
    """Return what is one where a form's conditions of some levels hold, else zero."""
    asked = [(place, strict) for place, strict in contender.conditions if graph.level(place) in levels]
    return " * ".join(f"(0.0 if v{place} {'<=' if strict else '<'} 0.0 else 1.0)" for place, strict in asked) or "1.0"
