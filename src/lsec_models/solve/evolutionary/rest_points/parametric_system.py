"""Linear systems with polynomials in parameters for coefficients: the one solution, and where there may be others."""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.algebra.polynomials.linear import cleared, determinant, solve_linear
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring


@dataclass(frozen=True)
class ParametricSolution:
    """What solves a linear system.

    Attributes
    ----------
    values : tuple of Ratio or None
        The solution wherever its determinant does not vanish; None where that vanishes identically.
    vanishing : tuple of Polynomial
        Wherever there is another solution, all of these are zero. Empty if nothing of the kind is known.
    """

    values: tuple[Ratio, ...] | None
    vanishing: tuple[Polynomial, ...]


def solved_system(ring: Ring, matrix: list[list[Ratio]], right: list[Ratio]) -> ParametricSolution:
    """Solve a square system.

    1. With a determinant D that is not identically zero, Cramer's rule: ``D x = N``. Where D vanishes, so does N
       wherever there is any solution.
    2. Else some combinations of the rows of the matrix vanish identically; the same combinations of the right side
       vanish wherever there is a solution.
    """
    rows = []
    for row, entry in zip(matrix, right, strict=True):
        _, polynomials = cleared(ring, [*row, entry])
        rows.append(polynomials)
    size = len(rows)
    whole = determinant(ring, [[Ratio(ring, entry) for entry in row[:size]] for row in rows])
    if whole.is_zero():
        return ParametricSolution(None, tuple(_combinations(ring, rows)))
    values = tuple(solve_linear(ring, [row[:size] for row in rows], [row[size] for row in rows]))
    tops = [value * whole for value in values]
    return ParametricSolution(values, tuple(part.numerator for part in (whole, *tops) if not part.is_zero()))


def _combinations(ring: Ring, rows: list[list[Polynomial]]) -> list[Polynomial]:
    """Return what combinations of the rows that vanish on the left leave on the right."""
    size = len(rows)
    tracked = [[*row, *(ring.one if i == j else ring.zero for j in range(size))] for i, row in enumerate(rows)]
    done = 0
    for column in range(size):
        pivot = next((i for i in range(done, size) if not tracked[i][column].is_zero()), None)
        if pivot is None:
            continue
        tracked[done], tracked[pivot] = tracked[pivot], tracked[done]
        top = tracked[done]
        for i in range(done + 1, size):
            factor = tracked[i][column]
            if not factor.is_zero():
                tracked[i] = _primitive(
                    ring, [top[column] * a - factor * b for a, b in zip(tracked[i], top, strict=True)]
                )
        done += 1
    return [row[size] for row in tracked[done:] if not row[size].is_zero()]


def _primitive(ring: Ring, row: list[Polynomial]) -> list[Polynomial]:
    common = ring.zero
    for entry in row:
        common = common.gcd(entry)
    return [entry / common for entry in row]
