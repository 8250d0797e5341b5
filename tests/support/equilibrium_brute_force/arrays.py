"""Small steps with arrays of paths, decisions and values."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp

from equilibrium_brute_force.state import Array, Paths


def numeric(symbols: Sequence[sp.Symbol], expression: sp.Expr) -> Callable[..., Array]:
    return sp.lambdify(symbols, sp.sympify(expression), "numpy")


def values_of(function: Callable[..., Array], points: Array) -> Array:
    with np.errstate(all="ignore"):
        value = function(*(points[..., number] for number in range(points.shape[-1])))
    return np.broadcast_to(np.asarray(value, dtype=float), points.shape[:-1])


def fraction_of(value: sp.Expr) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def without(rows: Sequence[tuple[Fraction, ...]], number: int) -> list[tuple[Fraction, ...]]:
    """Eliminate a variable from rows a x + c >= 0."""
    up = [row for row in rows if row[number] > 0]
    down = [row for row in rows if row[number] < 0]
    kept = [row for row in rows if row[number] == 0]
    for first, second in itertools.product(up, down):
        row = tuple(x / first[number] - y / second[number] for x, y in zip(first, second, strict=True))
        if any(row[:-1]) or row[-1] < 0:
            kept.append(row)
    return list(dict.fromkeys(kept))


def with_decision(points: Array, number: int, tried: Array) -> Array:
    """Return points (M, n) with each of the decisions (M, C) in one place: (M, C, n)."""
    found = np.repeat(points[:, None, :], tried.shape[1], axis=1)
    found[..., number] = tried
    return found


def placed(point: Array, own: Sequence[int], tried: Array) -> Array:
    found = np.repeat(point[None, :], len(tried), axis=0)
    found[:, list(own)] = tried
    return found


def slack_of(tie: float, best: Array, points: Array) -> Array:
    """Return by how little a payoff may fall short of the best and still count as equal."""
    size = np.minimum(size_of(points), 1e6).reshape(-1, *(1,) * (best.ndim - 1))
    return tie * (1 + np.where(np.isfinite(best), np.abs(best), 0.0)) + 1e-14 * size**2


def largest(value: Array) -> Array:
    """Return the maximum over the last axis, which is short."""
    found = value[..., 0]
    for place in range(1, value.shape[-1]):
        found = np.maximum(found, value[..., place])
    return found


def size_of(points: Array) -> Array:
    return largest(np.abs(points))


def relative_gain(value: float, base: float, point: Array) -> float:
    return float((value - base) / (1 + abs(base) + 1e-9 * np.abs(point).max() ** 2))


def real_roots(coefficients: Array) -> Array:
    """Return the real roots of polynomials (M, d + 1), highest first, as (M, d); nan where there are fewer."""
    found = np.full((len(coefficients), coefficients.shape[1] - 1), np.nan)
    for row, own in enumerate(coefficients):
        roots = np.roots(np.trim_zeros(own, "f")) if np.any(own) and np.isfinite(own).all() else np.array([])
        real = roots.real[np.abs(roots.imag) <= 1e-6 * (1 + np.abs(roots.real))]
        slope = np.polyder(own)
        for _ in range(2):
            step = np.polyval(slope, real)
            real = real - np.where(np.abs(step) > 1e-9, np.polyval(own, real) / np.where(step == 0, 1, step), 0.0)
        found[row, : len(real)] = real
    return found


def quadratic_roots(square: Array, slope: Array, constant: Array) -> Array:
    """Return the real roots of quadratics, or of lines, as (M, 2); nan where there are fewer."""
    with np.errstate(all="ignore"):
        half = -(slope + np.copysign(np.sqrt(slope**2 - 4 * square * constant), slope)) / 2
        found = np.stack([half / square, constant / half], axis=-1)
    return np.where(np.isfinite(found), found, np.nan)


def solved_for(
    inside: Array, outside: Array, fixed: Mapping[int, Array], ends: Sequence[tuple[Array, Array]]
) -> list[Array]:
    """Return decisions (M, movers) at which those not fixed are level; where a line is level, some points of it."""
    count, movers = outside.shape
    free = [i for i in range(movers) if i not in fixed]
    base = np.zeros((count, movers))
    for i, value in fixed.items():
        base[:, i] = value
    if not free:
        return [base]
    safe = np.where(np.isfinite(base), base, 0.0)
    right = -(outside + safe @ inside.T)[:, free]
    matrix = inside[np.ix_(free, free)]
    lost = ~np.isfinite(base).all(axis=-1)
    if abs(np.linalg.det(matrix)) > 1e-10:
        solutions = [np.linalg.solve(matrix, right.T).T]
    else:
        solutions = [(np.linalg.pinv(matrix) @ right.T).T]
        _, sizes, directions = np.linalg.svd(matrix)
        for direction in directions[sizes < 1e-10]:
            for at, i in enumerate(free):
                if abs(direction[at]) < 1e-9:
                    continue
                low, high = (
                    np.where(np.isfinite(end), end, other) for end, other in zip(ends[i], (-9.0, 9.0), strict=True)
                )
                for share in (0.0, 0.25, 0.5, 0.75, 1.0):
                    goal = low + share * (high - low)
                    solutions.append(solutions[0] + ((goal - solutions[0][:, at]) / direction[at])[:, None] * direction)
    found = []
    for solution in solutions:
        whole = base.copy()
        whole[:, free] = solution
        whole[lost] = np.nan
        found.append(whole)
    return found


def replaced(found: Paths, rows: Array, others: Paths) -> Paths:
    """Return what follows histories, of which some have other paths."""
    width = others.paths.shape[1]
    paths, ok = np.repeat(found.paths, width, axis=1), np.zeros((len(found.ok), width), bool)
    ok[:, 0] = found.ok[:, 0]
    none, infeasible = found.none.copy(), found.infeasible.copy()
    paths[rows], ok[rows], none[rows], infeasible[rows] = others.paths, others.ok, others.none, others.infeasible
    return Paths(paths, ok, none, infeasible)


def reordered(found: Paths, first: Array) -> Paths:
    order = np.repeat(np.arange(found.paths.shape[1])[None, :], len(first), axis=0)
    lines = np.arange(len(first))
    order[lines, first], order[:, 0] = 0, first
    return Paths(
        np.take_along_axis(found.paths, order[..., None], axis=1),
        np.take_along_axis(found.ok, order, axis=1),
        found.none,
        found.infeasible,
    )


def distinct(points: Sequence[Array]) -> list[Array]:
    kept: list[Array] = []
    for point in points:
        if all(np.abs(point - other).max() > 1e-6 * (1 + np.abs(other).max()) for other in kept):
            kept.append(point)
    return kept
