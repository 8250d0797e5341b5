"""Equilibria of finite games from the definitions, in fractions: slow, plain, and without a line of the package.

A mixture that is an extreme point of a player's best-reply polyhedron has some support and makes as many of the other
player's strategies best replies at once. All supports and all such sets are tried, and the linear equations solved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from random import Random

Table = Sequence[Sequence[Fraction | int]]
Mixture = tuple[Fraction, ...]
Pair = tuple[Mixture, Mixture]


def extreme_equilibria(first: Table, second: Table) -> set[Pair]:
    """Return the pairs of extreme points, one of each best-reply polyhedron, that are equilibria."""
    rows = set(_extreme_mixtures([list(column) for column in zip(*second, strict=True)]))
    columns = set(_extreme_mixtures(first))
    return {(x, y) for x in rows for y in columns if is_equilibrium(first, second, x, y)}


def is_equilibrium(first: Table, second: Table, x: Mixture, y: Mixture) -> bool:
    """Whether no player gains by any of its strategies."""
    replies = [sum(a * q for a, q in zip(row, y, strict=True)) for row in first]
    others = [sum(b * p for b, p in zip(column, x, strict=True)) for column in zip(*second, strict=True)]
    return all(p == 0 or r == max(replies) for p, r in zip(x, replies, strict=True)) and all(
        q == 0 or r == max(others) for q, r in zip(y, others, strict=True)
    )


def pure_equilibria(shape: Sequence[int], payoff: object) -> set[tuple[int, ...]]:
    """Return the profiles from which nobody gains by a change of its own; `payoff` takes a player and a profile."""
    assert callable(payoff)
    return {
        profile
        for profile in product(*map(range, shape))
        if all(
            payoff(i, profile) >= payoff(i, (*profile[:i], other, *profile[i + 1 :]))
            for i in range(len(shape))
            for other in range(shape[i])
        )
    }


def maximal_nash_subsets(pairs: set[Pair]) -> set[tuple[frozenset[Mixture], frozenset[Mixture]]]:
    """Return the largest sets of which every combination is an equilibrium, by trying all sets of one player."""
    rows = sorted({x for x, _ in pairs})
    found = set()
    for chosen in _subsets(rows):
        columns = frozenset(y for _, y in pairs if all((x, y) in pairs for x in chosen))
        if columns:
            found.add((frozenset(x for x in rows if all((x, y) in pairs for y in columns)), columns))
    return found


def _extreme_mixtures(payoffs: Table) -> Iterator[Mixture]:
    """Yield the extreme points of {(z, v): payoffs z <= v}, z a mixture over the columns."""
    number = len(payoffs[0])
    for support in _subsets(range(number)):
        for best in combinations(range(len(payoffs)), len(support)):
            equations = [[*(Fraction(payoffs[i][j]) for j in support), Fraction(-1), Fraction(0)] for i in best]
            equations.append([*(Fraction(1) for _ in support), Fraction(0), Fraction(1)])
            solved = _solution(equations)
            if solved is None or min(solved[:-1]) <= 0:
                continue
            weights = dict(zip(support, solved[:-1], strict=True))
            z = tuple(weights.get(j, Fraction(0)) for j in range(number))
            if all(sum(a * q for a, q in zip(row, z, strict=True)) <= solved[-1] for row in payoffs):
                yield z


def _solution(equations: list[list[Fraction]]) -> list[Fraction] | None:
    """Return the solution of a square system, the right side last; None if it has none or several."""
    size = len(equations)
    for k in range(size):
        pivot = next((i for i in range(k, size) if equations[i][k]), None)
        if pivot is None:
            return None
        equations[k], equations[pivot] = equations[pivot], equations[k]
        equations[k] = [value / equations[k][k] for value in equations[k]]
        for i in range(size):
            if i != k and equations[i][k]:
                factor = equations[i][k]
                equations[i] = [a - factor * b for a, b in zip(equations[i], equations[k], strict=True)]
    return [row[-1] for row in equations]


def _subsets(items: Sequence[object]) -> Iterator[tuple]:
    return chain.from_iterable(combinations(items, size) for size in range(1, len(items) + 1))


def random_tables(rng: Random, height: int, width: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return payoffs of two players, half of the time few different ones, and sometimes with a repeated strategy."""
    low, high = rng.choice([(0, 2), (-9, 9)])
    first, second = ([[rng.randint(low, high) for _ in range(width)] for _ in range(height)] for _ in range(2))
    if rng.random() < 0.25:
        first[-1] = list(first[0])
        if rng.random() < 0.5:
            second[-1] = list(second[0])
    if rng.random() < 0.25:
        for row in second:
            row[-1] = row[0]
    return first, second
