"""Exact linear systems and quadratic forms: what is determined, what is left free, definiteness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import flint

from lsec_models.solve.linear_algebra import ONE, ZERO
from lsec_models.solve.quadratic import Matrix, Row


@dataclass(frozen=True)
class Eliminated:
    """A linear system, solved: unknowns as affine functions of those left free and of the rest.

    Attributes
    ----------
    table : list of list
        In reduced row echelon form.
    unknowns, given : int
        How many columns are unknowns, and how many then are given.
    pivots : dict from int to int
        The row of each unknown that is determined.
    free : list of int
        The unknowns that are not.
    conditions : list of list
        What the system asks of the rest.
    """

    table: Matrix
    unknowns: int
    given: int
    pivots: dict[int, int]
    free: list[int]
    conditions: list[Row]

    @classmethod
    def of(cls, table: Matrix, unknowns: int, given: int) -> Eliminated | None:
        """Solve a system; None if it has no solution, whatever is given."""
        if not table:
            return cls([], unknowns, given, {}, list(range(unknowns)), [])
        echelon, rank = flint.fmpq_mat(table).rref()
        rows = echelon.tolist()[:rank]
        pivots, conditions = {}, []
        for i, row in enumerate(rows):
            column = next(j for j, entry in enumerate(row) if entry)
            if column < unknowns:
                pivots[column] = i
            elif column >= unknowns + given:
                return None
            else:
                conditions.append(row[unknowns:])
        return cls(rows, unknowns, given, pivots, [j for j in range(unknowns) if j not in pivots], conditions)

    def row(self, column: int, free: Sequence[int], width: int) -> Row:
        """Return an unknown over what is given, what is left free, and the rest."""
        if column not in self.pivots:
            return [ONE if j == self.given + list(free).index(column) else ZERO for j in range(width)]
        row = self.table[self.pivots[column]]
        rest = row[self.unknowns :]
        return [-x for x in (*rest[: self.given], *(row[j] for j in free), *rest[self.given :])]


def without_columns(rows: list[Row], columns: Iterable[int]) -> list[Row]:
    """Return what affine functions that are at least zero imply without some of their variables (Fourier, Motzkin)."""
    for column in columns:
        rising = [row for row in rows if row[column] > 0]
        falling = [row for row in rows if row[column] < 0]
        rows = [row for row in rows if row[column] == 0]
        for up, down in product(rising, falling):
            rows.append([x / up[column] - y / down[column] for x, y in zip(up, down, strict=True)])
    return rows


def restricted(hessian: Matrix, basis: Matrix) -> Matrix:
    """Return a quadratic form on the space that a basis spans."""
    if not basis:
        return []
    inner = flint.fmpq_mat(basis)
    found: Matrix = (inner * flint.fmpq_mat(hessian) * inner.transpose()).tolist()
    return found


def is_negative(form: Matrix, *, strictly: bool) -> bool:
    """Whether a quadratic form is negative semidefinite, or definite."""
    rows = [list(row) for row in form]
    while rows:
        pivot = rows[0][0]
        if pivot > 0 or (strictly and pivot == 0):
            return False
        if pivot == 0:
            if any(entry != 0 for entry in rows[0]):
                return False
            rows = [row[1:] for row in rows[1:]]
            continue
        top = rows[0]
        rows = [[x - row[0] * y / pivot for x, y in zip(row[1:], top[1:], strict=True)] for row in rows[1:]]
    return True
