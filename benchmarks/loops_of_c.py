"""Loops of C that evaluate an equilibrium over a grid, beside which ours are measured; they need gcc."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from lsec_models.evaluate.fused.loops import LoopWriter
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import requirements_of
from lsec_models.games.static.results.equilibrium import Equilibrium

COMPILED = ["gcc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
KINDS = ("C", "stores", "streamed", "taken out", "asked")

_HEAD = """
#include <math.h>
#include <stdlib.h>
#if defined(__AVX512F__)
#include <immintrin.h>
#define WIDTH 8
#define STREAM(to, value) _mm512_stream_pd(to, _mm512_set1_pd(value))
#elif defined(__SSE2__)
#include <immintrin.h>
#define WIDTH 2
#define STREAM(to, value) _mm_stream_pd(to, _mm_set1_pd(value))
#else
#define WIDTH 1
#define STREAM(to, value) (*(to) = (value))
#endif
"""


def c_loop(
    equilibrium: Equilibrium, names: Sequence[str], grid: Grid, out: Sequence[Any], kind: str = "C"
) -> Callable[[], None]:
    """Return a function that fills arrays, one for each quantity and one of codes, over all points of two parameters.

    Parameters
    ----------
    equilibrium : Equilibrium
    names : sequence of str
        The quantities.
    grid : Grid
    out : sequence of array
    kind : {"C", "stores", "streamed", "taken out", "asked"}
        What SymPy writes, in one loop; one that only stores; one that stores past the caches, into arrays that begin
        with a line of them, on processors of Intel's kind (else as the one before); one in which what an axis alone
        moves is taken out (of a grid); one that asks all conditions as well, and writes which one fails first.
    """
    swept, fixed = tuple(grid.axes), {name: float(value) for name, value in grid.fixed.items()}
    library = _compiled(equilibrium, tuple(names), swept, tuple(fixed))
    axes = [np.ascontiguousarray(axis) for axis in grid.axes.values()]
    pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (*axes, *out)]
    rows, columns = (1, grid.shape[0]) if grid.together else grid.shape
    function = library[kind, bool(grid.together)]

    numbers = [ctypes.c_long(rows), ctypes.c_long(columns), *map(ctypes.c_double, fixed.values())]
    return partial(function, *numbers, *pointers)


@cache
def _compiled(
    equilibrium: Equilibrium, names: tuple[str, ...], swept: tuple[str, str], fixed: tuple[str, ...]
) -> Mapping[tuple[str, bool], Any]:
    bodies = {
        "C": _written(equilibrium, names, asks=False),
        "stores": " ".join(f"o{number}[n] = {fixed[0]};" for number in range(len(names))),
        "asked": _written(equilibrium, names, asks=True),
    }
    arrays = "".join(f", const double *{name}s" for name in swept)
    arrays += "".join(f", double *restrict o{number}" for number in range(len(names))) + ", short *restrict codes"
    arguments = f"(long rows, long columns{''.join(f', double {name}' for name in fixed)}{arrays})"
    functions = {}
    for kind, body in bodies.items():
        for together in (False, True):
            places = zip(swept, "jj" if together else "ij", strict=True)
            values = " ".join(f"double {name} = {name}s[{place}];" for name, place in places)
            functions[kind, together] = f"""
            for (long i = 0; i < rows; i++) for (long j = 0; j < columns; j++) {{
                long n = i*columns + j; {values} {body}
            }}"""
    functions |= {("streamed", together): _streamed(len(names), fixed[0]) for together in (False, True)}
    functions["taken out", False] = _taken_out(equilibrium, names, swept, fixed)
    numbered = {key: f"loop_{number}" for number, key in enumerate(functions)}
    texts = (f"void {numbered[key]}{arguments} {{ {text} }}" for key, text in functions.items())
    folder = Path(tempfile.mkdtemp())
    (folder / "loop.c").write_text("\n".join([_HEAD, *texts]), encoding="utf-8")
    subprocess.run([*COMPILED, "loop.c", "-o", "loop.so", "-lm"], check=True, cwd=folder)
    library = ctypes.CDLL(str(folder / "loop.so"))
    return {key: getattr(library, name) for key, name in numbered.items()}


def _written(equilibrium: Equilibrium, names: Sequence[str], *, asks: bool) -> str:
    """Return what SymPy writes for a point."""
    requirements = requirements_of(equilibrium.domain) if asks else ()
    expressions = [*(equilibrium[name] for name in names), *(one.polynomial for one in requirements)]
    shared, results = sp.cse(expressions)
    lines = [f"double {symbol} = {sp.ccode(value)};" for symbol, value in shared]
    values, conditions = results[: len(names)], results[len(names) :]
    if not asks:
        return " ".join([*lines, *(f"o{number}[n] = {sp.ccode(value)};" for number, value in enumerate(values))])
    lines.append(f"short code = {len(requirements)};")
    for number, (one, value) in reversed(list(enumerate(zip(requirements, conditions, strict=True)))):
        lines.append(f"code = {sp.ccode(value)} {'<=' if one.strict else '<'} 0 ? {number} : code;")
    lines.append("codes[n] = code;")
    stored = (f"code == {len(requirements)} ? {sp.ccode(value)} : NAN" for value in values)
    return " ".join([*lines, *(f"o{number}[n] = {value};" for number, value in enumerate(stored))])


def _streamed(count: int, value: str) -> str:
    """Return what stores as many numbers past the caches; what is left of no whole vector is stored as ever."""
    streamed = " ".join(f"STREAM(o{number} + n, {value});" for number in range(count))
    stored = " ".join(f"o{number}[n] = {value};" for number in range(count))
    return f"""
        long n = 0, points = rows * columns;
        for (; n + WIDTH <= points; n += WIDTH) {{ {streamed} }}
        for (; n < points; n++) {{ {stored} }}"""


def _taken_out(equilibrium: Equilibrium, names: Sequence[str], swept: tuple[str, str], fixed: Sequence[str]) -> str:
    """Return what computes, as our loops do, what one axis alone moves once for each of its values."""
    outer, inner = swept
    graph = ExpressionGraph(dict.fromkeys(fixed, Level.FIXED) | {outer: Level.OUTER, inner: Level.INNER})
    places = [graph.place_of(equilibrium[name]) for name in names]
    writer = LoopWriter(graph, {name: name for name in graph.levels}, ())

    def declared(lines: Iterable[str]) -> str:
        return " ".join(f"double {line};" for line in lines)

    tables = writer.tables(places)
    return f"""
        {declared(writer.lines(places, Level.FIXED, ""))}
        {" ".join(f"double *restrict t{place} = malloc(columns * sizeof(double));" for place in tables)}
        for (long j = 0; j < columns; j++) {{
            double {inner} = {inner}s[j];
            {declared(writer.lines(places, Level.INNER, ""))}
            {" ".join(f"t{place}[j] = v{place};" for place in tables)}
        }}
        for (long i = 0; i < rows; i++) {{
            double {outer} = {outer}s[i];
            {declared(writer.lines(places, Level.OUTER, ""))}
            for (long j = 0; j < columns; j++) {{
                long n = i*columns + j;
                {declared(writer.read(places, ""))}
                {" ".join(f"o{number}[n] = v{place};" for number, place in enumerate(places))}
            }}
        }}
        {" ".join(f"free(t{place});" for place in tables)}"""
