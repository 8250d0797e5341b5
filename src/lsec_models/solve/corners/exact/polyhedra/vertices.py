"""Corners and directions of small polyhedra, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.linear_algebra import null_space
from lsec_models.solve.quadratic import Matrix, Row

# A side of a polyhedron: ``constant + row @ t >= 0``; the row is rational.
PolyhedronSide = tuple[Any, Row]


def corners_of(sides: Sequence[PolyhedronSide], width: int) -> list[list[Any]]:
    """Return the corners of a polyhedron; where it has none, a point of each lowest face."""
    if any(sign(constant) < 0 for constant, row in sides if all(x == 0 for x in row)):
        return []
    found: dict[tuple[Any, ...], list[Any]] = {}
    for ids, solving in bases([row for _, row in sides], width):
        t = [combined(row, [-sides[i][0] for i in ids]) for row in solving]
        if all(sign(shifted(constant, row, t)) >= 0 for constant, row in sides):
            found.setdefault(tuple(t), t)
    return list(found.values())


def bases(rows: Sequence[Row], width: int) -> Iterator[tuple[tuple[int, ...], Matrix]]:
    """Yield the largest independent sets of rows, each with the matrix that solves ``rows @ t = right`` for t.

    What the rows leave free is zero.
    """
    rank = flint.fmpq_mat(rows).rank() if rows else 0
    for ids in combinations([i for i, row in enumerate(rows) if any(x != 0 for x in row)], rank):
        chosen = [rows[i] for i in ids]
        if not rank or flint.fmpq_mat(chosen).rank() == rank:
            yield ids, _solving(chosen, width)


def _solving(rows: list[Row], width: int) -> Matrix:
    size = len(rows)
    found = [[flint.fmpq(0)] * size for _ in range(width)]
    if not rows:
        return found
    table = [[*row, *(flint.fmpq(int(i == j)) for j in range(size))] for i, row in enumerate(rows)]
    for row in flint.fmpq_mat(table).rref()[0].tolist():
        found[next(j for j, x in enumerate(row) if x != 0)] = row[width:]
    return found


def rays_of(sides: Sequence[PolyhedronSide], width: int) -> list[list[flint.fmpq]]:
    """Return directions in which a polyhedron goes on for ever, of which all such directions are made.

    They are the extreme ones. Where it contains lines, they are these, both ways, and the extreme directions of its
    part in which what its sides leave free is zero.
    """
    rows = [row for _, row in sides]
    determined, rank = flint.fmpq_mat(rows).rref() if rows else (None, 0)
    if rank < width:
        lines = [[*direction] for axis in null_space(rows, width) for direction in (axis, [-x for x in axis])]
        if determined is None or not rank:
            return lines
        kept = [next(j for j, x in enumerate(row) if x != 0) for row in determined.tolist()[:rank]]
        inner = rays_of([(constant, [row[j] for j in kept]) for constant, row in sides], rank)
        placed = [dict(zip(kept, ray, strict=True)) for ray in inner]
        return [*lines, *([ray.get(j, flint.fmpq(0)) for j in range(width)] for ray in placed)]
    found: dict[tuple[flint.fmpq, ...], list[flint.fmpq]] = {}
    for ids in combinations(range(len(rows)), width - 1):
        for direction in null_space([rows[i] for i in ids], width) if width > 1 else [[flint.fmpq(1)]]:
            for candidate in (direction, [-x for x in direction]):
                if all(sum((x * y for x, y in zip(row, candidate, strict=True)), flint.fmpq(0)) >= 0 for row in rows):
                    found.setdefault(tuple(candidate), candidate)
    return list(found.values())


def combined(row: Row, values: Sequence[Any]) -> Any:
    """Return ``row @ values``."""
    return shifted(flint.fmpq(0), row, values)


def shifted(constant: Any, row: Row, values: Sequence[Any]) -> Any:
    """Return ``constant + row @ values``."""
    for x, y in zip(row, values, strict=True):
        if x != 0:
            constant = constant + y * x
    return constant
