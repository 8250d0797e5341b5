"""Places at which a quadratic function may be largest under quadratic conditions, with one square root at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import quadratic_roots, sign
from lsec_models.solve.linear_algebra import null_space

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)

Quadratic = list[list[Any]]


def critical_places(
    payoff: Quadratic, conditions: Sequence[Quadratic], equation: Quadratic | None, width: int
) -> Iterator[list[Any]]:
    """Yield first-order points of a payoff where some of the conditions bind, those with rational data only.

    Affine conditions are solved for, as many as may bind. On what they leave, the payoff is stationary; or one
    quadratic condition binds: on a line in two places, in the plane where the payoff is stationary along it.

    Parameters
    ----------
    payoff : quadratic function
    conditions : sequence of quadratic functions
        That are at least zero.
    equation : quadratic function, optional
        That vanishes.
    width : int
        How many numbers.
    """
    functions = [f for f in conditions if _is_rational(f)]
    if not _is_rational(payoff) or (equation is not None and not _is_rational(equation)):
        return
    affine = [f for f in functions if _is_affine(f)]
    curved = [equation] if equation is not None else [f for f in functions if not _is_affine(f)]
    for size in range(width + 1):
        for binding in combinations(affine, size):
            space = _space(binding, width)
            if space is None:
                continue
            inner = [_inserted(f, space) for f in (payoff, *curved)]
            yield from (_placed(space, t) for t in _stationary(inner[0], inner[1:], equation is not None))


def _stationary(payoff: Quadratic, curved: Sequence[Quadratic], is_bound: bool) -> Iterator[list[Any]]:
    width = len(payoff) - 1
    if width == 0:
        if not is_bound or all(sign(f[0][0]) == 0 for f in curved):
            yield []
        return
    if not is_bound:
        found = _solved([row[1:] for row in payoff[1:]], [-row[0] for row in payoff[1:]])
        if found is not None:
            yield found
    for function in curved:
        if width == 1:
            with_roots = quadratic_roots(function[1][1], function[0][1] * 2, function[0][0])
            yield from ([root] for root in with_roots)
        elif width == 2:
            yield from _along_curve(payoff, function)


def _along_curve(payoff: Quadratic, curve: Quadratic) -> Iterator[list[Any]]:
    """Yield places in the plane where a curve vanishes and the gradients of payoff and curve are parallel."""
    # (P - m C) t = -(p - m c): by Cramer's rule t is a quotient of polynomials in m, inserted into the curve.
    m = flint.fmpq_poly([0, 1])
    entry = [[flint.fmpq_poly([payoff[i][j]]) - m * curve[i][j] for j in range(3)] for i in range(3)]
    below = entry[1][1] * entry[2][2] - entry[1][2] * entry[2][1]
    first = entry[1][2] * entry[2][0] - entry[1][0] * entry[2][2]
    second = entry[2][1] * entry[1][0] - entry[2][0] * entry[1][1]
    vector = [below, first, second]
    total = sum((vector[i] * vector[j] * curve[i][j] for i in range(3) for j in range(3)), flint.fmpq_poly([0]))
    if total.degree() < 1:
        return
    numerator = total.numer()
    for factor, _ in numerator.factor()[1]:
        if factor.degree() > 2:
            continue
        c = [flint.fmpq(int(factor[k]) if k <= factor.degree() else 0) for k in range(3)]
        for root in quadratic_roots(c[2], c[1], c[0]):
            scale = _value(below, root)
            if sign(scale) != 0:
                yield [_value(first, root) / scale, _value(second, root) / scale]


def _value(polynomial: flint.fmpq_poly, x: Any) -> Any:
    total: Any = _ZERO
    for k in reversed(range(polynomial.degree() + 1)):
        total = total * x + polynomial[k]
    return total


def _space(binding: Sequence[Quadratic], width: int) -> tuple[list[Any], list[list[Any]]] | None:
    """Return a point and directions of the places where affine functions vanish; None if they are dependent."""
    normals = [[f[0][j] * 2 for j in range(1, width + 1)] for f in binding]
    if binding and flint.fmpq_mat(normals).rank() < len(binding):
        return None
    point = [_ZERO] * width
    if binding:
        table = flint.fmpq_mat([[*row, -f[0][0]] for row, f in zip(normals, binding, strict=True)]).rref()[0].tolist()
        for row in table:
            point[next(j for j, x in enumerate(row) if x != 0)] = row[-1]
    return point, null_space(normals, width)


def _inserted(function: Quadratic, space: tuple[list[Any], list[list[Any]]]) -> Quadratic:
    point, directions = space
    rows = [[_ONE, *point], *([_ZERO, *d] for d in directions)]
    inner = flint.fmpq_mat(rows)
    found: Quadratic = (inner * flint.fmpq_mat(function) * inner.transpose()).tolist()
    return found


def _placed(space: tuple[list[Any], list[list[Any]]], t: Sequence[Any]) -> list[Any]:
    point, directions = space
    place: list[Any] = list(point)
    for x, direction in zip(t, directions, strict=True):
        place = [p + x * d if d != 0 else p for p, d in zip(place, direction, strict=True)]
    return place


def _solved(left: Quadratic, right: list[Any]) -> list[Any] | None:
    try:
        return [row[0] for row in flint.fmpq_mat(left).solve(flint.fmpq_mat([[x] for x in right])).tolist()]
    except ZeroDivisionError:
        return None


def _is_affine(function: Quadratic) -> bool:
    return all(x == 0 for row in function[1:] for x in row[1:])


def _is_rational(function: Quadratic) -> bool:
    return all(isinstance(x, flint.fmpq) for row in function for x in row)
