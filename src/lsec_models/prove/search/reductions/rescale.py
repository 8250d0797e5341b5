"""Scaling symmetries: where every polynomial is quasi-homogeneous, positive variables can be set to one.

If all polynomials keep their sign under ``x_i -> t**w_i * x_i``, every point can be moved to one where a chosen
positive variable with nonzero weight is 1. And a positive variable that occurs in multiples of a power d only can be
replaced by its d-th root.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd, lcm

import flint

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.search.goal import Goal


@dataclass(frozen=True, kw_only=True)
class Rescaling:
    """Weights of independent symmetries, the variables they set to one, and the roots that were taken.

    Attributes
    ----------
    weights : tuple of tuple of int
        One row for each symmetry, one entry for each variable.
    ones : tuple of str
        The variables set to one, as many as there are symmetries.
    roots : dict from str to int
        Variables that stand for their power from here on.
    """

    weights: tuple[tuple[int, ...], ...]
    ones: tuple[str, ...]
    roots: dict[str, int]


def rescaled(goal: Goal) -> tuple[Rescaling, Goal] | None:
    """Return the smaller goal that symmetries and roots give, or None where there are none."""
    ones, weights = _chosen_ones(goal, _symmetries(goal))
    polynomials = [goal.target, *(c.polynomial for c in goal.open_conditions.values())]
    reduced = [_at_one(goal, polynomial, ones) for polynomial in polynomials]
    roots = _roots(goal, reduced)
    if not ones and not roots:
        return None
    names = goal.ring.names
    step = Rescaling(weights=weights, ones=tuple(names[i] for i in ones), roots={names[i]: d for i, d in roots.items()})
    return step, apply_rescaling(goal, step)


def apply_rescaling(goal: Goal, step: Rescaling) -> Goal:
    """Return the goal after a rescaling."""
    ones = [goal.ring.names.index(name) for name in step.ones]
    roots = {goal.ring.names.index(name): d for name, d in step.roots.items()}

    def moved(polynomial: Polynomial) -> Polynomial:
        return _rooted(goal, _at_one(goal, polynomial, ones), roots)

    conditions = tuple(c and replace(c, polynomial=moved(c.polynomial)) for c in goal.conditions)
    return replace(goal, conditions=conditions, target=moved(goal.target))


def _symmetries(goal: Goal) -> list[list[int]]:
    """Return integer weights of all independent symmetries."""
    rows = []
    for polynomial in (goal.target, *(c.polynomial for c in goal.open_conditions.values())):
        first, *others = polynomial.monoms() or [()]
        rows += [[p - q for p, q in zip(powers, first, strict=True)] for powers in others]
    width = len(goal.ring.names)
    if not rows:
        rows = [[0] * width]
    basis, rank = flint.fmpz_mat(rows).nullspace()
    return [[int(basis[i, j]) for i in range(width)] for j in range(rank)]


def _chosen_ones(goal: Goal, weights: list[list[int]]) -> tuple[list[int], tuple[tuple[int, ...], ...]]:
    """Pick, by elimination, one positive variable for each symmetry that moves one; drop the other symmetries.

    Among the variables a symmetry moves, those in the fewest monomials go first: they are what makes others simple.
    """
    polynomials = [goal.target, *(c.polynomial for c in goal.open_conditions.values())]
    monomials = [powers for polynomial in polynomials for powers in polynomial.monoms()]
    used = [sum(powers[i] > 0 for powers in monomials) for i in range(len(goal.ring.names))]
    candidates = [i for i, kind in enumerate(goal.kinds) if kind is Kind.POSITIVE and used[i]]
    candidates.sort(key=lambda i: (_highest(goal, i), used[i], i))
    rows, ones, kept = [list(map(flint.fmpq, row)) for row in weights], [], []
    for i in candidates:
        pivot = next((row for row in rows if row[i] != 0), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [[x - row[i] / pivot[i] * p for x, p in zip(row, pivot, strict=True)] for row in rows]
        ones.append(i)
        kept.append(_integers(pivot))
    return ones, tuple(kept)


def _highest(goal: Goal, i: int) -> int:
    degrees = [goal.target.degrees()[i], *(c.polynomial.degrees()[i] for c in goal.open_conditions.values())]
    return int(max(degrees))


def _integers(row: list[flint.fmpq]) -> tuple[int, ...]:
    scale = lcm(*(int(x.q) for x in row))
    whole = [int(x.p) * (scale // int(x.q)) for x in row]
    common = gcd(*whole) or 1
    return tuple(x // common for x in whole)


def _at_one(goal: Goal, polynomial: Polynomial, ones: list[int]) -> Polynomial:
    if not ones:
        return polynomial
    images = [goal.ring.one if i in ones else g for i, g in enumerate(goal.ring.generators)]
    return polynomial.compose(*images, ctx=goal.ring.context)


def _roots(goal: Goal, polynomials: list[Polynomial]) -> dict[int, int]:
    roots, monomials = {}, [powers for polynomial in polynomials for powers in polynomial.monoms()]
    for i, kind in enumerate(goal.kinds):
        divisor = gcd(*(int(powers[i]) for powers in monomials))
        if kind is Kind.POSITIVE and divisor > 1:
            roots[i] = divisor
    return roots


def _rooted(goal: Goal, polynomial: Polynomial, roots: dict[int, int]) -> Polynomial:
    if not roots:
        return polynomial
    return goal.ring.from_terms(
        {tuple(n // roots.get(i, 1) for i, n in enumerate(powers)): c for powers, c in polynomial.terms()}
    )
