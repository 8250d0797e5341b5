"""One period of backward induction: from what stocks are worth next to decisions, and to what they are worth now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from lsec_models.solve.difference.quadratic_period import QuadraticPeriod

# Entries are balls, rational functions, floats or arrays of them, or any of these with a tangent.
Matrix = Sequence[Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class BackwardStep:
    """What a period's equilibrium is, for given values of the next stocks.

    Attributes
    ----------
    laws : matrix
        Each decision, in the order in which they are taken, as a combination of the known quantities.
    responses : tuple of matrix
        By stage: its decisions as combinations of the known quantities and the decisions of earlier stages.
    values : mapping from str to matrix
        What the known quantities are worth now: ``y' P y``.
    curvatures : tuple of (decider, stage, matrix)
        Minus the second derivatives of what a mover maximises, halved; positive definite where the payoff is strictly
        concave in the mover's decisions of the stage, all later answers foreseen.
    """

    laws: Matrix
    responses: tuple[Matrix, ...]
    values: Mapping[str, Matrix]
    curvatures: tuple[tuple[str, int, Matrix], ...]


def backward_step(
    period: QuadraticPeriod, values: Mapping[str, Matrix], lift: Callable[[Fraction], Any]
) -> BackwardStep:
    """Solve one period.

    1. Add to each payoff the discounted value of the next stocks, expected over shocks: a quadratic form in all of z.
    2. From the last stage to the first: its movers' first-order conditions are linear, and have one solution in terms
       of what was known and decided before; insert it into all forms.

    Parameters
    ----------
    period : QuadraticPeriod
    values : mapping from str to matrix
        What the known quantities are worth in the next period.
    lift : callable
        Makes an entry from a number.

    Raises
    ------
    ZeroDivisionError
        If the conditions of a stage do not have one solution, as far as the entries tell.

    References
    ----------
    Basar, T. and Olsder, G. J. (1999). Dynamic Noncooperative Game Theory, sections 6.2 and 7.3. SIAM.
    """
    motion = [[lift(entry) for entry in row] for row in period.motion]
    forms: dict[str, Matrix] = {}
    for name, rows in period.payoffs.items():
        factor = lift(period.factors[name])
        later = times(transposed(motion), times(expected(period, values[name], lift), motion))
        forms[name] = [
            [lift(entry) + factor * more for entry, more in zip(row, added, strict=True)]
            for row, added in zip(rows, later, strict=True)
        ]
    responses: list[Matrix] = []
    curvatures: list[tuple[str, int, Matrix]] = []
    for number in range(len(period.stages), 0, -1):
        stage = period.stages[number - 1]
        columns = [c for _, own in stage for c in own]
        first = min(columns)
        owned = [(name, c) for name, own in stage for c in own]
        left = [[-forms[name][c][other] for other in sorted(columns)] for name, c in owned]
        right = [[forms[name][c][other] for other in range(first)] for name, c in owned]
        curvatures += [(name, number, [[-forms[name][c][d] for d in own] for c in own]) for name, own in stage]
        reply = solved(left, right)
        responses.insert(0, reply)
        forms = {name: _inserted(form, reply, first) for name, form in forms.items()}
    laws: list[Sequence[Any]] = []
    for reply in responses:
        laws += _composed(reply, laws, period.known)
    return BackwardStep(laws=laws, responses=tuple(responses), values=forms, curvatures=tuple(curvatures))


def expected(period: QuadraticPeriod, value: Matrix, lift: Callable[[Fraction], Any]) -> Matrix:
    """Return what the next stocks are worth on average, as a form in where they are without shocks.

    A shock of mean zero adds its variance times the curvature of the value, which is a constant.
    """
    if not period.variances:
        return value
    rows = [list(row) for row in value]
    for number, variance in enumerate(period.variances, start=1):
        rows[0][0] = rows[0][0] + lift(variance) * value[number][number]
    return rows


def own_period(period: QuadraticPeriod, step: BackwardStep, decider: str) -> tuple[Matrix, tuple[int, ...]]:
    """Return how z follows from the known quantities and one decider's decisions, everybody else's strategy given.

    Returns
    -------
    matrix, columns
        z as a combination of the known quantities and then of the decisions in these columns of it.
    """
    own = tuple(sorted(c for stage in period.stages for name, taken in stage for c in taken if name == decider))
    width = period.known + len(own)
    free = {c: period.known + i for i, c in enumerate(own)}
    lines: list[Sequence[Any]] = [_unit(i, width) for i in range(period.known)]
    for reply in step.responses:
        first = len(lines)
        for offset, row in enumerate(reply):
            column = first + offset
            lines.append(_unit(free[column], width) if column in free else times([row], lines[: len(row)])[0])
    return lines, own


def _unit(i: int, width: int) -> list[Any]:
    return [int(i == j) for j in range(width)]


def _inserted(form: Matrix, reply: Matrix, first: int) -> Matrix:
    """Return a form with its last entries replaced by combinations of the first ones."""
    top = [list(row[:first]) for row in form[:first]]
    cross = [list(row[first:]) for row in form[:first]]
    corner = [list(row[first:]) for row in form[first:]]
    mixed = times(cross, reply)
    bent = times(transposed(reply), times(corner, reply))
    return [[top[i][j] + mixed[i][j] + mixed[j][i] + bent[i][j] for j in range(first)] for i in range(first)]


def _composed(reply: Matrix, laws: Matrix, known: int) -> Matrix:
    """Return a stage's decisions as combinations of the known quantities, those of earlier decisions given."""
    if not laws:
        return [list(row) for row in reply]
    later = times([row[known:] for row in reply], laws)
    return [[a + b for a, b in zip(row[:known], more, strict=True)] for row, more in zip(reply, later, strict=True)]


def transposed(matrix: Matrix) -> Matrix:
    """Return the rows as columns."""
    return [list(column) for column in zip(*matrix, strict=True)]


def times(left: Matrix, right: Matrix) -> Matrix:
    """Return the product of two matrices."""
    if isinstance(left[0][0], flint.arb) and isinstance(right[0][0], flint.arb):
        product: Matrix = (flint.arb_mat(left) * flint.arb_mat(right)).tolist()
        return product
    columns = transposed(right)
    return [[_sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def solved(matrix: Matrix, right: Matrix) -> Matrix:
    """Return X with ``matrix X = right``."""
    if isinstance(matrix[0][0], flint.arb):
        solution: Matrix = flint.arb_mat(matrix).solve(flint.arb_mat(right)).tolist()
        return solution
    size = len(matrix)
    rows = [[*row, *more] for row, more in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = rows[i][i]
        rows[i] = [entry / pivot for entry in rows[i]]
        for k in range(size):
            if k != i:
                factor = rows[k][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[size:] for row in rows]


def _sum(terms: Any) -> Any:
    total = next(terms)
    for term in terms:
        total = total + term
    return total
